package app

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/clock"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/retention"
)

// kept is one thing of which a test knows when it has to go.
type kept struct {
	schedule string
	id       string
	look     string    // counts what is to go
	due      civil.Day // "" never
	held     bool
	until    civil.Day // kept longer, through this day
}

// stays reports whether it has to be there on a day, and goes whether it must
// not. On the day it is due it may be either.
func (k kept) stays(today civil.Day) bool {
	return k.due == "" || k.held || today < k.due || today <= k.until
}

func (k kept) goes(today civil.Day) bool {
	return !k.stays(today) && today > k.due && today > k.until.Add(1)
}

// shelf is a record full of things that are due on days that a test knows.
type shelf struct {
	*testing.T
	rec    *Record
	clock  *dbtest.Clock
	up     time.Duration
	random *rand.Rand
	length map[string]int // of the schedules, in days
	things []kept
}

func newShelf(t *testing.T, seed uint64) *shelf {
	t.Helper()
	s := &shelf{T: t, clock: dbtest.NewClock(), random: rand.New(rand.NewPCG(seed, 30)), length: map[string]int{}} //nolint:gosec // a test that can be run again
	s.rec = openTest(t, s.clock)
	s.rec.Retention.Uptime = func() time.Duration { return s.up }
	list, err := s.rec.Retention.Schedules(t.Context(), authz.System("test"))
	s.must(err)
	for _, one := range list {
		one.Unit, one.Amount, one.Automatic = retention.Days, 1+s.random.IntN(25), true
		s.length[one.Key] = one.Amount
		s.must(s.rec.Retention.SetSchedule(t.Context(), authz.System("test"), one))
	}
	return s
}

func (s *shelf) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// pass lets time go by, on the clock and on the one that nobody sets.
func (s *shelf) pass(d time.Duration) {
	s.clock.Add(d)
	s.up += d
}

// insert writes a row; what is not said holds nothing.
func (s *shelf) insert(table, id string, set trail.Set) {
	s.Helper()
	err := trail.Write(s.Context(), s.rec.DB, authz.System("test"), &trail.Deed{Action: "test.filled"}, func(tx *trail.Tx) error {
		full := trail.Set{}
		err := database.Each(s.Context(), tx.Tx, func(scan database.Scan) error {
			var name, kind string
			err := scan(&name, &kind)
			if full[name] = any(""); kind == "BIGINT" {
				full[name] = 0
			}
			return err
		}, `SELECT name, type FROM pragma_table_info(?) WHERE name NOT IN ('id', 'rev')`, table)
		maps.Copy(full, set)
		if err != nil {
			return err
		}
		return tx.Insert(s.Context(), table, id, full)
	})
	s.must(err)
}

// add puts up one thing of a sort, begun some days ago.
func (s *shelf) add(schedule string) {
	today := s.rec.Retention.Today(s.Context())
	event := today.Add(-s.random.IntN(6))
	at := database.Micros(event.Time().Add(15 * time.Hour))
	k := kept{schedule: schedule, id: ids.New(), due: event.Add(s.length[schedule]), look: `SELECT count(*) FROM person WHERE id = ?`}
	person := func(created int64) {
		s.insert("person", k.id, trail.Set{"name": "Somebody", "name_key": "somebody", "sort_key": "somebody", "created_at": created})
	}
	closed := func(opened string) {
		s.insert("case_file", ids.New(), trail.Set{"person_id": k.id, "state": "closed", "opened_on": opened, "closed_on": string(event)})
	}
	switch schedule {
	case "closed":
		person(1)
		closed("2020-01-01")
		if s.random.IntN(3) == 0 { // they wrote once more
			event = event.Add(s.random.IntN(5))
			s.insert("timeline_entry", ids.New(), trail.Set{"person_id": k.id, "on_sort": string(event)})
			k.due = event.Add(s.length[schedule])
		}
	case "refused":
		person(1)
		closed("")
	case "contact":
		person(1)
		s.insert("timeline_entry", ids.New(), trail.Set{"person_id": k.id, "on_sort": string(event)})
	case "nothing":
		person(at)
	case "special":
		person(1)
		closed("2020-01-01")
		s.insert("person_fact", ids.New(), trail.Set{"person_id": k.id, "kind": "health", "value": "x"})
		k.look = `SELECT count(*) FROM person_fact WHERE person_id = ?`
		k.due = event.Add(min(s.length[schedule], s.length["closed"])) // the person goes, too
	case "left":
		s.insert("account", k.id, trail.Set{"name": "Left", "sign_in": k.id, "sign_in_key": k.id, "role": "worker", "disabled_at": at})
		k.look = `SELECT count(*) FROM account WHERE id = ? AND sign_in <> ''`
	case "proofs":
		s.insert("erased_person", k.id, trail.Set{"at": 1})
		s.insert("disclosure", ids.New(), trail.Set{"person_id": k.id, "at": at})
		k.look = `SELECT count(*) FROM disclosure WHERE person_id = ?`
	case "imports":
		s.must(s.rec.DB.Write(s.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(s.Context(), `INSERT INTO import_batch (id, account_id, what, file_name, file_hash, sheet, state, mapping, created_at, saved_at, counts)
				VALUES (?, '', 'people', 'x.csv', '', 0, 'saved', '{}', 1, ?, '{}')`, k.id, at)
			if err == nil {
				_, err = tx.Exec(s.Context(), `INSERT INTO import_file (batch_id, part, content) VALUES (?, 0, ?)`, k.id, []byte("x"))
			}
			return err
		}))
		k.look = `SELECT count(*) FROM import_file WHERE batch_id = ?`
	}
	s.things = append(s.things, s.guarded(k))
}

// guarded holds some people, keeps some longer, and leaves some at work.
func (s *shelf) guarded(k kept) kept {
	today := s.rec.Retention.Today(s.Context())
	person := k.schedule == "closed" || k.schedule == "refused" || k.schedule == "contact" || k.schedule == "nothing"
	switch n := s.random.IntN(8); {
	case n == 0 && (person || k.schedule == "special"):
		s.insert("legal_hold", ids.New(), trail.Set{"person_id": k.id, "state": []string{"asked", "holds", "ending"}[s.random.IntN(3)]})
		k.held = true
	case n == 1 && person:
		k.until = today.Add(s.random.IntN(40))
		s.insert("retention_keep", ids.New(), trail.Set{"person_id": k.id, "schedule": k.schedule, "until_on": string(k.until)})
	case n == 2 && (k.schedule == "closed" || k.schedule == "special"):
		s.insert("case_file", ids.New(), trail.Set{"person_id": k.id, "state": "active", "opened_on": string(today)})
		k.due = ""
	}
	return k
}

func (s *shelf) there(k kept) (n int) {
	s.Helper()
	s.must(s.rec.DB.Read(s.Context(), func(tx *database.Tx) (err error) {
		n, err = database.One(s.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, k.look, k.id)
		return err
	}))
	return n
}

// check holds everything against the day, and returns how much it looked at.
func (s *shelf) check() (wrong []string) {
	s.Helper()
	today := s.rec.Retention.Today(s.Context())
	for _, k := range s.things {
		n := s.there(k)
		if n == 0 && k.stays(today) {
			wrong = append(wrong, fmt.Sprintf("%s: %s is lost; due %s, held %v, kept until %s", today, k.schedule, k.due, k.held, k.until))
		}
		if n > 0 && k.goes(today) {
			wrong = append(wrong, fmt.Sprintf("%s: %s outlives its schedule; due %s, kept until %s", today, k.schedule, k.due, k.until))
		}
	}
	return wrong
}

// Nothing outlives its schedule by more than a day, and nothing on hold is lost
// (security design, P30): random things of all schedules under a clock that
// moves in random steps of at most a day.
func TestNothingOutlivesItsSchedule(t *testing.T) {
	t.Parallel()
	s := newShelf(t, 4)
	keys := []string{"closed", "contact", "refused", "nothing", "special", "left", "proofs", "imports"}
	looked, gone := 0, 0
	for range 55 {
		for range 2 {
			s.add(keys[s.random.IntN(len(keys))])
		}
		s.pass(time.Duration(1+s.random.IntN(24)) * time.Hour)
		n, err := s.rec.Retention.Run(t.Context())
		s.must(err)
		gone += n
		for _, wrong := range s.check() {
			t.Error(wrong)
		}
		looked += len(s.things)
	}
	for s.random = rand.New(rand.NewPCG(1, 1)); len(s.things) > 0 && s.rec.Retention.Today(t.Context()) < "2026-06-30"; { //nolint:gosec // as above
		s.pass(24 * time.Hour)
		n, err := s.rec.Retention.Run(t.Context())
		s.must(err)
		gone += n
		for _, wrong := range s.check() {
			t.Error(wrong)
		}
		looked += len(s.things)
	}
	if gone < 50 {
		t.Errorf("only %d went; the test looks in the wrong place", gone)
	}
	if r, err := s.rec.VerifyTrail(t.Context()); err != nil || r.Broken != nil {
		t.Error(r.Broken, err)
	}
	t.Logf("measured P30: %d things, %d went by themselves, %d looks at one on a day", len(s.things), gone, looked)
}

// A clock that jumps makes nothing go, until somebody says that it is right
// (security design, 5.1 rule 6).
func TestAJumpOfTheClockFreezes(t *testing.T) {
	t.Parallel()
	for name, jump := range map[string]func(*shelf){
		"forward while the program runs": func(s *shelf) { s.clock.Add(200 * 24 * time.Hour) },
		"back":                           func(s *shelf) { s.clock.Add(-3 * time.Minute) },
		"forward while it is off":        func(s *shelf) { s.reopen(); s.pass(200 * 24 * time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t, 9)
			_, err := s.rec.Retention.Run(t.Context())
			s.must(err)
			s.add("nothing")
			jump(s)
			for range 3 {
				if n, err := s.rec.Retention.Run(t.Context()); err != nil || n > 0 {
					t.Fatalf("%d went although the clock jumped, %v", n, err)
				}
				s.pass(time.Hour)
			}
			j, err := s.rec.Retention.Jumped(t.Context(), authz.System("test"))
			if err != nil || j.ID == "" || j.To.Equal(j.From) {
				t.Fatalf("the jump is not said: %+v, %v", j, err)
			}
			s.must(s.rec.Retention.ConfirmClock(t.Context(), authz.System("test")))
			s.pass(60 * 24 * time.Hour)
			if n, err := s.rec.Retention.Run(t.Context()); err != nil || n != 1 {
				t.Errorf("%d went after it was confirmed, %v", n, err)
			}
		})
	}
}

// Nothing goes by itself while the program doubts its clock (decision 161).
func TestADoubtedClockFreezes(t *testing.T) {
	t.Parallel()
	s := newShelf(t, 9)
	s.must(s.rec.Settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) { c.Name = "Friends Inside" }))
	_, err := s.rec.Retention.Run(t.Context())
	s.must(err)
	s.add("nothing")
	s.pass(40 * 24 * time.Hour)
	s.rec.doubtClock(t.Context(), clock.Jump{From: s.clock.Now(), To: s.clock.Now().Add(time.Hour)})
	if n, err := s.rec.Retention.Run(t.Context()); err != nil || n > 0 {
		t.Errorf("%d went although the clock is doubted, %v", n, err)
	}
	s.must(s.rec.Settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) { c.ClockSet = nil }))
	if n, err := s.rec.Retention.Run(t.Context()); err != nil || n != 1 {
		t.Errorf("%d went after it was said to be right, %v", n, err)
	}
}

// reopen makes the service forget when it looked at the clock, as a new start
// does.
func (s *shelf) reopen() {
	old := s.rec.Retention
	s.rec.wireMerging()
	s.rec.wireRetention()
	s.rec.Retention.Uptime, s.rec.Retention.List = old.Uptime, old.List
}
