package offline

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/cli"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// record is a record in a folder of its own, worked on by the command line.
type record struct {
	base, dir, phrase   string
	recipient, identity string // the key of its backups, and the file of its private half
}

const phrase = "seven lanterns drift over the northern harbour"

func newRecord(t *testing.T) *record {
	t.Helper()
	base := t.TempDir()
	r := &record{base: base, dir: filepath.Join(base, "record"), phrase: filepath.Join(base, "phrase"), identity: filepath.Join(base, "identity")}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	r.recipient = key.Recipient().String()
	write(t, r.phrase, phrase+"\n")
	write(t, r.identity, key.String()+"\n")
	return r
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (r *record) path(name string) string { return filepath.Join(r.base, name) }

// run runs a command and expects an exit code. It returns what was said.
func (r *record) run(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	args = append(args, "--data", r.dir, "--phrase-file", r.phrase)
	got := cli.Run(context.Background(), args, os.Getenv, strings.NewReader(""), &out, &errs)
	if got != want {
		t.Fatalf("%s: exit code %d, want %d\n%s%s", strings.Join(args[:2], " "), got, want, out.String(), errs.String())
	}
	return errs.String()
}

// open opens the record past the command line.
func (r *record) open(t *testing.T, fn func(*app.Record)) {
	t.Helper()
	ring, err := app.OpenKeys(r.dir, phrase)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := app.OpenRecord(t.Context(), app.Options{
		URL: app.Home{Dir: r.dir}.Database(), Keys: ring, Now: time.Now, Log: slog.New(slog.DiscardHandler), Existing: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	fn(rec)
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
}

// markers are words that stand nowhere but in the record.
var markers = []string{"Zephyrine Quillfeather", "QX-7741-ZR", "the heron stood in the frozen reeds"}

// fill adds people, each with a number and a note.
func (r *record) fill(t *testing.T, n int) {
	t.Helper()
	r.open(t, func(rec *app.Record) {
		actor := authz.System("test")
		for range n {
			p, err := rec.People.Add(t.Context(), actor, people.NewPerson{Name: markers[0], Numbers: []people.Number{{Text: markers[1]}}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = rec.Timeline.Write(t.Context(), actor, timeline.Entry{PersonID: p.ID, Kind: timeline.KindNote, Body: markers[2]}, "2026-03-02")
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// attach keeps a file with a person, under a name that is a marker, and returns
// its id.
func (r *record) attach(t *testing.T, content string) (id string) {
	t.Helper()
	r.open(t, func(rec *app.Record) {
		actor := authz.NewActor("test", "Test", authz.Lead, authz.SeesAll, files.MayAdd, people.MayRead)
		p, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: markers[0]})
		if err != nil {
			t.Fatal(err)
		}
		f, err := rec.Files.Add(t.Context(), actor, files.New{PersonID: p.ID, Name: markers[0] + ".txt", Content: strings.NewReader(content)})
		if err != nil {
			t.Fatal(err)
		}
		id = f.ID
	})
	return id
}

// attached is what a file holds, in whatever record it is.
func (r *record) attached(t *testing.T, id string) (content string) {
	t.Helper()
	r.open(t, func(rec *app.Record) {
		actor := authz.NewActor("test", "Test", authz.Lead, authz.SeesAll, files.MayRead, people.MayRead)
		_, in, err := rec.Files.Open(t.Context(), actor, id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err := errors.Join(err, in.Close()); err != nil {
			t.Fatal(err)
		}
		content = string(b)
	})
	return content
}

// What is restored, and restored again, holds the same files to the last byte,
// though every record has keys of its own; and what is added later beside them.
func TestRestoreHasEveryFile(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	made(t, r)
	want := strings.Repeat(strings.Join(markers, " "), 3000)
	id := r.attach(t, want)
	for _, name := range []string{"new", "newer"} {
		r.run(t, 0, "backup", r.path(name+".age"), "--to", r.recipient)
		later := *r
		later.dir = r.path(name)
		later.run(t, 0, "restore", r.path(name+".age"), "--identity", r.identity)
		r = &later
		if got := r.attached(t, id); got != want {
			t.Fatalf("%s: %d bytes of %d came back", name, len(got), len(want))
		}
		if more := r.attach(t, "added later"); r.attached(t, more) != "added later" {
			t.Fatalf("%s: what was added later is not there", name)
		}
	}
	r.run(t, 1, "doctor", "--deep") // there is no backup of this one yet
	r.open(t, func(rec *app.Record) {
		h, err := rec.Files.Check(t.Context(), true)
		if err != nil || h != (files.Health{Files: 3}) {
			t.Errorf("%+v, %v", h, err)
		}
	})
}

// Files that lie where a record is to be restored are somebody's: nothing is
// touched.
func TestRestoreLeavesFilesAlone(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	made(t, r)
	r.attach(t, "words")
	r.run(t, 0, "backup", r.path("copy.age"), "--to", r.recipient)
	again := *r
	again.dir = r.path("new")
	folder := app.Home{Dir: again.dir}.Files()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "theirs"), "still needed")
	again.run(t, 1, "restore", r.path("copy.age"), "--identity", r.identity)
	if left, err := os.ReadDir(again.dir); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "theirs")); err != nil || string(text) != "still needed" {
		t.Errorf("%q, %v", text, err)
	}
}

// Whoever steals the folder, a backup, or both, reads nothing: no word of the
// record stands in any file in any usual way of writing it.
func TestStolenFilesTellNothing(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	made(t, r)
	r.fill(t, 5)
	r.attach(t, strings.Repeat(strings.Join(markers, " "), 3000))
	r.run(t, 0, "backup", r.path("copy.age"), "--to", r.recipient)
	looked := 0
	err := filepath.WalkDir(r.base, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == r.phrase || path == r.identity {
			return err
		}
		looked++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, found := range readable(content) {
			t.Errorf("%s shows %s", filepath.Base(path), found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if looked < 4 {
		t.Errorf("only %d files were looked at", looked)
	}
}

// made makes the record with cheap keys.
func made(t *testing.T, r *record) {
	t.Helper()
	ring, _, err := keys.Create(r.dir, phrase, keys.Options{Cost: keys.LowCost})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := app.OpenRecord(t.Context(), app.Options{URL: app.Home{Dir: r.dir}.Database(), Keys: ring, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
}

// readable lists the markers that a file shows, and how they are written.
func readable(content []byte) []string {
	lower := bytes.ToLower(content)
	var found []string
	for _, marker := range append(slices.Clone(markers), strings.Fields(strings.Join(markers, " "))[0]) {
		for how, form := range writings(marker) {
			if bytes.Contains(lower, bytes.ToLower(form)) || how == "base64" && bytes.Contains(content, form) {
				found = append(found, marker+" ("+how+")")
			}
		}
	}
	return found
}

// writings are the ways a text may stand in a file.
func writings(text string) map[string][]byte {
	var little, big []byte
	for _, u := range utf16.Encode([]rune(text)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	reversed := []byte(text)
	slices.Reverse(reversed)
	out := map[string][]byte{
		"as it is": []byte(text), "UTF-16": little, "UTF-16, big end first": big, "backwards": reversed,
		"hexadecimal": []byte(hex.EncodeToString([]byte(text))),
	}
	for shift := range 3 { // base64 looks different at each of three places
		coded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + text))
		out["base64, "+string(rune('0'+shift))] = []byte(coded[(shift*8+5)/6 : len(coded)-2])
	}
	return out
}

func TestReadableSees(t *testing.T) {
	t.Parallel()
	for how, form := range writings(markers[0]) {
		if len(readable(slices.Concat([]byte("before"), form, []byte("after")))) == 0 {
			t.Errorf("does not see text written %s", how)
		}
	}
	if found := readable([]byte(strings.Repeat("nothing of the kind ", 100))); len(found) > 0 {
		t.Errorf("sees %v where there is nothing", found)
	}
}

// What is restored in a new folder is what was there, table by table.
func TestRestoreHasEverything(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	made(t, r)
	r.fill(t, 40)
	r.run(t, 0, "user", "add", "Bea")
	before := counts(t, r)
	r.run(t, 0, "backup", r.path("copy.age"), "--to", r.recipient)
	again := *r
	again.dir = r.path("new")
	again.run(t, 0, "restore", r.path("copy.age"), "--identity", r.identity)
	after := counts(t, &again)
	if before["person"] != 40 || before["timeline_entry"] != 40 {
		t.Fatalf("%d people and %d entries were there", before["person"], before["timeline_entry"])
	}
	delete(before, "sign_in_link") // must not live on
	delete(after, "sign_in_link")
	for _, one := range []string{"change", "change", "change_image", "trail_chain", "trail_chain", "trail_key", "drill_run"} {
		before[one]++ // that it was restored is a change too, under a key of its own, and so is the drill it was
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("rows before and after: %s", diff)
	}
}

// counts is how many rows each table of the record has, but for the tables the
// search keeps for itself and those that are made anew from others.
func counts(t *testing.T, r *record) map[string]int {
	t.Helper()
	out := map[string]int{}
	r.open(t, func(rec *app.Record) {
		err := rec.DB.Read(t.Context(), func(tx *database.Tx) error {
			tables, err := database.All(t.Context(), tx, func(scan database.Scan) (s string, err error) { return s, scan(&s) },
				`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_text_words%' AND name NOT LIKE 'sorted_%' AND name NOT LIKE 'sqlite_%'`)
			if err != nil {
				return err
			}
			for _, table := range tables {
				n, err := database.One(t.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, `SELECT count(*) FROM `+table)
				if err != nil {
					return err
				}
				out[table] = n
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	return out
}
