package people_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
)

func TestSetNames(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx, before, namesAtFirst := t.Context(), r.full(), r.full().Names
		names := before.Names
		names[0].Text, names[2].Text = "Yusef Karimi", "" // respelt, and one removed
		names = append(names, people.Name{Text: "Joe", Kind: people.NameFormer}, people.Name{Kind: people.NameOther})
		r.must(r.SetNames(ctx, ruth, r.yusuf, names))
		after := r.full()
		if after.Name != "Yusef Karimi" || len(after.Names) != 3 || after.Names[2].Text != "Joe" {
			t.Errorf("after: %+v", after)
		}
		if r.found("Joseph Kareem") != "" || r.found("Yusef Karimi") != r.yusuf {
			t.Error("the search did not follow")
		}
		stale := before.Names[:1]
		stale[0].Text = "Joseph"
		r.want(fault.Conflict, r.SetNames(ctx, ruth, r.yusuf, stale))
		none := []people.Name{{ID: after.Names[0].ID, Rev: after.Names[0].Rev}}
		r.want(fault.Invalid, r.SetNames(ctx, ruth, r.yusuf, none))
		r.undo()
		if diff := cmp.Diff(namesAtFirst, r.full().Names, noIDs); r.full().Name != "Yusuf Karimi" || diff != "" {
			t.Error(diff)
		}
		if r.found("Joseph Kareem") != r.yusuf {
			t.Error("the search did not follow the undo")
		}
	})
}

func TestSetNumbers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		n := r.full().Numbers
		n[0], n[1] = n[1], n[0] // another one first
		r.must(r.SetNumbers(t.Context(), ruth, r.yusuf, n, people.Known))
		if f := r.full(); f.Number != "TK-88-1190" || f.Numbers[0].Text != "TK-88-1190" {
			t.Errorf("%+v", f)
		}
		n = r.full().Numbers
		n[0].Text, n[1].Text = "", ""
		r.must(r.SetNumbers(t.Context(), ruth, r.yusuf, n, people.Unknown))
		if f := r.full(); f.Number != "" || f.NumberState != people.Unknown || len(f.Numbers) != 0 {
			t.Errorf("%+v", f)
		}
		r.undo()
		if f := r.full(); f.Number != "TK-88-1190" || r.found("0418OI22") != r.yusuf {
			t.Errorf("after undo: %+v", f)
		}
	})
}

func TestTwoPeopleEditDifferentGroups(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx, f := t.Context(), r.full()
		f.Names[0].Text = "Yusef Karimi"
		r.must(r.SetNames(ctx, ruth, r.yusuf, f.Names[:1]))
		w := f.Ways()
		w.Pronoun = "they"
		r.must(r.SetWays(ctx, ruth, r.yusuf, f.Ways().Tag(), w))
		r.want(fault.Conflict, r.SetWays(ctx, ruth, r.yusuf, f.Ways().Tag(), people.Ways{}))
		if got := r.full(); got.Name != "Yusef Karimi" || got.Pronoun != "they" {
			t.Errorf("%+v", got)
		}
		langs := []people.Language{{ID: f.Languages[1].ID, Rev: f.Languages[1].Rev}, {Lang: "ps", How: people.Speaks}}
		r.must(r.SetLanguages(ctx, ruth, r.yusuf, langs))
		if got := r.full().Languages; len(got) != 2 || got[0].Lang != "fa" || got[1].Lang != "ps" {
			t.Errorf("%+v", got)
		}
	})
}

func TestLife(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		born, _ := r.full().Fact(people.FactBorn)
		r.must(r.SetBorn(ctx, ruth, r.yusuf, people.Life{On: partialdate.Must("1988-04-02"), Source: "birth certificate", Rev: born.Rev}))
		r.want(fault.Conflict, r.SetBorn(ctx, ruth, r.yusuf, people.Life{On: partialdate.Must("1987"), Rev: born.Rev}))
		history, err := r.FactHistory(ctx, ruth, r.yusuf, born.ID)
		if err != nil || len(history) != 2 {
			t.Fatalf("history: %+v, %v", history, err)
		}
		born, _ = r.full().Fact(people.FactBorn)
		r.must(r.SetBorn(ctx, ruth, r.yusuf, people.Life{On: partialdate.Must("1988"), State: people.WouldNotSay, Rev: born.Rev}))
		if f := r.full(); !f.Born.IsZero() || f.BornState != people.WouldNotSay {
			t.Errorf("%+v", f.Person)
		}
		r.must(r.SetDied(ctx, ruth, r.yusuf, people.Life{}))
		died, _ := r.full().Fact(people.FactDied)
		if f := r.full(); !f.Dead || !f.Died.IsZero() || died.State != people.Unknown {
			t.Errorf("%+v", f.Person)
		}
		r.must(r.SetDied(ctx, ruth, r.yusuf, people.Life{On: partialdate.Must("2026-02"), Rev: died.Rev}))
		died, _ = r.full().Fact(people.FactDied)
		r.must(r.SetAlive(ctx, ruth, r.yusuf, died.Rev))
		if f := r.full(); f.Dead || !f.Died.IsZero() {
			t.Errorf("%+v", f.Person)
		}
	})
}

func TestFactsAreEndedNotOverwritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		old, _ := r.full().Fact(people.FactFaith)
		r.must(r.SetFact(ctx, ruth, r.yusuf, old.Rev, people.Fact{Kind: people.FactFaith, Value: "Sunni", Source: "he said", KnownOn: partialdate.Must("2026-03-01")}))
		r.want(fault.Conflict, r.SetFact(ctx, ruth, r.yusuf, old.Rev, people.Fact{Kind: people.FactFaith, State: people.WouldNotSay}))
		r.want(fault.Invalid, r.SetFact(ctx, ruth, r.yusuf, "", people.Fact{Kind: "diet"}))
		now, _ := r.full().Fact(people.FactFaith)
		r.must(r.EndFact(ctx, ruth, r.yusuf, now.ID, now.Rev))
		if _, still := r.full().Fact(people.FactFaith); still {
			t.Error("the fact did not end")
		}
		history, err := r.FactHistory(ctx, ruth, r.yusuf, old.ID)
		if err != nil || len(history) != 2 {
			t.Errorf("history: %+v, %v", history, err)
		}
		other := r.add(ruth, people.NewPerson{Name: "Other"})
		health, _ := r.full().Fact(people.FactHealth)
		r.want(fault.NotFound, r.EndFact(ctx, ruth, other, health.ID, health.Rev))
	})
}

func TestNeverMoreThanThreeLinesOfCare(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		care := people.Care{Line: "His mail is read.", Reason: "two letters came opened", ReviewOn: partialdate.Must("2026-09-01")}
		r.want(fault.Invalid, r.AddCare(ctx, ruth, r.yusuf, people.Care{Line: "x"}))
		for range people.MostCare {
			r.must(r.AddCare(ctx, ruth, r.yusuf, care))
		}
		r.want(fault.Invalid, r.AddCare(ctx, ruth, r.yusuf, care))
		first := r.full().TakeCare[0]
		first.Line = "All his mail is read."
		r.must(r.SetCare(ctx, ruth, r.yusuf, first))
		r.want(fault.Conflict, r.SetCare(ctx, ruth, r.yusuf, first))
		first = r.full().TakeCare[0]
		r.must(r.EndCare(ctx, ruth, r.yusuf, first.ID, first.Rev))
		r.must(r.AddCare(ctx, ruth, r.yusuf, care))
	})
}

func TestAround(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		r.must(r.RelateNew(ctx, ruth, people.NewPerson{Name: "Leila Karimi", Kind: people.Relative},
			people.Relation{PersonID: r.yusuf, Relation: "sister", WhenToCall: "after 18:00", Agreed: people.AgreedYes, AgreedOn: partialdate.Must("2025-03-02")}))
		friend := r.add(ruth, people.NewPerson{Name: "Omar"}) // inside as well
		r.must(r.Relate(ctx, ruth, people.Relation{PersonID: r.yusuf, Other: people.Card{ID: friend}, Relation: "friend"}))
		r.want(fault.Invalid, r.Relate(ctx, ruth, people.Relation{PersonID: r.yusuf, Other: people.Card{ID: r.yusuf}, Relation: "friend"}))

		f := r.full()
		if len(f.Around) != 2 || f.Around[0].Other.Name != "Leila Karimi" || !f.Around[0].Seen {
			t.Fatalf("%+v", f.Around)
		}
		leila, err := r.Person(ctx, ruth, f.Around[0].Other.ID)
		if err != nil || len(leila.AroundOf) != 1 || leila.AroundOf[0].Other.ID != r.yusuf {
			t.Errorf("%+v, %v", leila.AroundOf, err)
		}
		changed := f.Around[0]
		changed.Contact = "+1 555 0100"
		r.must(r.SetRelation(ctx, ruth, changed))
		r.want(fault.Conflict, r.SetRelation(ctx, ruth, changed))
		r.must(r.EndRelation(ctx, ruth, r.yusuf, f.Around[1].ID, f.Around[1].Rev))
		if n := len(r.full().Around); n != 1 {
			t.Errorf("%d are around him", n)
		}
	})
}

// Somebody who sees Yusuf alone learns of his sister, but not that a friend of
// his is in the record.
func TestAroundKeepsTheWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		mine := r.add(bea, people.NewPerson{Name: "Bea's"})
		friend := r.add(ruth, people.NewPerson{Name: "Omar"})
		r.must(r.RelateNew(ctx, ruth, people.NewPerson{Name: "Leila", Kind: people.Relative}, people.Relation{PersonID: mine, Relation: "sister"}))
		r.must(r.Relate(ctx, ruth, people.Relation{PersonID: mine, Other: people.Card{ID: friend}, Relation: "friend"}))
		f, err := r.Person(ctx, bea, mine)
		r.must(err)
		if len(f.Around) != 1 || f.Around[0].Other.Name != "Leila" || f.Around[0].Seen {
			t.Errorf("%+v", f.Around)
		}
		r.want(fault.NotFound, r.Relate(ctx, bea, people.Relation{PersonID: mine, Other: people.Card{ID: r.yusuf}, Relation: "friend"}))
	})
}

// Seeing somebody is not enough for what the law calls special: whoever reads
// that was given the person by name.
func TestSpecialFactsAreForThoseGivenTheName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		lee := authz.NewActor("lee", "Lee", authz.Lead, authz.SeesAll, people.Bundle[authz.Lead]...)
		id := r.add(ruth, people.NewPerson{Name: "Rosa", Facts: []people.Fact{{Kind: people.FactHealth, Value: "Reading glasses"}, {Kind: people.FactWork, Value: "Baker"}}})
		shown := func() (health, work people.Fact) {
			f, err := r.Person(t.Context(), lee, id)
			r.must(err)
			health, _ = f.Fact(people.FactHealth)
			work, _ = f.Fact(people.FactWork)
			return health, work
		}
		health, work := shown()
		if !health.Shut || health.Value != "" || work.Value != "Baker" {
			t.Errorf("%+v %+v", health, work)
		}
		if _, err := r.FactHistory(t.Context(), lee, id, health.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the history is told: %v", err)
		}
		if err := r.SetFact(t.Context(), lee, id, health.Rev, people.Fact{Kind: people.FactHealth, Value: "None"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("it was changed: %v", err)
		}
		if err := r.EndFact(t.Context(), lee, id, health.ID, health.Rev); !fault.Is(err, fault.Forbidden) {
			t.Errorf("it was ended: %v", err)
		}
		r.must(r.DB.Write(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO access_grant (id, rev, account_id, person_id, from_at, until_at, reason) VALUES ('g', 'g', 'lee', ?, 0, ?, 'given')`, id, database.Micros(tx.Now())+1)
			return err
		}))
		if health, _ = shown(); health.Value != "Reading glasses" {
			t.Errorf("%+v", health)
		}
	})
}
