package trail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Witness writes readings into the trail. Those that come at the same time
// share one commit, and each returns when its own is on the disk.
type Witness struct {
	db     *database.DB
	sorter sorter

	mu   sync.Mutex
	open *batch    // takes more until its transaction has begun
	owed []reading // could not be written because the disk failed
}

// NewWitness returns a witness for a record.
func NewWitness(db *database.DB) *Witness { return &Witness{db: db} }

type reading struct {
	at       int64
	actor    authz.Actor
	look     Look
	subjects []string
}

// batch is readings that are written together.
type batch struct {
	readings []reading
	done     chan struct{}
	err      error
}

// mostOwed is how many readings are kept while the disk fails.
const mostOwed = 100_000

// Record writes what was gathered as one reading, and empties it. When it
// returns an error the answer must not be given. A disk that is full or fails
// is no reason to hide the record from those who work with it: then readings are
// kept, and written with the next that can be.
func (w *Witness) Record(ctx context.Context, actor authz.Actor, s *Seen) error {
	look, subjects := s.take()
	if len(subjects) == 0 {
		return nil
	}
	r := reading{at: database.Micros(w.db.Now()), actor: actor, look: look, subjects: subjects}
	b, first := w.join(r)
	if first {
		w.write(ctx, b)
	}
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// join adds a reading to the batch that is open, or opens one.
func (w *Witness) join(r reading) (b *batch, first bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if first = w.open == nil; first {
		w.open = &batch{readings: w.owed, done: make(chan struct{})}
		w.owed = nil
	}
	w.open.readings = append(w.open.readings, r)
	return w.open, first
}

// leave closes a batch to further readings.
func (w *Witness) leave(b *batch) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == b {
		w.open = nil
	}
}

// write commits a batch. It is the first one's time that is waited for, but
// not their connection: others wait with them.
func (w *Witness) write(ctx context.Context, b *batch) {
	defer close(b.done)
	free := context.WithoutCancel(ctx)
	if until, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		free, cancel = context.WithDeadline(free, until)
		defer cancel()
	}
	b.err = w.db.Write(free, func(tx *database.Tx) error {
		if err := lock(free, tx); err != nil {
			return err
		}
		w.leave(b)
		return addReadings(free, tx, b.readings)
	})
	w.leave(b)
	if b.err == nil {
		w.sorter.came(w.db, looks(b.readings))
	}
	if b.err == nil || !diskFailed(b.err) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.owed)+len(b.readings) <= mostOwed {
		w.owed = append(w.owed, b.readings...)
		b.err = nil
	}
}

// looks counts whom readings are of.
func looks(list []reading) (n int) {
	for _, r := range list {
		n += len(r.subjects)
	}
	return n
}

func diskFailed(err error) bool {
	return errors.Is(err, database.ErrDiskFull) || errors.Is(err, database.ErrReopen)
}

// Close writes what is still owed, and ends what goes on beside the requests.
func (w *Witness) Close(ctx context.Context) error {
	w.sorter.done.Wait()
	w.mu.Lock()
	owed := w.owed
	w.owed = nil
	w.mu.Unlock()
	if len(owed) == 0 {
		return nil
	}
	return w.db.Write(ctx, func(tx *database.Tx) error {
		if err := lock(ctx, tx); err != nil {
			return err
		}
		return addReadings(ctx, tx, owed)
	})
}

func addReadings(ctx context.Context, tx *database.Tx, list []reading) error {
	c, err := chainOf(tx)
	if err != nil {
		return err
	}
	last, err := lastLink(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range list {
		s := sealed{
			n: last.n + 1, at: r.at, actorID: r.actor.ID, actorName: r.actor.Name, action: string(r.look),
			digest: c.seenBy(r.subjects), before: last.mac,
		}
		if last, err = c.addReading(ctx, s, r.subjects); err != nil {
			return err
		}
	}
	return nil
}

func (c chain) addReading(ctx context.Context, s sealed, subjects []string) (link, error) {
	if _, err := c.tx.Exec(ctx, `INSERT INTO reading (n, at, actor_id, actor_name, look) VALUES (?, ?, ?, ?, ?)`,
		s.n, s.at, s.actorID, s.actorName, s.action); err != nil {
		return link{}, err
	}
	for some := range slices.Chunk(subjects, 64) {
		args := make([]any, 0, 2*len(some))
		for _, subject := range some {
			args = append(args, s.n, subject)
		}
		if _, err := c.tx.Exec(ctx, `INSERT INTO reading_subject (n, subject) VALUES (?, ?)`+strings.Repeat(", (?, ?)", len(some)-1), args...); err != nil {
			return link{}, err
		}
	}
	return c.add(ctx, s)
}
