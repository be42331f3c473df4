package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/retention"
)

// erased is a record of two people, one of whom is erased after a backup.
type erased struct {
	record
	backup, private, list string
}

func newErased(t *testing.T) erased {
	t.Helper()
	e := erased{record: newRecord(t)}
	dir := t.TempDir()
	e.backup, e.private, e.list = filepath.Join(dir, "b.age"), filepath.Join(dir, "private"), filepath.Join(e.dir, retention.ListName)
	id, err := age.GenerateHybridIdentity()
	must(t, err)
	must(t, os.WriteFile(e.private, []byte(id.String()+"\n"), 0o600))
	var gone string
	e.within(func(rec *app.Record) {
		for _, name := range []string{"Yusuf Karimi", "Rosa Delgado"} {
			p, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: name})
			must(t, err)
			gone = p.ID
		}
	})
	if code, out := e.run("backup", e.backup, "--to", id.Recipient().String(), "--phrase-file", e.phrase); code != 0 {
		t.Fatal(out)
	}
	e.within(func(rec *app.Record) {
		must(t, rec.Retention.Erase(t.Context(), authz.System("test"), retention.Erasing{PersonID: gone, Reason: retention.Asked}))
	})
	return e
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r record) within(fn func(*app.Record)) {
	r.t.Helper()
	ring, err := keys.Open(r.dir, phrase)
	must(r.t, err)
	r.open(ring, fn)
}

// found says whom the record knows by two names.
func (r record) found() (yusuf, rosa bool) {
	r.t.Helper()
	r.within(func(rec *app.Record) {
		for name, there := range map[string]*bool{"Yusuf Karimi": &yusuf, "Rosa Delgado": &rosa} {
			list, err := rec.People.Match(r.t.Context(), authz.System("test"), people.NewPerson{Name: name})
			must(r.t, err)
			*there = len(list) > 0
		}
	})
	return yusuf, rosa
}

func (e erased) restore(args ...string) (record, int) {
	e.t.Helper()
	to := record{e.t, filepath.Join(e.t.TempDir(), "again"), e.phrase}
	code, _ := to.run(append([]string{"restore", e.backup, "--identity", e.private, "--phrase-file", e.phrase}, args...)...)
	return to, code
}

// Whoever was erased after a backup stays erased when it is restored, as long as
// the list of the erased is at hand (security design, P29).
func TestErasedStaysErased(t *testing.T) {
	t.Parallel()
	e := newErased(t)
	to, code := e.restore("--erased", e.list)
	if yusuf, rosa := to.found(); code != 0 || !yusuf || rosa {
		t.Errorf("restored with the list: exit code %d, the other there %v, the erased there %v", code, yusuf, rosa)
	}
	if code, out := to.verify(); code != 0 {
		t.Error("the trail of the restored record", out)
	}
	to.run("doctor", "--phrase-file", to.phrase) // opens it as everybody does
	if _, rosa := to.found(); rosa {
		t.Error("the erased is there after the first start")
	}
	without, code := e.restore()
	if _, rosa := without.found(); code != 0 || !rosa {
		t.Error("restored without the list: the test cannot fail")
	}
}

// A list that the record did not write erases nobody.
func TestAListOfAnother(t *testing.T) {
	t.Parallel()
	e := newErased(t)
	text, err := os.ReadFile(e.list)
	must(t, err)
	altered := filepath.Join(t.TempDir(), "altered.json")
	must(t, os.WriteFile(altered, bytes.Replace(text, []byte("asked"), []byte("order"), 1), 0o600))
	if to, code := e.restore("--erased", altered); code == 0 {
		t.Error("it was taken")
	} else if there, err := os.Stat(filepath.Join(to.dir, "record.tcdb")); err == nil {
		t.Errorf("something is left of a restore that was refused: %s", there.Name())
	}
	to, code := e.restore("--erased", altered, "--unproved")
	if _, rosa := to.found(); code != 0 || rosa {
		t.Error("it was not taken although whoever restores says so")
	}
}

// The file of an older record, put in the place of the newer one, is erased in
// before anybody signs in.
func TestAnOlderFileIsErasedIn(t *testing.T) {
	t.Parallel()
	r := newRecord(t)
	file, gone := filepath.Join(r.dir, "record.tcdb"), ""
	r.within(func(rec *app.Record) {
		p, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: "Rosa Delgado"})
		must(t, err)
		gone = p.ID
	})
	older, err := os.ReadFile(file)
	must(t, err)
	r.within(func(rec *app.Record) {
		must(t, rec.Retention.Erase(t.Context(), authz.System("test"), retention.Erasing{PersonID: gone, Reason: retention.Mistake}))
	})
	must(t, os.WriteFile(file, older, 0o600))
	if _, rosa := r.found(); !rosa {
		t.Fatal("the older file does not hold her; the test cannot fail")
	}
	if code, out := r.verify(); code != 0 {
		t.Error(out)
	}
	if _, rosa := r.found(); rosa {
		t.Error("she is still there")
	}
}
