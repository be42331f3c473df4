// Package jobs runs work that takes longer than a page may: an import, a large
// export. A job has a row of its own, so that its page can say how far it is,
// and whoever started it may leave and come back. Work is written so that it
// is safe to start twice; a job that was running when the program stopped is
// marked as stopped, and can be started again.
package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
)

// State says how a job stands.
type State string

// The states.
const (
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"  // Message is the key of what to say
	Stopped State = "stopped" // by its starter, or because the program stopped
)

// Job is one piece of long work.
type Job struct {
	ID        string
	Kind      string // "import.check"; the message "job." + Kind names it
	AccountID string // who started it
	SubjectID string // what it works on
	State     State
	Done      int // units finished
	Total     int // units in all, 0 while unknown
	Problems  int
	StartedAt time.Time // UTC
	EndedAt   time.Time // UTC, zero while running
	Message   string
}

// Left estimates how long the rest takes, from how long the first part took; 0
// when nothing can be said yet.
func (j Job) Left(now time.Time) time.Duration {
	if j.State != Running || j.Done == 0 || j.Total <= j.Done {
		return 0
	}
	spent := now.Sub(j.StartedAt)
	return spent / time.Duration(j.Done) * time.Duration(j.Total-j.Done)
}

// Percent is how much is done, 0 to 100.
func (j Job) Percent() int {
	switch {
	case j.State == Done:
		return 100
	case j.Total == 0:
		return 0
	}
	return min(100, j.Done*100/j.Total)
}

// Work is what a job does. It says how far it is through p and returns early
// when ctx ends.
type Work func(ctx context.Context, p *Progress) error

// Runner runs jobs in the background, a few at once.
type Runner struct {
	db    *database.DB
	log   *slog.Logger
	slots chan struct{}

	mu      sync.Mutex
	running map[string]context.CancelFunc // by job id
	bySub   map[string]string             // kind and subject of running jobs to their id
	wg      sync.WaitGroup
}

// NewRunner returns a runner of at most n jobs at once, and marks what was
// running when the program last ended.
func NewRunner(ctx context.Context, db *database.DB, log *slog.Logger, n int) (*Runner, error) {
	r := &Runner{db: db, log: log, slots: make(chan struct{}, n), running: map[string]context.CancelFunc{}, bySub: map[string]string{}}
	return r, db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job SET state = 'stopped', ended_at = ?, message = 'job.stopped.restart' WHERE state = 'running'`, database.Micros(tx.Now()))
		return err
	})
}

// Start begins work and returns its job at once. The same kind of work on the
// same subject is never run twice at the same time: the running job is
// returned instead.
func (r *Runner) Start(ctx context.Context, kind, account, subject string, total int, work Work) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := kind + " " + subject
	if id, busy := r.bySub[key]; busy {
		return id, nil
	}
	id := ids.New()
	err := r.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO job (id, kind, account_id, subject_id, state, done, total, problems, started_at, ended_at, message)
			VALUES (?, ?, ?, ?, 'running', 0, ?, 0, ?, 0, '')`, id, kind, account, subject, total, database.Micros(tx.Now()))
		return err
	})
	if err != nil {
		return "", err
	}
	jctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.running[id], r.bySub[key] = cancel, id
	r.wg.Go(func() { r.run(jctx, id, key, total, work) })
	return id, nil
}

func (r *Runner) run(ctx context.Context, id, key string, total int, work Work) {
	r.slots <- struct{}{}
	defer func() { <-r.slots }()
	p := &Progress{db: r.db, id: id, total: total}
	err := guarded(ctx, work, p)
	state, message := Done, ""
	switch {
	case errors.Is(err, context.Canceled):
		state, message = Stopped, "job.stopped.asked"
	case err != nil:
		state, message = Failed, messageOf(err)
		r.log.ErrorContext(ctx, "job failed", "job", id, "error", err)
	}
	if err := p.end(context.WithoutCancel(ctx), state, message); err != nil {
		r.log.ErrorContext(ctx, "job not recorded", "job", id, "error", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[id]()
	delete(r.running, id)
	delete(r.bySub, key)
}

// guarded turns a panic in work into an error, so that one bad file does not
// take the server down.
func guarded(ctx context.Context, work Work, p *Progress) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = errors.New("jobs: the work panicked")
		}
	}()
	return work(ctx, p)
}

// messageOf is the key of what to tell the person who started a job that failed.
func messageOf(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Problems) > 0 {
		return e.Problems[0].Key
	}
	return "job.failed"
}

// Stop asks a running job to end; it keeps what it had saved.
func (r *Runner) Stop(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if cancel, ok := r.running[id]; ok {
		cancel()
	}
}

// Close stops all jobs and waits for them.
func (r *Runner) Close() {
	r.mu.Lock()
	for _, cancel := range r.running {
		cancel()
	}
	r.mu.Unlock()
	r.wg.Wait()
}

// Wait returns when no job runs; for the command line and tests.
func (r *Runner) Wait() { r.wg.Wait() }

// Job returns a job to its starter; NotFound for another's.
func (r *Runner) Job(ctx context.Context, account, id string) (j Job, err error) {
	err = r.db.Read(ctx, func(tx *database.Tx) error {
		j, err = database.One(ctx, tx, scanJob, selectJob+` WHERE id = ? AND account_id = ?`, id, account)
		return err
	})
	return j, err
}

// Latest returns the newest job of a kind on a subject, or NotFound.
func (r *Runner) Latest(ctx context.Context, kind, subject string) (j Job, err error) {
	err = r.db.Read(ctx, func(tx *database.Tx) error {
		j, err = database.One(ctx, tx, scanJob, selectJob+` WHERE kind = ? AND subject_id = ? ORDER BY started_at DESC, id DESC LIMIT 1`, kind, subject)
		return err
	})
	return j, err
}

// EndedSince lists the jobs of an account that ended after a moment, newest
// first, for Today.
func (r *Runner) EndedSince(ctx context.Context, account string, since time.Time) (list []Job, err error) {
	err = r.db.Read(ctx, func(tx *database.Tx) error {
		list, err = database.All(ctx, tx, scanJob, selectJob+` WHERE account_id = ? AND ended_at > ? ORDER BY ended_at DESC LIMIT 5`,
			account, database.Micros(since))
		return err
	})
	return list, err
}

const selectJob = `SELECT id, kind, account_id, subject_id, state, done, total, problems, started_at, ended_at, message FROM job`

func scanJob(scan database.Scan) (Job, error) {
	var j Job
	var started, ended int64
	err := scan(&j.ID, &j.Kind, &j.AccountID, &j.SubjectID, &j.State, &j.Done, &j.Total, &j.Problems, &started, &ended, &j.Message)
	j.StartedAt, j.EndedAt = database.FromMicros(started), database.FromMicros(ended)
	return j, err
}
