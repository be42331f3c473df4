package main

import (
	"log/slog"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// jumps are what clocks do. The hours are those in which daylight saving begins
// and ends in New York, where the record of these tests is.
var jumps = []func(time.Time) time.Time{
	func(t time.Time) time.Time { return t.AddDate(10, 0, 0) },
	func(t time.Time) time.Time { return t.AddDate(-10, 0, 0) },
	func(t time.Time) time.Time { return t.Add(-time.Hour) },
	func(time.Time) time.Time { return time.Date(2026, 3, 8, 6, 59, 59, 0, time.UTC) },
	func(time.Time) time.Time { return time.Date(2026, 3, 8, 7, 0, 1, 0, time.UTC) },
	func(time.Time) time.Time { return time.Date(2026, 11, 1, 5, 59, 59, 0, time.UTC) },
	func(time.Time) time.Time { return time.Date(2026, 11, 1, 6, 0, 1, 0, time.UTC) },
}

// Promise P5: whatever the clock does, the trail keeps the order things were
// done in and fits, what is due has its day, and no session outlives its hours
// on account of it.
func TestTheClockMayLie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pages, rng := w.pages(), rand.New(rand.NewPCG(5, 5))
	points, ended := 14, 0
	if full() {
		points = 70
	}
	var written []string
	for i := range points {
		before := w.clock.Now()
		v := w.visit(pages, "solo")
		w.clock.Set(jumps[i%len(jumps)](before))
		after := w.clock.Now()
		if gone := after.Sub(before); gone < 0 || gone > 12*time.Hour {
			ended++
			if a := v.get("/people"); a.status == http.StatusOK {
				t.Errorf("point %d: a session of %v is alive at %v", i, before, after)
			}
		}
		written = append(written, w.dueAndDone(i))
		w.clock.Add(time.Duration(rng.IntN(3600)) * time.Second)
	}
	if got := w.order("clock point"); strings.Join(got, ",") != strings.Join(written, ",") {
		t.Errorf("done in the order %v, kept in the order %v", written, got)
	}
	var r trail.Report
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) (err error) {
		r, err = trail.Verify(w.ctx(), tx)
		return err
	}))
	if r.Broken != nil {
		t.Errorf("the trail: %v", r.Broken)
	}
	measured(t, "P5", "%d jumps of ten years, an hour and both daylight changes: %d entries in the order they were written, %d sessions that the clock ended and none that it kept, the chain of %d entries fits", points, len(written), ended, r.Head.N)
}

// dueAndDone writes an entry, and a task that is due tomorrow; it returns what
// the entry says.
func (w *world) dueAndDone(i int) string {
	w.t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	w.must(err)
	today := w.rec.Casework.Today(w.ctx())
	if want := civil.Day(w.clock.Now().In(zone).Format(time.DateOnly)); today != want {
		w.t.Errorf("at %v it is %s, not %s", w.clock.Now(), today, want)
	}
	tomorrow := today.Add(1)
	if at, err := time.Parse(time.DateOnly, string(today)); err != nil || at.AddDate(0, 0, 1).Format(time.DateOnly) != string(tomorrow) {
		w.t.Errorf("the day after %s is %s (%v)", today, tomorrow, err)
	}
	solo := w.as("solo")
	task, err := w.rec.Tasks.Add(w.ctx(), solo, tasks.Task{PersonID: w.folk["n1"], Kind: tasks.KindCall, Title: "Call", DueOn: tomorrow, WorkerID: w.accounts["solo"]})
	w.must(err)
	if task.DueOn != tomorrow {
		w.t.Errorf("due on %s, not on %s", task.DueOn, tomorrow)
	}
	text := "clock point " + string(rune('A'+i/26)) + string(rune('a'+i%26))
	_, err = w.rec.Timeline.Write(w.ctx(), solo, timeline.Entry{PersonID: w.folk["n1"], Kind: timeline.KindNote, Body: text, On: partialdate.On(today)}, string(today))
	w.must(err)
	return text
}

// order are the entries with these words, in the order of the trail.
func (w *world) order(words string) (list []string) {
	w.t.Helper()
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) (err error) {
		list, err = database.All(w.ctx(), tx, func(scan database.Scan) (text string, err error) { return text, scan(&text) },
			`SELECT e.body FROM timeline_entry e JOIN trail_chain c ON c.entry = e.rev WHERE e.body LIKE ? ORDER BY c.n`, words+"%")
		return err
	}))
	return list
}

// A clock that was set while the record was closed is told to those who run it,
// until one of them has looked; one that only went on is not.
func TestASetClockIsFlagged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.tcdb")
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	keys := demo.NewKeys()
	reopened := func(by time.Duration) *app.Record {
		t.Helper()
		now = now.Add(by)
		rec, err := app.OpenRecord(t.Context(), app.Options{URL: "sqlite:" + path, Keys: keys, Now: func() time.Time { return now }, Quick: true, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		return rec
	}
	rec := reopened(0)
	choices := settings.Defaults("US")
	choices.Name, choices.SetUp = "Assurance House", settings.Done
	if err := rec.Settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) { *c = choices }); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		by   time.Duration
		want bool
	}{{90 * 24 * time.Hour, false}, {-24 * time.Hour * 100, true}, {time.Hour, true}} {
		if err := rec.Close(); err != nil {
			t.Fatal(err)
		}
		rec = reopened(c.by)
		rec.CheckClock(t.Context())
		if set := rec.Settings.Current(t.Context()).ClockSet; (set != nil) != c.want {
			t.Errorf("set by %v: %+v", c.by, set)
		}
		if checks, _ := rec.Doctor(t.Context(), app.Home{Dir: filepath.Dir(path)}, false); flagged(checks) != c.want {
			t.Errorf("set by %v: the doctor says %+v", c.by, checks)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
}

func flagged(checks []app.Check) bool {
	for _, c := range checks {
		if c.Name == "clock" {
			return !c.OK
		}
	}
	return false
}
