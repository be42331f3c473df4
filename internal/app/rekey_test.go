package app_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

const recordPhrase = "velvet orchid walnut kayak summer tundra"

// TestMain lets the test binary be the victim of TestKilledInTheMiddleOfARekey.
func TestMain(m *testing.M) {
	if dir := os.Getenv("APP_TEST_REKEY"); dir != "" {
		at := 0
		_, _ = fmt.Sscan(os.Getenv("APP_TEST_KILL_AT"), &at)
		fmt.Fprintln(os.Stderr, rekeyAndDie(dir, at))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// kept is a record with keys in a folder, as the server opens it.
func kept(ctx context.Context, dir string) (*app.Record, error) {
	_, err := os.Stat(filepath.Join(dir, keys.FileName))
	var ring *keys.Ring
	if err != nil {
		ring, _, err = keys.Create(dir, recordPhrase, keys.Options{Cost: keys.LowCost})
	} else {
		ring, err = app.OpenKeys(dir, recordPhrase)
	}
	if err != nil {
		return nil, err
	}
	return app.OpenRecord(ctx, app.Options{URL: app.Home{Dir: dir}.Database(), Keys: ring, Now: time.Now, Log: slog.New(slog.DiscardHandler), Quick: true})
}

func mustKept(t *testing.T, dir string) *app.Record {
	t.Helper()
	rec, err := kept(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rec.Close() }) // most tests close it before
	return rec
}

// busy adds people, one after the other, until ctx ends, and says which are saved.
func busy(ctx context.Context, rec *app.Record, say func(id string)) error {
	for ctx.Err() == nil {
		p, err := rec.People.Add(ctx, authz.System("test"), people.NewPerson{Name: "Yusuf Karimi", Numbers: []people.Number{{Text: "QX-7741"}}})
		if err != nil && ctx.Err() == nil {
			return err
		}
		if err == nil {
			say(p.ID)
		}
	}
	return nil
}

// well looks at the whole record, but for backups and drills, which it has none of.
func well(t *testing.T, rec *app.Record, dir string) {
	t.Helper()
	checks, _ := rec.Doctor(t.Context(), app.Home{Dir: dir}, true)
	for _, c := range checks {
		if !c.OK && c.Name != "last backup" && c.Name != "free space" {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
}

// there is how many of these people there are.
func there(t *testing.T, rec *app.Record, ids []string) (n int) {
	t.Helper()
	err := rec.DB.Read(t.Context(), func(tx *database.Tx) error {
		for _, id := range ids {
			one, err := database.One(t.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, `SELECT count(*) FROM person WHERE id = ?`, id)
			if err != nil {
				return err
			}
			n += one
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// While people work, the record gets another data key: nothing is lost, the old
// key opens nothing, files open, the trail fits, and secrets are sealed anew.
func TestRekeyUnderLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rec := mustKept(t, dir)
	file := work(t, rec)
	ring := rec.Keys.(*keys.Ring)
	before := ring.Derive(keys.Database)
	ctx, stop := context.WithCancel(t.Context())
	var mu sync.Mutex
	var saved []string
	var writers sync.WaitGroup
	for range 3 {
		writers.Go(func() {
			if err := busy(ctx, rec, func(id string) { mu.Lock(); defer mu.Unlock(); saved = append(saved, id) }); err != nil {
				t.Error(err)
			}
		})
	}
	time.Sleep(300 * time.Millisecond)
	for range 2 { // the second moves the keys of files on once more
		if err := rec.Rekey(t.Context(), authz.System("test"), recordPhrase, nil); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(100 * time.Millisecond)
	stop()
	writers.Wait()
	if got := there(t, rec, saved); got != len(saved) || got < 20 {
		t.Errorf("%d of %d are there", got, len(saved))
	}
	well(t, rec, dir)
	opensFile(t, rec, file)
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := database.Open(t.Context(), database.Config{URL: app.Home{Dir: dir}.Database(), Key: before, Now: time.Now, Existing: true}); !errors.Is(err, database.ErrWrongKey) {
		t.Errorf("the old key: %v", err)
	}
	again := mustKept(t, dir)
	if got := there(t, again, saved); got != len(saved) {
		t.Errorf("opened again, %d of %d are there", got, len(saved))
	}
	well(t, again, dir)
	opensFile(t, again, file)
	if left, _ := filepath.Glob(filepath.Join(dir, "*.rekey*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	t.Logf("%d people saved while the data key changed twice", len(saved))
}

func opensFile(t *testing.T, rec *app.Record, id string) {
	t.Helper()
	actor := authz.System("test")
	_, in, err := rec.Files.Open(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(in)
	if err := errors.Join(err, in.Close()); err != nil || string(b) != "%PDF-1.7" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestRekeyIsRefused(t *testing.T) {
	t.Parallel()
	rec := mustKept(t, t.TempDir())
	if err := rec.Rekey(t.Context(), authz.NewActor("w", "W", authz.Worker, authz.SeesAll, staff.LockRecord), recordPhrase, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a worker: %v", err)
	}
	if err := rec.Rekey(t.Context(), authz.System("test"), "velvet orchid walnut kayak summer tunnel", nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("a wrong pass phrase: %v", err)
	}
	if err := rec.Rekey(t.Context(), authz.System("test"), recordPhrase, nil); err != nil {
		t.Errorf("the right one, after the wrong one: %v", err)
	}
}

// Killed at any step, the record opens with exactly one of the two keys, and
// holds what was acknowledged.
func TestKilledInTheMiddleOfARekey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rec := mustKept(t, dir)
	work(t, rec)
	fill(t, rec)
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	every := 4
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		every = 1
	}
	steps := 0
	whole := mustKept(t, copyOf(t, dir))
	if err := whole.Rekey(t.Context(), authz.System("test"), recordPhrase, func(string, int, int) { steps++ }); err != nil {
		t.Fatal(err)
	}
	kills, outcomes := 0, map[bool]int{}
	for at := 1; at <= steps; at++ {
		if at%every != 0 && at < steps-6 { // each of the last, where the one takes the place of the other
			continue
		}
		copied := copyOf(t, dir)
		saved, killed := victim(t, copied, at)
		if !killed {
			continue // it had fewer steps
		}
		kills++
		outcomes[oneKeyOpens(t, copied, saved, at)]++
	}
	if outcomes[true] == 0 || outcomes[false] < 2 {
		t.Errorf("old and new key: %v: the test shows little", outcomes)
	}
	t.Logf("%d kills: %d opened with the old key, %d with the new one", kills, outcomes[false], outcomes[true])
}

// copyOf is a copy of a record that nobody has open.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "record")
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{keys.FileName, "record.tcdb"} {
		if err := os.Chmod(filepath.Join(copied, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return copied
}

// fill makes the file large enough to be copied in many pieces.
func fill(t *testing.T, rec *app.Record) {
	t.Helper()
	err := rec.DB.Write(t.Context(), func(tx *database.Tx) error {
		if _, err := tx.Exec(t.Context(), `CREATE TABLE ballast (id BIGINT PRIMARY KEY, text TEXT NOT NULL)`); err != nil {
			return err
		}
		for id := range 200 {
			if _, err := tx.Exec(t.Context(), `INSERT INTO ballast (id, text) VALUES (?, ?)`, id, strings.Repeat("ballast ", 5000)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// victim changes the data key in another process that kills itself at a step.
func victim(t *testing.T, dir string, at int) (saved []string, killed bool) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), "APP_TEST_REKEY="+dir, fmt.Sprint("APP_TEST_KILL_AT=", at))
	var complaint bytes.Buffer
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		saved = append(saved, lines.Text())
	}
	_ = child.Wait() // it was killed
	if complaint.Len() > 0 && strings.TrimSpace(complaint.String()) != "<nil>" {
		t.Fatal(complaint.String())
	}
	return saved, complaint.Len() == 0
}

// rekeyAndDie changes the data key while people are added, and kills the process
// at the step.
func rekeyAndDie(dir string, at int) error {
	ctx := context.Background()
	rec, err := kept(ctx, dir)
	if err != nil {
		return err
	}
	go func() { _ = busy(ctx, rec, func(id string) { fmt.Println(id) }) }()
	steps := 0
	return rec.Rekey(ctx, authz.System("test"), recordPhrase, func(string, int, int) {
		if steps++; steps == at {
			self, _ := os.FindProcess(os.Getpid())
			_ = self.Kill()
			select {}
		}
	})
}

// oneKeyOpens opens what a killed change left, and reports whether the new key
// does.
func oneKeyOpens(t *testing.T, dir string, saved []string, at int) (other bool) {
	t.Helper()
	ring, err := app.OpenKeys(dir, recordPhrase)
	if err != nil {
		t.Fatalf("killed at step %d: %v", at, err)
	}
	url := app.Home{Dir: dir}.Database()
	before, _ := database.Opens(url, ring.Derive(keys.Database))
	after, _ := database.Opens(url, ring.Changing(keys.Database))
	if before == after {
		t.Errorf("killed at step %d: the old key opens it: %v, the new one: %v", at, before, after)
	}
	ring.Close()
	rec := mustKept(t, dir)
	if got := there(t, rec, saved); got != len(saved) {
		t.Errorf("killed at step %d: %d of %d that were acknowledged are there", at, got, len(saved))
	}
	if err := rec.Rekey(t.Context(), authz.System("test"), recordPhrase, nil); err != nil {
		t.Errorf("killed at step %d, and then: %v", at, err)
	}
	if report, err := rec.VerifyTrail(t.Context()); err != nil || report.Broken != nil {
		t.Errorf("killed at step %d: the trail: %v, %v", at, report.Broken, err)
	}
	if err := rec.Close(); err != nil {
		t.Error(err)
	}
	return after
}
