package merging_test

import (
	"maps"
	"testing"
	"time"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/people"
)

func TestTwoBecomeOne(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		work := people.Fact{Kind: people.FactWork, Value: "kitchen"}
		keep := o.add("Josef Karim", "0418", work)
		gone := o.add("Joseph Kareem", "0419", people.Fact{Kind: people.FactWork, Value: "laundry", Source: "his letter"})
		sister := o.add("Amina Karim", "")
		o.must(o.People.Relate(o.ctx, o.lead, people.Relation{PersonID: gone, Other: people.Card{ID: sister}, Relation: "sister"}))
		o.must(o.People.Relate(o.ctx, o.lead, people.Relation{PersonID: keep, Other: people.Card{ID: gone}, Relation: "other"}))
		theirs, _ := o.full(gone).Fact(people.FactWork)

		c, err := o.Compare(o.ctx, o.lead, keep, gone)
		o.must(err)
		if take := c.Preferred(); len(take) != 1 || take[0] != theirs.ID {
			t.Fatalf("prefers %v, want the fact that names its source", take)
		}
		o.merge(keep, gone, c.Preferred()...)

		one := o.full(keep)
		if one.Name != "Josef Karim" || len(one.Names) != 2 || len(one.Numbers) != 2 || one.Number != "0418" {
			t.Errorf("%s with %d names and %d numbers, first %s", one.Name, len(one.Names), len(one.Numbers), one.Number)
		}
		if f, _ := one.Fact(people.FactWork); f.Value != "laundry" || len(one.Facts) != 1 {
			t.Errorf("facts in force: %+v", one.Facts)
		}
		if len(one.Around) != 1 || one.Around[0].Other.ID != sister {
			t.Errorf("around: %+v", one.Around)
		}
		_, err = o.People.Person(o.ctx, o.lead, gone)
		o.is(err, fault.NotFound)
		if got := o.found("Joseph Kareem"); len(got) != 1 || got[0] != keep {
			t.Errorf("found %v", got)
		}
		o.whole()
	})
}

// found is who the search finds by a name.
func (o *office) found(name string) (list []string) {
	o.t.Helper()
	o.must(o.db.Read(o.ctx, func(tx *database.Tx) error {
		hits, err := o.index.Match(o.ctx, tx, search.Candidate{Entry: search.Entry{Names: []string{name}}})
		for _, h := range hits {
			if h.Score >= 0.88 {
				list = append(list, h.Subject)
			}
		}
		return err
	}))
	return list
}

func TestPartingYearsLater(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep := o.add("Josef Karim", "0418", people.Fact{Kind: people.FactWork, Value: "kitchen"})
		gone := o.add("Joseph Kareem", "0419", people.Fact{Kind: people.FactWork, Value: "laundry"})
		fact, _ := o.full(gone).Fact(people.FactWork)
		before := o.images(gone)
		m := o.merge(keep, gone, people.TakeName, fact.ID)
		o.clock.Add(3 * 365 * 24 * time.Hour)

		// Meanwhile the work changes, and so does the name in use.
		now, _ := o.full(keep).Fact(people.FactWork)
		o.must(o.People.SetFact(o.ctx, o.lead, keep, now.Rev, people.Fact{Kind: people.FactWork, Value: "library"}))
		bar := access.NewBar{PersonID: keep, AccountID: o.lead.ID, Kind: access.Relative}
		o.insert(row{"access_bar", trail.Set{"account_id": ids.New(), "person_id": keep, "kind": string(bar.Kind), "why": "", "by_id": "", "from_at": database.Micros(o.db.Now()), "until_at": int64(1) << 60}})
		o.part(m)

		one, other := o.full(keep), o.full(gone)
		if f, _ := one.Fact(people.FactWork); f.Value != "library" || len(one.Facts) != 1 {
			t.Errorf("what was added since does not stay: %+v", one.Facts)
		}
		if one.Name != "Josef Karim" || other.Name != "Joseph Kareem" {
			t.Errorf("%q and %q", one.Name, other.Name)
		}
		after := o.images(gone)
		bars := 0
		for key, r := range after {
			if _, known := before[key]; !known {
				delete(after, key)
				if r["account_id"] != nil {
					bars++
				}
			}
		}
		if bars != 1 {
			t.Errorf("%d walls built since stand around who was parted, want 1", bars)
		}
		if got := o.found("Joseph Kareem"); len(got) == 0 || got[0] != gone {
			t.Errorf("found %v", got)
		}
		_, err := o.Part(o.ctx, o.lead, m.ID)
		o.is(err, fault.Conflict)
		o.whole()
	})
}

func TestChainsPartInEitherOrder(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		for _, order := range [][2]int{{0, 1}, {1, 0}} {
			for _, star := range []bool{false, true} {
				var who [3]string
				for i, work := range []string{"kitchen", "laundry", "garden"} {
					who[i] = o.add([]string{"Josef Karim", "Joseph Kareem", "Yusuf Karim"}[i], "041"+work[:1], people.Fact{Kind: people.FactWork, Value: work})
				}
				last, _ := o.full(who[2]).Fact(people.FactWork)
				before := o.images(who[:]...)
				into := who[1]
				if star {
					into = who[0]
				}
				merges := []merging.Merge{o.merge(into, who[2], last.ID, people.TakeName)}
				between := o.images(who[:]...)
				merges = append(merges, o.merge(who[0], who[1], last.ID))
				if top, err := o.Kept(o.ctx, o.lead, who[2]); err != nil || top != who[0] {
					t.Fatalf("leads to %q, %v", top, err)
				}
				o.part(merges[order[0]])
				if order[0] == 1 { // as if the second had never been
					same(t, between, o.images(who[:]...))
				} else {
					freed := o.images(who[2])
					for key, want := range before {
						if want["person_id"] == who[2] && !maps.Equal(want, freed[key]) {
							t.Errorf("%s:\n was %v\n is  %v", key, want, freed[key])
						}
					}
				}
				o.part(merges[order[1]])
				same(t, before, o.images(who[:]...))
			}
		}
		o.whole()
	})
}

func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep, gone := o.add("Josef Karim", "0418"), o.add("Joseph Kareem", "0419")
		n := merging.New{Keep: keep, Gone: gone}
		bundle := authz.Merge(people.Bundle, merging.Bundle)
		worker := authz.NewActor(ids.New(), "Bea", authz.Worker, authz.SeesAll, bundle[authz.Worker]...)
		blind := authz.NewActor(ids.New(), "Lee", authz.Lead, authz.SeesGranted, bundle[authz.Lead]...)
		_, err := o.Merge(o.ctx, worker, n)
		o.is(err, fault.Forbidden)
		_, err = o.Merge(o.ctx, blind, n)
		o.is(err, fault.NotFound)
		_, err = o.Merge(o.ctx, o.lead, merging.New{Keep: keep, Gone: keep})
		o.is(err, fault.Invalid)
		_, err = o.Merge(o.ctx, o.lead, merging.New{Keep: keep, Gone: gone, Rev: "old.old"})
		o.is(err, fault.Conflict)
		_, err = o.Kept(o.ctx, o.lead, gone)
		o.is(err, fault.NotFound)
		m := o.merge(keep, gone)
		_, err = o.Kept(o.ctx, blind, gone)
		o.is(err, fault.NotFound)
		_, err = o.Part(o.ctx, worker, m.ID)
		o.is(err, fault.Forbidden)
		_, err = o.Part(o.ctx, blind, m.ID)
		o.is(err, fault.NotFound)
		o.is(o.Distinct(o.ctx, worker, keep, gone), fault.Forbidden)
		_, _, err = o.Doubles(o.ctx, worker, 10)
		o.is(err, fault.Forbidden)
	})
}

// Nobody sees more of either than they saw, but by a grant on the other.
func TestEveryWallStands(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep, gone := o.add("Josef Karim", "0418"), o.add("Joseph Kareem", "0419")
		barred := authz.NewActor(ids.New(), "Bea", authz.Worker, authz.SeesAll, people.Bundle[authz.Worker]...)
		barred.Barred = true
		now, ever := database.Micros(o.db.Now()), int64(1)<<60
		glass := authz.NewActor(ids.New(), "Samir", authz.Worker, authz.SeesGranted, people.Bundle[authz.Worker]...)
		o.insert(
			row{"access_bar", trail.Set{"account_id": barred.ID, "person_id": gone, "kind": "family", "why": "", "by_id": "", "from_at": now, "until_at": ever}},
			row{"access_grant", trail.Set{"account_id": glass.ID, "person_id": gone, "from_at": now, "until_at": ever, "reason": access.ByGlass}},
		)
		before := o.images(keep, gone)
		m := o.merge(keep, gone)
		for _, who := range []authz.Actor{barred, glass} {
			_, err := o.People.Person(o.ctx, who, keep)
			o.is(err, fault.NotFound)
		}
		o.part(m)
		same(t, before, o.images(keep, gone))
		o.insert(row{"restriction", trail.Set{"person_id": gone, "why": "x", "by_id": "", "from_at": now, "until_at": ever}})
		o.merge(keep, gone)
		worker := authz.NewActor(ids.New(), "Ann", authz.Worker, authz.SeesAll, people.Bundle[authz.Worker]...)
		_, err := o.People.Person(o.ctx, worker, keep)
		o.is(err, fault.NotFound)
	})
}

func TestChaptersStayApart(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep := o.add("Josef Karim", "0418")
		north := o.lead
		north.Chapter = ids.New()
		p, err := o.People.Add(o.ctx, north, people.NewPerson{Name: "Joseph Kareem"})
		o.must(err)
		_, err = o.Merge(o.ctx, o.lead, merging.New{Keep: keep, Gone: p.ID})
		o.is(err, fault.Invalid)
		c, err := o.Compare(o.ctx, o.lead, keep, p.ID)
		o.must(err)
		if !c.Apart {
			t.Error("the comparison does not say that they belong to two chapters")
		}
	})
}

func TestUndoAndRedo(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep, gone := o.add("Josef Karim", "0418"), o.add("Joseph Kareem", "0419")
		before := o.images(keep, gone)
		ctx, done := trail.Collect(o.ctx)
		_, err := o.Merge(ctx, o.lead, merging.New{Keep: keep, Gone: gone, Take: []string{people.TakeName}})
		o.must(err)
		merged := o.images(keep, gone)
		ctx, undone := trail.Collect(o.ctx)
		o.must(trail.Undo(ctx, o.db, o.lead, done.Changes()[0].Change, o.After...))
		same(t, before, o.images(keep, gone))
		if got := o.found("Joseph Kareem"); len(got) == 0 || got[0] != gone {
			t.Errorf("found %v", got)
		}
		o.must(trail.Undo(o.ctx, o.db, o.lead, undone.Changes()[0].Change, o.After...))
		same(t, merged, o.images(keep, gone))
		o.whole()
	})
}

func TestLikelyDoubles(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep, gone := o.add("Josef Karim", "0418-OI-22"), o.add("Josef Karim", "O418-0I-22")
		third := o.add("Wilhelmina Ostrander", "7")
		look := func() []merging.Double {
			o.t.Helper()
			total := 0
			o.must(o.Search(o.ctx, func(n int) { total = n }, func(done int) error { total -= done; return nil }))
			if total != 0 {
				t.Errorf("%d people were not compared", total)
			}
			list, n, err := o.Doubles(o.ctx, o.lead, 10)
			o.must(err)
			if n != len(list) {
				t.Errorf("counts %d, lists %d", n, len(list))
			}
			return list
		}
		list := look()
		if len(list) != 1 || list[0].Keep.ID != keep || list[0].Gone.ID != gone || !list[0].Certain || len(list[0].Why) == 0 {
			t.Fatalf("doubles: %+v", list)
		}
		blind := authz.NewActor(ids.New(), "Lee", authz.Lead, authz.SeesGranted, append(merging.Bundle[authz.Lead], people.MayRead)...)
		if hidden, n, err := o.Doubles(o.ctx, blind, 10); err != nil || n != 0 || len(hidden) != 0 {
			t.Errorf("hints at people nobody gave: %v %d %v", hidden, n, err)
		}
		m := o.merge(keep, gone)
		if list = look(); len(list) != 0 {
			t.Errorf("merged, and still double: %+v", list)
		}
		o.part(m)
		o.must(o.Distinct(o.ctx, o.lead, gone, keep))
		o.must(o.Distinct(o.ctx, o.lead, keep, gone)) // said twice
		if list = look(); len(list) != 0 {
			t.Errorf("decided, and still asked: %+v", list)
		}
		if o.full(third).Name == "" {
			t.Error("somebody else went")
		}
	})
}

func TestTheNewestClaimIsThePresentStay(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		keep, gone := o.add("Josef Karim", "0418"), o.add("Joseph Kareem", "0419")
		stay := func(person, since string) row {
			return row{"stay", trail.Set{
				"person_id": person, "facility_id": "f" + since, "unit": "", "state": "held", "since": since, "since_sort": since, "until": "", "source": "letter",
				"source_on": since, "confidence": "reported", "recorded_at": 1, "recorded_by": "", "current": 1, "beside": 0,
			}}
		}
		o.insert(stay(keep, "2025-03-01"), stay(gone, "2026-02-01"))
		before := o.images(keep, gone)
		m := o.merge(keep, gone)
		if n := o.current(keep); n != "f2026-02-01" {
			t.Errorf("is at %q", n)
		}
		o.part(m)
		same(t, before, o.images(keep, gone))

		m = o.merge(keep, gone)
		_, err := o.moves.Move(o.ctx, o.lead, []string{keep}, moved(partialdate.Must("2026-03-01")))
		o.must(err)
		o.part(m)
		if n := o.current(keep); n != "" {
			t.Errorf("what was recorded since does not stay: %q", n)
		}
	})
}
