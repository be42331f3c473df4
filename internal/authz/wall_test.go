package authz_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
)

// window is how the time of a grant, a bar or a restriction stands to now.
type window int

const (
	none window = iota
	begins
	runs
	over
	later
)

var windows = []window{none, begins, runs, over, later}

func (w window) holds() bool { return w == begins || w == runs }

// span is its beginning and end; it begins now, and what is over ended now.
func (w window) span(now int64) (from, until int64) {
	switch w {
	case begins:
		return now, now + 1
	case over:
		return now - 10, now
	case later:
		return now + 1, now + 10
	}
	return now - 10, now + 10
}

// around stands somebody to the actor "a" in one of all possible ways.
type around struct {
	chapter                 string
	grant, barred, restrict window
}

func (p around) put(t *testing.T, tx *database.Tx, id string, now int64) {
	t.Helper()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := tx.Exec(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec(`INSERT INTO person (id, rev, name, name_key, sort_key, script_name, script_lang, say_it, pronoun, born, born_state, died, number, number_state, kind, created_at, chapter_id)
		VALUES (?, 'r', 'n', 'n', 'n', '', '', '', '', '', '', '', '', '', 'client', 0, ?)`, id, p.chapter)
	for _, account := range []string{"a", "another"} { // what is another's holds for nobody else
		w := map[string]around{"a": p, "another": {grant: runs, barred: runs}}[account]
		if from, until := w.grant.span(now); w.grant != none {
			exec(`INSERT INTO access_grant (id, rev, account_id, person_id, from_at, until_at, reason) VALUES (?, 'r', ?, ?, ?, ?, '')`, ids.New(), account, id, from, until)
		}
		if from, until := w.barred.span(now); w.barred != none {
			exec(`INSERT INTO access_bar (id, rev, account_id, person_id, kind, why, by_id, from_at, until_at) VALUES (?, 'r', ?, ?, '', '', '', ?, ?)`, ids.New(), account, id, from, until)
		}
	}
	if from, until := p.restrict.span(now); p.restrict != none {
		exec(`INSERT INTO restriction (id, rev, person_id, why, by_id, from_at, until_at) VALUES (?, 'r', ?, '', '', ?, ?)`, ids.New(), id, from, until)
	}
}

// The wall lets through exactly whom the decision allows, for every actor and
// every way somebody can stand to them. A restriction holds until it ends: it
// has no beginning to wait for.
func TestTheWallSaysWhatCanSays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		now := database.Micros(db.Now())
		people := map[string]around{}
		err := db.Write(t.Context(), func(tx *database.Tx) error {
			for _, chapter := range []string{"", "north", "south"} {
				for _, grant := range windows {
					for _, barred := range windows {
						for _, restrict := range []window{none, runs, over} {
							p := around{chapter, grant, barred, restrict}
							id := fmt.Sprintf("%s-%d-%d-%d", chapter, grant, barred, restrict)
							p.put(t, tx, id, now)
							people[id] = p
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, sight := range []authz.Sight{authz.SeesNone, authz.SeesGranted, authz.SeesAll} {
			for _, chapter := range []string{"", "north"} {
				for _, perms := range [][]authz.Permission{{read}, {read, authz.ReadRestricted}} {
					a := actor(sight, chapter, perms...)
					a.Barred = true // whoever has no bar anywhere is not asked for one
					if got, want := behind(t, db, a, now), allowed(a, people); !slices.Equal(got, want) {
						t.Errorf("sight %d, chapter %q, %v: the wall shows %d, the decision %d", sight, chapter, perms, len(got), len(want))
					}
				}
			}
		}
	})
}

func behind(t *testing.T, db *database.DB, a authz.Actor, now int64) (list []string) {
	t.Helper()
	clause, args := a.PersonWall("p.id", now)
	err := db.Read(t.Context(), func(tx *database.Tx) (err error) {
		list, err = database.All(t.Context(), tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
			`SELECT p.id FROM person p WHERE `+clause, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

func allowed(a authz.Actor, people map[string]around) (list []string) {
	for _, id := range slices.Sorted(maps.Keys(people)) {
		p := people[id]
		r := authz.Resource{Chapter: p.chapter, Barred: p.barred.holds(), Restricted: p.restrict.holds(), Granted: p.grant.holds()}
		if a.Sight != authz.SeesNone && a.Can(authz.Action{Needs: read}, r).Allowed {
			list = append(list, id)
		}
	}
	return list
}

// Nobody without a bar pays for asking; whoever sees everything has no wall.
func TestNoWallIsAskedForInVain(t *testing.T) {
	t.Parallel()
	if clause, args := actor(authz.SeesAll, "", authz.ReadRestricted).PersonWall("id", 1); strings.Trim(clause, "()") != "1=1" || len(args) != 0 {
		t.Errorf("%s %v", clause, args)
	}
	if clause, _ := actor(authz.SeesNone, "", authz.ReadRestricted).PersonWall("id", 1); strings.Trim(clause, "()") != "1=0" {
		t.Error(clause)
	}
}

func TestWhatAnActorMay(t *testing.T) {
	t.Parallel()
	a := actor(authz.SeesAll, "", read)
	for _, c := range []struct {
		actor authz.Actor
		p     authz.Permission
		want  bool
	}{
		{a, read, true}, {a, write, false}, {a, "", false}, {a, authz.Public, true}, {a, authz.SignedIn, true},
		{authz.Actor{}, authz.Public, true}, {authz.Actor{}, authz.SignedIn, false}, {authz.Actor{}, read, false},
		{authz.System("x"), write, true}, {authz.System("x"), "", false},
	} {
		if c.actor.May(c.p) != c.want {
			t.Errorf("%q may %q: %v", c.actor.ID, c.p, !c.want)
		}
	}
	if s := authz.System("x"); !s.Proven || s.ID != "system:x" {
		t.Errorf("%+v", s)
	}
}

// Bundles add up, each permission once.
func TestMerge(t *testing.T) {
	t.Parallel()
	sum := authz.Merge(authz.Bundle{authz.Lead: {read}}, authz.Bundle{authz.Lead: {read, write}, authz.Worker: {read}})
	if !slices.Equal(sum[authz.Lead], []authz.Permission{read, write}) || !slices.Equal(sum[authz.Worker], []authz.Permission{read}) {
		t.Errorf("%v", sum)
	}
}

func TestClasses(t *testing.T) {
	t.Parallel()
	for i, c := range authz.Classes() {
		if c.String() != fmt.Sprintf("C%d", i) {
			t.Errorf("%d is %s", i, c)
		}
	}
	worker := actor(authz.SeesAll, "", authz.ReadSpecial)
	solo, system := worker, worker
	solo.Role, system.Role = authz.Solo, ""
	for name, got := range map[string]bool{"granted": worker.ReadsSpecial(true), "solo": solo.ReadsSpecial(false), "the program": system.ReadsSpecial(false)} {
		if !got {
			t.Errorf("%s does not read what is special", name)
		}
	}
	if worker.ReadsSpecial(false) || actor(authz.SeesAll, "", read).ReadsSpecial(true) {
		t.Error("what is special is read without the right, or without a grant")
	}
}
