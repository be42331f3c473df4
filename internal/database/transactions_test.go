package database_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
)

func TestConcurrentWritersLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		const writers, rounds = 16, 8
		ctx := t.Context()
		makeLetters(t, db)
		if err := addLetter(ctx, db, 1, []byte("0")); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		failures := make(chan error, writers*rounds)
		for range writers {
			wg.Go(func() {
				for range rounds {
					if err := countUp(ctx, db); err != nil {
						failures <- err
					}
				}
			})
		}
		wg.Wait()
		close(failures)
		for err := range failures {
			t.Error(err)
		}
		err := db.Read(ctx, func(tx *database.Tx) error {
			got, err := database.One(ctx, tx, scanText, `SELECT body FROM letter WHERE id = ?`, 1)
			if got != fmt.Sprint(writers*rounds) {
				t.Errorf("%d times one more is %s", writers*rounds, got)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// countUp reads a number, waits a moment, and writes one more.
func countUp(ctx context.Context, db *database.DB) error {
	return db.Write(ctx, func(tx *database.Tx) error {
		n, err := database.One(ctx, tx, scanInt, `SELECT body FROM letter WHERE id = ?`, 1)
		if err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
		_, err = tx.Exec(ctx, `UPDATE letter SET body = ? WHERE id = ?`, fmt.Sprint(n+1), 1)
		return err
	})
}

func TestTransactionsOnBothEngines(t *testing.T) {
	ctx := context.Background()
	insert := func(tx *database.Tx, id int) error {
		_, err := tx.Exec(ctx, `INSERT INTO letter (id, body) VALUES (?, 'x')`, id)
		return err
	}
	wants := func(kind fault.Kind) func(error) bool {
		return func(err error) bool { return fault.Is(err, kind) }
	}
	some := func(err error) bool { return err != nil }
	ours := errors.New("ours")
	for _, tt := range []struct {
		name    string
		fn      func(tx *database.Tx) error
		want    func(error) bool
		letters int // 1 is there before
	}{
		{"commits", func(tx *database.Tx) error { return insert(tx, 2) }, func(err error) bool { return err == nil }, 2},
		{"rolls back on an error of ours", func(tx *database.Tx) error { return errors.Join(insert(tx, 2), ours) },
			func(err error) bool { return errors.Is(err, ours) }, 1},
		{"a second row with one id", func(tx *database.Tx) error { return insert(tx, 1) }, wants(fault.Conflict), 1},
		{"a row for a parent that is not there", func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO reply (letter_id) VALUES (99)`)
			return err
		}, wants(fault.Conflict), 1},
		{"a failed statement fails the rest", func(tx *database.Tx) error {
			_ = insert(tx, 1)
			return insert(tx, 2)
		}, wants(fault.Conflict), 1},
		{"a failed statement fails the commit", func(tx *database.Tx) error {
			if err := insert(tx, 2); err != nil {
				return err
			}
			_ = insert(tx, 1)
			return nil
		}, wants(fault.Conflict), 1},
		{"no row is no failed statement", func(tx *database.Tx) error {
			if _, err := database.One(ctx, tx, scanText, `SELECT body FROM letter WHERE id = 77`); !fault.Is(err, fault.NotFound) {
				t.Errorf("no row: %v", err)
			}
			return insert(tx, 2)
		}, func(err error) bool { return err == nil }, 2},
		{"a statement while a result is read", func(tx *database.Tx) error {
			return database.Each(ctx, tx, func(database.Scan) error { return insert(tx, 2) }, `SELECT id FROM letter`)
		}, some, 1},
		{"two statements in one", func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO letter (id, body) VALUES (?, ?); DELETE FROM letter`, 2, "x")
			return err
		}, some, 1},
		{"an argument too few", func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO letter (id, body) VALUES (?, ?)`, 2)
			return err
		}, some, 1},
		{"text no engine can hold", func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO letter (id, body) VALUES (?, ?)`, 2, "a\x00b")
			return err
		}, wants(fault.Invalid), 1},
		{"NULL into text", func(tx *database.Tx) error {
			_, err := database.One(ctx, tx, scanText, `SELECT NULL FROM letter`)
			return err
		}, some, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				makeLetters(t, db)
				mustAdd(t, db, 1)
				makeReplies(t, db)
				if err := db.Write(ctx, tt.fn); !tt.want(err) {
					t.Errorf("error %v", err)
				}
				wantLetters(t, db, tt.letters)
			})
		})
	}
}

func makeReplies(t testing.TB, db *database.DB) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), `CREATE TABLE reply (letter_id BIGINT NOT NULL REFERENCES letter (id))`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadsCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeLetters(t, db)
		err := db.Read(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO letter (id, body) VALUES (1, 'x')`)
			return err
		})
		if err == nil {
			t.Error("a read wrote")
		}
		wantLetters(t, db, 0)
	})
}

func TestReadsAreOfOneMoment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeLetters(t, db)
		err := db.Read(t.Context(), func(tx *database.Tx) error {
			before, err := database.One(t.Context(), tx, scanInt, `SELECT count(*) FROM letter`)
			if err != nil {
				return err
			}
			mustAdd(t, db, 1)
			after, err := database.One(t.Context(), tx, scanInt, `SELECT count(*) FROM letter`)
			if before != after {
				t.Errorf("the same question had the answers %d and %d", before, after)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestPanicRollsBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeLetters(t, db)
		func() {
			defer func() { _ = recover() }()
			_ = db.Write(t.Context(), func(tx *database.Tx) error {
				return database.Each(t.Context(), tx, func(database.Scan) error { panic("a defect") }, `INSERT INTO letter (id, body) VALUES (1, 'x') RETURNING id`)
			})
		}()
		wantLetters(t, db, 0)
		mustAdd(t, db, 2)
		wantLetters(t, db, 1)
	})
}

func TestCancelledWorkIsUndone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeLetters(t, db)
		ctx, cancel := context.WithCancel(t.Context())
		err := db.Write(ctx, func(tx *database.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO letter (id, body) VALUES (1, 'x')`); err != nil {
				return err
			}
			cancel()
			return nil
		})
		wantError(t, err, context.Canceled)
		wantLetters(t, db, 0)
		mustAdd(t, db, 2)
	})
}

func TestWritersWaitAsLongAsTheyMay(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "record.db"))
	err := db.Write(t.Context(), func(*database.Tx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		wantError(t, addLetter(ctx, db, 1, nil), context.DeadlineExceeded) // would wait for itself
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	wantLetters(t, db, 0)
}
