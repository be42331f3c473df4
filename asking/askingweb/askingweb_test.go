package askingweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/asking"
	"github.com/throughcare/throughcare/asking/askingweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// The whole way: a stub, a reason, an answer that is not one, a day, the entry.
func TestFromAskingToReading(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		choices, err := settings.Open(ctx, db)
		must(err)
		bundle := authz.Merge(staff.Bundle, people.Bundle, tasks.Bundle, timeline.Bundle, asking.Bundle)
		team, err := staff.NewService(staff.Config{DB: db, Settings: choices, Key: dbtest.Key(), Bundle: bundle, Cost: staff.Cost{MemoryKiB: 64, Passes: 1}})
		must(err)
		lee, _, err := team.Add(ctx, authz.System("test"), staff.NewAccount{Name: "Lee", Role: authz.Lead})
		must(err)
		ana, _, err := team.Add(ctx, authz.System("test"), staff.NewAccount{Name: "Ana", Role: authz.Lead})
		must(err)
		p, err := (&people.Service{DB: db}).Add(ctx, authz.System("test"), people.NewPerson{Name: "Yusuf Karimi"})
		must(err)
		kinds := timeline.NewKinds()
		line := &timeline.Service{DB: db, Kinds: kinds}
		pages := &askingweb.Pages{Asking: &asking.Service{DB: db, Kinds: kinds, ActorOf: team.Actor}}
		as := func(id string) *webtest.App {
			actor, err := team.Actor(ctx, id)
			must(err)
			return webtest.New(t, pages.Routes(), webtest.As(actor), webtest.Words(askingweb.Locales, peopleweb.Locales, partialdate.Locales))
		}
		author, err := team.Actor(ctx, lee.ID)
		must(err)
		entry, err := line.Write(ctx, author, timeline.Entry{PersonID: p.ID, Kind: timeline.KindNote, Body: "a thought of mine", Sight: timeline.SightAuthor}, "2026-03-02")
		must(err)
		path := "/people/" + p.ID + "/entries/" + entry + "/ask"

		if got := as(lee.ID).Get(path); got.Status != http.StatusNotFound {
			t.Errorf("its author asks: %d", got.Status)
		}
		page := as(ana.ID).Get(path)
		page.Check()
		if strings.Contains(page.Body, "a thought") || page.Status != http.StatusOK {
			t.Fatalf("%d: %s", page.Status, page.Text("main"))
		}
		if got := as(ana.ID).Post(path, "why", " "); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("without a reason: %d", got.Status)
		}
		sent := as(ana.ID).Post(path, "why", "I stand in for you")
		if sent.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", sent.Status, sent.Text(".summary"))
		}
		ask := sent.Header.Get("Location")
		if got := as(ana.ID).Get(path); got.Header.Get("Location") != ask {
			t.Errorf("asking twice leads to %d %q", got.Status, got.Header.Get("Location"))
		}
		page = as(lee.ID).Get(ask)
		page.Check()
		if !strings.Contains(page.Text("main"), "I stand in for you") || page.Count("form") < 2 {
			t.Fatalf("%s", page.Text("main"))
		}
		for _, c := range [][]string{{"/allow", "until", "the 40th"}, {"/allow", "until", ""}, {"/allow", "until", "1 march 2031"}, {"/refuse", "answer", ""}} {
			got := as(lee.ID).Post(ask+c[0], c[1:]...)
			if got.Check(); got.Status != http.StatusUnprocessableEntity {
				t.Errorf("%v: %d", c, got.Status)
			}
		}
		if got := as(ana.ID).Post(ask+"/allow", "until", "fri"); got.Status != http.StatusNotFound {
			t.Errorf("the asker allows it to themselves: %d", got.Status)
		}
		if got := as(lee.ID).Post(ask+"/allow", "until", "fri"); got.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Status, got.Text(".summary"))
		}
		page = as(ana.ID).Get(ask)
		page.Check()
		if page.Count("a[href='/people/"+p.ID+"/entries/"+entry+"']") != 1 {
			t.Errorf("no way to the entry: %s", page.Text("main"))
		}
		if got := as(ana.ID).Get("/people/" + p.ID + "/asks/nope"); got.Status != http.StatusNotFound {
			t.Errorf("no id: %d", got.Status)
		}
	})
}
