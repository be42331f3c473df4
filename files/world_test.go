package files_test

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// world is Yusuf and a record about him. Bea sees nobody, Vi is a volunteer, Ada
// an administrator, Lee leads.
type world struct {
	t                       *testing.T
	db                      *database.DB
	dir                     string
	s                       *files.Service
	ruth, bea, lee, vi, ada authz.Actor
	yusuf, leila            string
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newWorld(t, db)) })
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	w := &world{t: t, db: db, dir: filepath.Join(t.TempDir(), "files")}
	v, err := vault.Open(w.dir, dbtest.Key())
	w.must(err)
	w.s = &files.Service{DB: db, Vault: v, Most: 300_000}
	perms := authz.Merge(files.Bundle, people.Bundle, timeline.Bundle, trail.Bundle)
	w.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, perms[authz.Worker]...)
	w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.lee = authz.NewActor("lee", "Lee", authz.Lead, authz.SeesAll, perms[authz.Lead]...)
	w.vi = authz.NewActor("vi", "Vi", authz.Volunteer, authz.SeesAll, perms[authz.Volunteer]...)
	w.ada = authz.NewActor("ada", "Ada", authz.Administrator, authz.SeesAll, perms[authz.Administrator]...)
	w.yusuf, w.leila = w.person("Yusuf Karimi"), w.person("Leila Karimi")
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) is(err error, kind fault.Kind) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Fatalf("%v, want %v", err, kind)
	}
}

func (w *world) person(name string) (id string) {
	w.t.Helper()
	w.must(trail.Write(w.t.Context(), w.db, authz.System("test"), &trail.Deed{Action: "test", Kind: "person"}, func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, people.NewPerson{Name: name})
		id = p.ID
		return err
	}))
	return id
}

func (w *world) add(actor authz.Actor, name, content string) (files.File, error) {
	return w.s.Add(w.t.Context(), actor, files.New{PersonID: w.yusuf, Name: name, Content: strings.NewReader(content)})
}

// open is what a file holds.
func (w *world) open(actor authz.Actor, id string) (string, error) {
	_, r, err := w.s.Open(w.t.Context(), actor, id)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(r)
	w.must(r.Close())
	return string(b), err
}

// names are the files of Yusuf that an actor sees.
func (w *world) names(actor authz.Actor) string {
	w.t.Helper()
	list, err := w.s.List(w.t.Context(), actor, w.yusuf)
	w.must(err)
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// onDisk are the files in the folder.
func (w *world) onDisk() []string {
	w.t.Helper()
	names, err := w.s.Vault.Names()
	w.must(err)
	return names
}

// last is the newest entry of the trail about Yusuf.
func (w *world) last() (e trail.Entry) {
	w.t.Helper()
	w.must(w.db.Read(w.t.Context(), func(tx *database.Tx) error {
		list, err := trail.Of(w.t.Context(), tx, "person", w.yusuf, 1)
		if len(list) == 1 {
			e = list[0]
		}
		return err
	}))
	return e
}
