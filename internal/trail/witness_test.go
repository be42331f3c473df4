package trail

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// TestMain lets the test binary be the victim of TestAfterAKill.
func TestMain(m *testing.M) {
	if path := os.Getenv("TRAIL_TEST_VICTIM"); path != "" {
		fmt.Fprintln(os.Stderr, actForever(path, os.Stdout))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func openFile(ctx context.Context, path string) (*database.DB, error) {
	return database.Open(ctx, database.Config{URL: "sqlite:" + path, Key: dbtest.Key(), TrailKey: dbtest.TrailKey(), Now: func() time.Time { return dbtest.Noon }})
}

// actForever writes and reads by turns, and says so when it may be believed.
func actForever(path string, out io.Writer) error {
	ctx := context.Background()
	db, err := openFile(ctx, path)
	if err != nil {
		return err
	}
	witness := NewWitness(db)
	for i := 0; ; i++ {
		id := fmt.Sprint(rand.Uint64())
		what := "change"
		if i%2 == 0 {
			err = Write(ctx, db, colleagues[0], &Deed{Action: "settings.changed", Kind: "setting", ID: id}, func(tx *Tx) error {
				return tx.Insert(ctx, "setting", id, Set{"value": "x"})
			})
		} else {
			_, seen := Watch(ctx)
			seen.Add(Page, id)
			what, err = "reading", witness.Record(ctx, colleagues[0], seen)
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(out, what, id); err != nil {
			return err
		}
	}
}

// Whatever was acknowledged, a change or a reading, is an entry after the
// process was killed, and nothing is there twice (P20).
func TestAfterAKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "record.db")
	acknowledged := map[string]bool{}
	for range times(3, 100) {
		kill(t, path, acknowledged)
	}
	db, err := openFile(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	r := verified(t.Context(), t, db)
	if r.Broken != nil {
		t.Fatal(r.Broken)
	}
	there := map[string]int{}
	err = db.Read(t.Context(), func(tx *database.Tx) error {
		return database.Each(t.Context(), tx, func(scan database.Scan) error {
			var what, id string
			err := scan(&what, &id)
			there[what+" "+id]++
			return err
		}, `SELECT 'change', subject_id FROM change UNION ALL SELECT 'reading', subject FROM reading_subject`)
	})
	if err != nil {
		t.Fatal(err)
	}
	for line := range acknowledged {
		if there[line] != 1 {
			t.Errorf("%s is there %d times", line, there[line])
		}
	}
	if len(acknowledged) < 10 {
		t.Errorf("only %d were acknowledged: the test shows nothing", len(acknowledged))
	}
	t.Logf("%d acknowledged, %d there", len(acknowledged), len(there))
}

// kill lets a child act for a moment and kills it.
func kill(t *testing.T, path string, acknowledged map[string]bool) {
	t.Helper()
	dbtest.Victim(t, "TRAIL_TEST_VICTIM="+path, 5, func(line string) { acknowledged[line] = true })
}

// While the disk is full people can still look, and what they looked at is
// written when it can be.
func TestReadingGoesOnWhenTheDiskIsFull(t *testing.T) {
	disk, resize := dbtest.SmallDisk(t, "10m")
	ctx := t.Context()
	db, err := openFile(ctx, filepath.Join(disk, "record.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // before the disk goes
	w := NewWitness(db)
	record := func(times int) {
		t.Helper()
		for range times {
			_, seen := Watch(ctx)
			seen.Add(List, fmt.Sprint(rand.Uint64()), fmt.Sprint(rand.Uint64()))
			if err := w.Record(ctx, colleagues[0], seen); err != nil {
				t.Fatal(err)
			}
		}
	}
	record(1)
	junk := filepath.Join(disk, "junk")
	_ = os.WriteFile(junk, make([]byte, 10<<20), 0o600) // as much of it as there is room for
	record(200)
	w.mu.Lock()
	owed := len(w.owed)
	w.mu.Unlock()
	if owed == 0 {
		t.Fatal("the disk was not full: the test shows nothing")
	}
	if err := os.Remove(junk); err != nil {
		t.Fatal(err)
	}
	resize("40m")
	if err := w.Close(ctx); err != nil {
		t.Fatal(err)
	}
	record(1)
	if r := verified(ctx, t, db); r.Broken != nil || r.Readings != 202 {
		t.Errorf("%+v, want all of 202", r)
	}
	t.Logf("%d readings were owed", owed)
}

// Readings that come while another is being written share a commit.
func TestReadingsShareACommit(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	w := NewWitness(db)
	ctx := t.Context()
	done := make(chan error, 20)
	err := db.Write(ctx, func(*database.Tx) error { // nobody else can write now
		for i := range cap(done) {
			go func() {
				_, seen := Watch(ctx)
				seen.Add(Page, fmt.Sprint(i))
				done <- w.Record(ctx, colleagues[0], seen)
			}()
		}
		for w.waiting() < cap(done) {
			time.Sleep(time.Millisecond)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	if r := verified(ctx, t, db); r.Broken != nil || r.Readings != int64(cap(done)) {
		t.Errorf("%+v", r)
	}
}

func (w *Witness) waiting() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		return 0
	}
	return len(w.open.readings)
}

func TestOneReadingHasTheHeaviestLook(t *testing.T) {
	t.Parallel()
	ctx, seen := Watch(t.Context())
	Saw(ctx, Print, "b")
	Saw(ctx, Page, "a", "b")
	Saw(context.Background(), Export, "nobody watches")
	if look, people := seen.take(); look != Print || strings.Join(people, " ") != "a b" {
		t.Errorf("%s %v", look, people)
	}
	if _, people := seen.take(); len(people) != 0 {
		t.Errorf("taken twice: %v", people)
	}
}
