package people_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

var (
	ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, append(people.Bundle[authz.Solo], trail.MayUndoOthers)...)
	bea  = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, people.Bundle[authz.Worker]...)
	vol  = authz.NewActor("vol", "Vol", authz.Volunteer, authz.SeesGranted, people.Bundle[authz.Volunteer]...)
)

// record is a record with one rich person in it.
type record struct {
	*people.Service
	t     *testing.T
	index *search.Index
	yusuf string
}

func newRecord(t *testing.T, db *database.DB) record {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	r := record{Service: &people.Service{DB: db, Index: index}, t: t, index: index}
	r.yusuf = r.add(ruth, yusuf())
	return r
}

func yusuf() people.NewPerson {
	return people.NewPerson{
		Name: "Yusuf Karimi", SayIt: "YOO-sef ka-REE-mee", Pronoun: "he", Born: partialdate.Must("1988"), Source: "his letter",
		Names: []people.Name{
			{Text: "یوسف کریمی", Kind: people.NameScript, Lang: "fa"},
			{Text: "Joseph Kareem", Kind: people.NamePrison, Source: "roster"},
		},
		Numbers:   []people.Number{{Text: "0418-OI-22", Issuer: "TK DOC"}, {Text: "TK-88-1190", Issuer: "county jail"}},
		Languages: []people.Language{{Lang: "fa", How: people.Reads}, {Lang: "en", How: people.ReadsSome}},
		Facts:     []people.Fact{{Kind: people.FactHealth, Value: "Reading glasses"}, {Kind: people.FactFaith, State: people.NotAsked}},
	}
}

func (r record) add(actor authz.Actor, n people.NewPerson) string {
	r.t.Helper()
	p, err := r.Add(r.t.Context(), actor, n)
	if err != nil {
		r.t.Fatal(err)
	}
	return p.ID
}

func (r record) full() people.Full {
	r.t.Helper()
	f, err := r.Person(r.t.Context(), ruth, r.yusuf)
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

// must fails the test on an error.
func (r record) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// want fails the test unless err is of a kind.
func (r record) want(kind fault.Kind, err error) {
	r.t.Helper()
	if !fault.Is(err, kind) {
		r.t.Errorf("got %v, want %v", err, kind)
	}
}

// found returns the best hit of a search, or "".
func (r record) found(words string) string {
	r.t.Helper()
	best := ""
	r.must(r.DB.Read(r.t.Context(), func(tx *database.Tx) error {
		hits, err := r.index.Find(r.t.Context(), tx, search.Query{Text: words, Limit: 1})
		if len(hits) > 0 && hits[0].Score > 0.8 {
			best = hits[0].Subject
		}
		return err
	}))
	return best
}

// undo takes the last change to Yusuf back.
func (r record) undo() {
	r.t.Helper()
	var last []trail.Entry
	r.must(r.DB.Read(r.t.Context(), func(tx *database.Tx) (err error) {
		last, err = trail.Of(r.t.Context(), tx, "person", r.yusuf, 1)
		return err
	}))
	r.must(trail.Undo(r.t.Context(), r.DB, ruth, last[0].ID, r.After))
}

var noIDs = cmp.Options{
	cmpopts.IgnoreFields(people.Name{}, "ID", "Rev"), cmpopts.IgnoreFields(people.Number{}, "ID", "Rev"),
	cmpopts.IgnoreFields(people.Language{}, "ID", "Rev"), cmpopts.IgnoreFields(people.Person{}, "ID", "Rev"),
	cmpopts.IgnoreFields(people.Fact{}, "ID", "Rev"), cmp.AllowUnexported(partialdate.Date{}),
}

func TestAddKeepsEverything(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		got := r.full()
		want := people.Full{
			Person: people.Person{
				Name: "Yusuf Karimi", ScriptName: "یوسف کریمی", ScriptLang: "fa", SayIt: "YOO-sef ka-REE-mee", Pronoun: "he",
				Born: partialdate.Must("1988"), Number: "0418-OI-22", CreatedAt: dbtest.Noon,
			},
			Names: []people.Name{
				{Text: "Yusuf Karimi", Kind: people.NameUsed, Source: "his letter"},
				{Text: "یوسف کریمی", Kind: people.NameScript, Lang: "fa", Source: "his letter"},
				{Text: "Joseph Kareem", Kind: people.NamePrison, Source: "roster"},
			},
			Numbers: []people.Number{
				{Text: "0418-OI-22", Issuer: "TK DOC", Source: "his letter"}, {Text: "TK-88-1190", Issuer: "county jail", Source: "his letter"},
			},
			Languages: yusuf().Languages, Special: true,
			Facts: []people.Fact{
				{Kind: people.FactHealth, Value: "Reading glasses", Source: "his letter", RecordedAt: dbtest.Noon, RecordedBy: "ruth"},
				{Kind: people.FactFaith, State: people.NotAsked, RecordedAt: dbtest.Noon, RecordedBy: "ruth"},
				{Kind: people.FactBorn, Value: "1988", Source: "his letter", RecordedAt: dbtest.Noon, RecordedBy: "ruth"},
			},
		}
		if diff := cmp.Diff(want, got, noIDs); diff != "" {
			t.Error(diff)
		}
		for _, words := range []string{"yusuf karimi", "Joseph Kareem", "0418-OI-22", "TK881190"} {
			if r.found(words) != r.yusuf {
				t.Errorf("%q does not find him", words)
			}
		}
	})
}

func TestOneWordIsEnough(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		for _, n := range []people.NewPerson{{Name: "Amparo"}, {Description: "the man in D-207"}, {Name: strings.Repeat("é", people.MaxName)}} {
			if _, err := r.Person(t.Context(), ruth, r.add(ruth, n)); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestAddRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		for key, n := range map[string]people.NewPerson{
			"people.person.name.missing": {Name: "\u202e \x00"},
			"people.text.long":           {Name: strings.Repeat("a", people.MaxName+1)},
			"people.names.many-used":     {Name: "A", Names: []people.Name{{Text: "B", Kind: people.NameUsed}}},
			"people.choice.unknown":      {Name: "A", Pronoun: "xe"},
			"people.lang.unknown":        {Name: "A", Languages: []people.Language{{Lang: "not a language", How: people.Reads}}},
			"people.numbers.twice":       {Name: "A", Numbers: []people.Number{{Text: "A-1"}, {Text: "a 1"}}},
			"people.fact.value.both":     {Name: "A", Facts: []people.Fact{{Kind: "faith", Value: "x", State: people.WouldNotSay}}},
		} {
			_, err := r.Add(t.Context(), ruth, n)
			r.want(fault.Invalid, err)
			if err != nil && !strings.Contains(err.Error(), key) {
				t.Errorf("%v, want %s", err, key)
			}
		}
		_, err := r.Add(t.Context(), authz.Actor{ID: "x"}, people.NewPerson{Name: "A"})
		r.want(fault.Forbidden, err)
	})
}

func TestHiddenAndMissingLookTheSame(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		r := newRecord(t, db)
		_, hidden := r.Person(t.Context(), bea, r.yusuf)
		_, missing := r.Person(t.Context(), bea, ids.New())
		r.want(fault.NotFound, hidden)
		if hidden.Error() != missing.Error() {
			t.Errorf("hidden: %v; missing: %v", hidden, missing)
		}
		r.want(fault.NotFound, r.SetWays(t.Context(), bea, r.yusuf, "", people.Ways{}))
		own, brief := r.add(bea, people.NewPerson{Name: "Bea's"}), r.add(vol, people.NewPerson{Name: "Vol's"})
		clock.Add(25 * time.Hour)
		if _, err := r.Person(t.Context(), bea, own); err != nil {
			t.Errorf("a worker keeps whom they added: %v", err)
		}
		_, err := r.Person(t.Context(), vol, brief)
		r.want(fault.NotFound, err)
	})
}

func TestMatchNamesWhoItCouldBe(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := newRecord(t, db)
		likely, err := r.Match(t.Context(), ruth, people.NewPerson{Name: "Yousuf Karimi"})
		r.must(err)
		if len(likely) != 1 || likely[0].ID != r.yusuf || likely[0].Number != "0418-OI-22" {
			t.Errorf("likely: %+v", likely)
		}
		if likely, err := r.Match(t.Context(), bea, people.NewPerson{Name: "Yusuf Karimi"}); err != nil || len(likely) != 0 {
			t.Errorf("somebody who does not see him learns of %v, %v", likely, err)
		}
	})
}
