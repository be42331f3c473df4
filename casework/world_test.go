package casework_test

import (
	"github.com/throughcare/throughcare/internal/dbtest"
	"strconv"
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

const today = civil.Day("2026-03-02") // where dbtest's clock stands

// world is a small organisation: Ruth works in a closed team, Bea is her
// colleague, Lee leads.
type world struct {
	t              *testing.T
	db             *database.DB
	s              *casework.Service
	tasks          *tasks.Service
	ruth, bea, lee authz.Actor
	programme      casework.Programme
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	w := &world{t: t, db: db, s: &casework.Service{DB: db}, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds()}}
	perms := authz.Merge(casework.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle)
	w.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.lee = authz.NewActor("lee", "Lee", authz.Lead, authz.SeesAll, append(perms[authz.Lead], trail.MayUndoOthers)...)
	w.write(func(tx *trail.Tx) error {
		for _, a := range []authz.Actor{w.ruth, w.bea, w.lee} {
			if err := tx.Insert(t.Context(), "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		var err error
		w.programme, err = casework.AddProgramme(t.Context(), tx, casework.Programme{
			Name: "Letters and visits", IntervalDays: 42, DormantDays: 50,
			Stages:    []casework.Part{{Name: "First letter"}, {Name: "Regular"}},
			Questions: []casework.Part{{Name: "Who writes to you?"}, {Name: "Has a lawyer", Form: casework.YesNo}},
			Reasons:   []casework.Part{{Name: "Went home"}, {Name: "Asked to stop"}},
		})
		return err
	})
	return w
}

func (w *world) write(fn func(*trail.Tx) error) {
	w.t.Helper()
	if err := trail.Write(w.t.Context(), w.db, authz.System("test"), &trail.Deed{Action: "test"}, fn); err != nil {
		w.t.Fatal(err)
	}
}

// person adds somebody with a case of the given worker and returns both ids.
func (w *world) person(name string, n casework.NewCase) casework.Case {
	w.t.Helper()
	var c casework.Case
	w.write(func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, people.NewPerson{Name: name})
		if err != nil {
			return err
		}
		n.PersonID = p.ID
		c, err = casework.Open(w.t.Context(), tx, today, n)
		return err
	})
	return c
}

// a1 is the caseload of acceptance A1: 297 cases of Ruth's, case i last heard of
// on 2 March 2026 less (i mod 60) days.
func (w *world) a1() []string {
	w.t.Helper()
	keys := make([]string, 0, 297)
	for i := 1; i <= 297; i++ {
		c := w.person("Person "+strconv.Itoa(i), casework.NewCase{WorkerID: "ruth", LastContactOn: today.Add(-(i % 60)), LastContactHow: casework.LetterIn})
		keys = append(keys, c.ID)
	}
	return keys
}

// reread returns a case as it stands now.
func (w *world) reread(id string) casework.Full {
	w.t.Helper()
	f, err := w.s.Case(w.t.Context(), w.lee, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

func (w *world) count(which casework.Which) int {
	w.t.Helper()
	n, err := w.s.Count(w.t.Context(), w.ruth, "ruth", which)
	if err != nil {
		w.t.Fatal(err)
	}
	return n[which]
}

// entries counts what the timeline of a person holds of one kind.
func (w *world) entries(personID, kind string) int {
	w.t.Helper()
	n := 0
	err := w.db.Read(w.t.Context(), func(tx *database.Tx) error {
		return database.Each(w.t.Context(), tx, func(scan database.Scan) error { return scan(&n) },
			`SELECT count(*) FROM timeline_entry WHERE person_id = ? AND kind = ?`, personID, kind)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// lastChange is the newest change of an actor.
func (w *world) lastChange(actor authz.Actor) string {
	w.t.Helper()
	var id string
	err := w.db.Read(w.t.Context(), func(tx *database.Tx) error {
		list, err := trail.By(w.t.Context(), tx, actor.ID, w.db.Now().AddDate(0, 0, -31), 1)
		if err == nil && len(list) > 0 {
			id = list[0].ID
		}
		return err
	})
	if err != nil || id == "" {
		w.t.Fatal("no change", err)
	}
	return id
}

func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
