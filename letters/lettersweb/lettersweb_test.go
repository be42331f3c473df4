package lettersweb_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/letters"
	"github.com/throughcare/throughcare/letters/lettersweb"
	"github.com/throughcare/throughcare/people"
)

// desk is the pages of letters, with Yusuf and a person whose script we cannot print.
type desk struct {
	*webtest.App
	t             *testing.T
	jobs          *jobs.Runner
	letters       *letters.Service
	printers      *printers.Service
	actor         authz.Actor
	yusuf, somsak string
	harrow        string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, role authz.Role, fn func(*desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newDesk(t, db, role)) })
}

func newDesk(t *testing.T, db *database.DB, role authz.Role) *desk {
	t.Helper()
	d := &desk{t: t, printers: &printers.Service{DB: db}}
	var err error
	d.jobs, err = jobs.NewRunner(t.Context(), db, slog.New(slog.DiscardHandler), 1)
	must(t, err)
	d.letters = &letters.Service{DB: db, Organisation: func(context.Context) string { return "Tamarack Prisoners’ Aid" }}
	perms := authz.Merge(letters.Bundle, people.Bundle, custody.Bundle, facilities.Bundle, printers.Bundle)
	d.actor = authz.NewActor("ruth", "Ruth", role, authz.SeesAll, perms[role]...)
	solo := authz.NewActor("solo", "Solo", authz.Solo, authz.SeesAll, perms[authz.Solo]...)
	d.people(db, solo)
	pages := &lettersweb.Pages{Letters: d.letters, Jobs: d.jobs, Printers: d.printers.List}
	work := &jobspage.Pages{Jobs: d.jobs, Results: pages.Results()}
	now := func(c *web.Config) { c.Now = db.Now }
	d.App = webtest.New(t, append(pages.Routes(), work.Routes()...), webtest.As(d.actor), webtest.With(now), webtest.Words(lettersweb.Locales, jobspage.Locales, partialdate.Locales))
	return d
}

func (d *desk) people(db *database.DB, solo authz.Actor) {
	d.t.Helper()
	ctx, bus := d.t.Context(), event.NewBus()
	places, moves := &facilities.Service{DB: db, Bus: bus}, &custody.Service{DB: db, Bus: bus}
	var err error
	d.harrow, err = places.Add(ctx, solo, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TK", Kind: facilities.Prison})
	must(d.t, err)
	must(d.t, places.PutAddress(ctx, solo, facilities.Address{FacilityID: d.harrow, Purpose: facilities.Letters, Lines: "PO Box 77", Town: "Harrow", Region: "TK", Postcode: "40418", Country: "US", Source: "Handbook", CheckedOn: partialdate.Must("2026-02-20")}))
	for name, id := range map[string]*string{"Yusuf Karimi": &d.yusuf, "สมศักดิ์": &d.somsak} {
		must(d.t, trail.Write(ctx, db, solo, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
			p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: name, Numbers: []people.Number{{Text: "0418"}}})
			*id = p.ID
			return err
		}))
		_, err := moves.Move(ctx, solo, []string{*id}, custody.Move{FacilityID: d.harrow, State: custody.Held, Source: "roster", SourceOn: partialdate.Must("2026-03-01"), Confidence: custody.Confirmed})
		must(d.t, err)
	}
}

// leads posts, and wants to be led on.
func (d *desk) leads(path string, pairs ...string) string {
	d.t.Helper()
	page := d.Post(path, pairs...)
	if page.Status != http.StatusSeeOther {
		d.t.Fatalf("%s: %d %s", path, page.Status, page.Text("main"))
	}
	return page.To
}

func (d *desk) says(path string, words ...string) *webtest.Page {
	d.t.Helper()
	page := d.Get(path)
	page.Check()
	for _, word := range words {
		if text := page.Text("main"); page.Status != http.StatusOK || !strings.Contains(text, word) {
			d.t.Errorf("%s: %d, no %q in %q", path, page.Status, word, text)
		}
	}
	return page
}

func TestTemplatesOnPages(t *testing.T) {
	t.Parallel()
	each(t, authz.Lead, func(d *desk) {
		d.says("/letters/templates", "No templates yet")
		at := d.leads("/letters/templates", "name", "Welcome")
		d.says(at, "Words in another language", "{name} {number}")
		d.leads(at+"/words", "version", "", "lang", "fa", "title", "خوش آمدید", "body", "{name} عزیز\n\nسلام")
		page := d.says(at, "Farsi", "عزیز")
		words, _ := page.Doc.Find("a[href*='words=']").Attr("href")
		page = d.says(strings.TrimSuffix(words, "#words"), "Change the words in Farsi")
		rev, version := page.Doc.Find("form[action$='/words'] input[name=rev]").AttrOr("value", ""), page.Doc.Find("input[name=version]").AttrOr("value", "")
		d.leads(at+"/words", "rev", rev, "version", version, "lang", "fa", "title", "", "body", "سلام")
		if page = d.Post(at+"/words", "version", "", "lang", "fa", "title", "", "body", "Dear {nmae}"); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), "{nmae}") {
			t.Errorf("%d %s", page.Status, page.Text(".errors"))
		}
		page.Check()
		d.leads(at + "/words/" + version + "/drop")
		page = d.Get(at)
		d.leads(at, "rev", page.Doc.Find("form[action='"+at+"'] input[name=rev]").AttrOr("value", ""), "name", "Welcome!", "ended", "1")
		d.says("/letters/templates", "Welcome!", "not offered any more")
		if page := d.Get("/letters/templates/nonsense"); page.Status != http.StatusNotFound {
			t.Errorf("%d", page.Status)
		}
	})
}

func TestRunOnPages(t *testing.T) {
	t.Parallel()
	each(t, authz.Worker, func(d *desk) {
		d.says("/mail/runs", "No letters yet")
		d.says("/mail/runs/new", "Everybody at one", "Harrow Ridge: 2")
		form := []string{"name", "News", "template", "", "lang", "en", "title", "News", "body", "Dear {name},\n\nall is well.", "scope", "facility", "facility", d.harrow, "envelope", "Envelope #10", "sender", "Tamarack\nPO Box 210", "dated", "", "postage", "0.78"}
		job := d.leads("/mail/runs/new", form...)
		d.jobs.Wait()
		page := d.Get(job)
		if !strings.HasPrefix(page.To, "/mail/runs/") {
			t.Fatalf("%d to %q: %s", page.Status, page.To, page.Text("main"))
		}
		run := page.To
		page = d.says(run, "News", "2letters go out", "1.56", "One has letters our paper does not know", "Dear Yusuf Karimi", "Print them from the browser")
		d.says(run+"/plain", "Dear สมศักดิ์")
		piece, _ := page.Doc.Find("a[href*='/piece/']").First().Attr("href")
		d.says(piece, "all is well")
		for _, paper := range []string{"letters", "envelopes", "labels"} {
			if page := d.Get(run + "/" + paper + "/1"); page.Status != http.StatusOK || !strings.HasPrefix(page.Body, "%PDF") {
				t.Errorf("%s: %d", paper, page.Status)
			}
		}
		for _, wrong := range []string{"/letters/2", "/letters/0", "/letters/x", "/pictures/1", "/labels/1?printer=0192aaaa-0000-7000-8000-000000000000", "/piece/0192aaaa-0000-7000-8000-000000000000"} {
			if page := d.Get(run + wrong); page.Status != http.StatusNotFound {
				t.Errorf("%s: %d", wrong, page.Status)
			}
		}
		id, err := d.printers.Save(t.Context(), d.actor, printers.Printer{Name: "Front desk", Sheet: "Avery 5163", Scale: 1000})
		must(t, err)
		d.says(run, "Labels for Front desk (Avery 5163)")
		if page := d.Get(run + "/labels/1?printer=" + id); page.Status != http.StatusOK {
			t.Errorf("%d", page.Status)
		}
		rev := d.Get(run).Doc.Find("input[name=rev]").AttrOr("value", "")
		if page := d.Post(run+"/posted", "rev", rev, "on", "tomorrow"); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("posted tomorrow: %d", page.Status)
		}
		d.leads(run+"/posted", "rev", rev, "on", "")
		if page := d.says(run, "Posted"); page.Doc.Find("form[action$='/drop']").Length() != 0 {
			t.Error("what is posted can be dropped")
		}
	})
}

func TestWrongRunsAreSaidAtOnce(t *testing.T) {
	t.Parallel()
	each(t, authz.Worker, func(d *desk) {
		for _, c := range []struct{ field, typed, says string }{
			{"name", "", "Give it a name"}, {"body", "", "Write something"}, {"scope", "one", "Choose to whom"}, {"scope", "", "Choose to whom"}, {"facility", "", "Choose where"},
			{"envelope", "B4", "Choose an envelope"}, {"sender", "", "does not come back"}, {"postage", "much", "Type an amount"}, {"postage", "NaN", "Type an amount"}, {"body", "{x}", "{x}"}, {"lang", "xx", "Choose a language"},
		} {
			form := map[string]string{"name": "News", "template": "", "lang": "en", "title": "", "body": "Dear {name}", "scope": "facility", "facility": d.harrow, "envelope": "Envelope #10", "sender": "T", "dated": "", "postage": ""}
			form[c.field] = c.typed
			var pairs []string
			for k, v := range form {
				pairs = append(pairs, k, v)
			}
			page := d.Post("/mail/runs/new", pairs...)
			page.Check()
			if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), c.says) {
				t.Errorf("%s %q: %d %s", c.field, c.typed, page.Status, page.Text(".errors"))
			}
		}
	})
}

func TestLetterToOne(t *testing.T) {
	t.Parallel()
	each(t, authz.Volunteer, func(d *desk) {
		d.says("/letters/new?to="+d.yusuf, "Yusuf Karimi", "Look at it")
		run := d.leads("/letters/new", "to", d.yusuf, "template", "", "lang", "en", "title", "", "body", "Dear {name}", "envelope", "Envelope DL", "sender", "T", "dated", "3 march", "postage", "")
		d.says(run, "Dear Yusuf Karimi", "1letter goes out")
		d.leads(run + "/drop")
		if page := d.Get(run); page.Status != http.StatusNotFound {
			t.Errorf("%d", page.Status)
		}
		page := d.Post("/letters/new", "to", d.yusuf, "template", "", "lang", "en", "title", "", "body", "", "envelope", "Envelope DL", "sender", "T", "dated", "", "postage", "")
		page.Check()
		if page.Status != http.StatusUnprocessableEntity {
			t.Errorf("%d", page.Status)
		}
		for _, path := range []string{"/letters/new?to=x", "/letters/new"} {
			if page := d.Get(path); page.Status != http.StatusNotFound {
				t.Errorf("%s: %d", path, page.Status)
			}
		}
		if page := d.Get("/mail/runs/new"); page.Status != http.StatusForbidden {
			t.Errorf("%d", page.Status)
		}
	})
}
