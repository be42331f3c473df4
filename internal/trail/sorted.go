package trail

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/throughcare/throughcare/internal/database"
)

// looksAt are the numbers of the readings of one subject, which is bound twice:
// those that have been sorted, and the few that have not.
const (
	sortedUntil = `(SELECT coalesce(max(d.n), 0) FROM sorted_until d)`
	looksAt     = `(SELECT o.n FROM sorted_reading o WHERE o.subject = ?
		UNION ALL SELECT s.n FROM reading_subject s WHERE s.n > ` + sortedUntil + ` AND s.subject = ?)`
)

// mostUnsorted is how many looks at somebody may wait to be sorted: as many as are
// gone through in no time by whoever asks.
const mostUnsorted = 512

// sorter sorts readings by whom they are of, beside the requests they come from.
type sorter struct {
	waiting atomic.Int64
	busy    atomic.Bool
	done    sync.WaitGroup
}

// came counts looks that were written, and has them sorted when they are many.
func (s *sorter) came(db *database.DB, looks int) {
	if s.waiting.Add(int64(looks)) < mostUnsorted || !s.busy.CompareAndSwap(false, true) {
		return
	}
	s.done.Go(func() {
		defer s.busy.Store(false)
		s.waiting.Store(0)
		// What fails here is found unsorted, and sorted with the next.
		ctx := context.Background()
		_ = db.Write(ctx, func(tx *database.Tx) error { return SortReadings(ctx, tx) })
	})
}

// SortReadings sorts all readings that are not by whom they are of.
func SortReadings(ctx context.Context, tx *database.Tx) error {
	if err := lock(ctx, tx); err != nil {
		return err
	}
	for _, step := range []string{
		`INSERT INTO sorted_reading (subject, n) SELECT s.subject, s.n FROM reading_subject s WHERE s.n > ` + sortedUntil + ` ORDER BY s.subject, s.n`,
		`DELETE FROM sorted_until`,
		`INSERT INTO sorted_until (n) SELECT coalesce(max(r.n), 0) FROM reading r`,
	} {
		if _, err := tx.Exec(ctx, step); err != nil {
			return err
		}
	}
	return nil
}
