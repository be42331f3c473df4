package custodyweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/custody/custodyweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

func TestDates(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	path := "/people/" + d.people[0] + "/dates"
	page := d.Get(path)
	page.Check()
	bad := d.Post(path, "kind", "birthday", "on", "", "at", "25:00", "claim", "mine", "detail", "by video")
	bad.Check()
	if bad.Status != http.StatusUnprocessableEntity || bad.Count(".summary li") != 4 || bad.Attr("[name=detail]", "value") != "by video" {
		t.Errorf("%d: %s", bad.Status, bad.Text(".summary"))
	}
	d.Post(path, "kind", "release", "on", "april 2027", "claim", "estimate", "source", "our count")
	page = d.Post(path, "kind", "release", "on", "10 may 2027", "claim", "official", "source", "court sheet").Follow()
	page.Check()
	row := page.Text("tbody tr")
	if !strings.Contains(row, "Home May 10, 2027") && !strings.Contains(row, "May 10, 2027") || !strings.Contains(row, "April 2027") || !strings.Contains(row, "our count") {
		t.Errorf("the official date does not stand beside ours: %s", row)
	}
	all, err := d.moves.Milestones(t.Context(), ruth(), d.people[0])
	must(t, err)
	best := custody.Best(all)
	if len(all) != 2 || len(best) != 1 || best[0].On.String() != "2027-05-10" {
		t.Fatalf("%+v", all)
	}
	one := path + "/" + best[0].ID
	form1 := d.Get(one)
	form1.Check()
	changed := d.Post(one, form(form1, one, "on", "12 may 2027", "at", "08:30")...)
	if changed.Status != http.StatusSeeOther {
		t.Fatalf("%d: %s", changed.Status, changed.Text(".summary"))
	}
	page = changed.Follow()
	stale := d.Post(one, form(form1, one, "on", "13 may 2027")...)
	stale.Check()
	if stale.Status != http.StatusConflict || stale.Attr("[name=on]", "value") != "13 may 2027" || !strings.Contains(stale.Text("tbody"), "May 12, 2027") {
		t.Errorf("a stale form: %d %s", stale.Status, stale.Text("main"))
	}
	page.Check()
	if !strings.Contains(page.Text("tbody"), "May 12, 2027, 08:30") || !strings.Contains(page.Text("details.fold"), "May 10, 2027") {
		t.Errorf("after the change: %s", page.Text("main"))
	}
	end := page.Attr(`form[action$="/end"]`, "action")
	ended := d.Post(end, form(page, end)...).Follow()
	d.undo(ended)
	if all, err = d.moves.Milestones(t.Context(), ruth(), d.people[0]); err != nil || len(all) != 2 {
		t.Errorf("after undo %+v, %v", all, err)
	}
}

func TestThePanel(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	id := d.people[0]
	page := d.Get("/people/" + id)
	page.Check()
	if !strings.HasPrefix(page.Text("h2"), "Where") || page.Attr("section h2 a", "href") != "/people/"+id+"/stays" {
		t.Errorf("%s", page.Text("main"))
	}
	for _, want := range []string{"Harrow Ridge Correctional Facility, C-114", "since March 2025 · roster, March 2025", "Still there?"} {
		if !strings.Contains(page.Text("main"), want) {
			t.Errorf("the panel does not say %q: %s", want, page.Text("main"))
		}
	}
	blind := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1, webtest.As(actor("02", authz.Administrator, authz.SeesAll)))
	if got := blind.Get("/people/" + blind.people[0]); got.Status == http.StatusOK && got.Count("section") != 0 {
		t.Error("somebody who may not read custody sees where people are")
	}
}

func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	admin := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1, webtest.As(actor("02", authz.Administrator, authz.SeesAll)))
	id := admin.people[0]
	for _, path := range []string{"/people/move", "/people/" + id + "/move", "/people/" + id + "/stays", "/people/" + id + "/dates"} {
		if got := admin.Get(path); got.Status != http.StatusForbidden {
			t.Errorf("GET %s: %d", path, got.Status)
		}
	}
	blind := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1, webtest.As(actor("03", authz.Worker, authz.SeesGranted)))
	id = blind.people[0]
	stay := blind.now(id).ID
	for _, path := range []string{"/people/" + id + "/move", "/people/" + id + "/stays", "/people/" + id + "/dates", "/people/nonsense/move"} {
		if got := blind.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("GET %s of somebody hidden: %d", path, got.Status)
		}
	}
	for _, path := range []string{"/people/" + id + "/move", "/people/" + id + "/stays/" + stay + "/confirm", "/people/" + id + "/stays/" + stay + "/prefer", "/people/" + id + "/dates"} {
		if got := blind.Post(path, "source", "x", "state", "released"); got.Status != http.StatusNotFound && got.Status != http.StatusUnprocessableEntity {
			t.Errorf("POST %s of somebody hidden: %d", path, got.Status)
		}
	}
	if got := blind.Post("/people/move", "person", id, "state", "released"); got.Status != http.StatusNotFound {
		t.Errorf("somebody hidden was moved: %d", got.Status)
	}
	if page := blind.Get("/people/move?from=" + blind.harrow); page.Count("input[name=person]") != 0 {
		t.Error("people one may not see are offered")
	}
	if blind.now(id).State != custody.Held {
		t.Error("somebody hidden was moved")
	}
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 2, webtest.In("es"))
	id := d.people[0]
	for _, path := range []string{"/people/move", "/people/move?from=" + d.harrow, "/people/" + id + "/move", "/people/" + id + "/stays", "/people/" + id + "/dates"} {
		d.Get(path).Check()
	}
	path := "/people/" + id + "/move"
	done := d.Post(path, form(d.Get(path), path, "to", "Pine Hollow County Jail", "since", "ayer", "source", "carta devuelta")...)
	if done.Status != http.StatusSeeOther || d.now(id).Since.String() != "2026-03-01" {
		t.Fatalf("%d %s", done.Status, done.Text(".summary"))
	}
	if page := d.Get("/people/" + id + "/stays"); !strings.Contains(page.Text("main"), "Se anotó que Person 00 está en Pine Hollow County Jail") {
		t.Errorf("%s", page.Text("main"))
	}
}

// The words are whole in every language, none stands idle, and every entry a
// move makes has its title.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.New(custodyweb.Locales, layout.Locales)
	must(t, err)
	complaints, err := i18n.Check(words, os.DirFS(filepath.Join("..", "..")))
	must(t, err)
	ours := regexp.MustCompile(`(?:^|[ :])(?:deed\.)?custody\.[a-z]|^custody/`)
	for _, c := range complaints {
		if ours.MatchString(c) {
			t.Error(c)
		}
	}
	for _, state := range custody.States() {
		for _, key := range []string{"custody.state.", "custody.entry.beside.", "custody.entry.moved.", "deed.custody.moved.one.", "deed.custody.moved.many."} {
			if text := words.Printer("es").T(key + string(state)); strings.Contains(text, "custody.") {
				t.Errorf("no words for %s%s", key, state)
			}
		}
	}
}
