package roster

import (
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// question reads a list of one day and returns the only claim of it.
func (w *world) question(rows, day, want string) Claim {
	w.Helper()
	r := w.sync(tdcj, "list-"+day+".csv", head+rows, civil.Day("2026-02-"+day))
	claims := slices.DeleteFunc(slices.Clone(r.Claims), func(c Claim) bool { return c.Kind == NotSeen })
	if says(claims) != want {
		w.Fatalf("%s asks %q, want %q", rows, says(claims), want)
	}
	return claims[0]
}

// open are the claims that wait, but those of who was not seen.
func (w *world) open() []Claim {
	w.Helper()
	list, _, err := w.Open(w.Context(), w.actor, 100)
	w.must(err)
	return slices.DeleteFunc(list, func(c Claim) bool { return c.Kind == NotSeen })
}

func (w *world) person(name string) people.Full {
	w.Helper()
	p, err := w.people.Person(w.Context(), w.actor, w.ids[name])
	w.must(err)
	return p
}

// "Yes, this is them" of somebody without a number: the number is theirs, what the list
// says waits as any claim, and the next list asks nothing. Taken back, all is as it was.
func TestConfirmANumber(t *testing.T) {
	each(t, func(w *world) {
		w.add("Robert Miles", "", "1981-06-06")
		const row = ",7777777,\"MILES,ROBERT\",Huntsville,1981-06-06,2028-01-01,\n"
		c := w.question(row, "20", "unsure Robert Miles no-number")
		ctx, made := trail.Collect(w.Context())
		w.must(w.Confirm(ctx, w.actor, c.ID, c.Rev))
		if p := w.person("Robert Miles"); len(p.Numbers) != 1 || p.Numbers[0].Text != "7777777" || p.Numbers[0].Issuer != "TDCJ" || p.Number != "7777777" || p.Numbers[0].Source == "" {
			w.Errorf("numbers %+v", p.Numbers)
		}
		if got := says(w.open()); got != "moved Robert Miles; new-date Robert Miles" {
			w.Errorf("open: %s", got)
		}
		if len(w.moved) != 0 {
			w.Error("somebody was moved by an answer about who they are")
		}
		if err := w.Confirm(w.Context(), w.actor, c.ID, ""); !fault.Is(err, fault.Conflict) {
			w.Errorf("said twice: %v", err)
		}
		w.must(trail.Undo(w.Context(), w.DB, w.actor, made.Changes()[0].Change))
		if p := w.person("Robert Miles"); len(p.Numbers) != 0 || p.Number != "" {
			w.Errorf("taken back, the number stays: %+v", p.Numbers)
		}
		back := w.open()
		if says(back) != "unsure Robert Miles no-number" {
			w.Fatalf("taken back: %s", says(back))
		}
		w.must(w.Confirm(w.Context(), w.actor, c.ID, back[0].Rev))
		for _, claim := range w.open() {
			taken, err := w.Accept(w.Context(), w.actor, claim.ID, claim.Rev)
			w.must(err)
			if !taken {
				w.Errorf("%s was not taken", claim.Kind)
			}
		}
		if stay, err := w.Custody.Current(w.Context(), w.actor, w.ids["Robert Miles"]); err != nil || stay.FacilityID != w.places["Huntsville Unit"] {
			w.Errorf("they are at %+v, %v", stay, err)
		}
		if next := w.sync(tdcj, "next.csv", head+row, "2026-02-22"); len(next.Claims) != 0 {
			w.Errorf("the next list claims %s", says(next.Claims))
		}
	})
}

// A strange name is taken over beside the one in use; a day of birth is not, and yet the
// next list of the same name and number does not ask again.
func TestConfirmANameAndABirth(t *testing.T) {
	each(t, func(w *world) {
		w.add("John Allen", "01234567", "1980-05-01")
		w.add("Maria Lopez", "02345678", "1975-01-02")
		name := w.question(",1234567,\"WRIGHT,PETER\",Polunsky,1980-05-01,,\n", "10", "unsure John Allen name-differs")
		w.must(w.Confirm(w.Context(), w.actor, name.ID, ""))
		p := w.person("John Allen")
		if p.Name != "John Allen" || !slices.ContainsFunc(p.Names, func(n people.Name) bool { return n.Text == "PETER WRIGHT" && n.Kind == people.NameOther }) {
			w.Errorf("names %+v", p.Names)
		}
		const rows = ",1234567,\"WRIGHT,PETER\",Polunsky,1980-05-01,,\n,2345678,\"LOPEZ,MARIA\",Huntsville,1999-09-09,,\n"
		born := w.question(rows, "12", "unsure Maria Lopez born-differs")
		w.must(w.Confirm(w.Context(), w.actor, born.ID, ""))
		if got := w.person("Maria Lopez").Born.String(); got != "1975-01-02" {
			w.Errorf("born %s", got)
		}
		w.wants(w.sync(tdcj, "again.csv", head+rows, "2026-02-14"), "moved Maria Lopez")
		if got := says(w.open()); got != "moved Maria Lopez" {
			w.Errorf("open: %s", got)
		}
		w.wants(w.sync(tdcj, "other.csv", head+strings.Replace(rows, "LOPEZ", "DIAZ", 1), "2026-02-15"), "unsure Maria Lopez born-differs")
	})
}

// Of two people with one number, or two namesakes, who is not meant is put aside.
func TestConfirmOneOfTwo(t *testing.T) {
	each(t, func(w *world) {
		w.add("Two One", "05555555", "")
		w.add("Ann Two", "5555555", "")
		const row = ",5555555,\"TWO,ANN\",Huntsville,,,\n"
		r := w.sync(tdcj, "a.csv", head+row, "2026-02-10")
		w.wants(r, "unsure Two One two-people; unsure Ann Two two-people")
		w.must(w.Confirm(w.Context(), w.actor, r.Claims[1].ID, ""))
		if got := says(w.open()); got != "moved Ann Two" {
			w.Errorf("open: %s", got)
		}
		if n := w.person("Ann Two").Numbers; len(n) != 1 {
			w.Errorf("the number is there %d times", len(n))
		}
		w.sync(tdcj, "b.csv", head+row, "2026-02-11")
		if got := says(w.open()); got != "moved Ann Two" {
			w.Errorf("open after the next list: %s", got)
		}
	})
}

// A release of somebody who may be them waits for its own yes, and what is older than
// what we know by then is not claimed.
func TestConfirmGoesItsWay(t *testing.T) {
	each(t, func(w *world) {
		p := w.add("John Allen", "", "1980-05-01")
		w.must(w.people.SetNumbers(w.Context(), w.actor, p, []people.Number{{Text: "00123-045", Issuer: "BOP"}}, people.Known))
		file := `{"InmateLocator":[{"inmateNum":"00123-045","nameLast":"MOSS","nameFirst":"PETE","faclName":"","actRelDate":"02/10/2026"}]}`
		r := w.sync("bop_inmate_locator", "a.json", file, "2026-02-20")
		w.wants(r, "unsure John Allen name-differs")
		w.must(w.Confirm(w.Context(), w.actor, r.Claims[0].ID, ""))
		list := w.open()
		if says(list) != "released John Allen" || list[0].On != "2026-02-10" || len(w.home) != 0 {
			w.Fatalf("open: %s %+v, %d came home", says(list), list, len(w.home))
		}
		_, err := w.Accept(w.Context(), w.actor, list[0].ID, list[0].Rev)
		w.must(err)
		if len(w.home) != 1 {
			w.Error("the release was not taken over")
		}

		w.add("Robert Miles", "", "1981-06-06")
		old := w.question(",7777777,\"MILES,ROBERT\",Huntsville,1981-06-06,,\n", "20", "unsure Robert Miles no-number")
		_, err = w.Custody.Move(w.Context(), w.actor, []string{w.ids["Robert Miles"]}, custody.Move{FacilityID: w.places["Polunsky Unit"], Source: "his letter", SourceOn: partialdate.Must("2026-02-25")})
		w.must(err)
		w.must(w.Confirm(w.Context(), w.actor, old.ID, ""))
		if got := says(w.open()); got != "" {
			w.Errorf("an older list claims %s", got)
		}
	})
}

// What does not ask who it is cannot be answered so, nor by everybody.
func TestConfirmRefuses(t *testing.T) {
	each(t, func(w *world) {
		w.add("John Allen", "01234567", "1980-05-01")
		w.add("Robert Miles", "", "1981-06-06")
		r := w.sync(tdcj, "a.csv", head+",1234567,\"ALLEN,JOHN\",Nowhere Camp,,2028-01-01,\n,7777777,\"MILES,ROBERT\",Huntsville,1981-06-06,,\n", "2026-02-20")
		w.wants(r, "unsure John Allen place-unknown; new-date John Allen; unsure Robert Miles no-number")
		for _, c := range r.Claims[:2] {
			if err := w.Confirm(w.Context(), w.actor, c.ID, ""); !fault.Is(err, fault.Invalid) {
				w.Errorf("%s %s: %v", c.Kind, c.Why, err)
			}
		}
		reader := authz.NewActor("reader", "Ann", authz.Worker, authz.SeesAll, MayRead, MayDecide, custody.MayWrite, people.MayRead)
		if err := w.Confirm(w.Context(), reader, r.Claims[2].ID, ""); !fault.Is(err, fault.Forbidden) {
			w.Errorf("without people.write: %v", err)
		}
		stranger := authz.NewActor("stranger", "Bo", authz.Worker, authz.SeesGranted, MayRead, MayDecide, custody.MayWrite, people.MayRead, people.MayWrite)
		if err := w.Confirm(w.Context(), stranger, r.Claims[2].ID, ""); !fault.Is(err, fault.NotFound) {
			w.Errorf("past the wall: %v", err)
		}
		if err := w.Confirm(w.Context(), w.actor, r.Claims[2].ID, "stale"); !fault.Is(err, fault.Conflict) {
			w.Errorf("a stale page: %v", err)
		}
		if n := w.person("Robert Miles").Numbers; len(n) != 0 {
			w.Errorf("a refused answer left %+v", n)
		}
	})
}
