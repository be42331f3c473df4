package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/jobs"
)

func runner(t *testing.T, db *database.DB) *jobs.Runner {
	t.Helper()
	r, err := jobs.NewRunner(t.Context(), db, slog.New(slog.DiscardHandler), 1)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAJobSaysHowItEnded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for name, c := range map[string]struct {
			work    jobs.Work
			state   jobs.State
			message string
		}{
			"done":   {func(ctx context.Context, p *jobs.Progress) error { p.Of(3); return p.Step(ctx, 3, 1) }, jobs.Done, ""},
			"failed": {func(context.Context, *jobs.Progress) error { return fault.Bad("x", "", "sheet.bomb") }, jobs.Failed, "sheet.bomb"},
			"panic":  {func(context.Context, *jobs.Progress) error { panic("private words") }, jobs.Failed, "job.failed"},
		} {
			r := runner(t, db)
			id, err := r.Start(t.Context(), "import.check", "ruth", name, 0, c.work)
			if err != nil {
				t.Fatal(err)
			}
			r.Wait()
			j, err := r.Job(t.Context(), "ruth", id)
			if err != nil || j.State != c.state || j.Message != c.message {
				t.Errorf("%s: %+v, %v", name, j, err)
			}
			if _, err := r.Job(t.Context(), "sam", id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: a colleague reads it: %v", name, err)
			}
		}
	})
}

func TestTheSameWorkRunsOnceAndStops(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := runner(t, db)
		until := func(ctx context.Context, _ *jobs.Progress) error { <-ctx.Done(); return ctx.Err() }
		first, err := r.Start(t.Context(), "import.save", "ruth", "batch", 0, until)
		if err != nil {
			t.Fatal(err)
		}
		second, err := r.Start(t.Context(), "import.save", "ruth", "batch", 0, until)
		if err != nil || second != first {
			t.Fatalf("started twice: %s and %s, %v", first, second, err)
		}
		r.Stop(first)
		r.Wait()
		if j, err := r.Latest(t.Context(), "import.save", "batch"); err != nil || j.State != jobs.Stopped {
			t.Errorf("%+v, %v", j, err)
		}
	})
}

func TestWhatRanWhenTheProgramStoppedIsMarked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO job (id, kind, account_id, subject_id, state, done, total, problems, started_at, ended_at, message)
				VALUES ('j', 'import.save', 'ruth', 'b', 'running', 5, 10, 0, 0, 0, '')`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if j, err := runner(t, db).Job(t.Context(), "ruth", "j"); err != nil || j.State != jobs.Stopped {
			t.Errorf("%+v, %v", j, err)
		}
	})
}

func TestPercentAndLeft(t *testing.T) {
	t.Parallel()
	start := dbtest.Noon
	for _, c := range []struct {
		done, total, percent int
		left                 time.Duration
	}{{0, 0, 0, 0}, {0, 10, 0, 0}, {5, 10, 50, 10 * time.Second}, {12, 10, 100, 0}} {
		j := jobs.Job{State: jobs.Running, Done: c.done, Total: c.total, StartedAt: start}
		if j.Percent() != c.percent || j.Left(start.Add(10*time.Second)) != c.left {
			t.Errorf("%d of %d: %d %%, %v left", c.done, c.total, j.Percent(), j.Left(start.Add(10*time.Second)))
		}
	}
}

func TestHowMuchThereIsIsKnownFromTheStart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := runner(t, db)
		id, err := r.Start(t.Context(), "import.save", "ruth", "batch", 412, func(ctx context.Context, p *jobs.Progress) error { return p.Step(ctx, 214, 3) })
		if err != nil {
			t.Fatal(err)
		}
		r.Wait()
		if j, err := r.Job(t.Context(), "ruth", id); err != nil || j.Total != 412 || j.Done != 214 || j.Problems != 3 {
			t.Errorf("%+v, %v", j, err)
		}
	})
}
