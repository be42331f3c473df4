package employmentweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/employment/employmentweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/rulepacks"
)

// desk is the pages over a record of Gus.
type desk struct {
	*testing.T
	*webtest.App
	pages *employmentweb.Pages
	gus   string
}

func actor(role authz.Role, sight authz.Sight) authz.Actor {
	return authz.NewActor(ids.New(), "Ruth", role, sight, authz.Merge(employment.Bundle, people.Bundle)[role]...)
}

func each(t *testing.T, fn func(*desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := &desk{T: t, pages: &employmentweb.Pages{Employment: &employment.Service{DB: db}}}
		if err := trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
			p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Gus Amadi"})
			d.gus = p.ID
			return err
		}); err != nil {
			t.Fatal(err)
		}
		d.App = d.as(actor(authz.Worker, authz.SeesAll))
		fn(d)
	})
}

func (d *desk) as(a authz.Actor) *webtest.App {
	return webtest.New(d.T, d.pages.Routes(), webtest.As(a), webtest.Words(employmentweb.Locales, peopleweb.Locales, partialdate.Locales, rulepacks.Locales))
}

// From an employer to a job that lasted thirty days.
func TestFromAnEmployerToAJob(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		d.Look("/work", "Nothing is on offer")
		d.Look("/work/employers/new")
		if page := d.Post("/work/employers/new", "name", "", "note", "Mrs. Lund hires"); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("#f-note"), "Mrs. Lund hires") {
			t.Errorf("without a name: status %d", page.Status)
		}
		firm := d.Send("/work/employers/new", "name", "Larch Laundry", "bars", "theft", "bars", "fraud")
		d.Look(firm, "Larch Laundry", "Theft, Fraud")
		d.Look(firm + "/change")
		d.Send(firm, "words", "Two places from May")
		d.Look(firm, "Two places from May")
		d.Look(firm + "/vacancy")
		lead := d.Send(firm+"/vacancy", "title", "Laundry hand", "hours", "36", "places", "1", "needs", "id")
		d.Look(lead, "Laundry hand", "Nobody looks for work")
		d.Look(firm + "/vacancy?row=" + strings.TrimPrefix(lead, "/work/vacancies/"))

		work := "/people/" + d.gus + "/work"
		d.Send(work+"/arrived", "arrived", "2026-03-01")
		d.Look(work, "40 hours a week by Monday, March 16")
		if page := d.Post(work+"/arrived", "arrived", "never"); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("arrived never: status %d", page.Status)
		}
		d.Look(work, "What they look for")
		d.Send(work, "wants", "laundry", "papers", "id", "bars", "theft", "said", "1")
		page := d.Look(lead, "Does not fit", "The employer’s own limit rules it out.")
		if page.Count(`form input[name="person"]`) != 0 {
			t.Error("somebody who does not fit can be put forward with a press")
		}
		rev := d.Look(work).Attr(`input[name="rev"]`, "value")
		d.Send(work, "wants", "laundry", "papers", "id", "said", "1", "rev", rev)
		d.Look(lead, "May fit", "The employer’s limits are not about them.")
		d.Send(lead, "person", d.gus)
		page = d.Look(lead, "Put forward")
		d.Look(page.Attr(`a[href*="/candidates/"]`, "href"))
		d.Look(work + "/start?vacancy=" + strings.TrimPrefix(lead, "/work/vacancies/"))
		job := d.Send(work+"/start", "vacancy", strings.TrimPrefix(lead, "/work/vacancies/"), "employer", strings.TrimPrefix(firm, "/work/employers/"), "title", "Laundry hand", "on", "2026-01-20", "since", "2025-06-15")
		d.Look(job, "file, and hold", "Tuesday, February 17", "30 days")
		d.Send(job+"/prove", "days", "30", "kind", "pay-stub", "hours", "300", "wages", "4,500")
		d.Look(job, "Pay stub", "$1,125")
		d.Send(job + "/file")
		d.Look(job, "Sent on")
		d.Send(job+"/end", "last", "2026-03-01", "why", "The season was over")
		d.Look(job, "The season was over")
		d.Look("/work", "1 of one", "Gus Amadi")
	})
}

// A letter has nothing on it but what was typed; the calculator keeps nothing and is not
// for everybody.
func TestLettersAndDisclosure(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		firm := d.Send("/work/employers/new", "name", "Larch Laundry", "contact", "Mrs. Lund")
		d.Look(firm + "/letter")
		page := d.Post(firm+"/letter", "words", "May I come by on Tuesday?")
		if paper := page.Text("article.paper"); paper != "Monday, March 2 Larch Laundry Mrs. Lund May I come by on Tuesday?" {
			t.Errorf("on the paper: %q", paper)
		}
		calc := "/people/" + d.gus + "/work/disclosure"
		d.Look(calc)
		page = d.Post(calc, "on.0", "2020-01-10", "months.0", "12", "ends.0", "2021-01-09", "on.1", "2024-06-01", "months.1", "24", "ends.1", "2026-05-31")
		if text := page.Text("main"); page.Status != http.StatusOK || !strings.Contains(text, "need not be said, since Monday, January 10") || !strings.Contains(text, "must be said when asked, until Saturday, June 1") {
			t.Errorf("status %d: %s", page.Status, text)
		}
		if page = d.Post(calc, "on.0", "2020-01-10"); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("without an end: status %d", page.Status)
		}
		if page := d.as(actor(authz.Lead, authz.SeesAll)).Get(calc); page.Status == http.StatusOK {
			t.Error("a lead reads what is for the worker alone")
		}
		if page := d.as(actor(authz.Worker, authz.SeesGranted)).Get("/people/" + d.gus + "/work"); page.Status != http.StatusNotFound {
			t.Errorf("somebody she does not see: status %d", page.Status)
		}
	})
}
