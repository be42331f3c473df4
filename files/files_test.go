package files_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/timeline"
)

const letter = "%PDF-1.7 the heron stood in the frozen reeds"

func TestAFileIsKeptWithItsEntryAndItsSum(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		f, err := w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		got, err := w.open(w.ruth, f.ID)
		w.must(err)
		sum := sha256.Sum256([]byte(letter))
		e := w.last()
		if got != letter || f.SHA256 != hex.EncodeToString(sum[:]) || e.Args["sha256"] != f.SHA256 || e.Args["name"] != "Yusuf Karimi" {
			t.Fatalf("%q, %+v, %+v", got, f, e)
		}
		line := &timeline.Service{DB: w.db, Kinds: timeline.NewKinds()}
		files.TimelineKinds(line.Kinds)
		entry, _, err := line.Entry(t.Context(), w.ruth, f.EntryID)
		w.must(err)
		if entry.Kind != files.KindFile || entry.TitleArgs["file"] != "letter.pdf" || entry.On.String() != "2026-03-02" || entry.Link.ID != f.ID || line.Kinds.Kind(entry.Kind).Group != timeline.Files {
			t.Fatalf("%+v", entry)
		}
	})
}

// Changes that come at the same time are tried again, each with a file of its own.
func TestManyAtTheSameTime(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const many = 8
		failed := make(chan error, many)
		for range many {
			go func() {
				_, err := w.add(w.ruth, "letter.pdf", letter)
				failed <- err
			}()
		}
		for range many {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		h, err := w.s.Check(t.Context(), true)
		w.must(err)
		if h != (files.Health{Files: many}) {
			t.Errorf("%+v", h)
		}
	})
}

// What is on the disk shows neither a word of the file nor its name.
func TestNothingLiesInClear(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		_, err := w.add(w.ruth, "heron.txt", strings.Repeat("the heron stood in the frozen reeds. ", 5000))
		w.must(err)
		looked := 0
		w.must(filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			looked++
			b, err := os.ReadFile(path)
			if bytes.Contains(b, []byte("heron")) || strings.Contains(path, "heron") {
				t.Errorf("%s shows what it holds", path)
			}
			return err
		}))
		if looked == 0 {
			t.Error("there is no file")
		}
	})
}

func TestUndoTakesTheRowAndLeavesTheFile(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		f, err := w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		added := w.last().ID
		w.must(trail.Undo(t.Context(), w.db, w.ruth, added))
		_, err = w.open(w.ruth, f.ID)
		w.is(err, fault.NotFound)
		if w.names(w.ruth) != "" || len(w.onDisk()) != 1 {
			t.Fatal(w.names(w.ruth), w.onDisk())
		}
		w.must(trail.Undo(t.Context(), w.db, w.ruth, w.last().ID))
		if got, err := w.open(w.ruth, f.ID); err != nil || got != letter {
			t.Fatalf("brought back: %q, %v", got, err)
		}
	})
}

// Hidden and missing are one: 404, whoever asks and however.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		f, err := w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		for _, actor := range []authz.Actor{w.bea, w.ada} {
			_, err = w.open(actor, f.ID)
			w.is(err, fault.NotFound)
			_, err = w.s.List(t.Context(), actor, w.yusuf)
			w.is(err, fault.NotFound)
		}
		_, err = w.add(w.bea, "letter.pdf", letter)
		w.is(err, fault.NotFound)
		_, err = w.add(w.ada, "letter.pdf", letter)
		w.is(err, fault.Forbidden)
		_, err = w.open(w.ruth, ids.New())
		w.is(err, fault.NotFound)
		if len(w.onDisk()) != 1 {
			t.Errorf("refused files are on the disk: %v", w.onDisk())
		}
	})
}

// A file is read by whoever may read its entry, and by nobody else.
func TestAFileIsInTheSightOfItsEntry(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		line := &timeline.Service{DB: w.db, Kinds: timeline.NewKinds()}
		entry, err := line.Write(t.Context(), w.lee, timeline.Entry{PersonID: w.yusuf, Kind: timeline.KindNote, Body: "for leads", Sight: timeline.SightLead}, "2026-03-02")
		w.must(err)
		to := func(actor authz.Actor, person string) error {
			_, err := w.s.Add(t.Context(), actor, files.New{PersonID: person, EntryID: entry, Name: "x.pdf", Content: strings.NewReader(letter)})
			return err
		}
		w.must(to(w.lee, w.yusuf))
		w.is(to(w.ruth, w.yusuf), fault.NotFound)
		w.is(to(w.lee, w.leila), fault.NotFound)
		if w.names(w.lee) != "x.pdf" || w.names(w.ruth) != "" {
			t.Errorf("the lead sees %q, the worker %q", w.names(w.lee), w.names(w.ruth))
		}
		id := w.onDisk()[0]
		_, err = w.open(w.ruth, id)
		w.is(err, fault.NotFound)
		_, err = w.add(w.vi, "scan.pdf", letter) // a volunteer reads what they scanned themselves
		w.must(err)
		if w.names(w.vi) != "scan.pdf" {
			t.Errorf("the volunteer sees %q", w.names(w.vi))
		}
	})
}

func TestOpeningIsAReading(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		f, err := w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		ctx, seen := trail.Watch(t.Context())
		_, r, err := w.s.Open(ctx, w.lee, f.ID)
		w.must(err)
		w.must(r.Close())
		witness := trail.NewWitness(w.db)
		w.must(witness.Record(ctx, w.lee, seen))
		w.must(witness.Close(ctx))
		w.must(w.db.Read(ctx, func(tx *database.Tx) error {
			readings, err := trail.Readings(ctx, tx, w.yusuf, 5)
			if len(readings) != 1 || readings[0].ActorID != "lee" || readings[0].Look != trail.Export {
				t.Errorf("%+v", readings)
			}
			return err
		}))
	})
}

// What breaks off, is too large or cannot be recorded leaves nothing, or at most
// a file without a row, which the check counts and in time sweeps.
func TestWhatIsNotKeptLeavesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		broken := errors.New("the line went dead")
		_, err := w.s.Add(t.Context(), w.ruth, files.New{PersonID: w.yusuf, Name: "x.txt", Content: io.MultiReader(strings.NewReader(strings.Repeat("x", 100_000)), iotest.ErrReader(broken))})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		_, err = w.add(w.ruth, "bomb.txt", strings.Repeat("0", 300_001))
		w.is(err, fault.Invalid)
		if len(w.onDisk()) != 0 {
			t.Fatalf("left: %v", w.onDisk())
		}
		_, err = w.add(w.ruth, "just-fits.txt", strings.Repeat("0", 300_000))
		w.must(err)
	})
}

// A crash after the rename and before the commit: the context ends when the last
// byte was read, so that the record takes no more.
func TestACrashBeforeTheCommitLeavesAnOrphanOnly(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, crash := context.WithCancel(t.Context())
		_, err := w.s.Add(ctx, w.ruth, files.New{PersonID: w.yusuf, Name: "x.txt", Content: io.MultiReader(strings.NewReader("words"), crashes(crash))})
		if err == nil {
			t.Fatal("it was recorded")
		}
		if w.names(w.ruth) != "" || len(w.onDisk()) != 1 {
			t.Fatalf("%q in the record, %v on the disk", w.names(w.ruth), w.onDisk())
		}
		h, err := w.s.Check(t.Context(), true)
		w.must(err)
		if h != (files.Health{Loose: 1}) {
			t.Fatalf("%+v", h)
		}
		w.age(40 * 24 * time.Hour)
		h, err = w.s.Check(t.Context(), false)
		w.must(err)
		if h != (files.Health{Loose: 1, Swept: 1}) || len(w.onDisk()) != 0 {
			t.Fatalf("%+v", h)
		}
	})
}

type crashes context.CancelFunc

func (c crashes) Read([]byte) (int, error) {
	c()
	return 0, io.EOF
}

// age makes everything on the disk older.
func (w *world) age(by time.Duration) {
	w.t.Helper()
	w.must(filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		at := w.db.Now().Add(-by)
		return os.Chtimes(path, at, at)
	}))
}

// A file that was taken back is swept only when nobody can bring it back, even
// when it is old itself.
func TestTakenBackIsNotSweptWhileItCanComeBack(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		f, err := w.add(w.ruth, "letter.pdf", letter)
		w.must(err)
		w.must(trail.Undo(t.Context(), w.db, w.ruth, w.last().ID))
		w.age(300 * 24 * time.Hour)
		h, err := w.s.Check(t.Context(), false)
		w.must(err)
		if h != (files.Health{Loose: 1}) {
			t.Fatalf("%+v", h)
		}
		w.must(trail.Undo(t.Context(), w.db, w.ruth, w.last().ID))
		if _, err := w.open(w.ruth, f.ID); err != nil {
			t.Fatal(err)
		}
	})
}

func TestCheckSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		gone, err := w.add(w.ruth, "gone.pdf", letter)
		w.must(err)
		bad, err := w.add(w.ruth, "bad.pdf", letter)
		w.must(err)
		_, err = w.add(w.ruth, "good.pdf", letter)
		w.must(err)
		w.must(w.s.Vault.Remove(gone.ID))
		path := filepath.Join(w.dir, bad.ID[34:], bad.ID)
		b, err := os.ReadFile(path)
		w.must(err)
		b[len(b)-1] ^= 1
		w.must(os.WriteFile(path, b, 0o600))
		if _, err = w.open(w.ruth, bad.ID); !errors.Is(err, vault.ErrDamaged) {
			t.Error(err)
		}
		if _, err = w.open(w.ruth, gone.ID); !errors.Is(err, vault.ErrGone) {
			t.Error(err)
		}
		h, err := w.s.Check(t.Context(), true)
		w.must(err)
		for _, name := range []string{bad.ID, gone.ID} {
			if !strings.Contains(h.Wrong, "person_file "+name+", person ") {
				t.Errorf("%s is not named: %q", name, h.Wrong)
			}
		}
		if h.Wrong = ""; h != (files.Health{Files: 3, Missing: 1, Damaged: 1}) {
			t.Errorf("%+v", h)
		}
	})
}
