package authz_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
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
	minor                   bool // under age
	placed                  bool // and given to another by name
}

// another is how another account stands to somebody.
func (p around) another() around {
	if p.minor && !p.placed {
		return around{barred: runs, grant: over}
	}
	return around{grant: runs, barred: runs}
}

func (p around) put(t *testing.T, tx *database.Tx, id string, now int64) {
	t.Helper()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := tx.Exec(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	born := "2008-03-02" // grown up today
	if p.minor {
		born = "2008-03-03"
	}
	exec(`INSERT INTO person (id, rev, name, name_key, sort_key, script_name, script_lang, say_it, pronoun, born, born_last, born_state, died, number, number_state, kind, created_at, chapter_id)
		VALUES (?, 'r', 'n', 'n', 'n', '', '', '', '', '', ?, '', '', '', '', 'client', 0, ?)`, id, born, p.chapter)
	for _, account := range []string{"a", "another"} { // what is another's holds for nobody else
		w := map[string]around{"a": p, "another": p.another()}[account]
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
							for _, young := range [][2]bool{{false, false}, {true, false}, {true, true}} {
								p := around{chapter, grant, barred, restrict, young[0], young[1]}
								id := fmt.Sprintf("%s-%d-%d-%d-%v", chapter, grant, barred, restrict, young)
								p.put(t, tx, id, now)
								people[id] = p
							}
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
				for _, perms := range [][]authz.Permission{{read}, {read, authz.ReadRestricted}, {read, authz.NameStaff}, {read, authz.ReadMinors}} {
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
		r := authz.Resource{Chapter: p.chapter, Barred: p.barred.holds(), Restricted: p.restrict.holds(), Granted: p.grant.holds(), Minor: p.minor, Placed: p.placed || p.grant.holds()}
		if a.Sight != authz.SeesNone && a.Can(authz.Action{Needs: read}, r).Allowed {
			list = append(list, id)
		}
	}
	return list
}

// Nobody without a bar pays for asking; whoever sees everything has no wall.
func TestNoWallIsAskedForInVain(t *testing.T) {
	t.Parallel()
	if clause, args := actor(authz.SeesAll, "", authz.ReadRestricted, authz.ReadMinors).PersonWall("id", 1); strings.Trim(clause, "()") != "1=1" || len(args) != 0 {
		t.Errorf("%s %v", clause, args)
	}
	if clause, _ := actor(authz.SeesNone, "", authz.ReadRestricted, authz.ReadMinors).PersonWall("id", 1); strings.Trim(clause, "()") != "1=0" {
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

// Whoever comes of age is young on the day before and grown up on the day, in the
// zone and by the age of the organisation.
func TestTheBirthday(t *testing.T) {
	t.Parallel()
	auckland := time.FixedZone("Auckland", 13*60*60)
	for _, c := range []struct {
		born  civil.Day
		age   int
		zone  *time.Location
		grown string // the first moment, in UTC
	}{
		{"2008-03-02", 0, nil, "2026-03-02T00:00:00Z"},
		{"2008-03-02", 18, time.UTC, "2026-03-02T00:00:00Z"},
		{"2008-03-02", 21, nil, "2029-03-02T00:00:00Z"},
		{"2008-03-02", 18, auckland, "2026-03-01T11:00:00Z"},
		{"2008-02-29", 18, nil, "2026-03-01T00:00:00Z"},
		{"2008-02-29", 20, nil, "2028-02-29T00:00:00Z"},
		{"2008-02-28", 18, nil, "2026-02-28T00:00:00Z"},
		{"2010-03-01", 18, nil, "2028-03-01T00:00:00Z"},
		{"2010-02-28", 18, nil, "2028-02-28T00:00:00Z"},
		{"2008-12-31", 18, nil, "2026-12-31T00:00:00Z"},
	} {
		a := authz.Actor{OfAge: c.age, Zone: c.zone}
		at, err := time.Parse(time.RFC3339, c.grown)
		if err != nil {
			t.Fatal(err)
		}
		if young := a.YoungFrom(at.Add(-time.Microsecond).UnixMicro()); c.born < young {
			t.Errorf("%s is grown up before %s: young from %s", c.born, c.grown, young)
		}
		if young := a.YoungFrom(at.UnixMicro()); c.born >= young {
			t.Errorf("%s is not grown up at %s: young from %s", c.born, c.grown, young)
		}
		zone := c.zone
		if zone == nil {
			zone = time.UTC
		}
		if got := a.GrownOn(c.born); got != civil.Of(at, zone) {
			t.Errorf("%s comes of age on %s, not on %s", c.born, c.grown, got)
		}
	}
}

// Everywhere lifts chapter, caseload and age, and nothing else.
func TestEverywhere(t *testing.T) {
	t.Parallel()
	a := actor(authz.SeesGranted, "north", read)
	e := a.Everywhere()
	if e.Sight != authz.SeesAll || e.Chapter != "" || !e.May(authz.ReadMinors) || !e.May(read) || e.May(write) || e.May(authz.ReadRestricted) || a.May(authz.ReadMinors) {
		t.Errorf("%+v", e)
	}
}

// The wall says the same whatever the people are asked by, and asks the row itself
// for its chapter where the row is of people: lists are read in their own order.
func TestTheWallByEveryColumn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		now := database.Micros(db.Now())
		if err := db.Write(t.Context(), func(tx *database.Tx) error {
			for _, chapter := range []string{"", "north", "south"} {
				around{chapter: chapter}.put(t, tx, "p-"+chapter, now)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		a := actor(authz.SeesAll, "north", read, authz.ReadRestricted, authz.ReadMinors)
		for column, from := range map[string]string{
			"p.id": `SELECT p.id FROM person p`, "id": `SELECT id FROM person`,
			"c.person_id": `SELECT c.person_id FROM (SELECT id AS person_id FROM person) c`, "person_id": `SELECT person_id FROM (SELECT id AS person_id FROM person) c`,
		} {
			clause, args := a.PersonWall(column, now)
			if byRow := !strings.Contains(column, "person_id"); strings.Contains(clause, "coalesce(") != byRow || strings.Contains(clause, "EXISTS") == byRow {
				t.Errorf("%s: %s", column, clause)
			}
			var got []string
			err := db.Read(t.Context(), func(tx *database.Tx) (err error) {
				got, err = database.All(t.Context(), tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) }, from+` WHERE `+clause, args...)
				return err
			})
			if err != nil || !slices.Equal(got, []string{"p-north"}) {
				t.Errorf("%s: %v %v", column, got, err)
			}
		}
	})
}

// Who is counted by chapter is whoever is reached by it, and nobody else.
func TestChaptered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		actor authz.Actor
		ok    bool
	}{
		{actor(authz.SeesAll, "north", read), true}, {actor(authz.SeesAll, "", read), false},
		{actor(authz.SeesGranted, "north", read), false}, {actor(authz.SeesNone, "north", read), false},
	} {
		chapter, granted, args, ok := c.actor.Chaptered(7)
		if ok != c.ok || ok != (chapter == "north") || ok != strings.Contains(granted, "access_grant") || ok && !slices.Equal(args, []any{"a", int64(7), int64(7)}) {
			t.Errorf("%d %q: %q %q %v %v", c.actor.Sight, c.actor.Chapter, chapter, granted, args, ok)
		}
	}
}
