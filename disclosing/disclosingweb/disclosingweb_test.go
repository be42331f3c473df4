package disclosingweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/consent/consentweb"
	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/disclosing/disclosingweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/timeline"
)

// office serves the pages over a record with Yusuf and his sister Leila.
type office struct {
	t            *testing.T
	app          *webtest.App
	yusuf, entry string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, fn func(*office)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newOffice(t, db)) })
}

func newOffice(t *testing.T, db *database.DB) *office {
	t.Helper()
	p, l := &people.Service{DB: db}, &timeline.Service{DB: db, Kinds: timeline.NewKinds()}
	words, err := i18n.New(disclosingweb.Locales, consentweb.Locales, peopleweb.Locales)
	must(t, err)
	packets := &disclosing.Service{DB: db, Organisation: func(context.Context) string { return "Harrow Letters" }, Country: func(context.Context) string { return "US" }}
	packets.Tellers = []disclosing.Teller{p, l, packets}
	pages := &disclosingweb.Pages{Packets: packets, People: p, Timeline: l, Catalogue: func() *i18n.Catalogue { return words }}
	perms := authz.Merge(people.Bundle, timeline.Bundle, consent.Bundle, disclosing.Bundle)
	ruth := authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, perms[authz.Solo]...)
	ruth.Proven = true
	o := &office{t: t, app: webtest.New(t, pages.Routes(), webtest.As(ruth), webtest.Words(disclosingweb.Locales, consentweb.Locales, peopleweb.Locales, partialdate.Locales))}
	y, err := p.Add(t.Context(), ruth, people.NewPerson{Name: "Yusuf Karimi"})
	must(t, err)
	o.yusuf = y.ID
	must(t, p.RelateNew(t.Context(), ruth, people.NewPerson{Name: "Leila Karimi"}, people.Relation{PersonID: y.ID, Relation: "sister", Contact: "555 0100"}))
	on, err := partialdate.Parse("2026-02-11")
	must(t, err)
	o.entry, err = l.Write(t.Context(), ruth, timeline.Entry{PersonID: y.ID, Kind: timeline.KindNote, Body: "He worries about Leila.", On: on}, "")
	must(t, err)
	return o
}

// Three clicks lead from somebody's page to the file; every page on the way is
// whole.
func TestTheirOwnRecordIsThreeClicksAway(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ask := o.app.Get("/people/" + o.yusuf + "/record")
		ask.Check()
		if bad := o.app.Post("/people/"+o.yusuf+"/record", "lang", "tlh"); bad.Status != http.StatusUnprocessableEntity {
			o.t.Errorf("Klingon: %d", bad.Status)
		}
		begun := o.app.Post("/people/"+o.yusuf+"/record", "lang", "en")
		review := o.app.Get(begun.To)
		review.Check()
		if marked := review.Doc.Find("mark").Text(); !strings.Contains(marked, "Leila") || strings.Contains(marked, "Yusuf") {
			o.t.Errorf("marked: %q", marked)
		}
		file := o.app.Post(begun.To + "/make")
		if file.Status != http.StatusOK || !strings.HasPrefix(file.Body, "PK") {
			o.t.Errorf("%d %q", file.Status, file.Header)
		}
		log := o.app.Get("/packets")
		log.Check()
		if !strings.Contains(log.Body, "Yusuf Karimi: their own record") {
			o.t.Error(log.Body)
		}
	})
}

// What is left out needs a reason, and what was typed stays.
func TestADecisionWithoutAReasonComesBack(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		to := o.app.Post("/people/"+o.yusuf+"/record", "lang", "en").To
		act, reason := "act-entry:"+o.entry, "reason-entry:"+o.entry
		bad := o.app.Post(to, act, "leave", reason, "")
		bad.Check()
		if bad.Status != http.StatusUnprocessableEntity || bad.Doc.Find(`input[name="`+act+`"][value="leave"][checked]`).Length() != 1 {
			o.t.Errorf("%d", bad.Status)
		}
		if done := o.app.Post(to, act, "leave", reason, "She asked us to"); done.Status != http.StatusSeeOther {
			o.t.Errorf("%d", done.Status)
		}
		if left := o.app.Get(to + "?show=left"); !strings.Contains(left.Body, "She asked us to") {
			o.t.Error("the reason is not there")
		}
		if odd := o.app.Post(to, "act-entry:nobody", "leave"); odd.Status != http.StatusUnprocessableEntity {
			o.t.Errorf("a thing that is not in it: %d", odd.Status)
		}
	})
}

// An order that is wrong comes back whole, with everything that is wrong.
func TestAWrongOrderLosesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		o.app.Get("/packets/new").Check()
		bad := o.app.Post("/packets/new", "who", "Nobody Atall", "basis", "order", "audience", "County court", "reason", "short", "from", "gibberish", "lang", "en")
		bad.Check()
		if bad.Status != http.StatusUnprocessableEntity || !strings.Contains(bad.Body, "County court") || !strings.Contains(bad.Body, "gibberish") {
			o.t.Errorf("%d\n%s", bad.Status, bad.Body)
		}
		bad = o.app.Post("/packets/new", "who", "Nobody Atall", "basis", "order", "audience", "County court", "reason", "short", "lang", "en")
		for _, want := range []string{"Nobody you may see is called", "at least 20 characters", "which law or paragraph"} {
			if !strings.Contains(bad.Body, want) {
				o.t.Errorf("it does not say %q", want)
			}
		}
		good := o.app.Post("/packets/new", "who", "Yusuf Karimi", "basis", "order", "audience", "County court", "citation", "Rule 45", "reason", "The court orders us to tell", "lang", "en", "kinds", "entry")
		o.app.Get(good.To).Check()
	})
}

// Their words are kept, and a statement without any comes back.
func TestAStatementIsKept(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		to := "/people/" + o.yusuf + "/entries/" + o.entry + "/statement"
		o.app.Get(to).Check()
		bad := o.app.Post(to, "body", "", "how", "letter", "on", "today")
		bad.Check()
		if bad.Status != http.StatusUnprocessableEntity {
			o.t.Errorf("%d", bad.Status)
		}
		if done := o.app.Post(to, "body", "It was not so.", "how", "phone", "on", "1 mar 2026"); done.Status != http.StatusSeeOther {
			o.t.Errorf("%d %s", done.Status, done.Body)
		}
		if page := o.app.Get(to); !strings.Contains(page.Body, "It was not so.") {
			o.t.Error("it is not there")
		}
		if page := o.app.Get("/people/" + o.yusuf + "/entries/018f0000-0000-7000-8000-00000000ffff/statement"); page.Status != http.StatusNotFound {
			o.t.Errorf("%d", page.Status)
		}
	})
}
