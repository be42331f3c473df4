package roster

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

const tdcj = "tdcj_high_value_data_set"

// world is a record of two units in Texas, with people at the first.
type world struct {
	*testing.T
	*Service
	people *people.Service
	actor  authz.Actor
	places map[string]string
	ids    map[string]string
	moved  []custody.Moved
	home   []custody.CameHome
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	bus := event.NewBus()
	w := &world{T: t, people: &people.Service{DB: db, Index: index}, actor: authz.System("test"), places: map[string]string{}, ids: map[string]string{}}
	w.Service = &Service{DB: db, Bus: bus, Places: &facilities.Service{DB: db, Bus: bus}, Custody: &custody.Service{DB: db, Bus: bus}, Index: index}
	event.Hear(bus, func(_ context.Context, _ *trail.Tx, e custody.Moved) error { w.moved = append(w.moved, e); return nil })
	event.Hear(bus, func(_ context.Context, _ *trail.Tx, e custody.CameHome) error { w.home = append(w.home, e); return nil })
	Listen(bus)
	w.must(trail.Write(t.Context(), db, w.actor, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		for _, name := range []string{"Polunsky Unit", "Huntsville Unit"} {
			id, err := facilities.Add(t.Context(), tx, facilities.Facility{Name: name, Kind: facilities.Prison, Region: "TX", Country: "US"})
			if err != nil {
				return err
			}
			w.places[name] = id
		}
		return nil
	}))
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// add adds somebody at Polunsky.
func (w *world) add(name, number, born string) string {
	w.Helper()
	n := people.NewPerson{Name: name, Born: partialdate.Must(born)}
	if number != "" {
		n.Numbers = []people.Number{{Text: number, Issuer: "TDCJ"}}
	}
	p, err := w.people.Add(w.Context(), w.actor, n)
	w.must(err)
	_, err = w.Custody.Move(w.Context(), w.actor, []string{p.ID}, custody.Move{FacilityID: w.places["Polunsky Unit"], Source: "a letter", SourceOn: partialdate.Must("2026-01-05")})
	w.must(err)
	w.ids[name], w.moved = p.ID, nil
	return p.ID
}

func (w *world) sync(layout, name, text string, asOf civil.Day) Report {
	w.Helper()
	r, err := w.Sync(w.Context(), w.actor, File{Layout: layout, Name: name, Src: bytes.NewReader([]byte(text)), Size: int64(len(text)), AsOf: asOf})
	w.must(err)
	return r
}

// says sums a report up: kind, name and reason of each claim, in order.
func says(list []Claim) string {
	var parts []string
	for _, c := range list {
		parts = append(parts, strings.TrimSuffix(string(c.Kind)+" "+c.Person+" "+string(c.Why), " "))
	}
	return strings.Join(parts, "; ")
}

func (w *world) wants(r Report, want string) {
	w.Helper()
	if got := says(r.Claims); got != want {
		w.Errorf("claims %q\nwant   %q (doubt %q)", got, want, r.Doubt)
	}
}

const head = "SID Number,TDCJ Number,Name,Current Facility,DOB,Projected Release,Maximum Sentence Date\n"

func each(t *testing.T, test func(w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { test(newWorld(t, db)) })
}

// What a list says becomes claims, and nothing changes until they are accepted.
func TestClaims(t *testing.T) {
	each(t, func(w *world) {
		w.add("John Allen", "01234567", "1980-05-01")
		w.add("Maria Lopez", "02345678", "1975-01-02")
		w.add("Sam Stone", "03456789", "")
		text := head + ",1234567,\"ALLEN,JOHN W\",HUNTSVILLE,1980-05-01,2027-03-01,9999-01-01\n,02345678,\"LOPEZ,MARIA\",Polunsky,01/02/1975,#NULL!,#NULL!\n"
		dry, err := w.Sync(w.Context(), w.actor, File{Layout: tdcj, Name: "list.csv", Src: strings.NewReader(text), Size: int64(len(text)), AsOf: "2026-02-20", DryRun: true})
		w.must(err)
		w.wants(dry, "moved John Allen; new-date John Allen; not-seen Sam Stone")
		if list, total, err := w.Open(w.Context(), w.actor, 10); err != nil || total != 0 || len(list) != 0 {
			w.Fatalf("a dry run kept %d claims (%v)", total, err)
		}
		r := w.sync(tdcj, "list.csv", text, "2026-02-20")
		w.wants(r, "moved John Allen; new-date John Allen; not-seen Sam Stone")
		if r.Rows != 2 || r.OursSeen != 2 || r.Kept != 3 || len(w.moved) != 0 {
			w.Errorf("%+v, %d moved", r, len(w.moved))
		}

		// The same list again keeps nothing new, and names the claims that stand.
		again := w.sync(tdcj, "list.csv", text, "2026-02-20")
		if !again.Again || again.Kept != 0 || again.Run != "" || again.Claims[0].ID != r.Claims[0].ID {
			w.Errorf("again: %+v", again)
		}

		// Accepted, it goes the way of every move.
		taken, err := w.Accept(w.Context(), w.actor, r.Claims[0].ID, "")
		w.must(err)
		stay, err := w.Custody.Current(w.Context(), w.actor, w.ids["John Allen"])
		w.must(err)
		if !taken || stay.FacilityID != w.places["Huntsville Unit"] || len(w.moved) != 1 || stay.SourceOn != partialdate.Must("2026-02-20") {
			w.Errorf("taken %v, %+v, %d moves told", taken, stay, len(w.moved))
		}
		if _, err := w.Accept(w.Context(), w.actor, r.Claims[0].ID, ""); !fault.Is(err, fault.Conflict) {
			w.Errorf("accepted twice: %v", err)
		}
		_, err = w.Accept(w.Context(), w.actor, r.Claims[1].ID, "")
		w.must(err)
		if _, err := w.Accept(w.Context(), w.actor, r.Claims[2].ID, ""); !fault.Is(err, fault.Invalid) {
			w.Errorf("not seen was accepted: %v", err)
		}

		// An older list after it claims nothing; a newer one without them is "not seen".
		old := w.sync(tdcj, "old.csv", head+",1234567,\"ALLEN,JOHN\",Polunsky,,,\n", "2026-02-01")
		if old.Doubt != OlderOne || len(old.Claims) != 0 || says(old.Older) != "moved John Allen" {
			w.Errorf("older: %+v", old)
		}
		newer := w.sync(tdcj, "new.csv", head+",1234567,\"ALLEN,JOHN\",Huntsville,,2027-03-01,\n,3456789,\"STONE,SAM\",Polunsky,,,\n", "2026-02-25")
		w.wants(newer, "not-seen Maria Lopez")
		list, total, err := w.Open(w.Context(), w.actor, 10)
		w.must(err)
		if total != 1 || says(list) != "not-seen Maria Lopez" {
			w.Errorf("open: %s", says(list))
		}
		w.must(w.Dismiss(w.Context(), w.actor, list[0].ID, list[0].Rev))
		if len(w.home) != 0 {
			w.Error("somebody was released for not being on a list")
		}
	})
}

// The number is held against name and birth; what does not fit is a question.
func TestLinks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	w.add("John Allen", "01234567", "1980-05-01")
	w.add("Robert Miles", "", "1981-06-06")
	w.add("José Ángel Núñez", "04444444", "1990-09-09")
	w.add("Two One", "05555555", "")
	w.add("Ann Two", "5555555", "")
	for _, c := range []struct{ name, rows, want string }{
		{"another name", ",1234567,\"WRIGHT,PETER\",Huntsville,1980-05-01,,\n", "unsure John Allen name-differs"},
		{"another birth", ",1234567,\"ALLEN,JOHN\",Huntsville,1999-05-01,,\n", "unsure John Allen born-differs"},
		{"a married name", ",1234567,\"SMITH,JOHN\",Huntsville,1980-05-01,,\n", "moved John Allen"},
		{"a nickname, misspelt", ",1234567,\"ALEN,JOHNNY\",Huntsville,1980-05-01,,\n", "moved John Allen"},
		{"accents", ",4444444,\"NUNEZ,JOSE\",Huntsville,09/09/1990,,\n", "moved José Ángel Núñez"},
		{"no number of ours", ",7777777,\"MILES,ROBERT\",Huntsville,1981-06-06,,\n", "unsure Robert Miles no-number"},
		{"namesakes in one prison", ",8888881,\"ALLEN,JOHN\",Polunsky,1971-01-01,,\n,8888882,\"MILES,ROBERT\",Polunsky,1950-06-06,,\n", ""},
		{"another number", ",7777777,\"ALLEN,JOHN\",Huntsville,1980-05-01,,\n", "unsure John Allen other-number"},
		{"two of ours", ",5555555,\"TWO,ONE\",Huntsville,,,\n", "unsure Two One two-people; unsure Ann Two two-people"},
		{"rows that differ", ",1234567,\"ALLEN,JOHN\",Huntsville,,,\n,1234567,\"ALLEN,JOHN\",Polunsky,,,\n", "unsure John Allen rows-differ"},
		{"the same twice", ",1234567,\"ALLEN,JOHN\",Huntsville,,,\n,1234567,\"ALLEN,JOHN\",Huntsville,,,\n", "moved John Allen"},
		{"a place nobody knows", ",1234567,\"ALLEN,JOHN\",Nowhere Camp,,,\n", "unsure John Allen place-unknown"},
		{"a number Excel ruined", ",1.23E+06,\"ALLEN,JOHN\",Huntsville,,,\n", ""},
	} {
		text := head + c.rows
		r, err := w.Sync(t.Context(), w.actor, File{Layout: tdcj, Name: "list.csv", Src: strings.NewReader(text), Size: int64(len(text)), AsOf: "2026-02-20", DryRun: true})
		w.must(err)
		claims := r.Claims[:0:0]
		for _, claim := range r.Claims {
			if claim.Kind != NotSeen {
				claims = append(claims, claim)
			}
		}
		if got := says(claims); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A release has to be said: the traps of the locator of the federal prisons.
func TestFederal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	w.must(trail.Write(t.Context(), w.DB, w.actor, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		_, err := facilities.Add(t.Context(), tx, facilities.Facility{Name: "Beaumont USP", Kind: facilities.Prison, Region: "TX", Country: "US"})
		return err
	}))
	p := w.add("John Allen", "", "1980-05-01")
	w.must(w.people.SetNumbers(t.Context(), w.actor, p, []people.Number{{Text: "00123-045", Issuer: "BOP"}}, people.Known))
	for _, c := range []struct{ name, row, want string }{
		{"digits without zeros", `"inmateNum":123045,"faclName":"BEAUMONT USP","projRelDate":"LIFE"`, "moved John Allen"},
		{"on the way", `"inmateNum":"00123-045","faclName":"IN TRANSIT"`, "moved John Allen"},
		{"out for a while", `"inmateNum":"00123-045","faclName":"TEMP RELEASE","releaseCode":""`, "unsure John Allen away"},
		{"released by code", `"inmateNum":"00123-045","faclName":"","releaseCode":"R"`, "released John Allen"},
		{"released by date", `"inmateNum":"00123-045","faclName":"","actRelDate":"02/10/2026"`, "released John Allen"},
		{"released later", `"inmateNum":"00123-045","faclName":"","actRelDate":"02/27/2026"`, "unsure John Allen release-ahead"},
		{"released before we knew of them", `"inmateNum":"00123-045","faclName":"BEAUMONT USP","projRelDate":"06/01/2030"`, "moved John Allen; new-date John Allen"},
		{"a number of the FBI", `"inmateNum":"00123-045","inmateNumType":"FBI","faclName":"BEAUMONT USP"`, "not-seen John Allen"},
		{"another age", `"inmateNum":"00123-045","age":"25","faclName":"BEAUMONT USP"`, "unsure John Allen born-differs"},
	} {
		text := `{"Captcha":false,"InmateLocator":[{"nameLast":"ALLEN","nameFirst":"JOHN",` + c.row + `}],"Messages":""}`
		r, err := w.Sync(t.Context(), w.actor, File{Layout: "bop_inmate_locator", Name: "a.json", Src: strings.NewReader(text), Size: int64(len(text)), AsOf: "2026-02-20", DryRun: true})
		w.must(err)
		if got := says(r.Claims); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	r := w.sync("bop_inmate_locator", "a.json", `{"InmateLocator":[{"inmateNum":"00123-045","nameLast":"ALLEN","nameFirst":"JOHN","faclName":"","actRelDate":"02/10/2026"}]}`, "2026-02-20")
	_, err := w.Accept(t.Context(), w.actor, r.Claims[0].ID, "")
	w.must(err)
	if stay, err := w.Custody.Current(t.Context(), w.actor, p); err != nil || stay.State != custody.Released || len(w.home) != 1 {
		t.Errorf("%+v %v", stay, err)
	}
}

// A list that is broken, closed, short or no list at all makes nobody missing.
func TestQuietSources(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	w.add("John Allen", "01234567", "1980-05-01")
	w.add("Maria Lopez", "02345678", "1975-01-02")
	row := ",9%06d,\"OTHER,PERSON\",Huntsville,,,\n"
	for _, c := range []struct {
		name, layout, text string
		doubt              Doubt
		kind               fault.Kind
		bad                bool
	}{
		{name: "half a row", layout: tdcj, text: head + row + ",1234567,\"ALLEN,JOHN\",Hunts", doubt: Broken},
		{name: "half a document", layout: "bop_inmate_locator", text: `{"InmateLocator":[{"inmateNum":"00000-001","nameLast":"A","faclName":"X"},{"inmateNum":"00`, doubt: Broken},
		{name: "a captcha", layout: "bop_inmate_locator", text: `{"Captcha":true,"InmateLocator":[]}`, bad: true},
		{name: "a captcha at the end", layout: "bop_inmate_locator", text: `{"InmateLocator":[],"Captcha":true}`, bad: true},
		{name: "nobody", layout: "bop_inmate_locator", text: `{"Captcha":false,"InmateLocator":[]}`, doubt: Empty},
		{name: "no names", layout: "nyc_doc_daily", text: "INMATEID,AGE\n1,2\n", bad: true},
		{name: "another list", layout: tdcj, text: "Name,City\nA,B\nC,D\n", bad: true},
		{name: "recent bookings", layout: "jailbase_api", text: `{"status":1,"records":[{"name":"A B","mugshot":"x","details":[["Age","3"]]}]}`, doubt: NoList},
	} {
		r, err := w.Sync(t.Context(), w.actor, File{Layout: c.layout, Name: "list", Src: strings.NewReader(c.text), Size: int64(len(c.text)), AsOf: "2026-02-20", DryRun: true})
		switch {
		case c.bad != fault.Is(err, fault.Invalid), err != nil && !c.bad:
			t.Errorf("%s: %v", c.name, err)
		case r.Doubt != c.doubt, len(r.Of(NotSeen))+len(r.Of(Released)) > 0:
			t.Errorf("%s: doubt %q, %s", c.name, r.Doubt, says(r.Claims))
		}
	}
	w.sync(tdcj, "a.csv", head+strings.Repeat(row, 10)+",1234567,\"ALLEN,JOHN\",Polunsky,,,\n,2345678,\"LOPEZ,MARIA\",Polunsky,,,\n", "2026-02-20")
	short := w.sync(tdcj, "b.csv", head+strings.Repeat(row, 3)+",1234567,\"ALLEN,JOHN\",Huntsville,,,\n", "2026-02-21")
	if short.Doubt != Short || short.Withheld != 1 || says(short.Claims) != "moved John Allen" {
		t.Errorf("%+v", short)
	}
	if _, err := w.Sync(t.Context(), w.actor, File{Layout: tdcj, Src: strings.NewReader(head), Size: int64(len(head)), AsOf: "2026-03-09"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a list of a day to come: %v", err)
	}
}

// Iowa has numbers and no names; its list of releases has every release.
func TestNumbersOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	p := w.add("John Allen", "", "1980-05-01")
	w.must(w.people.SetNumbers(t.Context(), w.actor, p, []people.Number{{Text: "0123456", Issuer: "Iowa DOC"}}, people.Known))
	const released = "ia_Offenders_Released_from_Iowa_Prisons"
	rows := "Record_ID,Offender_Number,Release_Date,Age_at_Release\n1,0123456,02/01/2020,39\n2,123456,02/10/2026,45\n"
	r := w.sync(released, "x 2026-02-20.csv", rows, "")
	w.wants(r, "released John Allen")
	if r.AsOf != "2026-02-20" || r.Claims[0].On != "2026-02-10" {
		t.Errorf("%+v", r)
	}
	w.wants(w.sync(released, "x.csv", strings.ReplaceAll(rows, "2,123456,02/10/2026,45\n", ""), "2026-02-21"), "released John Allen")
	prison := w.sync("ia_Current_Iowa_Correctional_System_Prison_Population", "p.csv", "Offender_Number,Age,Report_Date,Supervision_Status\n0123456,30,02/15/2026,Prison\n0000001,50,02/15/2026,Prison\n", "")
	w.wants(prison, "unsure John Allen no-name")
	if prison.AsOf != "2026-02-15" {
		t.Errorf("as of %s", prison.AsOf)
	}
}

// Of somebody whose place nobody knows, or nobody dated, a list says where they are.
func TestPlaceNotKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	for i, name := range []string{"John Allen", "Maria Lopez"} {
		p, err := w.people.Add(t.Context(), w.actor, people.NewPerson{Name: name, Numbers: []people.Number{{Text: []string{"1234567", "2345678"}[i], Issuer: "TDCJ"}}})
		w.must(err)
		if i == 1 {
			_, err = w.Custody.Move(t.Context(), w.actor, []string{p.ID}, custody.Move{FacilityID: w.places["Polunsky Unit"]})
			w.must(err)
		}
	}
	r := w.sync(tdcj, "l.csv", head+",1234567,\"ALLEN,JOHN\",Huntsville,,,\n,2345678,\"LOPEZ,MARIA\",Huntsville,,,\n", "2026-03-02")
	w.wants(r, "moved John Allen; moved Maria Lopez")
	for _, c := range r.Claims {
		if taken, err := w.Accept(t.Context(), w.actor, c.ID, ""); err != nil || !taken {
			t.Errorf("%s: taken %v, %v", c.Person, taken, err)
		}
	}
}
