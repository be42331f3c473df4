package retentionweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/retention"
	"github.com/throughcare/throughcare/retention/retentionweb"
)

// nothing stands for the capabilities that keep nothing here.
type nothing struct{}

func (nothing) Of(context.Context, *database.Tx, string) ([]string, error)    { return nil, nil }
func (nothing) Discard([]string) error                                        { return nil }
func (nothing) Strip(context.Context, *database.Tx, string) error             { return nil }
func (nothing) EraseAccount(context.Context, *trail.Tx, string) error         { return nil }
func (nothing) EraseProofs(context.Context, *trail.Tx, string) error          { return nil }
func (nothing) parts(context.Context, *database.Tx, string) ([]string, error) { return nil, nil }

// office is a record with one person in it, and its pages.
type office struct {
	*testing.T
	pages *retentionweb.Pages
	clock *dbtest.Clock
	yusuf string
}

func newOffice(t *testing.T, db *database.DB, clock *dbtest.Clock) *office {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	must(t, err)
	folk := &people.Service{DB: db, Index: index}
	s := &retention.Service{
		DB: db, Erasers: []retention.Eraser{folk}, Parts: nothing{}.parts, Files: nothing{}, Ledger: nothing{}, Special: folk, Accounts: nothing{}, Batches: nothing{}, Index: index,
	}
	yusuf, err := folk.Add(t.Context(), authz.System("test"), people.NewPerson{
		Name: "Yusuf Karimi", Born: partialdate.Must("1988"), Numbers: []people.Number{{Text: "0418", Issuer: "DOC"}},
	})
	must(t, err)
	return &office{T: t, pages: &retentionweb.Pages{Retention: s, People: folk}, clock: clock, yusuf: yusuf.ID}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as serves the pages to somebody who has just proved who they are.
func (o *office) as(id string, role authz.Role) *webtest.App {
	o.Helper()
	perms := append([]authz.Permission{people.MayRead, people.MayWrite}, retention.Bundle[role]...)
	actor := authz.NewActor(id, strings.ToUpper(id[:1])+id[1:], role, authz.SeesAll, perms...)
	actor.Proven = true
	return webtest.New(o, o.pages.Routes(), webtest.As(actor), webtest.Words(retentionweb.Locales, partialdate.Locales))
}

func each(t *testing.T, test func(*office)) {
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { test(newOffice(t, db, clock)) })
}

func TestErasingAsksAndErases(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ruth, path := o.as("ruth", authz.Lead), "/people/"+o.yusuf+"/erase"
		if got := o.as("bea", authz.Worker).Get(path); got.Status == http.StatusOK {
			o.Error("a worker may erase")
		}
		page := ruth.Get(path)
		page.Check()
		if page.Status != http.StatusOK || !strings.Contains(page.Text("#goes")+page.Text("main"), "rows of names") {
			o.Errorf("%d: %s", page.Status, page.Text("main"))
		}
		for name, typed := range map[string][]string{"nothing": nil, "no reason": {"sure", "1"}, "not sure": {"reason", "asked"}, "a reason of their own": {"sure", "1", "reason", "because"}} {
			wrong := ruth.Post(path, typed...)
			wrong.Check()
			if wrong.Status != http.StatusUnprocessableEntity {
				o.Errorf("%s: %d", name, wrong.Status)
			}
		}
		if got := ruth.Get(path); got.Status != http.StatusOK {
			o.Fatal("looking or trying has erased")
		}
		if got := ruth.Post(path, "sure", "1", "reason", "asked"); got.To != "/people" {
			o.Fatalf("led to %q: %d", got.To, got.Status)
		}
		if got := ruth.Get(path); got.Status != http.StatusNotFound {
			o.Errorf("after erasing: %d", got.Status)
		}
	})
}

func TestAHoldNeedsTwoAndKeeps(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ruth, ida := o.as("ruth", authz.Lead), o.as("ida", authz.Lead)
		path, erase := "/people/"+o.yusuf+"/hold", "/people/"+o.yusuf+"/erase"
		if got := ruth.Post(path, "why", "", "review", "yesterday"); got.Status != http.StatusUnprocessableEntity || got.Attr("#f-review", "value") != "yesterday" {
			o.Fatalf("%d: what was typed is lost", got.Status)
		}
		if got := ruth.Post(path, "why", "A claim is coming", "review", "1 june 2026"); got.To != path {
			o.Fatalf("led to %q: %s", got.To, got.Text("main"))
		}
		held := func(when string) {
			o.Helper()
			page := ruth.Get(erase)
			page.Check()
			if page.Status != http.StatusConflict || page.Count("form[action='"+erase+"']") != 0 {
				o.Errorf("%s: the page of erasing answers %d", when, page.Status)
			}
			if got := ruth.Post(erase, "sure", "1", "reason", "asked"); got.Status != http.StatusConflict {
				o.Errorf("%s: erasing answers %d", when, got.Status)
			}
		}
		held("asked")
		press := func(app *webtest.App, button string) int { return app.Post(row(app.Get(path), button)).Status }
		page := ruth.Get(path)
		page.Check()
		if row(page, "confirm") != "" {
			o.Error("whoever asked may confirm")
		}
		confirm := row(ida.Get(path), "confirm")
		if got := ruth.Post(confirm); got.Status != http.StatusUnprocessableEntity {
			o.Errorf("whoever asked confirmed: %d", got.Status)
		}
		if got := ida.Post(confirm); got.To != path {
			o.Errorf("led to %q", got.To)
		}
		held("confirmed")
		press(ida, "ending")
		held("ending")
		end := row(ruth.Get(path), "end")
		if got := ida.Post(end); got.Status != http.StatusUnprocessableEntity {
			o.Errorf("whoever asked for the end ended it: %d", got.Status)
		}
		if got := ruth.Post(end); got.To != path {
			o.Errorf("led to %q", got.To)
		}
		if got := ruth.Get(erase); got.Status != http.StatusOK {
			o.Errorf("after the hold: %d", got.Status)
		}
	})
}

// row is the address of a button of the hold on a page.
func row(page *webtest.Page, button string) string {
	return page.Attr("form[action$='/"+button+"']", "action")
}

func TestWhatIsDueIsErasedOrKept(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ruth := o.as("ruth", authz.Lead)
		page := ruth.Get("/retention")
		page.Check()
		if !strings.Contains(page.Text("main"), "Nothing is due.") {
			o.Errorf("of a new record something is due: %s", page.Text("main"))
		}
		o.clock.Add(200 * 24 * time.Hour)
		page = ruth.Get("/retention")
		page.Check()
		if page.Attr("input[name=id]", "value") != o.yusuf {
			o.Fatalf("not due: %s", page.Text("main"))
		}
		for name, typed := range map[string][]string{
			"nobody": {"do", "erase", "sure", "1"}, "not sure": {"do", "erase", "id", o.yusuf}, "kept for no reason": {"do", "keep", "id", o.yusuf, "until", "1 june 2027"},
			"kept until never": {"do", "keep", "id", o.yusuf, "why", "x", "until", "the day after never"},
		} {
			wrong := ruth.Post("/retention/nothing", typed...)
			wrong.Check()
			if wrong.Status != http.StatusUnprocessableEntity {
				o.Errorf("%s: %d", name, wrong.Status)
			}
		}
		if got := ruth.Post("/retention/nothing", "do", "keep", "id", o.yusuf, "why", "They may call", "until", "1 june 2027"); got.To != "/retention" {
			o.Fatalf("%d: %s", got.Status, got.Text("main"))
		}
		page = ruth.Get("/retention")
		page.Check()
		if page.Count("input[name=id]") != 0 || !strings.Contains(page.Text("main"), "They may call") {
			o.Errorf("kept longer, and: %s", page.Text("main"))
		}
		o.clock.Add(400 * 24 * time.Hour)
		if got := ruth.Post("/retention/nothing", "do", "erase", "sure", "1", "id", o.yusuf); got.To != "/retention" {
			o.Fatalf("%d: %s", got.Status, got.Text("main"))
		}
		if got := ruth.Get("/people/" + o.yusuf + "/erase"); got.Status != http.StatusNotFound {
			o.Errorf("after erasing: %d", got.Status)
		}
	})
}

func TestSchedulesAreChanged(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		admin := o.as("ada", authz.Administrator)
		page := admin.Get("/settings/retention")
		page.Check()
		if n := page.Count("main .rows > li"); n != 8 || !strings.Contains(page.Text("main"), "nobody has checked this") {
			o.Errorf("%d schedules: %s", n, page.Text("main"))
		}
		path := "/settings/retention/closed"
		admin.Get(path).Check()
		wrong := admin.Post(path, "amount", "soon", "unit", "month", "mode", "ask", "citation", "", "verified", "1 jan 2026")
		wrong.Check()
		if wrong.Status != http.StatusUnprocessableEntity || wrong.Attr("#f-amount", "value") != "soon" {
			o.Errorf("%d: what was typed is lost", wrong.Status)
		}
		good := []string{"amount", "72", "unit", "month", "mode", "itself", "reason", "Claims", "citation", "Limitation Act 1980", "verified", "1 jan 2026"}
		if got := admin.Post(path, good...); got.To != "/settings/retention" {
			o.Fatalf("%d: %s", got.Status, got.Text("main"))
		}
		if text := admin.Get("/settings/retention").Text("main"); !strings.Contains(text, "After 72 months") || !strings.Contains(text, "It goes by itself") {
			o.Error(text)
		}
		if got := admin.Post(path, good...); got.Status != http.StatusConflict {
			o.Errorf("made from what is old: %d", got.Status)
		}
		if got := admin.Get("/settings/retention/never-heard"); got.Status != http.StatusNotFound {
			o.Errorf("no such schedule: %d", got.Status)
		}
		if got := admin.Get("/retention"); got.Status == http.StatusOK {
			o.Error("the administrator sees who is due")
		}
	})
}
