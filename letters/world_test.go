package letters_test

import (
	"context"
	"slices"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/letters"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// world is a group with Ruth, who writes, and Bea, who was not given anybody. Yusuf and
// Rosa are at Harrow Ridge, Ivo at Pine Hollow.
type world struct {
	t                     *testing.T
	db                    *database.DB
	s                     *letters.Service
	custody               *custody.Service
	places                *facilities.Service
	timeline              *timeline.Service
	ruth, bea, vic        authz.Actor
	yusuf, rosa, ivo      string
	harrow, pine, welcome string
	heard                 []string
	agreed                map[string]bool
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newWorld(t, db)) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	bus := event.NewBus()
	w := &world{t: t, db: db, custody: &custody.Service{DB: db, Bus: bus}, places: &facilities.Service{DB: db, Bus: bus}, timeline: &timeline.Service{DB: db, Kinds: timeline.NewKinds()}, agreed: map[string]bool{}}
	w.s = &letters.Service{
		DB: db, Organisation: func(context.Context) string { return "Tamarack Prisoners’ Aid" },
		Worker: func(context.Context, *database.Tx, string) (string, error) { return "Ruth", nil },
		Agreed: func(_ context.Context, _ authz.Actor, person, purpose string) (bool, error) {
			return purpose == "statistics" && w.agreed[person], nil
		},
		Active: func(context.Context, authz.Actor) ([]string, error) { return []string{w.ivo}, nil },
		Heard: func(_ context.Context, _ *trail.Tx, person string, _ civil.Day, out bool) error {
			if out {
				w.heard = append(w.heard, person)
			}
			return nil
		},
	}
	perms := authz.Merge(letters.Bundle, people.Bundle, timeline.Bundle, custody.Bundle, facilities.Bundle)
	w.ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, perms[authz.Solo]...)
	w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.vic = authz.NewActor("vic", "Vic", authz.Volunteer, authz.SeesAll, perms[authz.Volunteer]...)
	w.harrow, w.pine = w.place("Harrow Ridge", "PO Box 77"), w.place("Pine Hollow", "PO Box 9")
	w.yusuf = w.somebody(people.NewPerson{
		Name: "Yusuf", Names: []people.Name{{Text: "Yousef Karimi", Kind: people.NamePrison}}, Numbers: []people.Number{{Text: "0418-OI-22"}},
		Languages: []people.Language{{Lang: "fa", How: people.Reads}, {Lang: "en", How: people.ReadsSome}},
	}, w.harrow)
	w.rosa = w.somebody(people.NewPerson{Name: "Rosa Delgado", Numbers: []people.Number{{Text: "0511-RD-90"}}, Languages: []people.Language{{Lang: "es", How: people.ReadsSome}, {Lang: "en", How: people.Reads}}}, w.harrow)
	w.ivo = w.somebody(people.NewPerson{Name: "Ivo Petrak", Numbers: []people.Number{{Text: "77"}}}, w.pine)
	w.welcome = w.template("Welcome", letters.Version{Lang: "en", Title: "Welcome, {name}", Body: "Dear {name},\n\nwe have your letter from {facility}.\n\n{worker}, {organisation}, {date}"},
		letters.Version{Lang: "fa", Title: "خوش آمدید", Body: "{name} عزیز، نامه شما رسید. شماره {number}"})
	return w
}

func (w *world) place(name, box string) string {
	w.t.Helper()
	id, err := w.places.Add(w.t.Context(), w.ruth, facilities.Facility{Name: name, Country: "US", Region: "TK", Kind: facilities.Prison})
	must(w.t, err)
	must(w.t, w.places.PutAddress(w.t.Context(), w.ruth, facilities.Address{
		FacilityID: id, Purpose: facilities.Letters, Lines: box, Town: "Harrow", Region: "TK", Postcode: "40418", Country: "US", Source: "Handbook", CheckedOn: partialdate.Must("2026-02-20"),
	}))
	return id
}

func (w *world) rule(facility string, test facilities.Test) {
	w.t.Helper()
	must(w.t, w.places.PutRule(w.t.Context(), w.ruth, facilities.Rule{
		FacilityID: facility, Topic: "letters", Says: "As the handbook has it.", Source: "Handbook, p. 4", CheckedOn: partialdate.Must("2026-02-20"), Mark: facilities.Verified, Test: test,
	}))
}

func (w *world) somebody(n people.NewPerson, facility string) (id string) {
	w.t.Helper()
	must(w.t, trail.Write(w.t.Context(), w.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, n)
		id = p.ID
		return err
	}))
	w.say(id, facility, custody.Held)
	return id
}

func (w *world) say(person, facility string, state custody.State) {
	w.t.Helper()
	_, err := w.custody.Move(w.t.Context(), w.ruth, []string{person}, custody.Move{
		FacilityID: facility, State: state, Source: "roster", SourceOn: partialdate.On(w.s.Today(w.t.Context())), Confidence: custody.Confirmed,
	})
	must(w.t, err)
}

func (w *world) template(name string, versions ...letters.Version) string {
	w.t.Helper()
	id, err := w.s.SaveTemplate(w.t.Context(), w.ruth, letters.Template{Name: name})
	must(w.t, err)
	for _, v := range versions {
		v.TemplateID = id
		must(w.t, w.s.SaveVersion(w.t.Context(), w.ruth, v))
	}
	return id
}

// new is a run of the welcome to everybody inside.
func (w *world) new() letters.New {
	return letters.New{
		Name: "Welcome, spring", Template: w.welcome, Scope: letters.ToAll, Envelope: "Envelope #10", Sender: []string{"Tamarack Prisoners’ Aid", "PO Box 210"}, Dated: "2026-03-02", Postage: 78,
	}
}

func (w *world) make(n letters.New) letters.View {
	w.t.Helper()
	id, err := w.s.Make(w.t.Context(), w.ruth, n, nil)
	must(w.t, err)
	return w.view(id)
}

func (w *world) view(id string) letters.View {
	w.t.Helper()
	v, err := w.s.View(w.t.Context(), w.ruth, id)
	must(w.t, err)
	return v
}

// of is the letter to somebody.
func (w *world) of(v letters.View, person string) letters.Piece {
	w.t.Helper()
	i := slices.IndexFunc(v.Pieces, func(p letters.Piece) bool { return p.PersonID == person })
	if i < 0 {
		w.t.Fatalf("no letter to %s", person)
	}
	return v.Pieces[i]
}

func (w *world) entries(person string) (list []timeline.Entry) {
	w.t.Helper()
	page, err := w.timeline.Page(w.t.Context(), w.ruth, person, timeline.Filter{})
	must(w.t, err)
	for _, e := range page.Entries {
		if e.Kind == timeline.KindLetter {
			list = append(list, e)
		}
	}
	return list
}
