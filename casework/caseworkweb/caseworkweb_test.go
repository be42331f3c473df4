package caseworkweb_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/casework/caseworkweb"
	"github.com/throughcare/throughcare/casework/saved"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

const today = civil.Day("2026-03-02") // where the clock stands

// desk is the pages over a real record: Ruth works in an open team with Bea, Lee
// leads, and Val is an administrator, who sees no casework.
type desk struct {
	t                   *testing.T
	db                  *database.DB
	cases               *casework.Service
	tasks               *tasks.Service
	people              *people.Service
	pages               *caseworkweb.Pages
	ruth, bea, lee, val authz.Actor
	worker              []authz.Permission // what Ruth may do
	programme           casework.Programme
	panels              web.Panels
}

// desks runs a test on every engine.
func desks(t *testing.T, fn func(*desk)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newDesk(t, db)) })
}

func newDesk(t *testing.T, db *database.DB) *desk {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	must(t, err)
	d := &desk{t: t, db: db, cases: &casework.Service{DB: db}, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds()}, people: &people.Service{DB: db, Index: index}}
	d.pages = &caseworkweb.Pages{
		Cases: d.cases, Saved: &saved.Service{DB: db}, People: d.people, Find: &find.Service{DB: db, Index: index},
	}
	d.pages.Panels(&d.panels)
	perms := authz.Merge(casework.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle, find.Bundle, custody.Bundle)
	d.worker = perms[authz.Worker]
	actor := func(name string, role authz.Role, sight authz.Sight) authz.Actor {
		return authz.NewActor(ids.New(), name, role, sight, append(perms[role], trail.MayUndoOthers)...)
	}
	d.ruth, d.bea = actor("Ruth Adeyemi", authz.Worker, authz.SeesAll), actor("Bea Lang", authz.Worker, authz.SeesAll)
	d.lee, d.val = actor("Lee Park", authz.Lead, authz.SeesAll), actor("Val Roe", authz.Administrator, authz.SeesNone)
	d.write(func(tx *trail.Tx) error {
		for _, a := range []authz.Actor{d.ruth, d.bea, d.lee, d.val} {
			if err := tx.Insert(t.Context(), "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		d.programme, err = casework.AddProgramme(t.Context(), tx, casework.Programme{
			Name: "Letters and visits", IntervalDays: 42, DormantDays: 50, Stages: []casework.Part{{Name: "First letter"}, {Name: "Regular"}},
			Questions: []casework.Part{{Name: "Who writes to you?"}, {Name: "Has a lawyer", Form: casework.YesNo}, {Name: "Since when", Form: casework.Date},
				{Name: "How many children", Form: casework.Number}, {Name: "Writes", Form: casework.Choice, Choices: []string{"By hand", "By tablet"}}},
			Reasons: []casework.Part{{Name: "Went home"}, {Name: "Asked to stop"}},
		})
		return err
	})
	return d
}

func (d *desk) write(fn func(*trail.Tx) error) {
	d.t.Helper()
	must(d.t, trail.Write(d.t.Context(), d.db, authz.System("test"), &trail.Deed{Action: "test"}, fn))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as signs somebody in.
func (d *desk) as(actor authz.Actor, options ...webtest.Option) *webtest.App {
	options = append([]webtest.Option{
		webtest.As(actor), webtest.Words(caseworkweb.Locales, partialdate.Locales),
		webtest.With(func(c *web.Config) {
			c.Nav = d.pages.Nav()
			c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
				return trail.Undo(ctx, d.db, actor, change, d.people.After, timeline.After)
			}
		}),
	}, options...)
	return webtest.New(d.t, d.pages.Routes(), options...)
}

// person adds somebody with a case.
func (d *desk) person(name, number string, n casework.NewCase) casework.Case {
	d.t.Helper()
	var c casework.Case
	d.write(func(tx *trail.Tx) error {
		who := people.NewPerson{Name: name}
		if number != "" {
			who.Numbers = []people.Number{{Text: number}}
		}
		p, err := people.Add(d.t.Context(), tx, d.people.Index, who)
		if err != nil {
			return err
		}
		n.PersonID = p.ID
		if n.WorkerID == "" && n.State != casework.Waiting {
			n.WorkerID = d.ruth.ID
		}
		c, err = casework.Open(d.t.Context(), tx, today, n)
		return err
	})
	return c
}

// a1 is the caseload of acceptance A1: case i last heard of on 2 March less
// (i mod 60) days.
func (d *desk) a1(n int) []casework.Case {
	d.t.Helper()
	list := make([]casework.Case, 0, n)
	d.write(func(tx *trail.Tx) error {
		for i := 1; i <= n; i++ {
			p, err := people.Add(d.t.Context(), tx, nil, people.NewPerson{Name: fmt.Sprintf("Person %03d", i)})
			if err != nil {
				return err
			}
			c, err := casework.Open(d.t.Context(), tx, today, casework.NewCase{
				PersonID: p.ID, WorkerID: d.ruth.ID, LastContactOn: today.Add(-(i % 60)), LastContactHow: casework.LetterIn,
			})
			if err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	})
	return list
}

func (d *desk) reread(id string) casework.Full {
	d.t.Helper()
	f, err := d.cases.Case(d.t.Context(), d.lee, id)
	must(d.t, err)
	return f
}

func (d *desk) count(which casework.Which) int {
	d.t.Helper()
	n, err := d.cases.Count(d.t.Context(), d.ruth, d.ruth.ID, which)
	must(d.t, err)
	return n[which]
}

// entries counts what the timeline of a person holds.
func (d *desk) entries(personID string) int {
	d.t.Helper()
	n := 0
	must(d.t, d.db.Read(d.t.Context(), func(tx *database.Tx) error {
		return database.Each(d.t.Context(), tx, func(scan database.Scan) error { return scan(&n) }, `SELECT count(*) FROM timeline_entry WHERE person_id = ?`, personID)
	}))
	return n
}

// address is where a form of a page posts to.
func address(p *webtest.Page, selector string) string { return p.Attr(selector, "action") }

// lands checks that a page leads somewhere.
func lands(t *testing.T, p *webtest.Page, to string) {
	t.Helper()
	if p.Status != 303 || p.To != to {
		t.Fatalf("%d to %q, want %q: %s", p.Status, p.To, to, p.Text(".summary"))
	}
}

// The words are whole in every language, and none stands idle.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.New(caseworkweb.Locales, layout.Locales)
	must(t, err)
	complaints, err := i18n.Check(words, os.DirFS(filepath.Join("..", "..")))
	must(t, err)
	ours := regexp.MustCompile(`(?:^|[ :])(?:deed\.)?casework\.[a-z]|^casework/|table/`)
	for _, c := range complaints {
		if ours.MatchString(c) {
			t.Error(c)
		}
	}
}

func TestInSpanish(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Rosa Delgado", "0511-RD-90", casework.NewCase{LastContactOn: today.Add(-60), LastContactHow: casework.Visit})
		app := d.as(d.lee, webtest.In("es"))
		for _, path := range []string{
			"/people", "/people?list=needs&whose=all", "/people?list=everyone", "/people?list=waiting", "/people?list=closed", "/people/quiet", "/people/numbers",
			"/people/" + c.PersonID + "/log", "/people/" + c.PersonID + "/cases/new", "/cases/" + c.ID, "/cover", "/lists", "/lists/new",
			"/settings/programmes", "/settings/programmes/new", "/settings/programmes/" + d.programme.ID,
		} {
			page := app.Get(path)
			page.Check()
			if page.Status != 200 {
				d.t.Errorf("%s: %d", path, page.Status)
			}
		}
		if page := app.Get("/people?list=overdue&whose=all"); !strings.Contains(page.Text("tbody"), "18 días de retraso") {
			d.t.Errorf("%s", page.Text("tbody"))
		}
	})
}
