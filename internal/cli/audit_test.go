package cli_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/cli"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
)

const phrase = "marsh violin copper seldom thirty orbit"

// record is a record in a folder, to be worked on from the command line.
type record struct {
	t      *testing.T
	dir    string
	phrase string // file that holds the pass phrase
}

func newRecord(t *testing.T) record {
	t.Helper()
	dir := t.TempDir()
	r := record{t, filepath.Join(dir, "record"), filepath.Join(dir, "phrase")}
	if err := os.WriteFile(r.phrase, []byte(phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ring, _, err := keys.Create(r.dir, phrase, keys.Options{Cost: keys.LowCost})
	if err != nil {
		t.Fatal(err)
	}
	r.open(ring, func(rec *app.Record) {
		for _, name := range []string{"One", "Two", "Three"} {
			err := rec.Settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) { c.Name = name })
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	return r
}

func (r record) open(ring *keys.Ring, fn func(*app.Record)) {
	r.t.Helper()
	rec, err := app.OpenRecord(r.t.Context(), app.Options{
		URL: app.Home{Dir: r.dir}.Database(), Keys: ring, Now: func() time.Time { return dbtest.Noon }, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	fn(rec)
	if err := rec.Close(); err != nil {
		r.t.Fatal(err)
	}
}

// run runs a command on the record and returns its exit code and what it
// printed as JSON.
func (r record) run(args ...string) (int, map[string]any) {
	r.t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"--json", "--data", r.dir}, args...)
	code := cli.Run(r.t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &out, &errs)
	var printed map[string]any
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &printed); err != nil {
			r.t.Fatalf("%v: %v: %s", args, err, out.String())
		}
	}
	r.t.Log(args[3:], code, out.String(), errs.String())
	return code, printed
}

func (r record) verify(anchors ...string) (int, map[string]any) {
	args := []string{"audit", "verify", "--phrase-file", r.phrase}
	for _, a := range anchors {
		args = append(args, "--anchor", a)
	}
	return r.run(args...)
}

// meddle writes to the database as somebody does who has its key.
func (r record) meddle(statements ...string) {
	r.t.Helper()
	ring, err := keys.Open(r.dir, phrase)
	if err != nil {
		r.t.Fatal(err)
	}
	r.open(ring, func(rec *app.Record) {
		err := rec.DB.Write(r.t.Context(), func(tx *database.Tx) error {
			for _, s := range statements {
				if _, err := tx.Exec(r.t.Context(), s); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			r.t.Fatal(err)
		}
	})
}

func TestAuditVerify(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	code, out := r.verify()
	words, _ := out["anchor"].(string)
	if code != 0 || out["ok"] != true || out["changes"] != 4.0 || words == "" {
		t.Fatal(code, out)
	}
	list := filepath.Join(t.TempDir(), "anchors.txt")
	if err := os.WriteFile(list, []byte("# our list\n\n"+words+" # March\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := r.verify(words, list); code != 0 || out["anchors"] != 2.0 {
		t.Error(code, out)
	}
	for _, wrong := range []string{"no such file", "one two three four five six seven eight nine ten eleven twelve"} {
		if code, _ := r.verify(wrong); code != 2 {
			t.Errorf("%q: exit code %d", wrong, code)
		}
	}

	r.meddle("DROP TRIGGER change_no_update", "UPDATE change SET actor_name = 'Nobody' WHERE id = (SELECT entry FROM trail_chain WHERE n = 2)")
	code, out = r.verify()
	broken, _ := out["broken"].(map[string]any)
	if code != 1 || out["ok"] != false || broken["n"] != 2.0 || broken["actor"] != "Nobody" {
		t.Error(code, out)
	}
	if code, out := r.run("doctor", "--phrase-file", r.phrase); code != 1 || out["ok"] != false {
		t.Error("the doctor has not noticed", code, out)
	}
}

// An older record that is put back fits together, and not the anchor.
func TestAuditVerifyAgainstAnAnchor(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	file := filepath.Join(r.dir, "record.tcdb")
	older, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ring, err := keys.Open(r.dir, phrase)
	if err != nil {
		t.Fatal(err)
	}
	r.open(ring, func(rec *app.Record) {
		if err := rec.Settings.Change(t.Context(), authz.System("test"), func(c *settings.Choices) { c.Name = "Four" }); err != nil {
			t.Fatal(err)
		}
	})
	_, out := r.verify()
	words, _ := out["anchor"].(string)
	if err := os.WriteFile(file, older, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out := r.verify(); code != 0 {
		t.Error("without an anchor nothing can be seen of it", code, out)
	}
	code, out := r.verify(words)
	broken, _ := out["broken"].(map[string]any)
	if code != 1 || broken["n"] != 5.0 || broken["why"] != "cut" {
		t.Error(code, out)
	}
}

// A restored record has another key, and its trail still is what was anchored.
func TestAuditVerifyAfterARestore(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	file, private := filepath.Join(t.TempDir(), "b.age"), filepath.Join(t.TempDir(), "private")
	if err := os.WriteFile(private, []byte(id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out := r.run("backup", file, "--to", id.Recipient().String(), "--phrase-file", r.phrase)
	words, _ := out["anchor"].(string)
	if code != 0 || words == "" {
		t.Fatal(code, out)
	}
	restored := record{t, filepath.Join(t.TempDir(), "again"), r.phrase}
	if code, out := restored.run("restore", file, "--identity", private, "--phrase-file", r.phrase); code != 0 {
		t.Fatal(code, out)
	}
	code, out = restored.verify(words)
	if code != 0 || out["changes"] != 6.0 { // that it was restored, and that this was a drill
		t.Error(code, out)
	}
}
