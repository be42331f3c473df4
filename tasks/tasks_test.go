package tasks_test

import (
	"context"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

const today = civil.Day("2026-03-02")

var (
	ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, tasks.MayRead, tasks.MayWrite)
	bea  = authz.NewActor("bea", "Bea", authz.Volunteer, authz.SeesGranted, tasks.MayRead, tasks.MayWrite)
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

func service(db *database.DB) *tasks.Service {
	return &tasks.Service{DB: db, Kinds: tasks.NewKinds(), Sees: func(_ context.Context, _ *database.Tx, account, _ string) (bool, error) {
		return account == "ruth", nil
	}}
}

// person adds somebody, and Bea's account.
func person(t *testing.T, db *database.DB) string {
	t.Helper()
	id := ""
	must(t, trail.Write(t.Context(), db, ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Rosa Delgado"})
		if err != nil {
			return err
		}
		id = p.ID
		return tx.Insert(t.Context(), "account", "bea", dbtest.Account("bea", "Bea", "volunteer"))
	}))
	return id
}

func TestDoneCanBeUndone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := service(db), t.Context()
		task, err := s.Add(ctx, ruth, tasks.Task{PersonID: person(t, db), Kind: tasks.KindOwn, Title: "Call Juniper House", DueOn: today, DueTime: "17:00"})
		must(t, err)
		open := func() int {
			list, err := s.Due(ctx, ruth, "ruth", today)
			must(t, err)
			return len(list)
		}
		if open() != 1 {
			t.Fatal("the task is not due")
		}
		done, changes := trail.Collect(ctx)
		must(t, s.Done(done, ruth, task.ID, task.Rev))
		if open() != 0 {
			t.Error("a done task is still due")
		}
		want(t, "done twice", s.Done(ctx, ruth, task.ID, ""), fault.Conflict)
		must(t, trail.Undo(ctx, db, ruth, changes.Changes()[0].Change))
		if open() != 1 {
			t.Error("undo did not bring it back")
		}
		if d := changes.Changes()[0].Deed; d.Kind != "person" || d.ID != task.PersonID || d.Args["name"] != "Rosa Delgado" {
			t.Errorf("deed %+v", d)
		}
	})
}

func TestLegalTasksKeepTheirDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := service(db), t.Context()
		clock, err := s.Add(ctx, ruth, tasks.Task{PersonID: person(t, db), Kind: tasks.KindDeadline, Title: "Step 1", DueOn: today.Add(3)})
		must(t, err)
		want(t, "past the clock", s.PutOff(ctx, ruth, clock.ID, clock.Rev, today.Add(4)), fault.Invalid)
		must(t, s.PutOff(ctx, ruth, clock.ID, clock.Rev, today.Add(2)))
		got, err := s.Task(ctx, ruth, clock.ID)
		must(t, err)
		if got.DueOn != today.Add(3) || got.WaitUntil != today.Add(2) {
			t.Errorf("due %s, hidden until %s", got.DueOn, got.WaitUntil)
		}
		want(t, "a stale form", s.PutOff(ctx, ruth, clock.ID, clock.Rev, today.Add(1)), fault.Conflict)
		want(t, "lost without why", s.Lose(ctx, ruth, clock.ID, "", " "), fault.Invalid)
		must(t, s.Lose(ctx, ruth, clock.ID, "", "The form was refused at the gate."))
	})
}

func TestHandOverOnlyToThoseWhoMaySee(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := service(db), t.Context()
		about, err := s.Add(ctx, ruth, tasks.Task{PersonID: person(t, db), Kind: tasks.KindOwn, Title: "Write", DueOn: today})
		must(t, err)
		nobody, err := s.Add(ctx, ruth, tasks.Task{Kind: tasks.KindOwn, Title: "Buy stamps"})
		must(t, err)
		want(t, "added for a blind colleague", add(s, t, ruth, tasks.Task{PersonID: about.PersonID, Kind: tasks.KindOwn, Title: "x", WorkerID: "bea"}), fault.Invalid)
		want(t, "added for nobody there", add(s, t, ruth, tasks.Task{Kind: tasks.KindOwn, Title: "x", WorkerID: "nobody"}), fault.Invalid)
		must(t, add(s, t, ruth, tasks.Task{Kind: tasks.KindOwn, Title: "About nobody", WorkerID: "bea"}))
		want(t, "no such colleague", s.HandOver(ctx, ruth, about.ID, "", "nobody"), fault.Invalid)
		want(t, "blind colleague", s.HandOver(ctx, ruth, about.ID, "", "bea"), fault.Invalid)
		must(t, s.HandOver(ctx, ruth, nobody.ID, "", "bea"))
		_, err = s.Task(ctx, bea, about.ID)
		want(t, "a hidden person's task", err, fault.NotFound)
		want(t, "done by somebody blind", s.Done(ctx, bea, about.ID, ""), fault.NotFound)
		want(t, "about a hidden person", add(s, t, bea, tasks.Task{PersonID: about.PersonID, Kind: tasks.KindOwn, Title: "x"}), fault.NotFound)
		want(t, "by nobody", add(s, t, authz.Actor{}, tasks.Task{Kind: tasks.KindOwn, Title: "x"}), fault.Forbidden)
		must(t, s.Done(ctx, bea, nobody.ID, ""))
	})
}

func add(s *tasks.Service, t *testing.T, actor authz.Actor, task tasks.Task) error {
	_, err := s.Add(t.Context(), actor, task)
	return err
}

func TestOneNextActionForACase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, id := t.Context(), person(t, db)
		next := func(words string) {
			must(t, trail.Write(ctx, db, ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
				_, err := tasks.SetNext(ctx, tx, "case-1", tasks.Task{PersonID: id, Kind: tasks.KindContact, Title: words, DueOn: today, WorkerID: "ruth"})
				return err
			}))
		}
		next("first")
		next("second")
		open, err := service(db).OfPerson(ctx, ruth, id)
		must(t, err)
		if len(open) != 1 || open[0].Title != "second" {
			t.Errorf("open: %+v", open)
		}
		err = trail.Write(ctx, db, ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
			_, err := tasks.Add(ctx, tx, tasks.Task{PersonID: id, CaseID: "case-1", Kind: tasks.KindContact, DueOn: today, IsNext: true})
			return err
		})
		want(t, "a second one beside it", err, fault.Conflict)
	})
}

func TestCheck(t *testing.T) {
	for name, task := range map[string]tasks.Task{
		"kind.missing":  {Title: "x"},
		"title.missing": {Kind: tasks.KindOwn},
		"due.invalid":   {Kind: tasks.KindCall, DueOn: "2026-02-30"},
		"due.missing":   {Kind: tasks.KindCall, DueTime: "10:00"},
		"hour.invalid":  {Kind: tasks.KindCall, DueOn: today, DueTime: "25:00"},
		"until.invalid": {Kind: tasks.KindCall, DueOn: today, DueTime: "10:00", UntilTime: "09:00"},
		"case.missing":  {Kind: tasks.KindContact, DueOn: today, IsNext: true},
	} {
		if bad := task.Check(); len(bad) != 1 || bad[0].Key != "tasks.task."+name {
			t.Errorf("%s: %+v", name, bad)
		}
	}
}

// A kind nobody registered is an ordinary task: it is never lost from sight.
func TestUnknownKind(t *testing.T) {
	kinds := tasks.NewKinds(tasks.Kind{Key: "parcel", Weight: tasks.WeightLetter, Legal: true})
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[a-z]{1,12}`).Draw(t, "key")
		if k := kinds.Of(key); k.Weight == 0 {
			t.Fatalf("%q weighs nothing", key)
		}
	})
	if k := kinds.Of("parcel"); !k.Legal || k.Weight != tasks.WeightLetter || len(kinds.All()) != len(tasks.NewKinds().All())+1 {
		t.Errorf("registered %+v among %d", k, len(kinds.All()))
	}
}

// The words a capability gives a task for its messages come back as they were.
func TestArgsAreKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := service(db), t.Context()
		args := map[string]string{"whom": "The spring newsletter", "quoted": `"x", <y>`}
		added, err := s.Add(ctx, ruth, tasks.Task{Kind: tasks.KindOwn, Title: "Ask", Args: args})
		must(t, err)
		got, err := s.Task(ctx, ruth, added.ID)
		must(t, err)
		if !maps.Equal(args, got.Args) {
			t.Errorf("%v came back as %v", args, got.Args)
		}
	})
}

// What ends has ended: not twice, not against a colleague's change, not without
// saying why it is lost.
func TestEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := service(db), t.Context()
		task, err := s.Add(ctx, ruth, tasks.Task{Kind: tasks.KindOwn, Title: "Ask"})
		must(t, err)
		end := func(id, rev string, how tasks.State, why string) error {
			return trail.Write(ctx, db, ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error { return tasks.End(ctx, tx, id, rev, how, why) })
		}
		want(t, "no such task", end("nobody", "", tasks.Done, ""), fault.NotFound)
		want(t, "a stale form", end(task.ID, "old", tasks.Done, ""), fault.Conflict)
		want(t, "lost without why", end(task.ID, task.Rev, tasks.Lost, " "), fault.Invalid)
		want(t, "in no such way", end(task.ID, task.Rev, tasks.Open, ""), fault.Invalid)
		must(t, end(task.ID, task.Rev, tasks.Lost, "It came too late."))
		want(t, "twice", end(task.ID, "", tasks.Done, ""), fault.Conflict)
	})
}

// When a case passes to a colleague its open tasks go along, but for those of
// others.
func TestAssign(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx, id := service(db), t.Context(), person(t, db)
		for title, worker := range map[string]string{"hers": "ruth", "nobody's": "", "Lee's": "lee"} {
			must(t, trail.Write(ctx, db, ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
				_, err := tasks.Add(ctx, tx, tasks.Task{PersonID: id, CaseID: "case-1", Kind: tasks.KindOwn, Title: title, DueOn: today, WorkerID: worker})
				return err
			}))
		}
		must(t, trail.Write(ctx, db, ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error { return tasks.Assign(ctx, tx, "case-1", "ruth", "bea") }))
		open, err := s.OfPerson(ctx, ruth, id)
		must(t, err)
		got := map[string]string{}
		for _, task := range open {
			got[task.Title] = task.WorkerID
		}
		if !maps.Equal(got, map[string]string{"hers": "bea", "nobody's": "bea", "Lee's": "lee"}) {
			t.Errorf("with whom: %v", got)
		}
	})
}

// A task can only be put off to a whole day that is still to come.
func TestPutOffRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := service(db), t.Context()
		task, err := s.Add(ctx, ruth, tasks.Task{Kind: tasks.KindOwn, Title: "Ask", DueOn: today})
		must(t, err)
		for _, day := range []civil.Day{"", "2026-02-30", "soon", today, today.Add(-1)} {
			want(t, "put off to "+string(day), s.PutOff(ctx, ruth, task.ID, "", day), fault.Invalid)
		}
		must(t, s.Done(ctx, ruth, task.ID, ""))
		want(t, "what is done", s.PutOff(ctx, ruth, task.ID, "", today.Add(1)), fault.Conflict)
		want(t, "handed over when done", s.HandOver(ctx, ruth, task.ID, "", "ruth"), fault.Conflict)
		want(t, "by nobody", s.PutOff(ctx, authz.Actor{}, task.ID, "", today.Add(1)), fault.Forbidden)
	})
}

func TestPersonIsNamedToThoseWhoMaySee(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx, id := service(db), t.Context(), person(t, db)
		name, err := s.Person(ctx, ruth, id)
		must(t, err)
		if name != "Rosa Delgado" {
			t.Errorf("named %q", name)
		}
		_, err = s.Person(ctx, bea, id)
		want(t, "to somebody blind", err, fault.NotFound)
	})
}
