package familiesweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/families/familiesweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
)

// desk is the pages over a record in which Darnell is inside at Harrow Ridge.
type desk struct {
	*testing.T
	*webtest.App
	pages           *familiesweb.Pages
	darnell, prison string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func actor(role authz.Role, sight authz.Sight) authz.Actor {
	return authz.NewActor(ids.New(), "Ruth", role, sight, authz.Merge(families.Bundle, people.Bundle)[role]...)
}

func each(t *testing.T, fn func(*desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := &desk{T: t}
		must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) (err error) {
			if d.prison, err = facilities.Add(t.Context(), tx, facilities.Facility{Name: "Harrow Ridge", Kind: facilities.Prison, Country: "US"}); err != nil {
				return err
			}
			p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Darnell Pike"})
			d.darnell = p.ID
			return err
		}))
		d.pages = &familiesweb.Pages{
			Families: &families.Service{DB: db},
			Find: func(_ context.Context, _ authz.Actor, words string) ([]layout.Option, error) {
				if strings.HasPrefix("Darnell Pike", words) {
					return []layout.Option{{Value: d.darnell, Label: "Darnell Pike"}}, nil
				}
				return nil, nil
			},
			Prisons: func(context.Context, authz.Actor) ([]layout.Option, error) {
				return []layout.Option{{Value: d.prison, Label: "Harrow Ridge"}}, nil
			},
		}
		d.App = d.as(actor(authz.Solo, authz.SeesAll))
		fn(d)
	})
}

func (d *desk) as(a authz.Actor) *webtest.App {
	return webtest.New(d.T, d.pages.Routes(), webtest.As(a), webtest.Words(familiesweb.Locales, peopleweb.Locales, partialdate.Locales))
}

// A call becomes a household; somebody is added, somebody inside is linked, a need and aid
// are kept, and nothing that was typed is lost on the way.
func TestFromACallToAHousehold(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		d.Look("/family", "No household is helped")
		d.Look("/family/calls/new")
		if page := d.Post("/family/calls/new", "words", "He was moved and nobody says where."); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("textarea"), "nobody says where") {
			t.Errorf("about nothing: status %d", page.Status)
		}
		d.Send("/family/calls/new", "words", "He was moved and nobody says where.", "about", "transfer")
		page := d.Look("/family/calls", "nobody says where")
		make := page.Attr(`a[href^="/family/new?call="]`, "href")
		d.Look(make)
		home := d.Send("/family/new", "who", "Loretta Pike", "name", "The Pike family", "call", strings.TrimPrefix(make, "/family/new?call="))
		d.Look(home, "The Pike family", "nobody says where", "Loretta Pike")
		d.Look("/family/calls", "Became a household")

		for _, deed := range []string{"member", "inside", "need", "aid", "tell", "close"} {
			d.Look(home + "/" + deed)
		}
		d.Send(home+"/member", "who", "Tia Pike", "relation", "daughter", "child", "1", "born", "2019")
		page = d.Post(home+"/inside", "who", "Darn", "relation", "her son")
		if page.Status != http.StatusUnprocessableEntity || page.Count(`input[name="person"][value="`+d.darnell+`"]`) != 1 || page.Attr(`input[name="relation"]`, "value") != "her son" {
			t.Errorf("who is meant: status %d, %s", page.Status, page.Text("main"))
		}
		d.Send(home+"/inside", "who", "Darn", "person", d.darnell, "relation", "her son")
		d.Send(home+"/aid", "kind", "food", "amount", "45.50", "how", "food card")
		d.Send(home+"/tell", "whom", "The school", "what", "where her father is", "may", "no")
		page = d.Look(home, "Tia Pike", "daughter · Child", "Darnell Pike", "Food, 45.50", "The school must not know where her father is", "45.50 in all")
		need := page.Attr(`a[href*="/need?row="]`, "href")
		d.Send(need, "words", "To know where he is", "state", "met", "outcome", "Found at Harrow Ridge", "rev", d.Look(need).Attr(`input[name="rev"]`, "value"))
		d.Look(home, "Found at Harrow Ridge")
		part := page.Doc.Find(`form[action$="/part"] input[name="row"]`).Eq(0)
		row, _ := part.Attr("value")
		d.Send(home+"/part", "row", row)

		d.Look("/family/caps", "There is no cap")
		d.Send("/family/caps", "kind", "food", "amount", "50", "days", "30")
		d.Look("/family/caps", "Food: 50.00 in 30 days")
		if page := d.Post(home+"/aid", "kind", "food", "amount", "10"); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), "4.50 is left") {
			t.Errorf("beyond the cap: status %d, %s", page.Status, page.Text("main"))
		}
		if page := d.as(actor(authz.Worker, authz.SeesGranted)).Get(home); page.Status != http.StatusNotFound {
			t.Errorf("by somebody who does not see her: status %d", page.Status)
		}
	})
}

// A trip fills its seats, a programme keeps its scores, the counter counts.
func TestTripsProgrammesAndTheCounter(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		d.Look("/family/trips", "No trip")
		d.Look("/family/trips/new")
		trip := d.Send("/family/trips/new", "facility", d.prison, "on", "2026-03-14", "at", "07:30", "meet", "St. Anne", "seats", "1")
		d.Look(trip, "Harrow Ridge", "0 of one seat taken")
		if page := d.Post(trip, "who", "Nobody at all"); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("a seat for nobody: status %d", page.Status)
		}
		d.Send(trip, "who", "Darnell", "person", d.darnell)
		page := d.Look(trip, "Darnell Pike", "1 of one seat taken")
		d.Look("/family/trips/new?row=" + strings.TrimPrefix(trip, "/family/trips/"))
		d.Send(page.Attr(`form[action*="/seats/"]`, "action"))
		d.Look(trip, "0 of one seat taken")

		course := d.Send("/family/programmes", "name", "Families on release", "weeks", "8")
		d.Look("/family/programmes", "8 weeks")
		d.Send(course, "who", "Darnell", "person", d.darnell, "began", "2026-01-05", "start", "40")
		page = d.Look(course, "Adults: 1.", "A score is missing for")
		scores := page.Attr(`a[href*="/scores/"]`, "href")
		d.Send(scores, "start", "40", "mid", "45", "end", "52", "rev", d.Look(scores).Attr(`input[name="rev"]`, "value"))
		d.Look(course, "the change is 12.0", "+12")

		d.Look("/family/counter", "Harrow Ridge")
		volunteer := d.as(actor(authz.Volunteer, authz.SeesGranted))
		if page := volunteer.Post("/family/counter/"+d.prison, "part", "morning", "kind", "adult"); page.Status != http.StatusSeeOther {
			t.Errorf("a tap: status %d", page.Status)
		}
		d.Look("/family/counter/"+d.prison+"?part=morning", "Adults · 1")
		if page := volunteer.Get("/family"); page.Status == http.StatusOK {
			t.Error("a volunteer at the counter reads the households")
		}
	})
}
