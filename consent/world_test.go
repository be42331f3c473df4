package consent_test

import (
	"context"
	"testing"
	"time"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

const today = civil.Day("2026-03-02") // where dbtest's clock stands

// world is Yusuf, who is in touch with Ruth; Bea sees nobody, Lee leads.
type world struct {
	t                  *testing.T
	db                 *database.DB
	clock              *dbtest.Clock
	s                  *consent.Service
	ruth, bea, lee, vi authz.Actor
	yusuf, leila       string
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(newWorld(t, db, clock)) })
}

func newWorld(t *testing.T, db *database.DB, clock *dbtest.Clock) *world {
	t.Helper()
	w := &world{t: t, db: db, clock: clock, s: &consent.Service{DB: db, Worker: func(context.Context, *database.Tx, string) (string, string, error) {
		return "ruth", "", nil
	}}}
	perms := authz.Merge(consent.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle)
	w.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, perms[authz.Worker]...)
	w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.lee = authz.NewActor("lee", "Lee", authz.Lead, authz.SeesAll, append(perms[authz.Lead], trail.MayUndoOthers)...)
	w.vi = authz.NewActor("vi", "Vi", authz.Volunteer, authz.SeesAll, perms[authz.Volunteer]...)
	w.yusuf = w.person("Yusuf Karimi")
	w.leila = w.person("Leila Karimi")
	w.write(w.ruth, func(tx *trail.Tx) error {
		return people.Relate(t.Context(), tx, people.Relation{PersonID: w.yusuf, Other: people.Card{ID: w.leila}, Relation: "sister"})
	})
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// is fails unless err is a fault of a kind, about the given fields.
func (w *world) is(err error, kind fault.Kind, fields ...string) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Fatalf("%v, want %v", err, kind)
	}
	e, _ := err.(*fault.Error)
	for i, field := range fields {
		if e == nil || i >= len(e.Problems) || e.Problems[i].Field != field {
			w.t.Fatalf("problems %+v, want fields %v", err, fields)
		}
	}
}

func (w *world) write(actor authz.Actor, fn func(*trail.Tx) error) {
	w.t.Helper()
	w.must(trail.Write(w.t.Context(), w.db, actor, &trail.Deed{Action: "test", Kind: "person"}, fn))
}

func (w *world) person(name string) (id string) {
	w.t.Helper()
	w.write(authz.System("test"), func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, people.NewPerson{Name: name})
		id = p.ID
		return err
	})
	return id
}

// lawyer is what Yusuf usually agrees to: his case may be shown to J. Prewitt.
func (w *world) lawyer() consent.Answer {
	day := w.s.Today(w.t.Context())
	return consent.Answer{PersonID: w.yusuf, Act: consent.Give, Terms: consent.Terms{
		Purpose: "share-lawyer", Audience: consent.Audience{Name: "J. Prewitt"}, Classes: consent.Of(consent.C1, consent.C3),
		How: consent.ByLetter, Lang: "en", From: day, Until: day.AddMonths(12),
	}}
}

func (w *world) record(a consent.Answer) string {
	w.t.Helper()
	id, err := w.s.Record(w.t.Context(), w.ruth, a)
	w.must(err)
	return id
}

// packet asks for what a takes along with.
func (w *world) packet(a consent.Answer) consent.Ask {
	return consent.Ask{PersonID: a.PersonID, Purpose: a.Purpose, Audience: a.Audience, Classes: consent.Of(consent.C3), What: "Parole packet"}
}

// check asks in a change of its own.
func (w *world) check(actor authz.Actor, a consent.Ask) (proof consent.Proof, err error) {
	err = trail.Write(w.t.Context(), w.db, actor, &trail.Deed{Action: "test", Kind: "person"}, func(tx *trail.Tx) error {
		proof, err = consent.Check(w.t.Context(), tx, a)
		return err
	})
	return proof, err
}

func (w *world) file() consent.File {
	w.t.Helper()
	f, err := w.s.Of(w.t.Context(), w.ruth, w.yusuf)
	w.must(err)
	return f
}

func (w *world) state(lineID string) consent.State {
	w.t.Helper()
	c, err := w.file().Consent(lineID)
	w.must(err)
	return c.State
}

// open lists the open tasks about Yusuf.
func (w *world) open() []tasks.Task {
	w.t.Helper()
	list, err := (&tasks.Service{DB: w.db, Kinds: tasks.NewKinds()}).OfPerson(w.t.Context(), w.ruth, w.yusuf)
	w.must(err)
	return list
}

// last is the newest change of an actor.
func (w *world) last(actor authz.Actor) trail.Entry {
	w.t.Helper()
	var list []trail.Entry
	w.must(w.db.Read(w.t.Context(), func(tx *database.Tx) (err error) {
		list, err = trail.By(w.t.Context(), tx, actor.ID, time.Time{}, 1)
		return err
	}))
	return list[0]
}

func (w *world) undo(actor authz.Actor, change string) error {
	return trail.Undo(w.t.Context(), w.db, actor, change, timeline.After, consent.After)
}

var nobody = ids.New()
