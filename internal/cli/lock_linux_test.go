package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/people"
)

// unheard is a name that stands nowhere, not even in this program.
func unheard() string {
	return "Zephyrine " + strings.Map(func(r rune) rune {
		if r < 'A' {
			return -1
		}
		return r + 'a' - 'A'
	}, rand.Text())
}

// served is the program, serving an open record in a process of its own.
type served struct {
	dir, address string
	pid          int
	secrets      map[string][]byte // what its memory holds while the record is open
}

func serve(t *testing.T) served {
	t.Helper()
	name := unheard()
	s := served{dir: filepath.Join(t.TempDir(), "record"), secrets: map[string][]byte{"a name": []byte(name)}}
	const phrase = "seven lanterns drift over the northern harbour"
	ring, _, err := keys.Create(s.dir, phrase, keys.Options{Cost: keys.LowCost})
	if err != nil {
		t.Fatal(err)
	}
	key := ring.Derive(keys.Database)
	s.secrets["the key of the file"], s.secrets["the key in hexadecimal"] = key, []byte(hex.EncodeToString(key))
	s.secrets["the key of the trail"] = ring.Derive(keys.AuditMAC)
	rec, err := app.OpenRecord(t.Context(), app.Options{URL: app.Home{Dir: s.dir}.Database(), Keys: ring, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: name}); err != nil {
		t.Fatal(err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "phrase")
	if err := os.WriteFile(file, []byte(phrase), 0o600); err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Args = []string{"throughcare", "serve", "--addr", "127.0.0.1:0", "--data", s.dir, "--phrase-file", file, "--json"}
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Process.Kill(); _ = child.Wait() })
	said := bufio.NewScanner(out)
	s.pid = child.Process.Pid
	s.address = address(t, said)
	go func() {
		for said.Scan() {
		}
	}()
	return s
}

func address(t *testing.T, said *bufio.Scanner) string {
	t.Helper()
	var doc struct{ Address string }
	if !said.Scan() || json.Unmarshal(said.Bytes(), &doc) != nil || doc.Address == "" {
		t.Fatalf("it said %q", said.Text())
	}
	return doc.Address
}

// holds lists which secrets stand in the memory of the process.
func (s served) holds(t *testing.T) (found []string) {
	t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", s.pid))
	if err != nil {
		t.Skip("the memory of a child is not to be read here:", err)
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", s.pid))
	if err != nil {
		t.Skip("the memory of a child is not to be read here:", err)
	}
	defer func() { _ = memory.Close() }() // only read
	all := map[string]bool{}
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &rights); err != nil || rights[0] != 'r' || strings.Contains(line, "[v") || to-from > 1<<30 {
			continue
		}
		b := make([]byte, to-from)
		n, _ := memory.ReadAt(b, from) // some are not to be read
		for what, secret := range s.secrets {
			if bytes.Contains(b[:n], secret) {
				all[what] = true
			}
		}
	}
	for what := range all {
		found = append(found, what)
	}
	return found
}

func (s served) state(ctx context.Context) string {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address+"/healthz", http.NoBody)
	if err != nil {
		return err.Error()
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err.Error()
	}
	b, err := io.ReadAll(answer.Body)
	if err := answer.Body.Close(); err != nil {
		return err.Error()
	}
	return string(b) + fmt.Sprint(err)
}

// The command locks a busy server within two seconds; afterwards its memory holds
// no key and no name, and its file is sealed.
func TestLockLeavesNothingInMemory(t *testing.T) {
	t.Parallel()
	s := serve(t)
	if state := s.state(t.Context()); !strings.HasPrefix(state, "ok") {
		t.Fatal("it is not open: ", state)
	}
	before := s.holds(t)
	if len(before) < 2 { // the keys are always there, names come and go
		t.Fatalf("while it is open only %v is found: the test shows nothing", before)
	}
	ctx, stop := context.WithCancel(t.Context())
	var load sync.WaitGroup
	for range 8 {
		load.Go(func() {
			for ctx.Err() == nil {
				s.state(ctx)
			}
		})
	}
	time.Sleep(200 * time.Millisecond)
	begun := time.Now()
	lock := exec.CommandContext(t.Context(), os.Args[0])
	lock.Args = []string{"throughcare", "lock", "--data", s.dir}
	if said, err := lock.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	took := time.Since(begun)
	stop()
	load.Wait()
	if after := s.holds(t); len(after) > 0 {
		t.Errorf("after the lock its memory holds %v", after)
	}
	if took > 4*time.Second { // two, on a machine with nothing else to do
		t.Errorf("it took %v", took)
	}
	if text, err := os.ReadFile(filepath.Join(s.dir, keys.FileName)); err != nil || !bytes.Contains(text, []byte(`"seal"`)) {
		t.Errorf("the file was not sealed, %v", err)
	}
	t.Logf("%d secrets in memory before, none after; locked in %v under load", len(before), took.Round(time.Millisecond))
}
