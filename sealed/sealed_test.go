package sealed_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/sealed"
)

func TestNamedPeopleReadAndNobodyElse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "The night shift", "He told me what they do.", "dov")
		for name, reads := range map[string]bool{"ana": false, "ben": true, "cleo": false, "dov": true, "eva": false} {
			if o.reads(name, id) != reads {
				t.Errorf("%s reads: %v", name, !reads)
			}
		}
		o.clock.Add(time.Minute)
		must(t, o.Write(ctx, o.reader("dov"), id, "He told me too."))
		m, err := o.Matter(ctx, o.reader("ben"), id)
		must(t, err)
		if m.Title != "The night shift" || m.Sort != sealed.AboutStaff || len(m.Entries) != 2 || m.Entries[1].Text != "He told me too." || m.Entries[1].By != "dov" {
			t.Errorf("%+v", m)
		}
		if len(m.About) != 1 || m.About[0].Name != "Yusuf Karimi" || len(m.Named) != 2 || m.OldSheets {
			t.Errorf("%+v", m)
		}
		m, err = o.Matter(ctx, o.reader("dov"), id) // a volunteer who was not given him
		must(t, err)
		if m.About[0].Name != "" {
			t.Error("being named shows a person behind the wall")
		}
		for what, err := range map[string]error{
			"write": o.Write(ctx, o.reader("ana"), id, "x"), "name": o.Name(ctx, o.reader("ana"), id, o.ids["ana"]), "unname": o.Unname(ctx, o.reader("eva"), id, o.ids["ben"]),
			"against": o.Against(ctx, o.reader("cleo"), id, o.ids["ben"]), "about": o.About(ctx, o.reader("cleo"), id, "0418"), "sheets": o.TakeSheets(ctx, o.reader("eva"), id),
		} {
			want(t, what, err, fault.NotFound)
		}
	})
}

func TestWhatCannotBegin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		good := sealed.New{Sort: sealed.Board, Title: "x", Text: "y"}
		try := func(change func(*sealed.New)) error {
			n := good
			change(&n)
			_, err := o.Begin(ctx, o.reader("ben"), n)
			return err
		}
		for name, change := range map[string]func(*sealed.New){
			"no sort": func(n *sealed.New) { n.Sort = "gossip" }, "no title": func(n *sealed.New) { n.Title = " " }, "no text": func(n *sealed.New) { n.Text = "\n" },
			"a book": func(n *sealed.New) { n.Text = strings.Repeat("x", sealed.MaxText+1) }, "nobody": func(n *sealed.New) { n.Named = []string{"nope"} },
			"named and against": func(n *sealed.New) { n.Named = []string{o.ids["ana"]}; n.Against = n.Named }, "against oneself": func(n *sealed.New) { n.Against = []string{o.ids["ben"]} },
		} {
			want(t, name, try(change), fault.Invalid)
		}
		want(t, "about nobody", try(func(n *sealed.New) { n.About = []string{"nope"} }), fault.NotFound)
		bare := newOfficeWithoutSheets(t)
		_, err := bare.Begin(ctx, bare.reader("ben"), good)
		want(t, "without sheets", err, fault.Invalid)
	})
}

// newOfficeWithoutSheets is an office before the recovery sheets were made.
func newOfficeWithoutSheets(t *testing.T) *office {
	clock := dbtest.NewClock()
	o := newOffice(t, dbtest.SQLite(t, clock.Now), clock)
	must(t, trail.Write(t.Context(), o.db, o.as("eva"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		rows, err := database.All(t.Context(), tx.Tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) }, `SELECT id FROM sealed_recovery`)
		for _, id := range rows {
			if err := tx.Delete(t.Context(), "sealed_recovery", id); err != nil {
				return err
			}
		}
		return err
	}))
	return o
}

func TestTakingAwayWorksOnTheNextRequest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "x", "y", "cleo")
		before := o.dump("sealed_matter.wrapped")
		held := o.reader("cleo")
		k, err := sealed.BodyKey(before[0], held.Half)
		must(t, err)
		entry := o.dump("sealed_entry.id")[0]
		if !sealed.Unlocks(k, o.dump("sealed_entry.body")[0], entry) {
			t.Fatal("the test does not know what the key opens")
		}
		must(t, o.Unname(ctx, o.reader("ben"), id, o.ids["cleo"]))
		if o.reads("cleo", id) {
			t.Error("still read")
		}
		if sealed.Opens(before[0], held.Half) != nil {
			t.Error("the test does not know what opened it before")
		}
		if sealed.Opens(o.dump("sealed_matter.wrapped")[0], held.Half) == nil {
			t.Error("the key that was held opens what lies there now")
		}
		if sealed.Unlocks(k, o.dump("sealed_entry.body")[0], entry) || sealed.Unlocks(k, o.dump("sealed_matter.head")[0], id) {
			t.Error("the key of the matter is the one that was held")
		}
		want(t, "the last one", o.Unname(ctx, o.reader("ben"), id, o.ids["ben"]), fault.Invalid)
		must(t, o.Name(ctx, o.reader("ben"), id, o.ids["ana"]))
		must(t, o.Unname(ctx, o.reader("ben"), id, o.ids["ben"]))
		if o.reads("ben", id) || !o.reads("ana", id) {
			t.Error("one who left still reads, or the one who stayed does not")
		}
		must(t, o.staff.Disable(ctx, o.as("eva"), o.ids["cleo"]))
		want(t, "naming one who is gone", o.Name(ctx, o.reader("ana"), id, o.ids["cleo"]), fault.Invalid)
	})
}

// P15, for sealed matters: a conflict of interest beats being named.
func TestConflictsBeatBeingNamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "x", "y", "cleo", "dov")
		walls := &access.Service{DB: o.db}
		must(t, walls.Bar(ctx, o.as("ana"), access.NewBar{PersonID: o.yusuf, AccountID: o.ids["dov"], Kind: access.Relative}))
		if o.reads("dov", id) {
			t.Error("a relative of whom it is about reads it")
		}
		must(t, o.Against(ctx, o.reader("ben"), id, o.ids["cleo"]))
		if o.reads("cleo", id) {
			t.Error("whom it is about reads it")
		}
		for _, name := range []string{"cleo", "dov"} {
			want(t, "naming "+name, o.Name(ctx, o.reader("ben"), id, o.ids[name]), fault.Invalid)
		}
		want(t, "against oneself", o.Against(ctx, o.reader("ben"), id, o.ids["ben"]), fault.Invalid)
		waits, err := o.News(ctx, o.as("dov"))
		must(t, err)
		if waits {
			t.Error("Today tells whoever is kept out")
		}
		m, err := o.Matter(ctx, o.reader("ben"), id)
		must(t, err)
		must(t, o.NotAgainst(ctx, o.reader("ben"), id, m.Against[0].ID))
		must(t, o.Name(ctx, o.reader("ben"), id, o.ids["cleo"]))
		want(t, "a row of another matter", o.NotAbout(ctx, o.reader("ben"), o.begin("ben", "a", "b"), m.About[0].ID), fault.NotFound)
	})
}

func TestNewsWithoutAKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		id := o.begin("ben", "x", "y", "cleo")
		news := func(name string) bool {
			waits, err := o.News(ctx, o.as(name))
			must(t, err)
			return waits
		}
		if !news("cleo") || news("ana") || news("eva") {
			t.Errorf("cleo %v, ana %v, eva %v", news("cleo"), news("ana"), news("eva"))
		}
		o.clock.Add(time.Minute)
		look, seen := trail.Watch(ctx)
		_, err := o.Matter(look, o.reader("cleo"), id)
		must(t, err)
		must(t, trail.NewWitness(o.db).Record(ctx, o.as("cleo"), seen))
		if news("cleo") {
			t.Error("what was read is still new")
		}
		m, err := o.Matter(ctx, o.reader("ben"), id)
		must(t, err)
		if len(m.Readers) != 1 || m.Readers[0].ActorName != "cleo" {
			t.Errorf("%+v", m.Readers)
		}
		o.clock.Add(time.Minute)
		must(t, o.Write(ctx, o.reader("ben"), id, "more"))
		if !news("cleo") {
			t.Error("what was written since is not new")
		}
	})
}

// Random worlds: whatever is named, taken away and said to be against somebody,
// exactly those read who are named and not kept out.
func TestRandomWorlds(t *testing.T) {
	t.Parallel()
	clock := dbtest.NewClock()
	o := newOffice(t, dbtest.SQLite(t, clock.Now), clock)
	names := []string{"ana", "ben", "cleo", "dov", "eva"}
	rapid.Check(t, func(rt *rapid.T) {
		ctx := t.Context()
		by := rapid.SampledFrom(names).Draw(rt, "by")
		n := sealed.New{Sort: sealed.Board, Title: "t", Text: "x"}
		id, err := o.Begin(ctx, o.reader(by), n)
		must(t, err)
		named, against := map[string]bool{by: true}, map[string]bool{}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			actor, other := rapid.SampledFrom(names).Draw(rt, "actor"), rapid.SampledFrom(names).Draw(rt, "other")
			var err error
			ok := named[actor]
			step := rapid.SampledFrom([]string{"name", "unname", "against", "write"}).Draw(rt, "step")
			switch step {
			case "name":
				ok = ok && !against[other]
				if err = o.Name(ctx, o.reader(actor), id, o.ids[other]); ok {
					named[other] = true
				}
			case "unname":
				ok = ok && named[other] && len(named) > 1
				if err = o.Unname(ctx, o.reader(actor), id, o.ids[other]); ok {
					delete(named, other)
				}
			case "against":
				ok = ok && actor != other
				if err = o.Against(ctx, o.reader(actor), id, o.ids[other]); ok {
					delete(named, other)
					against[other] = true
				}
			case "write":
				err = o.Write(ctx, o.reader(actor), id, "more")
			}
			if ok != (err == nil) {
				rt.Fatalf("%s by %s of %s: %v, want %v", step, actor, other, err, ok)
			}
			for _, name := range names {
				_, err := o.Matter(ctx, o.reader(name), id)
				if got := err == nil; got != named[name] {
					rt.Fatalf("after %s by %s of %s: %s reads: %v", step, actor, other, name, got)
				}
			}
		}
	})
}
