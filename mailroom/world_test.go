package mailroom_test

import (
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
	"github.com/throughcare/throughcare/mailroom"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// world is a mail room with Ruth, who works there, and Bea, who was not given anybody;
// Yusuf is at Harrow Ridge.
type world struct {
	t                   *testing.T
	db                  *database.DB
	clock               *dbtest.Clock
	s                   *mailroom.Service
	custody             *custody.Service
	places              *facilities.Service
	tasks               *tasks.Service
	ruth, bea           authz.Actor
	yusuf, harrow, pine string
	books, letters      string
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(newWorld(t, db, clock)) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newWorld(t *testing.T, db *database.DB, clock *dbtest.Clock) *world {
	t.Helper()
	bus, kinds := event.NewBus(), timeline.NewKinds()
	mailroom.TimelineKinds(kinds)
	w := &world{
		t: t, db: db, clock: clock, s: &mailroom.Service{DB: db}, custody: &custody.Service{DB: db, Bus: bus}, places: &facilities.Service{DB: db, Bus: bus},
		tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(mailroom.TaskKinds()...)},
	}
	w.s.Listen(bus)
	perms := authz.Merge(mailroom.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle, custody.Bundle, facilities.Bundle)
	w.ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, perms[authz.Solo]...)
	w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.harrow, w.pine = w.place("Harrow Ridge", "PO Box 77", "Harrow"), w.place("Pine Hollow", "PO Box 9", "Ashby")
	w.yusuf = w.somebody("Yusuf Karimi", "0418-OI-22")
	w.move(w.yusuf, w.harrow)
	for i, id := range []*string{&w.books, &w.letters} {
		var err error
		*id, err = w.s.SaveOffer(t.Context(), w.ruth, mailroom.Usual("Books", "Letters")[i])
		must(t, err)
	}
	return w
}

func (w *world) place(name, box, town string) string {
	w.t.Helper()
	id, err := w.places.Add(w.t.Context(), w.ruth, facilities.Facility{Name: name, Country: "US", Region: "TK", Kind: facilities.Prison})
	must(w.t, err)
	for _, purpose := range []facilities.Purpose{facilities.Letters, facilities.Books} {
		must(w.t, w.places.PutAddress(w.t.Context(), w.ruth, facilities.Address{
			FacilityID: id, Purpose: purpose, Lines: box, Town: town, Region: "TK", Postcode: "40418", Country: "US", Source: "Handbook", CheckedOn: partialdate.Must("2026-02-20"),
		}))
	}
	return id
}

func (w *world) rule(facility string, test facilities.Test) {
	w.t.Helper()
	must(w.t, w.places.PutRule(w.t.Context(), w.ruth, facilities.Rule{
		FacilityID: facility, Topic: "books", Says: "As the handbook has it.", Source: "Handbook, p. 4", CheckedOn: partialdate.Must("2026-02-20"), Mark: facilities.Verified, Test: test,
	}))
}

func (w *world) somebody(name, number string) (id string) {
	w.t.Helper()
	must(w.t, trail.Write(w.t.Context(), w.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, people.NewPerson{Name: name, Numbers: []people.Number{{Text: number}}})
		id = p.ID
		return err
	}))
	return id
}

func (w *world) move(person, facility string) { w.say(person, facility, custody.Held) }

func (w *world) say(person, facility string, state custody.State) {
	w.t.Helper()
	_, err := w.custody.Move(w.t.Context(), w.ruth, []string{person}, custody.Move{
		FacilityID: facility, State: state, Source: "roster", SourceOn: partialdate.On(w.s.Today(w.t.Context())), Confidence: custody.Confirmed,
	})
	must(w.t, err)
}

func (w *world) on(day civil.Day) { w.clock.Set(day.Start(nil).Add(12 * 3600e9)) }

// ask logs a letter that asks for something, with a label.
func (w *world) ask(person, words string) mailroom.Request {
	w.t.Helper()
	done, err := w.s.Log(w.t.Context(), w.ruth, mailroom.NewLetter{
		Incoming: mailroom.Incoming{PersonID: person, Kind: mailroom.Asks}, Asks: []mailroom.Ask{{OfferID: w.books, Words: words}}, Way: mailroom.WithLabel,
	})
	must(w.t, err)
	return done.Requests[0]
}

func (w *world) request(id string) mailroom.Request {
	w.t.Helper()
	q, err := w.s.Request(w.t.Context(), w.ruth, id)
	must(w.t, err)
	return q
}

// due lists the open tasks of somebody as "kind day".
func (w *world) due(person string) (out []string) {
	w.t.Helper()
	list, err := w.tasks.OfPerson(w.t.Context(), w.ruth, person)
	must(w.t, err)
	for _, t := range list {
		out = append(out, t.Kind+" "+string(t.DueOn))
	}
	return out
}
