package todayweb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// held puts somebody into a facility with an address for visits.
func (o *office) held(personID string) {
	o.t.Helper()
	ctx, all := o.t.Context(), authz.System("test")
	places := &facilities.Service{DB: o.db}
	id, err := places.Add(ctx, all, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TX", Kind: facilities.Prison, Status: facilities.Open, Phone: "555 0104"})
	must(o.t, err)
	must(o.t, places.PutAddress(ctx, all, facilities.Address{FacilityID: id, Purpose: facilities.Visits, Lines: "Gate 2\n9 Ridge Road", Town: "Harrow", Region: "TX", Postcode: "40418", Country: "US"}))
	_, err = (&custody.Service{DB: o.db, Bus: event.NewBus()}).Move(ctx, all, []string{personID}, custody.Move{FacilityID: id, Unit: "D-207", On: partialdate.On(monday)})
	must(o.t, err)
}

// The sheet holds the hours in their order, where to go, and room to write.
func TestDaySheet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		_, _, visit, _ := eventful(t, o)
		o.held(visit.PersonID)
		page := o.Get("/day-sheet")
		page.Check()
		var hours []string
		page.Doc.Find("section[aria-labelledby=timed] .when b").Each(func(_ int, s *goquery.Selection) { hours = append(hours, s.Text()) })
		if got := strings.Join(hours, ", "); got != "13:30, 16:00" {
			t.Errorf("hours: %s", got)
		}
		place := page.Text("section[aria-labelledby=places]")
		for _, want := range []string{"Harrow Ridge", "Gate 2", "9 Ridge Road", "Harrow TX 40418", "555 0104"} {
			if !strings.Contains(place, want) {
				t.Errorf("no %q in %q", want, place)
			}
		}
		if page.Count("main button, main .menu") != 0 || page.Count(".ruled li") != 6 {
			t.Error("buttons on paper, or no lines to write on")
		}
	})
}

// However much is due, the sheet stays two pages long.
func TestDaySheetIsBounded(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	for i := range 60 {
		o.person(fmt.Sprint("Person ", i), ruthID, 50)
	}
	page := o.Get("/day-sheet")
	page.Check()
	if n := page.Count(".q > li"); n != 20 {
		t.Errorf("%d rows", n)
	}
	if got := page.Text("#untimed ~ .muted, section[aria-labelledby=untimed] .muted"); got != "And 40 more people to be in touch with." {
		t.Errorf("the rest: %q", got)
	}
	if got := sqlite(t).Get("/day-sheet").Text("section[aria-labelledby=timed] p"); got != "No appointments." {
		t.Errorf("an empty day: %q", got)
	}
}

// The hand-over tells what changed, by person, and holds the lines people add.
func TestHandover(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		mine, theirs := o.person("Ana Benítez", ruthID, 3), o.person("Rosa Delgado", beaID, 3)
		for _, id := range []string{mine.PersonID, theirs.PersonID} {
			_, err := o.tasks.Add(t.Context(), o.lee, tasks.Task{PersonID: id, Kind: tasks.KindOwn, Title: "Look at the form"})
			must(t, err)
		}
		page := o.Get("/handover")
		page.Check()
		if got := page.Text("section[aria-labelledby=people]"); !strings.Contains(got, "Ana Benítez") || !strings.Contains(got, "Lee Wong") || strings.Contains(got, "Rosa") {
			t.Errorf("what changed: %q", got)
		}
		empty := o.press(page, "main form", "line", "   ")
		empty.Check()
		if empty.Status != 422 {
			t.Errorf("an empty line: %d", empty.Status)
		}
		added := o.press(page, "main form", "line", "Ana will call at nine.\nSay yes.")
		if added.To != "/handover" {
			t.Fatalf("%d to %q", added.Status, added.To)
		}
		page = added.Follow()
		page.Check()
		if got := page.Text("section[aria-labelledby=lines]"); !strings.Contains(got, "Ana will call at nine.") || !strings.Contains(got, "Ruth Amadi") {
			t.Errorf("lines: %q", got)
		}
		o.press(page, ".flash form")
		if got := o.Get("/handover").Count("section[aria-labelledby=lines]"); got != 0 {
			t.Error("the line cannot be taken back")
		}
		o.as(o.lee)
		if got := o.Get("/handover?since=week").Text("section[aria-labelledby=people]"); !strings.Contains(got, "Rosa Delgado") {
			t.Errorf("a lead reads %q", got)
		}
	})
}

func TestHandoverOfNothing(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	o.as(o.bea)
	page := o.Get("/handover")
	page.Check()
	if got := page.Text(".empty p"); got != "Nobody changed anything since Sun Mar 1, 12:00." {
		t.Errorf("%q", got)
	}
	for which, want := range map[string]string{"today": "Mon Mar 2, 00:00", "yesterday": "Sun Mar 1, 00:00", "week": "Mon Feb 23, 00:00", "../x": "Sun Mar 1, 12:00"} {
		if got := o.Get("/handover?since=" + which).Text(".pagehead p"); got != "What changed since "+want+"." {
			t.Errorf("since %q: %q", which, got)
		}
	}
	page = o.Post("/handover", "line", strings.Repeat("x", 2001))
	if page.Status != 422 || len(page.Text("textarea")) != 2001 {
		t.Errorf("a line too long: %d, %d letters kept", page.Status, len(page.Text("textarea")))
	}
}

// A colleague who stands in gets the coming fourteen days, with what hurts
// somebody when it is forgotten.
func TestCoverPack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := open(t, db)
		clock, _, visit, _ := eventful(t, o)
		o.held(visit.PersonID)
		o.write(func(ctx context.Context, tx *trail.Tx) error {
			return tx.Insert(ctx, "take_care", ids.New(), trail.Set{"person_id": clock.PersonID, "line": "His mail is read", "detail": "", "reason": "", "review_on": "", "ended_at": 0})
		})
		o.task(tasks.Task{PersonID: clock.PersonID, Kind: tasks.KindCall, Title: "After the pack", DueOn: monday.Add(20)})
		_, err := o.cases.SetCover(t.Context(), o.ruth, casework.Cover{WorkerID: ruthID, ByID: beaID, From: monday, Until: monday.Add(5)})
		must(t, err)
		o.as(o.bea)
		page := o.Get("/handover/pack?for=" + ruthID)
		page.Check()
		text := page.Text("main")
		for _, want := range []string{"Cover pack for Ruth Amadi", "Yusuf Karimi", "File step 1", "His mail is read", "Harrow Ridge D-207", "Buy stamps", "last Jan 19"} {
			if !strings.Contains(text, want) {
				t.Errorf("the pack says nothing of %q", want)
			}
		}
		if strings.Contains(text, "After the pack") {
			t.Error("the pack holds what comes after it")
		}
	})
}

func TestAnEmptyPack(t *testing.T) {
	t.Parallel()
	o := sqlite(t)
	page := o.Get("/handover/pack")
	page.Check()
	if got := page.Text(".empty p"); got != "Nothing is due in these fourteen days." {
		t.Errorf("%q", got)
	}
}
