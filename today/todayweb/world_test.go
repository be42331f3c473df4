package todayweb_test

import (
	"context"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
	"github.com/throughcare/throughcare/today/todayweb"
)

const (
	monday = civil.Day("2026-03-02") // where the clock stands, at noon UTC

	ruthID = "018f0000-0000-7000-8000-0000000000a1"
	beaID  = "018f0000-0000-7000-8000-0000000000a2"
	leeID  = "018f0000-0000-7000-8000-0000000000a3"
	valID  = "018f0000-0000-7000-8000-0000000000a4"
)

// office is the pages over a real record of a closed team: Ruth and Bea work,
// Lee leads, Val helps on Saturdays.
type office struct {
	*webtest.App
	t                   *testing.T
	db                  *database.DB
	pages               *todayweb.Pages
	cases               *casework.Service
	tasks               *tasks.Service
	ruth, bea, lee, val authz.Actor
}

func open(t *testing.T, db *database.DB, options ...webtest.Option) *office {
	t.Helper()
	kinds := tasks.NewKinds()
	o := &office{t: t, db: db, cases: &casework.Service{DB: db}, tasks: &tasks.Service{DB: db, Kinds: kinds}}
	o.pages = &todayweb.Pages{
		Today: &today.Service{DB: db, Kinds: kinds, Cases: o.cases}, Tasks: o.tasks, Cases: o.cases, Others: &web.Panels{},
	}
	perms := authz.Merge(casework.Bundle, tasks.Bundle, people.Bundle, custody.Bundle)
	actor := func(id, name string, role authz.Role, sight authz.Sight) authz.Actor {
		return authz.NewActor(id, name, role, sight, perms[role]...)
	}
	o.ruth = actor(ruthID, "Ruth Amadi", authz.Worker, authz.SeesGranted)
	o.bea = actor(beaID, "Bea Lund", authz.Worker, authz.SeesGranted)
	o.lee = actor(leeID, "Lee Wong", authz.Lead, authz.SeesAll)
	o.val = actor(valID, "Val Ito", authz.Volunteer, authz.SeesGranted)
	o.write(func(ctx context.Context, tx *trail.Tx) error {
		for _, a := range []authz.Actor{o.ruth, o.bea, o.lee, o.val} {
			if err := tx.Insert(ctx, "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		_, err := casework.AddProgramme(ctx, tx, casework.Programme{Name: "Letters", IntervalDays: 42, DormantDays: 180})
		return err
	})
	o.as(o.ruth, options...)
	return o
}

// sqlite is an office over the engine most organisations have.
func sqlite(t *testing.T, options ...webtest.Option) *office {
	t.Helper()
	return open(t, dbtest.SQLite(t, dbtest.NewClock().Now), options...)
}

// as lets somebody else sit down at the browser.
func (o *office) as(who authz.Actor, options ...webtest.Option) {
	o.t.Helper()
	options = append([]webtest.Option{
		webtest.As(who), webtest.Words(todayweb.Locales, tasks.Locales, partialdate.Locales), webtest.With(func(c *web.Config) {
			c.Nav, c.Adds = o.pages.Nav(), o.pages.Adds()
			c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
				return trail.Undo(ctx, o.db, actor, change)
			}
		}),
	}, options...)
	o.App = webtest.New(o.t, o.pages.Routes(), options...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) write(fn func(context.Context, *trail.Tx) error) {
	o.t.Helper()
	ctx := o.t.Context()
	must(o.t, trail.Write(ctx, o.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error { return fn(ctx, tx) }))
}

// person adds somebody with an active case of a worker, last heard of so many
// days ago.
func (o *office) person(name, worker string, ago int) (c casework.Case) {
	o.t.Helper()
	o.write(func(ctx context.Context, tx *trail.Tx) error {
		p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: name, Born: partialdate.Must("1985-03-04")})
		if err != nil {
			return err
		}
		c, err = casework.Open(ctx, tx, monday, casework.NewCase{
			PersonID: p.ID, WorkerID: worker, LastContactOn: monday.Add(-ago), LastContactHow: casework.LetterIn,
		})
		return err
	})
	return c
}

// task adds something to do for Ruth.
func (o *office) task(t tasks.Task) tasks.Task {
	o.t.Helper()
	t.WorkerID = ruthID
	added, err := o.tasks.Add(o.t.Context(), o.ruth, t)
	must(o.t, err)
	return added
}

// now reads a task as it stands.
func (o *office) now(id string) tasks.Task {
	o.t.Helper()
	t, err := o.tasks.Task(o.t.Context(), o.lee, id)
	must(o.t, err)
	return t
}

// row is the selector of a task's row.
func row(id string) string { return "#t-" + id }

// press sends the form a selector finds on a page, as its button would, with
// values typed into it.
func (o *office) press(page *webtest.Page, form string, typed ...string) *webtest.Page {
	o.t.Helper()
	f := page.Doc.Find(form).First()
	action, found := f.Attr("action")
	if !found {
		o.t.Fatalf("no form %s on the page:\n%s", form, page.Text("main"))
	}
	var pairs []string
	f.Find("input[name], select[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", s.Text())
		if goquery.NodeName(s) == "select" {
			value = s.Find("option[selected]").AttrOr("value", "")
		}
		if !slices.Contains(names(typed), name) {
			pairs = append(pairs, name, value)
		}
	})
	return o.Post(action, append(pairs, typed...)...)
}

func names(pairs []string) (list []string) {
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, pairs[i])
	}
	return list
}
