package find_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/people"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	cases := []struct {
		about, text, first string
		matched            string // the name or number
		how                []search.Reason
	}{
		{"as it is written", "Yusuf Karimi", "yusuf", "Yusuf Karimi", []search.Reason{search.Exact}},
		{"misspelt", "yusif karmi", "yusuf", "Yusuf Karimi", []search.Reason{search.Misspelt}},
		{"swapped", "Karimi, Yusuf", "yusuf", "Yusuf Karimi", []search.Reason{search.Swapped}},
		{"another name", "Joseph Kareem", "yusuf", "Joseph Kareem", []search.Reason{search.Exact}},
		{"in their own letters", "یوسف کریمی", "yusuf", "یوسف کریمی", []search.Reason{search.Exact}},
		{"in letters nobody wrote them in", "Мария Гарсия", "maria", "María José García", []search.Reason{search.OtherScript}},
		{"Cyrillic, asked in Latin", "Dmitri Shevchenko", "dmitri", "Дмитрий Шевченко", []search.Reason{search.OtherScript}},
		{"a short form", "Bill Obrien", "william", "William O'Brien", []search.Reason{search.Nickname}},
		{"a number", "A1234BC", "yusuf", "A1234BC", []search.Reason{search.Exact}},
		{"a number with a digit wrong", "A1284BC", "yusuf", "A1234BC", []search.Reason{search.OneDigit}},
		{"a number with letters for digits", "O418-OI-22", "dmitri", "0418-01-22", []search.Reason{search.LookAlike}},
		{"no name at all", "the man in D-207", "stranger", "the man in D-207", []search.Reason{search.Exact}},
	}
	each(t, func(t *testing.T, w *world) {
		for _, c := range cases {
			list, filters := w.people(w.ruth, c.text)
			if len(list) == 0 || list[0].ID != w.id[c.first] {
				t.Errorf("%s: %q finds %v, want %s first", c.about, c.text, names(list), c.first)
				continue
			}
			want := []search.Why{{Field: list[0].Why[0].Field, Text: c.matched, Reasons: c.how}}
			if diff := cmp.Diff(want, list[0].Why); diff != "" {
				t.Errorf("%s: %q says why (-want +got):\n%s", c.about, c.text, diff)
			}
			if len(filters) > 0 {
				t.Errorf("%s: %q was read as filters: %v", c.about, c.text, filters)
			}
		}
	})
}

// What is found shows what the page needs to tell namesakes.
func TestPeopleHaveTheirCards(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		list, _ := w.people(w.ruth, "yusuf karimi")
		got := list[0]
		got.Score, got.Why = 0, nil
		want := find.Person{
			ID: w.id["yusuf"], Name: "Yusuf Karimi", ScriptName: "یوسف کریمی", ScriptLang: "fa",
			Numbers: []string{"A1234BC", "99-771"}, FacilityID: w.id["harrow"], Facility: "Harrow Ridge Correctional Institution",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestFilters(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text   string
		want   []string
		labels []string
	}{
		{"ridge farsi", []string{"yusuf"}, []string{"Harrow Ridge Correctional Institution", "fa"}},
		{"Farsi Harrow Ridge", []string{"yusuf"}, []string{"fa", "Harrow Ridge Correctional Institution"}},
		{"ridge", []string{"john", "yusuf"}, []string{"Harrow Ridge Correctional Institution"}},
		{"spanish", []string{"maria"}, []string{"es"}},
		{"español", []string{"maria"}, []string{"es"}},
		{"john harrow", []string{"john"}, []string{"Harrow Ridge Correctional Institution"}},
		{"jhon harow", nil, nil}, // a place is not guessed: it would shut out whom the name means
		{"correctional", nil, nil},
	}
	each(t, func(t *testing.T, w *world) {
		for _, c := range cases {
			list, filters := w.people(w.ruth, c.text)
			labels := make([]string, len(filters))
			for i, f := range filters {
				labels[i] = f.Label
			}
			if !slices.Equal(labels, c.labels) {
				t.Errorf("%q: filters %q, want %q", c.text, labels, c.labels)
			}
			if c.want != nil && !slices.Equal(w.keys(list), c.want) {
				t.Errorf("%q finds %v, want %v", c.text, w.keys(list), c.want)
			}
		}
	})
}

// Somebody whose name is a place is found by it although people are held there,
// and does not hide them.
func TestNamesAndPlaces(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		list, filters := w.people(w.ruth, "harrow farsi")
		if got := w.keys(list); !slices.Equal(got, []string{"yusuf"}) || len(filters) != 2 {
			t.Fatalf("finds %v by the filters %v", got, filters)
		}
		w.person("harrow jones", people.NewPerson{Name: "Harrow Jones"})
		list, filters = w.people(w.ruth, "harrow")
		if got := w.keys(list); !slices.Equal(got, []string{"harrow jones", "john", "yusuf"}) || len(filters) != 1 {
			t.Errorf("one word: finds %v by the filters %v", got, filters)
		}
		list, filters = w.people(w.ruth, "Jones Harrow")
		if got := w.keys(list); !slices.Equal(got, []string{"harrow jones"}) || len(filters) != 0 {
			t.Errorf("a whole name: finds %v by the filters %v", got, filters)
		}
	})
}

func TestAsk(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		a := w.ask(w.ruth, "dentist waiting")
		if len(a.Notes) != 1 || a.Notes[0].PersonID != w.id["yusuf"] || a.Notes[0].PersonName != "Yusuf Karimi" {
			t.Errorf("notes: %+v", a.Notes)
		}
		a = w.ask(w.ruth, "Mill Creek")
		if len(a.Places) == 0 || a.Places[0].FacilityID != w.id["mill"] {
			t.Errorf("places: %+v", a.Places)
		}
		if a = w.ask(w.ruth, "zzyzx qqqq"); !a.Empty() {
			t.Errorf("found %+v", a)
		}
	})
}

// The words of a note are found by those who may read it, and by nobody else.
func TestNotesStayInSight(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			actor authz.Actor
			text  string
			n     int
		}{
			{w.ruth, "dentist", 1}, {w.lee, "dentist", 1}, {w.vol, "dentist", 0},
			{w.ruth, "threat", 0}, {w.lee, "threat", 1}, // kept for leads
			{w.ruth, "private", 1}, {w.lee, "private", 0}, // Ruth's own
			{w.vol, "envelope", 1}, {w.ruth, "envelope", 1}, // a volunteer reads what they wrote
			{w.new, "dentist", 0}, {w.new, "envelope", 0},
		} {
			if a := w.ask(c.actor, c.text); len(a.Notes) != c.n {
				t.Errorf("%s finds %d notes with %q, want %d", c.actor.Name, len(a.Notes), c.text, c.n)
			}
		}
	})
}

// Whoever was looked at last comes first, and nobody whom the wall hides since.
func TestRecent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for _, key := range []string{"yusuf", "maria", "john", "maria", "william"} {
			w.look(w.ruth, key)
		}
		w.look(w.lee, "dmitri")
		recent := func(actor authz.Actor, limit int) []string {
			t.Helper()
			list, err := w.Recent(t.Context(), actor, limit)
			if err != nil {
				t.Fatal(err)
			}
			return w.keys(list)
		}
		if got := recent(w.ruth, 3); !slices.Equal(got, []string{"william", "maria", "john"}) {
			t.Errorf("Ruth looked at %v", got)
		}
		w.look(w.vol, "john")
		w.look(w.vol, "yusuf")
		if got := recent(w.vol, 5); !slices.Equal(got, []string{"yusuf"}) {
			t.Errorf("a volunteer still sees %v", got)
		}
		if got := recent(w.new, 5); len(got) > 0 {
			t.Errorf("somebody who looked at nobody is shown %v", got)
		}
		if _, err := w.Recent(t.Context(), authz.NewActor("adm", "Adm", authz.Administrator, authz.SeesNone), 5); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the administrator got %v", err)
		}
	})
}

func TestNobodyBehindTheWall(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for _, text := range []string{"Yusuf Karimi", "A1234BC", "harrow farsi", "farsi", "harrow", "dentist", "joseph"} {
			if a := w.ask(w.new, text); len(a.People)+len(a.Notes)+len(a.Filters) > 0 {
				t.Errorf("%q finds %v behind the wall, %d notes, filters %v", text, names(a.People), len(a.Notes), a.Filters)
			}
		}
		list, _ := w.people(w.vol, "karimi harrow")
		if got := w.keys(list); !slices.Equal(got, []string{"yusuf"}) {
			t.Errorf("a volunteer with one grant finds %v", got)
		}
		for _, text := range []string{"john smith", "harrow", "spanish"} {
			list, _ := w.people(w.vol, text)
			for _, key := range w.keys(list) {
				if key != "yusuf" {
					t.Errorf("%q finds %s without a grant", text, key)
				}
			}
		}
		admin := authz.NewActor("adm", "Adm", authz.Administrator, authz.SeesNone)
		if _, err := w.Ask(t.Context(), admin, "yusuf", 0); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the administrator got %v", err)
		}
	})
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		for _, text := range []string{
			"", "   \t\n ", strings.Repeat("q", 10_000), strings.Repeat("zq ", 5_000), strings.Repeat("7", 10_000), "\x00\x01\x1b[31m",
			"\xff\xfe\xfd", "\u202eabzq\u202c", "'; DROP TABLE person; --", `"`, `""`, `"unclosed qz`, "%", "_", "NEAR(", "*", "a-zq:*", "🐦‍⬛🐦",
		} {
			if a := w.ask(w.ruth, text); len(a.People) > 0 || len(a.Notes) > 0 {
				t.Errorf("%.40q finds %v and %d notes", text, names(a.People), len(a.Notes))
			}
		}
		if list, _ := w.people(w.ruth, "yusuf karimi"+strings.Repeat(" ", 10_000)); len(list) == 0 {
			t.Error("spaces after a name hide it")
		}
	})
}

// A place where somebody has just arrived is a filter a minute later.
func TestPlacesAreReadAgain(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		w := newWorld(t, db)
		if _, filters := w.people(w.ruth, "lakeview"); len(filters) > 0 {
			t.Fatalf("nobody is there: %v", filters)
		}
		lakeview := w.facility("lakeview", facilities.Facility{Name: "Lakeview Prison", Country: "US", Region: "TX", Kind: "prison", Level: "state"})
		w.place("dmitri", lakeview)
		clock.Add(2 * time.Minute)
		list, filters := w.people(w.ruth, "lakeview")
		if len(filters) != 1 || !slices.Equal(w.keys(list), []string{"dmitri"}) {
			t.Errorf("finds %v by %v", w.keys(list), filters)
		}
	})
}

func names(list []find.Person) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = p.Name
	}
	return out
}
