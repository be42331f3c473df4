package keys_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/shares"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustOpen(t testing.TB, dir, phrase string) *keys.Ring {
	t.Helper()
	ring, err := keys.Open(dir, phrase)
	must(t, err)
	t.Cleanup(ring.Close)
	return ring
}

func said(s keys.CouncilShare) string { return strings.Join(s.Words, " ") }

// Any two of the three shares open the record, and so do all; one does not.
func TestCouncil(t *testing.T) {
	t.Parallel()
	dir, _, key := create(t)
	ring := mustOpen(t, dir, phrase)
	_, err := keys.OpenWithCouncil(dir, strings.Repeat("abandon ", 64))
	if err == nil {
		t.Error("a council that is not there opened the record")
	}
	all, err := ring.MakeCouncil()
	must(t, err)
	for _, pair := range [][]int{{0, 1}, {1, 2}, {2, 0}, {0, 1, 2}} {
		words := ""
		for _, i := range pair {
			if len(all[i].Words) != keys.ShareWords {
				t.Fatalf("a share of %d words", len(all[i].Words))
			}
			words += said(all[i]) + "\n"
		}
		if !keys.IsCouncil(words) {
			t.Error("not taken for a council")
		}
		got, err := keys.OpenWithCouncil(dir, words)
		opens(t, got, err, key)
	}
	_, err = keys.OpenWithCouncil(dir, said(all[0]))
	wantError(t, err, shares.ErrTooFew)
	_, err = keys.OpenWithCouncil(dir, said(all[0])+" "+said(all[0]))
	wantError(t, err, shares.ErrMixed)
	wrong := strings.Fields(said(all[0]) + " " + said(all[1]))
	wrong[40] = "qwxyz"
	_, err = keys.OpenWithCouncil(dir, strings.Join(wrong, " "))
	if e, ok := errors.AsType[*keys.WordError](err); !ok || e.Position != 41 {
		t.Error(err)
	}
	again, err := ring.MakeCouncil()
	must(t, err)
	_, err = keys.OpenWithCouncil(dir, said(all[0])+" "+said(all[1]))
	wantError(t, err, keys.ErrWrongSheet)
	must(t, ring.DropCouncil())
	_, err = keys.OpenWithCouncil(dir, said(again[0])+" "+said(again[1]))
	wantError(t, err, keys.ErrNoSlot)
	wantError(t, ring.DropCouncil(), keys.ErrNoSlot)
}

func TestMachine(t *testing.T) {
	t.Parallel()
	dir, _, key := create(t)
	ring, path := mustOpen(t, dir, phrase), filepath.Join(t.TempDir(), "machine.key")
	must(t, ring.MakeMachine(path, time.Now()))
	got, err := keys.OpenWithMachine(dir, path)
	opens(t, got, err, key)
	if s, err := ring.State(); err != nil || !s.Machine || s.Since.IsZero() {
		t.Errorf("%+v, %v", s, err)
	}
	wantError(t, ring.MakeMachine(path, time.Now()), os.ErrExist)
	if got, err := keys.OpenWithMachine(dir, path); err != nil {
		t.Error("a refused replacement ended the slot:", err)
	} else {
		got.Close()
	}
	if runtime.GOOS != "windows" {
		must(t, os.Chmod(path, 0o644))
		_, err = keys.OpenWithMachine(dir, path)
		wantError(t, err, keys.ErrOpenFile)
		must(t, os.Chmod(path, 0o600))
	}
	must(t, ring.DropMachine())
	_, err = keys.OpenWithMachine(dir, path)
	wantError(t, err, keys.ErrNoSlot)
	must(t, os.WriteFile(path, []byte("AGE-SECRET-KEY-PQ-1NONSENSE"), 0o600))
	if _, err = keys.OpenWithMachine(dir, path); err == nil || strings.Contains(err.Error(), "NONSENSE") {
		t.Error(err)
	}
}

func TestSheetIsTried(t *testing.T) {
	t.Parallel()
	dir, sheet, _ := create(t)
	_, other, _ := create(t)
	ring := mustOpen(t, dir, phrase)
	wantError(t, ring.TestSheet(strings.Join(other.Words, " "), time.Now()), keys.ErrWrongSheet)
	if s, err := ring.State(); err != nil || !s.Tested.IsZero() || s.Sheet != sheet.Mark {
		t.Errorf("%+v, %v", s, err)
	}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	must(t, ring.TestSheet(strings.Join(sheet.Words, " "), at))
	if s, err := ring.State(); err != nil || !s.Tested.Equal(at) {
		t.Errorf("%+v, %v", s, err)
	}
	_, err := ring.ReplaceSheet()
	must(t, err)
	if s, err := ring.State(); err != nil || !s.Tested.IsZero() {
		t.Errorf("a sheet nobody tried: %+v, %v", s, err)
	}
}

// whole is a record with every way there is.
func whole(t *testing.T) (dir, machine, sheet, council string, key []byte) {
	t.Helper()
	dir, paper, key := create(t)
	ring := mustOpen(t, dir, phrase)
	all, err := ring.MakeCouncil()
	must(t, err)
	machine = filepath.Join(t.TempDir(), "machine.key")
	must(t, ring.MakeMachine(machine, time.Now()))
	return dir, machine, strings.Join(paper.Words, " "), said(all[2]) + " " + said(all[0]), key
}

// At every moment of a change every way opens both keys, and after it the one
// that the record is encrypted with.
func TestAnotherDataKey(t *testing.T) {
	t.Parallel()
	for _, other := range []bool{true, false} {
		dir, machine, sheet, council, before := whole(t)
		ring := mustOpen(t, dir, phrase)
		_, err := ring.Begin("velvet orchid walnut kayak summer tunnel")
		wantError(t, err, keys.ErrWrongPhrase)
		change, err := ring.Begin(phrase)
		must(t, err)
		next := change.Derive(keys.Database)
		if bytes.Equal(next, before) {
			t.Fatal("the same key")
		}
		ways := map[string]func() (*keys.Ring, error){
			"phrase":  func() (*keys.Ring, error) { return keys.Open(dir, phrase) },
			"sheet":   func() (*keys.Ring, error) { return keys.OpenWithRecovery(dir, sheet) },
			"council": func() (*keys.Ring, error) { return keys.OpenWithCouncil(dir, council) },
			"machine": func() (*keys.Ring, error) { return keys.OpenWithMachine(dir, machine) },
		}
		for name, open := range ways {
			got, err := open()
			must(t, err)
			if !bytes.Equal(got.Derive(keys.Database), before) || !bytes.Equal(got.Changing(keys.Database), next) {
				t.Errorf("%s in the middle: another pair of keys", name)
			}
			got.Close()
		}
		wantError(t, ring.ChangePassphrase("nine paper kites above the southern railway", low), keys.ErrChanging)
		want := before
		if other {
			want = next
			must(t, change.Commit())
		} else {
			must(t, change.Drop())
		}
		if !bytes.Equal(ring.Derive(keys.Database), want) {
			t.Error("the ring has the other one")
		}
		for name, open := range ways {
			got, err := open()
			opens(t, got, err, want)
			if err == nil && got.Changing(keys.Database) != nil {
				t.Errorf("%s: still changing", name)
			}
		}
	}
}

// A program that was killed in the middle settles what it finds.
func TestSettle(t *testing.T) {
	t.Parallel()
	dir, _, _, _, _ := whole(t)
	change, err := mustOpen(t, dir, phrase).Begin(phrase)
	must(t, err)
	next := change.Derive(keys.Database)
	must(t, mustOpen(t, dir, phrase).Settle(true))
	got, err := keys.Open(dir, phrase)
	opens(t, got, err, next)
}

func TestFileIsSealedWhileNobodyHasItOpen(t *testing.T) {
	t.Parallel()
	dir, _, _ := create(t)
	path := filepath.Join(dir, "record")
	must(t, os.WriteFile(path, []byte("pages"), 0o600))
	left := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	open := func(want bool) {
		t.Helper()
		altered, err := mustOpen(t, dir, phrase).Unseal(path, left.Add(time.Hour))
		if err != nil || (altered != nil) != want {
			t.Errorf("%+v, %v; want %v", altered, err, want)
		}
		if want && (!altered.Left.Equal(left) || !altered.Noticed.Equal(left.Add(time.Hour))) {
			t.Errorf("%+v", altered)
		}
	}
	open(false) // nobody sealed it
	must(t, mustOpen(t, dir, phrase).SealFile(path, left))
	open(false)
	must(t, os.WriteFile(path, []byte("pages, and one more"), 0o600))
	open(false) // after a crash there is no seal
	must(t, mustOpen(t, dir, phrase).SealFile(path, left))
	must(t, os.WriteFile(path, []byte("PAGES, and one more"), 0o600))
	open(true)
	open(true) // until somebody has seen it
	must(t, mustOpen(t, dir, phrase).SeenAltered())
	open(false)
}

// Two processes that change the key file do not take back each other's changes.
func TestKeyFileIsReadBeforeItIsChanged(t *testing.T) {
	t.Parallel()
	dir, _, key := create(t)
	one, two := mustOpen(t, dir, phrase), mustOpen(t, dir, phrase)
	const fresh = "nine paper kites above the southern railway"
	must(t, one.ChangePassphrase(fresh, low))
	_, err := two.MakeCouncil()
	must(t, err)
	got, err := keys.Open(dir, fresh)
	opens(t, got, err, key)
	_, err = keys.Open(dir, phrase)
	wantError(t, err, keys.ErrWrongPhrase)
}

// A key file of the first form opens, and can be changed.
func TestKeyFileOfTheFirstForm(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text, err := os.ReadFile(filepath.Join("testdata", "v1", keys.FileName))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, keys.FileName), text, 0o600))
	want, err := hex.DecodeString("6eb8c597158641e21aee0ab01b83cfccd1f1e808ed92ec7af17d733b1f09568f")
	must(t, err)
	got, err := keys.Open(dir, phrase)
	opens(t, got, err, want)
	ring := mustOpen(t, dir, phrase)
	_, err = ring.MakeCouncil()
	must(t, err)
	got, err = keys.Open(dir, phrase)
	opens(t, got, err, want)
}
