package copying_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/throughcare/throughcare/copying"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// office is a record with accounts, watched.
type office struct {
	t         *testing.T
	db        *database.DB
	clock     *dbtest.Clock
	watch     *copying.Watch
	ruth, lee authz.Actor // leads
	people    []string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, fn func(*office)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		o := &office{t: t, db: db, clock: clock}
		must(t, trail.Begin(t.Context(), db))
		o.again()
		o.ruth, o.lee = o.account("Ruth"), o.account("Lee")
		for range 300 {
			o.people = append(o.people, ids.New())
		}
		fn(o)
	})
}

// again is the program after a new start.
func (o *office) again() {
	o.watch = &copying.Watch{Service: &copying.Service{DB: o.db}, Witness: trail.NewWitness(o.db)}
}

// account adds a lead who has not proved who they are of late.
func (o *office) account(name string) authz.Actor {
	o.t.Helper()
	perms := authz.Merge(copying.Bundle, people.Bundle)
	a := authz.NewActor(ids.New(), name, authz.Lead, authz.SeesAll, perms[authz.Lead]...)
	o.write(func(ctx context.Context, tx *trail.Tx) error {
		return tx.Insert(ctx, "account", a.ID, trail.Set{
			"name": name, "sign_in": name, "sign_in_key": name, "role": "lead", "phrase_hash": "", "code_secret": "", "locale": "", "theme": "", "density": "",
			"single_keys": 0, "created_at": 0, "disabled_at": 0,
		})
	})
	return a
}

func (o *office) write(fn func(context.Context, *trail.Tx) error) {
	o.t.Helper()
	must(o.t, trail.Write(o.t.Context(), o.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error { return fn(o.t.Context(), tx) }))
}

func (o *office) shown(a authz.Actor, look trail.Look, people ...string) error {
	ctx, seen := trail.Watch(o.t.Context())
	trail.Saw(ctx, look, people...)
	return o.watch.Record(ctx, a, seen)
}

func proven(a authz.Actor) authz.Actor {
	a.Proven = true
	return a
}

// Whoever reads their own two hundred and ninety-seven people, on Today and on
// paper, all morning, is never asked for anything.
func TestOnesOwnPeopleDoNotCount(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		mine := o.people[:297]
		o.write(func(ctx context.Context, tx *trail.Tx) error {
			for _, id := range mine {
				set := trail.Set{"account_id": o.ruth.ID, "person_id": id, "from_at": 0, "until_at": int64(1) << 60, "reason": "case"}
				if err := tx.Insert(ctx, "access_grant", ids.New(), set); err != nil {
					return err
				}
			}
			return nil
		})
		for range 5 {
			must(o.t, o.shown(o.ruth, trail.List, mine...))
			must(o.t, o.shown(o.ruth, trail.Print, mine...))
		}
		for _, id := range mine[:100] {
			must(o.t, o.shown(o.ruth, trail.Page, id))
		}
		if n := o.tasks(); n != 0 {
			o.t.Errorf("%d people were told of it", n)
		}
		if err := o.shown(o.ruth, trail.Export, mine...); !errors.Is(err, copying.ErrProve) {
			o.t.Errorf("taken out in one file: %v", err)
		}
	})
}

// Past two hundred people of others, by whatever mix, one proves who one is.
func TestReadingManyAsksForProof(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		looks, read := []trail.Look{trail.List, trail.Page, trail.Print}, 0
		for i := range 60 {
			err := o.shown(o.ruth, looks[i%3], o.people[i*5:i*5+5]...)
			if errors.Is(err, copying.ErrProve) {
				break
			}
			must(o.t, err)
			read += 5
		}
		if read != copying.Defaults().People {
			o.t.Errorf("%d people were shown", read)
		}
		must(o.t, o.shown(o.ruth, trail.List, o.people[:copying.Defaults().People]...)) // whom one has seen does not count twice
		must(o.t, o.shown(proven(o.ruth), trail.List, o.people[200:]...))
		must(o.t, o.shown(o.ruth, trail.List, o.people[:50]...))
		must(o.t, o.shown(o.lee, trail.List, o.people[:200]...))
		o.clock.Add(copying.Day)
		must(o.t, o.shown(o.lee, trail.List, o.people[200:]...))
	})
}

// Past two hundred people in files, a second person agrees, for a day; a new
// start of the program forgets none of it.
func TestTakingManyOutNeedsTwo(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		me, other := proven(o.ruth), proven(o.lee)
		must(o.t, o.shown(me, trail.Export, o.people[:150]...))
		o.again()
		if err := o.shown(me, trail.Export, o.people[140:210]...); !errors.Is(err, copying.ErrAgree) {
			o.t.Fatalf("%v", err)
		}
		if err := o.shown(o.ruth, trail.Export, o.people[140:210]...); !errors.Is(err, copying.ErrProve) {
			o.t.Errorf("not proven: %v", err)
		}
		if _, err := o.watch.Ask(o.t.Context(), me, "because"); !fault.Is(err, fault.Invalid) {
			o.t.Errorf("without a reason: %v", err)
		}
		alone, err := o.watch.Ask(o.t.Context(), me, "The yearly copy for the council, deleted in May")
		must(o.t, err)
		if alone || o.tasks() != 1 {
			o.t.Errorf("alone %v, %d told", alone, o.tasks())
		}
		list, err := o.watch.Wishes(o.t.Context(), other)
		must(o.t, err)
		for name, actor := range map[string]authz.Actor{"oneself": me, "not proven": o.lee, "nobody": {}} {
			if err := o.watch.Agree(o.t.Context(), actor, list[0].ID); !fault.Is(err, fault.Forbidden) {
				o.t.Errorf("%s agreed: %v", name, err)
			}
		}
		if err := o.shown(me, trail.Export, o.people[140:210]...); !errors.Is(err, copying.ErrAgree) {
			o.t.Errorf("before anybody agreed: %v", err)
		}
		must(o.t, o.watch.Agree(o.t.Context(), other, list[0].ID))
		if err := o.watch.Agree(o.t.Context(), other, list[0].ID); !fault.Is(err, fault.Conflict) {
			o.t.Errorf("twice: %v", err)
		}
		must(o.t, o.shown(me, trail.Export, o.people...))
		o.clock.Add(copying.Life + time.Minute)
		if err := o.shown(me, trail.Export, o.people...); !errors.Is(err, copying.ErrAgree) {
			o.t.Errorf("the day after: %v", err)
		}
	})
}

// Where there is nobody else, one goes on alone, and it stands in the list.
func TestNobodyElseToAsk(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		o.write(func(ctx context.Context, tx *trail.Tx) error {
			return tx.Update(ctx, "account", o.lee.ID, "", trail.Set{"disabled_at": 1})
		})
		me := proven(o.ruth)
		alone, err := o.watch.Ask(o.t.Context(), me, "The yearly copy for the council, deleted in May")
		must(o.t, err)
		must(o.t, o.shown(me, trail.Export, o.people...))
		list, err := o.watch.Wishes(o.t.Context(), me)
		must(o.t, err)
		if !alone || len(list) != 1 || !list[0].Alone {
			o.t.Errorf("%v %+v", alone, list)
		}
	})
}

// More than sixty pages of others in an hour are told to the other leads, once.
func TestManyPagesAreTold(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		for i, id := range o.people[:70] {
			must(o.t, o.shown(o.ruth, trail.Page, id))
			if want := map[bool]int{true: 1}[i >= copying.Defaults().Pages]; o.tasks() != want {
				o.t.Fatalf("after %d pages %d are told", i+1, o.tasks())
			}
		}
		o.clock.Add(copying.Hour)
		for _, id := range o.people[70:130] {
			must(o.t, o.shown(o.ruth, trail.Page, id))
		}
		if o.tasks() != 1 {
			o.t.Error("sixty pages in another hour were told")
		}
	})
}

// Limits that are lowered hold at once; raised ones after a day, while colleagues
// know. Who may not agree chooses none, and an undo gives back what was.
func TestLimitsAreChosen(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ctx, me, why := o.t.Context(), proven(o.ruth), "A team of nine with four hundred letters a day"
		rev := func() string {
			c, err := o.watch.Chosen(ctx)
			must(o.t, err)
			return c.Rev
		}
		want := func(people, pages int) {
			o.t.Helper()
			if got, err := o.watch.Limits(ctx); err != nil || got != (copying.Limits{People: people, Pages: pages}) {
				o.t.Fatalf("%+v %v", got, err)
			}
		}
		want(200, 60)
		for name, bad := range map[string]error{
			"not proven":  o.watch.SetLimits(ctx, o.ruth, "", copying.Limits{People: 100, Pages: 60}, why),
			"may not":     o.watch.SetLimits(ctx, proven(authz.NewActor(o.lee.ID, "Lee", authz.Worker, authz.SeesAll, people.MayRead)), "", copying.Limits{People: 100, Pages: 60}, why),
			"why":         o.watch.SetLimits(ctx, me, "", copying.Limits{People: 100, Pages: 60}, "because"),
			"too few":     o.watch.SetLimits(ctx, me, "", copying.Limits{People: 19, Pages: 60}, why),
			"too many":    o.watch.SetLimits(ctx, me, "", copying.Limits{People: 1001, Pages: 60}, why),
			"few pages":   o.watch.SetLimits(ctx, me, "", copying.Limits{People: 100, Pages: 9}, why),
			"many pages":  o.watch.SetLimits(ctx, me, "", copying.Limits{People: 100, Pages: 301}, why),
			"another rev": o.watch.SetLimits(ctx, me, "0192", copying.Limits{People: 100, Pages: 60}, why),
		} {
			if bad == nil {
				o.t.Errorf("%s is taken", name)
			}
		}
		if o.tasks() != 0 {
			o.t.Error("what was refused is told")
		}
		must(o.t, o.watch.SetLimits(ctx, me, "", copying.Limits{People: 20, Pages: 300}, why))
		want(20, 60)
		if o.tasks() != 1 {
			o.t.Errorf("%d are told", o.tasks())
		}
		must(o.t, o.shown(o.lee, trail.List, o.people[:20]...))
		if err := o.shown(o.lee, trail.List, o.people[20:21]...); !errors.Is(err, copying.ErrProve) {
			o.t.Errorf("one more than was chosen: %v", err)
		}
		o.clock.Add(copying.Life - time.Second)
		want(20, 60)
		o.clock.Add(time.Second)
		want(20, 300)
		must(o.t, o.watch.SetLimits(ctx, proven(o.lee), rev(), copying.Limits{People: 1000, Pages: 300}, why))
		want(20, 300)
		if err := o.watch.SetLimits(ctx, me, "", copying.Limits{People: 100, Pages: 60}, why); !fault.Is(err, fault.Conflict) {
			o.t.Errorf("over what was chosen meanwhile: %v", err)
		}
		must(o.t, trail.Undo(ctx, o.db, o.lee, rev()))
		o.clock.Add(6 * time.Second) // what was read a moment ago is believed so long
		want(20, 300)
		o.clock.Add(copying.Life)
		want(20, 300)
	})
}

func TestTheLimitsThatCome(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"people", "pages"} {
		if r := copying.RangeOf(key); r.Key != key || r.Least < 1 || r.Amount < r.Least || r.Amount > r.Most {
			t.Errorf("%+v", r)
		}
	}
}

func (o *office) tasks() (n int) {
	o.t.Helper()
	must(o.t, o.db.Read(o.t.Context(), func(tx *database.Tx) (err error) {
		n, err = database.One(o.t.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, `SELECT count(*) FROM task`)
		return err
	}))
	return n
}

// What counting costs a page like Today, with three hundred people on it.
func BenchmarkToday(b *testing.B) {
	db := dbtest.SQLite(b, dbtest.NewClock().Now)
	w := &copying.Watch{Service: &copying.Service{DB: db}, Witness: silent{}}
	me := authz.NewActor(ids.New(), "Ruth", authz.Lead, authz.SeesAll)
	var folk []string
	for range 190 {
		folk = append(folk, ids.New())
	}
	ctx, seen := trail.Watch(b.Context())
	trail.Saw(ctx, trail.List, folk...)
	for b.Loop() {
		if err := w.Record(ctx, me, seen); err != nil {
			b.Fatal(err)
		}
	}
}

type silent struct{}

func (silent) Record(context.Context, authz.Actor, *trail.Seen) error { return nil }
