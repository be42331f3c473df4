package people_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

func TestManyFactsAreOneChange(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		health, _ := r.full().Fact(people.FactHealth)
		faith, _ := r.full().Fact(people.FactFaith)
		facts := []people.Fact{
			{Kind: people.FactHealth, Rev: health.Rev}, // not so any more
			{Kind: people.FactFaith, Rev: faith.Rev, State: people.WouldNotSay, Source: "his letter\u202e"},
			{Kind: "Shoe size", Value: "44"},
			{Kind: people.FactWork}, // nothing, and nothing before
		}
		bad := append(facts[:2:2], people.Fact{Kind: "Shoe size", Value: "44", State: people.Unknown})
		err := r.SetFacts(ctx, ruth, r.yusuf, bad)
		r.want(fault.Invalid, err)
		if want := "facts.2.value"; err == nil || problemField(err) != want {
			t.Errorf("problem of %q, want %q", problemField(err), want)
		}
		r.must(r.SetFacts(ctx, ruth, r.yusuf, facts))
		f := r.full()
		if _, still := f.Fact(people.FactHealth); still {
			t.Error("health did not end")
		}
		if got, _ := f.Fact(people.FactFaith); got.State != people.WouldNotSay || got.Source != "his letter" {
			t.Errorf("faith: %+v", got)
		}
		if got, _ := f.Fact("Shoe size"); got.Value != "44" {
			t.Errorf("shoe size: %+v", got)
		}
		r.want(fault.Conflict, r.SetFacts(ctx, ruth, r.yusuf, []people.Fact{{Kind: people.FactFaith, Rev: faith.Rev, Value: "Sunni"}}))
		r.want(fault.NotFound, r.SetFacts(ctx, bea, r.yusuf, facts))
		r.undo()
		f = r.full()
		if got, _ := f.Fact(people.FactHealth); got.Value != "Reading glasses" {
			t.Errorf("health after undo: %+v", got)
		}
		if _, there := f.Fact("Shoe size"); there {
			t.Error("the shoe size is still there")
		}
	})
}

func problemField(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Problems) == 1 {
		return e.Problems[0].Field
	}
	return ""
}

func TestTheHistoryOfAFactIsOfOnePerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		health, _ := r.full().Fact(people.FactHealth)
		other := r.add(ruth, people.NewPerson{Name: "Other"})
		_, err := r.FactHistory(t.Context(), ruth, other, health.ID)
		r.want(fault.NotFound, err)
		_, err = r.FactHistory(t.Context(), bea, r.yusuf, health.ID)
		r.want(fault.NotFound, err)
		r.must(r.EndFact(t.Context(), ruth, r.yusuf, health.ID, health.Rev))
		if facts, err := r.FactHistory(t.Context(), ruth, r.yusuf, health.ID); err != nil || len(facts) != 1 {
			t.Errorf("%+v, %v", facts, err)
		}
	})
}

func TestEnrichAddsAndNeverReplaces(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		enrich := func(actor authz.Actor, id string, g people.Gain) error {
			return trail.Write(ctx, db, actor, &trail.Deed{Action: "test", Kind: "person", ID: r.yusuf}, func(tx *trail.Tx) error {
				return people.Enrich(ctx, tx, r.index, id, g)
			})
		}
		gain := people.Gain{Names: []string{"Yousef Karimi"}, Numbers: []people.Number{{Text: "71904-018", Issuer: "BOP"}}, Born: partialdate.Must("1988-04-02"), Source: "roster"}
		r.must(enrich(ruth, r.yusuf, gain))
		f := r.full()
		if f.Name != "Yusuf Karimi" || f.Number != "0418-OI-22" || len(f.Names) != 4 || len(f.Numbers) != 3 || f.Born.String() != "1988-04-02" {
			t.Errorf("%+v", f)
		}
		if last := f.Names[3]; last.Text != "Yousef Karimi" || last.Kind != people.NameOther || last.Source != "roster" {
			t.Errorf("%+v", last)
		}
		if r.found("71904-018") != r.yusuf || r.found("Yousef Karimi") != r.yusuf {
			t.Error("what was gained cannot be found")
		}
		r.want(fault.NotFound, enrich(bea, r.yusuf, gain))
		r.want(fault.Invalid, enrich(ruth, r.yusuf, people.Gain{Names: []string{strings.Repeat("x", people.MaxName+1)}}))
		r.undo()
		if f := r.full(); len(f.Names) != 3 || len(f.Numbers) != 2 || f.Born.String() != "1988" || r.found("71904-018") != "" {
			t.Errorf("after undo: %+v", f)
		}
		bare := r.add(ruth, people.NewPerson{Name: "Bare", NumberState: people.NotAsked})
		r.must(enrich(ruth, bare, people.Gain{Numbers: []people.Number{{Text: "1"}}}))
		if p, err := r.Person(ctx, ruth, bare); err != nil || p.Number != "1" || p.NumberState != people.Known {
			t.Errorf("%+v, %v", p.Person, err)
		}
	})
}

func TestLanguagesByName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Farsi": "fa", "farsi": "fa", "chino": "zh", "Español": "es", "русский": "ru", "ASL": "ase", "Haitian": "ht"} {
		if code, ok := tongues.Named(name); !ok || code != want {
			t.Errorf("%s: %q, want %q", name, code, want)
		}
	}
	if code, ok := tongues.Named("Klingon of the north"); ok {
		t.Errorf("%q", code)
	}
	for _, code := range tongues.Codes() {
		if name := tongues.Name("en", code); name == "" {
			t.Errorf("%s has no name", code)
		}
	}
	if got := tongues.Name("es", "fa") + tongues.Name("en-GB", "fa") + tongues.Name("no such reader", "de"); got != "farsiFarsiGerman" {
		t.Error(got)
	}
}

func TestReindexFindsEverybody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		r.must(db.Write(t.Context(), func(tx *database.Tx) error { return r.index.Remove(t.Context(), tx, r.yusuf) }))
		if r.found("Yusuf Karimi") != "" {
			t.Fatal("the index still knows him")
		}
		r.must(db.Write(t.Context(), func(tx *database.Tx) error { return r.Reindex(t.Context(), tx) }))
		if r.found("Joseph Kareem") != r.yusuf {
			t.Error("he is not found")
		}
	})
}

func TestSpecialFactsAreNotForEverybody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		ctx := t.Context()
		all := authz.NewActor("vol", "Vol", authz.Volunteer, authz.SeesAll, people.Bundle[authz.Volunteer]...)
		health, _ := r.full().Fact(people.FactHealth)
		f, err := r.Person(ctx, all, r.yusuf)
		r.must(err)
		got, there := f.Fact(people.FactHealth)
		if want := (people.Fact{ID: health.ID, Rev: health.Rev, Kind: people.FactHealth, Shut: true}); !there || got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		_, err = r.FactHistory(ctx, all, r.yusuf, health.ID)
		r.want(fault.NotFound, err)
		r.want(fault.Forbidden, r.SetFact(ctx, all, r.yusuf, health.Rev, people.Fact{Kind: people.FactHealth, Value: "None"}))
		r.want(fault.Forbidden, r.SetFacts(ctx, all, r.yusuf, []people.Fact{{Kind: people.FactHealth, Rev: health.Rev}}))
		r.want(fault.Forbidden, r.EndFact(ctx, all, r.yusuf, health.ID, health.Rev))
		r.must(r.SetFact(ctx, all, r.yusuf, "", people.Fact{Kind: people.FactSentence, Value: "6 years"}))
		if still, _ := r.full().Fact(people.FactHealth); still != health {
			t.Errorf("%+v", still)
		}
	})
}
