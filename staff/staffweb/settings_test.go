package staffweb_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/staff/staffweb"
)

func TestPreferencesAndPhrase(t *testing.T) {
	t.Parallel()
	o := in(t)
	if page := o.Post("/me", "locale", "es", "theme", "dark", "density", "compact", "single_keys", "1"); page.To != "/me" {
		t.Fatal(page.Status)
	}
	page := o.Get("/me")
	page.Check()
	if page.Attr("html", "lang") != "es" || page.Attr("html", "data-theme") != "dark" || page.Attr("html", "data-density") != "compact" {
		t.Fatal("the choices do not show")
	}
	if page = o.Post("/me", "theme", "pink"); page.Status != 422 {
		t.Fatal(page.Status)
	}
	page = o.Post("/me/phrase", "old_phrase", adaPhrase, "phrase", newPhrase, "phrase_again", newPhrase+" ")
	page.Check()
	if page.Status != 422 {
		t.Fatal("the two differ")
	}
	if page = o.Post("/me/phrase", "old_phrase", adaPhrase, "phrase", newPhrase, "phrase_again", newPhrase); page.To != "/me" {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	page = page.Follow()
	if page.Status != 200 || page.Count(".flash") != 1 || page.Count(".flash button") != 0 {
		t.Fatal("signed out, or an undo is offered for a pass phrase")
	}
}

func TestColleagues(t *testing.T) {
	t.Parallel()
	o := in(t)
	page := o.Get("/settings/people-here")
	page.Check()
	page = o.Post("/settings/people-here", "name", "", "role", "worker")
	page.Check()
	if page.Status != 422 {
		t.Fatal(page.Status)
	}
	page = o.Post("/settings/people-here", "name", "Wim de Boer", "sign_in", "", "role", "worker")
	page.Check()
	link, err := url.Parse(page.Attr("#f-link", "value"))
	must(t, err)
	if !strings.HasPrefix(link.Path, "/welcome/") {
		t.Fatalf("%d %q", page.Status, link)
	}
	account := o.Get("/settings/people-here").Doc.Find("td").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.Text() == "wim.boer" }).Parent().Find("a").AttrOr("href", "")
	page = o.Get(account)
	page.Check()
	page = o.Post(account+"/role", "role", "lead", "rev", page.Attr(`form[action$="/role"] input[name=rev]`, "value"))
	page.Check()
	if page.Status != 200 || !strings.Contains(page.Text("h1"), "Wim de Boer") {
		t.Fatal("the change is not asked for")
	}
	page = o.Post(account+"/role", "role", "lead", "rev", page.Attr(`input[name=rev]`, "value"), "sure", "1")
	if page.To != account || !strings.Contains(page.Follow().Text(".flash"), "Wim de Boer") {
		t.Fatal(page.Status)
	}
	o.Post("/sign-out")

	page = o.Get(link.Path)
	page.Check()
	page = o.Post(link.Path, "phrase", "short", "phrase_again", "short")
	page.Check()
	if page.Status != 422 {
		t.Fatal(page.Status)
	}
	page = o.Post(link.Path, "phrase", newPhrase, "phrase_again", newPhrase)
	if page.To != "/sign-in?chosen=1" {
		t.Fatal(page.Status)
	}
	page.Follow().Check()
	page = o.Get(link.Path)
	page.Check()
	if page.Status != 404 {
		t.Fatal("a used link works")
	}
	if page = o.Post("/sign-in", "name", "wim.boer", "phrase", newPhrase); page.To != "/" {
		t.Fatal(page.Status)
	}
	page = o.Get("/settings/people-here") // a lead helps colleagues, and manages nobody
	page.Check()
	if page.Status != 200 || page.Count(`form[action="/settings/people-here"]`) != 0 || o.Get(account).Count(`form[action$="/role"]`) != 0 {
		t.Fatal(page.Status)
	}
	if page = o.Post("/settings/people-here", "name", "Eve", "role", "volunteer"); page.Status != 403 {
		t.Fatal(page.Status)
	}
}

func TestAccountResetAndEnd(t *testing.T) {
	t.Parallel()
	o := in(t)
	o.Post("/settings/people-here", "name", "Wim de Boer", "role", "worker")
	var account string
	o.Get("/settings/people-here").Doc.Find("a.name").Each(func(_ int, s *goquery.Selection) {
		if s.Text() == "Wim de Boer" {
			account = s.AttrOr("href", "")
		}
	})
	page := o.Post(account+"/reset", "codes", "1")
	page.Check()
	if page.Count("#f-link") != 1 {
		t.Fatal(page.Status)
	}
	if page = o.Post(account + "/end"); page.To != account {
		t.Fatal(page.Status)
	}
	page = page.Follow()
	page.Check()
	if !strings.Contains(page.Text(".pagehead"), "ended") {
		t.Fatal("it does not show that the account was ended")
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	o := in(t)
	o.Get("/settings").Check()
	page := o.Post("/settings/organisation", "name", "Harrow", "country", "GB", "letter_days", "ten", "quiet_days", "90", "lock_minutes", "15", "of_age", "18")
	page.Check()
	if page.Status != 422 || page.Attr(`input[name=letter_days]`, "value") != "ten" {
		t.Fatal(page.Status)
	}
	page = o.Post("/settings/words", "words", "UK", "language", "en", "date_order", "dmy", "time_zone", "Europe/London", "noun_person", "resident", "nouns_person", "residents")
	if page.To != "/settings" {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	page = page.Follow()
	page.Check()
	if page.Attr("html", "lang") != "en-GB" || !strings.Contains(page.Text(".flash"), "organisation’s") || page.Count(".flash button") != 1 {
		t.Fatal("the words did not change, or cannot be taken back")
	}
	if page = o.Post("/settings/capabilities", "capability", "calendar", "capability", "nonsense"); page.To != "/settings" {
		t.Fatal(page.Status)
	}
	c := o.settings.Current(t.Context())
	if c.Nouns["person"].Many != "residents" || len(c.Capabilities) != 1 || c.TimeZone != "Europe/London" {
		t.Fatalf("%+v", c)
	}
	if page = o.Post("/settings/words", "words", "UK", "admin", "1"); page.Status != 422 {
		t.Fatal("an unknown field was taken")
	}
	page = o.Get("/me/changes")
	page.Check()
	if page.Count(".q li") != 2 {
		t.Fatal("changes are missing")
	}
}

func TestSetUpGoesOnWhereItWasLeft(t *testing.T) {
	t.Parallel()
	o := in(t)
	must(t, o.settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) { c.SetUp = staffweb.StepRecord }))
	page := o.Get("/setup/recovery")
	page.Check()
	if page.Count(".sheet-words") != 0 {
		t.Fatal("a sheet nobody asked for")
	}
	page = o.Post("/setup/recovery/new").Follow()
	page.Check()
	if page.Count(".sheet-words li") != len(secretWords) {
		t.Fatal("the words are missing")
	}
	o.Get("/setup/recovery/print").Check()
	fields := page.Doc.Find(`form[action="/setup/recovery"] input`)
	var right, wrong []string
	fields.Each(func(i int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		at := 0
		for _, c := range strings.TrimPrefix(name, "word_") {
			at = at*10 + int(c-'0')
		}
		right = append(right, name, strings.ToUpper(secretWords[at-1]))
		wrong = append(wrong, name, "other")
	})
	if len(right) != 6 {
		t.Fatalf("%d words are asked for", len(right)/2)
	}
	page = o.Post("/setup/recovery", wrong...)
	page.Check()
	if page.Status != 422 {
		t.Fatal(page.Status)
	}
	if page = o.Post("/setup/recovery", right...); page.To != "/setup/capabilities" {
		t.Fatalf("%d to %q", page.Status, page.To)
	}
	if again := o.Get("/setup/recovery"); again.Count(".sheet-words") != 0 {
		t.Fatal("the words are shown again")
	}
	page = page.Follow()
	page.Check()
	page = o.Post("/setup/capabilities", "capability", "calendar")
	if page.To != "/setup/words" {
		t.Fatal(page.To)
	}
	page.Follow().Check()
	page = o.Post("/setup/words", "words", "UK", "language", "es", "date_order", "dmy", "time_zone", "Nowhere/Here")
	page.Check()
	if page.Status != 422 {
		t.Fatal(page.Status)
	}
	if page = o.Post("/setup/words", "words", "UK", "language", "es", "date_order", "dmy", "time_zone", "Europe/Madrid", "open_team", "1"); page.To != "/" {
		t.Fatal(page.To)
	}
	if c := o.settings.Current(t.Context()); !c.OpenTeam || c.Language != "es" || c.SetUp == settings.Done {
		t.Fatalf("%+v", c)
	}
	if page = o.Post("/setup/over"); page.To != "/" || o.settings.Current(t.Context()).SetUp != settings.Done {
		t.Fatal("the panel cannot be put away")
	}
}

func TestRecordPhrase(t *testing.T) {
	t.Parallel()
	o := in(t)
	o.Get("/settings/record").Check()
	const strong = "marsh violin copper seldom thirty orbit"
	for _, c := range [][3]string{{adaPhrase, "grey herons wade", "grey herons wade"}, {adaPhrase, strong, strong + "x"}, {"wrong", strong, strong}} {
		page := o.Post("/settings/record", "own_phrase", c[0], "phrase", c[1], "phrase_again", c[2])
		page.Check()
		if page.Status != 422 || o.phrase != "" {
			t.Fatalf("%v: %d", c, page.Status)
		}
	}
	page := o.Post("/settings/record", "own_phrase", adaPhrase, "phrase", strong, "phrase_again", strong)
	if page.To != "/settings" || o.phrase != strong || page.Follow().Count(".flash") != 1 {
		t.Fatal(page.Status)
	}
}

func TestEntryLink(t *testing.T) {
	t.Parallel()
	o := open(t)
	list, err := o.staff.Accounts(t.Context(), authz.System("test"))
	must(t, err)
	link, err := o.staff.EntryLink(t.Context(), list[0].ID)
	must(t, err)
	if page := o.Get("/enter/" + link.Token + "?to=/me"); page.To != "/me" || page.Follow().Status != 200 {
		t.Fatal(page.Status)
	}
	page := o.Get("/enter/" + link.Token)
	page.Check()
	if page.Status != 404 {
		t.Fatal("the link works twice")
	}
}

// Nothing secret or personal stands in the log.
func TestLogIsQuiet(t *testing.T) {
	t.Parallel()
	o := in(t)
	link := o.Post("/settings/people-here", "name", "Wim de Boer", "role", "worker").Attr("#f-link", "value")
	u, err := url.Parse(link)
	must(t, err)
	o.Get(u.Path)
	o.Post("/sign-in", "name", "marker-name", "phrase", "marker-phrase")
	for _, marker := range []string{adaPhrase, "marker", "Wim", strings.TrimPrefix(u.Path, "/welcome/")} {
		if strings.Contains(o.Log.String(), marker) {
			t.Errorf("%q stands in the log", marker)
		}
	}
}
