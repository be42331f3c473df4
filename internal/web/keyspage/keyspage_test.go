package keyspage_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/keyspage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

const phrase = "velvet orchid walnut kayak summer tundra"

// desk is the pages with real keys, for somebody.
type desk struct {
	*webtest.App
	t      *testing.T
	dir    string
	ring   *keys.Ring
	sheet  keys.Sheet
	db     *database.DB
	jobs   *jobs.Runner
	change *change
}

// change is a change of the data key that a test begins and ends.
type change struct {
	ran, dropped bool
	fails        error
}

func (c *change) Run(_ context.Context, step func(string, int, int)) error {
	step(database.StepCopying, 20, 100)
	step(database.StepHeld, 90, 100)
	c.ran = true
	return c.fails
}

func (c *change) Drop() error { c.dropped = true; return nil }

func newDesk(t *testing.T, db *database.DB, role authz.Role, proven bool) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), db: db, change: &change{}}
	var err error
	if d.ring, d.sheet, err = keys.Create(d.dir, phrase, keys.Options{Cost: keys.LowCost}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.ring.Close)
	if d.jobs, err = jobs.NewRunner(t.Context(), db, slog.New(slog.DiscardHandler), 1); err != nil {
		t.Fatal(err)
	}
	pages, panels := &keyspage.Pages{
		Ring: d.ring, DB: db, Jobs: d.jobs, Organisation: func(context.Context) string { return "Friends Inside" },
		Picture: func(string) (string, error) { return "", errors.New("no picture") },
		Rekey: func(_ authz.Actor, typed string) (keyspage.Change, error) {
			if typed != phrase {
				return nil, fault.Bad("test", "phrase", "keys.sheet.other")
			}
			return d.change, nil
		},
	}, &web.Panels{}
	pages.Panels(panels)
	routes := append(pages.Routes(), web.Route{Pattern: "GET /settings", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error {
		shown, err := panels.OfSettings(r.Context(), r)
		if err != nil || len(shown) == 0 {
			return err
		}
		return r.Render(w, http.StatusOK, layout.Page{Title: "test"}, shown[0].Body)
	}})
	actor := authz.NewActor("bea", "Bea Olund", role, authz.SeesNone, settings.Bundle[role]...)
	actor.Proven = proven
	now := func(c *web.Config) { c.Now = db.Now }
	d.App = webtest.New(t, routes, webtest.As(actor), webtest.With(now), webtest.Words(keyspage.Locales))
	return d
}

// leads posts, and wants to be led on.
func (d *desk) leads(to, path string, pairs ...string) {
	d.t.Helper()
	if page := d.Post(path, pairs...); page.Status != http.StatusSeeOther || page.To != to {
		d.t.Errorf("%s: %d to %q", path, page.Status, page.To)
	}
}

func (d *desk) says(path string, words ...string) *webtest.Page {
	d.t.Helper()
	page := d.Get(path)
	if path != "/settings" { // which is a panel only
		page.Check()
	}
	for _, word := range words {
		if text := page.Text("main"); !strings.Contains(text, word) {
			d.t.Errorf("%s: no %q in %q", path, word, text)
		}
	}
	return page
}

func TestWhoMayComeToTheKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		worker, unproven := newDesk(t, db, authz.Worker, true), newDesk(t, db, authz.Administrator, false)
		for _, path := range []string{"", "/sheet", "/council", "/council/shares", "/machine", "/machine/file", "/data"} {
			if page := worker.Get("/settings/keys" + path); page.Status != http.StatusForbidden {
				t.Errorf("a worker at %q: %d", path, page.Status)
			}
			if page := unproven.Get("/settings/keys" + path); path != "" && !strings.HasPrefix(page.To, web.ProvePath) {
				t.Errorf("who has not proven who they are at %q: %d to %q", path, page.Status, page.To)
			}
		}
		for _, path := range []string{"/sheet", "/council", "/council/end", "/council/shares", "/machine", "/machine/use", "/machine/end", "/data", "/seen"} {
			if page := unproven.Post("/settings/keys" + path); !strings.HasPrefix(page.To, web.ProvePath) {
				t.Errorf("posting to %q: %d to %q", path, page.Status, page.To)
			}
		}
	})
}

func TestTheSheetIsTypedBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db, authz.Administrator, true)
		d.says("/settings", "Nobody has typed the recovery sheet back")
		d.says("/settings/keys", "Recovery sheet "+d.sheet.Mark, "Nobody has typed it back", "Every start asks")
		words := append([]string(nil), d.sheet.Words...)
		other, _, err := keys.NewCouncil()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ typed, says string }{
			{"", "do not fit together"},
			{strings.Join(words[:23], " "), "do not fit together"},
			{"zzz " + strings.Join(words[1:], " "), "Word 1 is not"},
			{strings.Join(append([]string{words[1], words[0]}, words[2:]...), " "), "do not fit together"},
			{strings.Join(other[0].Words, " "), "do not fit together"},
		} {
			page := d.Post("/settings/keys/sheet", "words", c.typed)
			if words[0] == words[1] && strings.HasPrefix(c.typed, words[1]) {
				continue
			}
			if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), c.says) {
				t.Errorf("%.20q: %d %s", c.typed, page.Status, page.Text(".errors"))
			}
		}
		if s, err := d.ring.State(); err != nil || !s.Tested.IsZero() {
			t.Errorf("tested on %v, %v", s.Tested, err)
		}
		d.leads("/settings/keys", "/settings/keys/sheet", "words", "1. "+strings.ToUpper(strings.Join(words, ", ")))
		d.says("/settings/keys", "was whole", "Typed recovery sheet "+d.sheet.Mark+" back", "Bea Olund")
		if text := d.Get("/settings").Text("main"); strings.Contains(text, "for a year") {
			t.Error(text)
		}
	})
}

// A council opens nothing before words of every share were read back, and then
// any two of its shares open the record.
func TestACouncilIsMadeOnPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db, authz.Administrator, true)
		if page := d.Get("/settings/keys/council/shares"); page.To != "/settings/keys/council" {
			t.Errorf("shares before any were made: %d to %q", page.Status, page.To)
		}
		d.says("/settings/keys/council", "One share alone opens nothing")
		d.leads("/settings/keys/council/shares", "/settings/keys/council")
		page := d.says("/settings/keys/council/shares", "Friends Inside: share 1 of 3", "share 3 of 3")
		shares := d.sharesOn(page)
		if _, err := keys.OpenWithCouncil(d.dir, shares[0]+" "+shares[2]); !errors.Is(err, keys.ErrNoSlot) {
			t.Errorf("before they were read back: %v", err)
		}
		right, wrong := d.asked(page, shares), d.asked(page, shares)
		wrong[1] = "zebra"
		if page := d.Post("/settings/keys/council/shares", wrong...); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), "That is not word") {
			t.Errorf("a wrong word: %d", page.Status)
		}
		d.leads("/settings/keys", "/settings/keys/council/shares", right...)
		for _, pair := range [][2]int{{0, 1}, {2, 0}, {1, 2}} {
			ring, err := keys.OpenWithCouncil(d.dir, shares[pair[0]]+" "+shares[pair[1]])
			if err != nil {
				t.Fatalf("shares %v: %v", pair, err)
			}
			ring.Close()
		}
		if page := d.Get("/settings/keys/council/shares"); page.To != "/settings/keys/council" {
			t.Error("the shares are shown again")
		}
		d.says("/settings/keys", "any two of its three shares", "Made council")
		d.leads("/settings/keys", "/settings/keys/council/end")
		if _, err := keys.OpenWithCouncil(d.dir, shares[0]+" "+shares[1]); !errors.Is(err, keys.ErrNoSlot) {
			t.Errorf("after its end: %v", err)
		}
		d.leads("/settings/keys/council", "/settings/keys/council/end") // twice is said, and no fault
	})
}

// sharesOn reads the papers.
func (d *desk) sharesOn(page *webtest.Page) (shares []string) {
	for n := range 3 {
		section := page.Doc.Find("section.sheet").Eq(n)
		var words []string
		for i := range section.Find("li").Length() {
			words = append(words, strings.TrimSpace(section.Find("li").Eq(i).Text()))
		}
		if len(words) != keys.ShareWords {
			d.t.Fatalf("share %d has %d words", n+1, len(words))
		}
		shares = append(shares, strings.Join(words, " "))
	}
	return shares
}

// asked is what the page asks for, as it stands on the papers.
func (d *desk) asked(page *webtest.Page, shares []string) (pairs []string) {
	for i := range page.Doc.Find("input[name^=word_]").Length() {
		name, _ := page.Doc.Find("input[name^=word_]").Eq(i).Attr("name")
		part := strings.Split(name, "_")
		share, _ := strconv.Atoi(part[1])
		place, _ := strconv.Atoi(part[2])
		pairs = append(pairs, name, strings.Fields(shares[share-1])[place-1])
	}
	if len(pairs) != 12 {
		d.t.Fatalf("asked for %d words", len(pairs)/2)
	}
	return pairs
}

// A key file is handed out, and opens the record from when somebody says it is in
// its place; the page says what it costs.
func TestAMachineOpensTheRecord(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db, authz.Administrator, true)
		d.says("/settings/keys/machine", "Whoever takes the whole machine")
		if page := d.Post("/settings/keys/machine"); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("without having said what it costs: %d", page.Status)
		}
		for _, path := range []string{"/use", "/end"} {
			d.leads("/settings/keys/machine", "/settings/keys/machine"+path)
		}
		d.leads("/settings/keys/machine", "/settings/keys/machine", "known", "1")
		file := filepath.Join(t.TempDir(), "throughcare.key")
		got := d.Get("/settings/keys/machine/file")
		if disposition := got.Header.Get("Content-Disposition"); disposition != "attachment; filename=throughcare.key" || os.WriteFile(file, []byte(got.Body), 0o600) != nil {
			t.Fatalf("%q", disposition)
		}
		if _, err := keys.OpenWithMachine(d.dir, file); !errors.Is(err, keys.ErrNoSlot) {
			t.Errorf("before it is in use: %v", err)
		}
		d.leads("/settings/keys", "/settings/keys/machine/use")
		ring, err := keys.OpenWithMachine(d.dir, file)
		if err != nil {
			t.Fatal(err)
		}
		ring.Close()
		if page := d.Get("/settings/keys/machine/file"); page.To != "/settings/keys/machine" {
			t.Error("the file is handed out again")
		}
		d.says("/settings", "This machine opens the record by itself")
		d.leads("/settings/keys", "/settings/keys/machine/end")
		if _, err := keys.OpenWithMachine(d.dir, file); !errors.Is(err, keys.ErrNoSlot) {
			t.Errorf("after its end: %v", err)
		}
	})
}

func TestAnotherDataKeyIsAJob(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := newDesk(t, db, authz.Administrator, true)
		d.says("/settings/keys/data", "Everybody can go on working")
		if page := d.Post("/settings/keys/data", "phrase", "another"); page.Status != http.StatusUnprocessableEntity || d.change.ran {
			t.Errorf("a wrong pass phrase: %d", page.Status)
		}
		for _, fails := range []error{nil, fault.Bad("test", "", "keys.data.full")} {
			*d.change = change{fails: fails}
			page := d.Post("/settings/keys/data", "phrase", phrase)
			d.jobs.Wait()
			j, err := d.jobs.Job(t.Context(), "bea", strings.TrimPrefix(page.To, "/jobs/"))
			if err != nil || !d.change.ran || (j.State == jobs.Done) != (fails == nil) || j.Total != 100 || (j.Message == "keys.data.full") != (fails != nil) {
				t.Errorf("%v: %+v, %v", fails, j, err)
			}
		}
	})
}
