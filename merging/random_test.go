package merging_test

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Whatever two records hold, whatever is taken over and whoever stands around
// them: while they are one, nobody with a wall sees them; and when they are
// parted, every row is as it was.
func TestAnyTwoAreAsTheyWere(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		o := openOn(t, db, clock)
		ever := int64(1) << 60
		rapid.Check(t, func(rt *rapid.T) {
			var who [3]string
			for i := range who {
				who[i] = ids.New()
			}
			accounts := []string{ids.New(), ids.New()}
			var rows []row
			for i, id := range who {
				rows = append(rows, anyRecord(rt, fmt.Sprint("person ", i), id, who, accounts)...)
			}
			o.fill(who, rows)
			before := o.images(who[:]...)

			var take []string
			c, err := o.Compare(o.ctx, o.lead, who[0], who[1])
			o.must(err)
			for _, f := range c.Fields {
				if rapid.Bool().Draw(rt, "take "+f.Key) {
					take = append(take, f.Take)
				}
			}
			m := o.merge(who[0], who[1], take...)
			for key, r := range o.images(who[1]) {
				rt.Errorf("%s is left behind: %v", key, r)
			}
			for _, account := range accounts {
				o.walled(rt, account, ever, before, who)
			}
			o.part(m)
			same(rt, before, o.images(who[:]...))
		})
		o.whole()
	})
}

// fill writes three people and what there is about them.
func (o *office) fill(who [3]string, rows []row) {
	o.t.Helper()
	deed := &trail.Deed{Action: "test.filled", Kind: "person"}
	o.must(trail.Write(o.ctx, o.db, o.lead, deed, func(tx *trail.Tx) error {
		for i, r := range rows {
			id := ids.New()
			if r.table == "person" {
				id = r.set["id"].(string)
				r.set = maps.Clone(r.set)
				delete(r.set, "id")
			}
			if err := tx.Insert(o.ctx, r.table, id, r.set); err != nil {
				return fmt.Errorf("row %d of %s: %w", i, r.table, err)
			}
		}
		return nil
	}))
}

// walled fails when an account sees the merged person past a wall that stood
// around either of the two.
func (o *office) walled(rt *rapid.T, account string, ever int64, before map[string]map[string]any, who [3]string) {
	barred := false
	for _, r := range before {
		about := r["person_id"] == who[0] || r["person_id"] == who[1]
		barred = barred || about && r["account_id"] == account && r["kind"] == "family" && r["until_at"] == ever
	}
	actor := authz.NewActor(account, "Bea", authz.Worker, authz.SeesAll, append(people.Bundle[authz.Worker], authz.ReadRestricted)...)
	actor.Barred = true
	if _, err := o.People.Person(o.ctx, actor, who[0]); (err == nil) == barred {
		rt.Errorf("barred %v, and reading gives %v", barred, err)
	}
}

// anyRecord draws a person with things about them.
func anyRecord(rt *rapid.T, label, id string, who [3]string, accounts []string) []row {
	word := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(rt, label+" "+name) }
	some := func(name string, most int, one func(n int) row) (out []row) {
		for n := range rapid.IntRange(0, most).Draw(rt, label+" "+name) {
			out = append(out, one(n))
		}
		return out
	}
	end := func(name string) int64 { return rapid.SampledFrom([]int64{0, 5}).Draw(rt, label+" "+name+" ended") }
	name := word("name", "Josef Karim", "Joseph Kareem")
	rows := []row{
		{"person", trail.Set{
			"id": id, "name": name, "name_key": name, "sort_key": name, "script_name": "", "script_lang": "", "say_it": "", "pronoun": word("pronoun", "", "he"),
			"born": word("born", "", "1960", "1961-02"), "born_state": "", "died": word("died", "", "unknown"), "number": "", "number_state": "", "kind": word("kind", "", "friend"), "created_at": 1,
		}},
		{"person_name", trail.Set{"person_id": id, "text": name, "kind": "used", "lang": "", "source": "", "public": 0, "place": 0}},
	}
	add := func(list []row) { rows = append(rows, list...) }
	add(some("names", 2, func(n int) row {
		return row{"person_name", trail.Set{"person_id": id, "text": word("other", "Josef Karim", "Joseph Kareem", "Joe"), "kind": "other", "lang": "", "source": "", "public": 0, "place": n + 1}}
	}))
	add(some("numbers", 2, func(n int) row {
		text := word("number", "0418", "0419")
		return row{"person_number", trail.Set{"person_id": id, "text": text, "number_key": text, "issuer": word("issuer", "DOC", "ICE"), "source": "", "place": n}}
	}))
	add(some("languages", 2, func(int) row {
		return row{"person_language", trail.Set{"person_id": id, "lang": word("lang", "fa", "es"), "how": ""}}
	}))
	for _, kind := range []string{people.FactBorn, people.FactDied, people.FactWork, "shoes"} {
		add(some("fact "+kind, 1, func(int) row {
			return row{"person_fact", trail.Set{"person_id": id, "kind": kind, "value": word("value", "a", "b"), "state": "", "source": word("source", "", "letter"), "known_on": "", "recorded_at": 1, "recorded_by": "", "ended_at": end(kind)}}
		}))
	}
	add(some("relations", 2, func(int) row {
		other := rapid.SampledFrom(who[:]).Filter(func(s string) bool { return s != id }).Draw(rt, label+" other")
		return row{"relation", trail.Set{"person_id": id, "other_id": other, "relation": "sister", "contact": "", "when_to_call": "", "agreed": "", "agreed_on": "", "ended_at": 0}}
	}))
	add(some("stays", 2, func(n int) row {
		current := 0
		if n == 0 {
			current = 1
		}
		since := word("since", "2025-01-02", "2026-01-02")
		return row{"stay", trail.Set{"person_id": id, "facility_id": word("at", "x", "y"), "unit": "", "state": "held", "since": since, "since_sort": since, "until": "", "source": "", "source_on": word("said", "", "2026-02-01"), "confidence": word("sure", "confirmed", "guessed"), "recorded_at": 1, "recorded_by": "", "current": current, "beside": 0}}
	}))
	add(some("entries", 3, func(int) row {
		return row{"timeline_entry", trail.Set{"person_id": id, "case_id": "", "kind": "note", "direction": "", "title_key": "", "title_args": "{}", "body": "paper boats", "on_date": "2026", "on_sort": "2026-01-01", "at_time": "", "source": "", "sight": word("sight", "case", "author"), "author_id": "", "author_name": "", "recorded_at": 1, "edited_at": 0, "link_kind": "", "link_id": ""}}
	}))
	add(some("tasks", 2, func(int) row {
		return row{"task", trail.Set{"person_id": id, "case_id": "", "kind": "task", "title": "x", "reason": "", "args": "{}", "due_on": "2026-04-01", "due_time": "", "until_time": "", "wait_until": "", "worker_id": "", "is_next": 0, "link_kind": "", "link_id": "", "state": "open", "ended_at": 0, "ended_by": "", "ended_why": "", "created_at": 1}}
	}))
	add(some("disclosures", 1, func(int) row {
		return row{"disclosure", trail.Set{"person_id": id, "consent_id": "", "basis": "order", "citation": "", "reason": "", "purpose": "x", "audience_id": "", "audience": "", "classes": "C1", "what": "", "link_kind": "", "link_id": "", "at": 1, "by_id": "", "by_name": ""}}
	}))
	add(some("bars", 1, func(int) row {
		return row{"access_bar", trail.Set{"account_id": rapid.SampledFrom(accounts).Draw(rt, label+" bar"), "person_id": id, "kind": "family", "why": "", "by_id": "", "from_at": 1, "until_at": rapid.SampledFrom([]int64{5, 1 << 60}).Draw(rt, label+" until")}}
	}))
	add(some("grants", 2, func(int) row {
		return row{"access_grant", trail.Set{"account_id": rapid.SampledFrom(accounts).Draw(rt, label+" grant"), "person_id": id, "from_at": 1, "until_at": int64(1) << 60, "reason": word("reason", "case", "glass")}}
	}))
	return rows
}
