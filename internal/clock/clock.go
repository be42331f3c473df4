// Package clock notices that the clock of the machine was set: what is ordered
// or deleted by days must not believe it at once (security design 5.1, rule 6).
package clock

import (
	"sync"
	"time"
)

// Most is how far a clock may go wrong before it counts as set; clocks of
// machines are corrected by less every day.
const Most = 2 * time.Minute

// away is for how long nobody may have used a record, or a machine slept that
// does not count its sleep, before that looks like a clock that was set.
const away = 400 * 24 * time.Hour

// Jump is a clock that was set.
type Jump struct {
	From time.Time // what it should have shown
	To   time.Time // what it showed
}

// Watch looks at a clock again and again. It is safe for concurrent use.
type Watch struct {
	now    func() time.Time
	passed func() (time.Duration, bool)

	mu   sync.Mutex
	at   time.Time
	then time.Duration
}

// New watches a clock that was never seen before.
func New(now func() time.Time) *Watch { return newWatch(now, Passed) }

// newWatch is New with what passed by a clock that nobody sets, and whether
// that one goes on while the machine sleeps.
func newWatch(now func() time.Time, passed func() (time.Duration, bool)) *Watch {
	w := &Watch{now: now, passed: passed, at: now()}
	w.then, _ = passed()
	return w
}

// Look reports whether the clock was set since the last look. A clock that
// stands still belongs to a demonstration.
func (w *Watch) Look() (Jump, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	passed, asleep := w.passed()
	want, stands := w.at.Add(passed-w.then), now.Equal(w.at)
	w.at, w.then = now, passed
	most := Most
	if !asleep {
		most = away
	}
	off := now.Sub(want)
	return Jump{From: want, To: now}, !stands && (off < -Most || off > most)
}

// Since reports whether the clock was set while nobody looked: the newest thing
// in a record is later than now, or longer ago than anybody is away. A record
// in which there is nothing says nothing.
func (w *Watch) Since(newest time.Time) (Jump, bool) {
	now := w.now()
	off := now.Sub(newest)
	return Jump{From: newest, To: now}, !newest.IsZero() && (off < -Most || off > away)
}
