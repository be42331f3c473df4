package rosterweb_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/roster"
	"github.com/throughcare/throughcare/roster/rosterweb"
)

var bundle = authz.Merge(people.Bundle, custody.Bundle, roster.Bundle)

func actor(role authz.Role) authz.Actor {
	return authz.NewActor(ids.New(), "Ruth", role, authz.SeesAll, bundle[role]...)
}

// desk is the page over a record of two people at Polunsky.
type desk struct {
	*testing.T
	*webtest.App
	roster  *roster.Service
	custody *custody.Service
	lead    authz.Actor
	ids     []string
}

const list = "SID Number,TDCJ Number,Name,Current Facility,DOB,Projected Release,Maximum Sentence Date\n" +
	",01234567,\"ALLEN,JOHN W\",HUNTSVILLE,1980-05-01,#NULL!,#NULL!\n,02345678,\"STONE,SAM\",POLUNSKY,1975-01-02,#NULL!,#NULL!\n"

func open(t *testing.T, db *database.DB) *desk {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	must(t, err)
	bus := event.NewBus()
	d := &desk{T: t, lead: actor(authz.Lead), custody: &custody.Service{DB: db, Bus: bus}}
	d.roster = &roster.Service{DB: db, Bus: bus, Places: &facilities.Service{DB: db, Bus: bus}, Custody: d.custody}
	var polunsky string
	must(t, trail.Write(t.Context(), db, d.lead, &trail.Deed{Action: "test"}, func(tx *trail.Tx) (err error) {
		for _, name := range []string{"Huntsville Unit", "Polunsky Unit"} {
			if polunsky, err = facilities.Add(t.Context(), tx, facilities.Facility{Name: name, Kind: facilities.Prison, Region: "TX", Country: "US"}); err != nil {
				return err
			}
		}
		return nil
	}))
	who := &people.Service{DB: db, Index: index}
	for name, more := range map[string][2]string{"John Allen": {"01234567", "1980-05-01"}, "Maria Lopez": {"02345678", "1975-01-02"}} {
		p, err := who.Add(t.Context(), d.lead, people.NewPerson{Name: name, Born: partialdate.Must(more[1]), Numbers: []people.Number{{Text: more[0], Issuer: "TDCJ"}}})
		must(t, err)
		_, err = d.custody.Move(t.Context(), d.lead, []string{p.ID}, custody.Move{FacilityID: polunsky, Source: "a letter", SourceOn: partialdate.Must("2026-01-05")})
		must(t, err)
		d.ids = append(d.ids, p.ID)
	}
	d.App = d.as(d.lead)
	return d
}

func (d *desk) as(a authz.Actor) *webtest.App {
	pages := &rosterweb.Pages{Roster: d.roster}
	return webtest.New(d.T, pages.Routes(), webtest.As(a), webtest.Words(rosterweb.Locales, peopleweb.Locales, partialdate.Locales))
}

func (d *desk) page() *webtest.Page {
	d.Helper()
	page := d.App.Get("/claims")
	page.Check()
	if page.Status != http.StatusOK {
		d.Fatalf("status %d", page.Status)
	}
	return page
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A list is read; what it says waits; a move is taken over and a question put aside,
// and neither is decided twice.
func TestClaimsAreDecided(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := open(t, db)
		if page := d.page(); !strings.Contains(page.Text("main"), "No list was read yet") {
			t.Fatalf("begins with %q", page.Text("main"))
		}
		_, err := d.roster.Sync(t.Context(), d.lead, roster.File{Layout: "tdcj_high_value_data_set", Name: "list.csv", Src: bytes.NewReader([]byte(list)), Size: int64(len(list)), AsOf: "2026-02-20"})
		must(t, err)

		page := d.page()
		text := page.Text("main")
		if page.Count(".pair") != 2 || !strings.Contains(text, "2 things to decide") || !strings.Contains(text, "The list saysHuntsville Unit") || !strings.Contains(text, "the name does not") {
			t.Fatalf("%d claims: %q", page.Count(".pair"), text)
		}
		if n := page.Count(`.pair form[action$="/accept"]`); n != 1 {
			t.Fatalf("%d claims can be taken over, want the move alone", n)
		}
		if n := page.Count(`.pair form[action$="/confirm"]`); n != 1 || !strings.Contains(text, "adds the name SAM STONE to the record") {
			t.Fatalf("%d questions can be answered, want the name alone: %q", n, text)
		}
		accept, moved := page.Attr(`.pair form[action$="/accept"]`, "action"), page.Attr(`.pair form[action$="/accept"] input[name="as"]`, "value")
		d.Post(accept, "as", moved)
		page = d.page()
		if page.Count(".pair") != 1 || page.Count(`.pair form[action$="/accept"]`) != 0 {
			t.Fatalf("%d claims are left", page.Count(".pair"))
		}
		if again := d.Post(accept, "as", moved); again.Status != http.StatusConflict {
			t.Errorf("decided twice: status %d", again.Status)
		}
		d.Post(page.Attr(`.pair form[action$="/dismiss"]`, "action"), "as", page.Attr(`.pair input[name="as"]`, "value"))
		if text := d.page().Text("main"); !strings.Contains(text, "Nothing to decide") || !strings.Contains(text, "2 rows, 2 of ours on it") {
			t.Errorf("ends with %q", text)
		}
	})
}

// "Yes, this is them" takes the name over, and the move of the list then waits like any
// other; a stale page is told so.
func TestAQuestionIsAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := open(t, db)
		moved := strings.Replace(list, "POLUNSKY", "HUNTSVILLE", 1)
		_, err := d.roster.Sync(t.Context(), d.lead, roster.File{Layout: "tdcj_high_value_data_set", Name: "list.csv", Src: strings.NewReader(moved), Size: int64(len(moved)), AsOf: "2026-02-20"})
		must(t, err)
		page := d.page()
		confirm := page.Attr(`.pair form[action$="/confirm"]`, "action")
		rev := page.Attr(`.pair form[action$="/confirm"] input[name="as"]`, "value")
		if stale := d.Post(confirm, "as", ids.New()); stale.Status != http.StatusConflict {
			t.Errorf("stale: status %d", stale.Status)
		}
		d.Post(confirm, "as", rev)
		page = d.page()
		if n := page.Count(`.pair form[action$="/confirm"]`); n != 0 || page.Count(`.pair form[action$="/accept"]`) != 2 {
			t.Errorf("%d questions are left, %d claims can be taken over", n, page.Count(`.pair form[action$="/accept"]`))
		}
		if again := d.Post(confirm, "as", rev); again.Status != http.StatusConflict {
			t.Errorf("answered twice: status %d", again.Status)
		}
	})
}

// Who may not decide sees no button, and is refused.
func TestWhoMayNotDecide(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := open(t, db)
		_, err := d.roster.Sync(t.Context(), d.lead, roster.File{Layout: "tdcj_high_value_data_set", Name: "list.csv", Src: strings.NewReader(list), Size: int64(len(list)), AsOf: "2026-02-20"})
		must(t, err)
		accept := d.page().Attr(`.pair form[action$="/accept"]`, "action")
		reader := d.as(authz.NewActor(ids.New(), "Ann", authz.Worker, authz.SeesAll, roster.MayRead, people.MayRead))
		if page := reader.Get("/claims"); page.Count(".pair") != 2 || page.Count(".pair form") != 0 {
			t.Errorf("%d claims, %d forms", page.Count(".pair"), page.Count(".pair form"))
		}
		if page := reader.Post(accept, "as", ids.New()); page.Status != http.StatusForbidden && page.Status != http.StatusNotFound {
			t.Errorf("status %d", page.Status)
		}
	})
}
