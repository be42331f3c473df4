package database_test

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
)

func TestKilledWriterLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	if err := mustOpen(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	rounds := 10
	if testing.Short() {
		rounds = 3
	}
	saved := -1
	for range rounds {
		saved = max(saved, killWriter(t, path))
	}
	if saved < rounds {
		t.Fatalf("only %d letters were written: the test shows nothing", saved+1)
	}
	n, err := readAll(t, config(path))
	if err != nil || n < saved+1 {
		t.Errorf("%d letters, error %v; %d were acknowledged", n, err, saved+1)
	}
	t.Logf("%d kills, %d letters acknowledged, %d there", rounds, saved+1, n)
}

// killWriter lets a child process write for a moment, kills it, and returns the
// last letter it acknowledged.
func killWriter(t *testing.T, path string) (last int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), "DATABASE_TEST_WRITER="+path)
	var complaint bytes.Buffer
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		_ = child.Wait() // the complaint says more
		t.Fatalf("the writer wrote nothing: %s", complaint.String())
	}
	last, _ = strconv.Atoi(lines.Text())
	time.AfterFunc(rand.N(60*time.Millisecond), func() { _ = child.Process.Kill() })
	for lines.Scan() {
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			last = n
		}
	}
	_ = child.Wait() // it was killed
	return last
}

func TestFullDiskIsNamedAndLosesNothing(t *testing.T) {
	disk := t.TempDir()
	mount := func(args ...string) error {
		return exec.CommandContext(t.Context(), "mount", append(args, "-t", "tmpfs", "tmpfs", disk)...).Run()
	}
	if runtime.GOOS != "linux" || os.Getuid() != 0 || mount("-o", "size=3m") != nil {
		t.Skip("needs Linux and the right to mount a small disk")
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", disk).Run(); err != nil {
			t.Error(err)
		}
	})
	db := mustOpen(t, filepath.Join(disk, "record.db"))
	t.Cleanup(func() { _ = db.Close() }) // before the disk goes
	var err error
	saved := 0
	for err == nil && saved < 10_000 {
		if err = addLetter(t.Context(), db, saved, bytes.Repeat([]byte("x"), 3000)); err == nil {
			saved++
		}
	}
	wantError(t, err, database.ErrDiskFull)
	wantError(t, addLetter(t.Context(), db, saved, nil), database.ErrDiskFull)
	wantLetters(t, db, saved)

	if err := mount("-o", "remount,size=20m"); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, db, saved, saved+1)
	wantLetters(t, db, saved+2)
	t.Logf("%d letters until the disk was full", saved)
}
