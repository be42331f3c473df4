package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/retention"
)

// recipients are the markers that stay in what proves that something could be
// shared: who received it.
var recipients = []string{"audience", "audience of an order"}

// goes are the people of a world who are erased in it: one of whom everything is
// recorded, the record that became part of theirs, and one from a spreadsheet.
var goes = []string{"n1", "double", "listed"}

// past gives n1 what newWorld leaves out: files, imports, a double, walls,
// drafts, a hold, and changes that were taken back.
func (w *world) past() {
	w.t.Helper()
	solo, id := w.as("solo"), w.folk["n1"]
	m := func(person, what string) string { return w.keep(mark{Class: file, Person: person, What: what}) }
	_, err := w.rec.Files.Add(w.ctx(), solo, files.New{PersonID: id, Name: m("n1", "file name") + ".txt", Content: strings.NewReader(m("n1", "content of a file"))})
	w.must(err)
	w.must(w.rec.Access.Bar(w.ctx(), solo, access.NewBar{PersonID: id, AccountID: w.accounts["without"], Kind: access.Relative, Why: m("n1", "conflict, why")}))
	w.must(w.rec.Access.Offer(w.ctx(), solo, id, w.chapters["south"], m("n1", "offer, why")))
	w.must(w.rec.Staff.SaveDraft(w.ctx(), w.accounts["solo"], "/people/"+id+"/notes/new", m("n1", "draft")))
	ctx, done := trail.Collect(w.ctx())
	w.must(w.rec.People.AddCare(ctx, solo, id, people.Care{
		Line: m("n1", "care that was taken back"), Reason: m("n1", "reason that was taken back"), ReviewOn: partialdate.On(w.rec.Casework.Today(w.ctx()).Add(9)),
	}))
	w.must(w.rec.Undo(w.ctx(), solo, done.Changes()[0].Change))
	w.must(w.rec.Retention.AskHold(w.ctx(), solo, id, m("n1", "hold, why"), w.rec.Casework.Today(w.ctx()).Add(30)))
	holds, err := w.rec.Retention.HoldsOf(w.ctx(), solo, id)
	w.must(err)
	w.must(w.rec.Retention.DropHold(w.ctx(), solo, id, holds[0].ID))

	double := &subject{world: w, key: "double", by: w.as("lead-north"), today: w.rec.Casework.Today(w.ctx())}
	double.add()
	double.care()
	w.bring("listed", id)
	_, err = w.rec.Merging.Merge(w.ctx(), solo, merging.New{Keep: id, Gone: w.folk["double"]})
	w.must(err)
}

// bring imports a spreadsheet of two: somebody new, and a person of the record.
func (w *world) bring(key, known string) {
	w.t.Helper()
	solo := w.as("solo")
	name := w.keep(mark{Class: post, Person: key, What: "imported name"})
	text := fmt.Sprintf("Name,Number,Notes\n%s,%s,%s\n,%s,%s\n", name, w.keep(mark{Class: post, Person: key, What: "imported number"}),
		w.keep(mark{Class: entry, Person: key, What: "imported note"}), w.number("n1"), w.keep(mark{Class: entry, Person: "n1", What: "imported note"}))
	f, err := sheet.ReadPieces(strings.NewReader(text), w.rec.Imports.MaxBytes())
	w.must(err)
	b, err := w.rec.Imports.Upload(w.ctx(), solo, imports.People, w.keep(mark{Class: file, Person: key, What: "file that was imported"})+".csv", f)
	w.must(err)
	_, err = w.rec.Imports.Check(w.ctx(), solo, b.ID, nil)
	w.must(err)
	counts, err := w.rec.Imports.Save(w.ctx(), solo, b.ID, nil)
	w.must(err)
	if counts.Created != 1 {
		w.t.Fatalf("the spreadsheet brought in %+v", counts)
	}
	w.folk[key] = w.one1(`SELECT person_id FROM person_name WHERE text = ?`, name)
}

func (w *world) one1(query string, args ...any) (text string) {
	w.t.Helper()
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) (err error) {
		text, err = database.One(w.ctx(), tx, func(scan database.Scan) (s string, err error) { return s, scan(&s) }, query, args...)
		return err
	}))
	return text
}

// filesOfOthers counts the files, with their small pictures, that rows still open.
func (w *world) filesOfOthers() (n int) {
	w.t.Helper()
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) (err error) {
		n, err = database.One(w.ctx(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
			`SELECT count(*) + coalesce(sum(CASE WHEN small <> '' THEN 1 ELSE 0 END), 0) FROM person_file`)
		return err
	}))
	return n
}

// erase erases those who go.
func (w *world) erase() {
	w.t.Helper()
	for _, key := range []string{"n1", "listed"} {
		w.must(w.rec.Retention.Erase(w.ctx(), w.as("solo"), retention.Erasing{PersonID: w.folk[key], Reason: retention.Asked}))
	}
}

// said are the markers of those who went in a text, but for recipients. The
// index of texts keeps words without the beginning they share with the one
// before, so it is their ends that are looked for.
func (w *world) said(text string) (found []string) {
	text = strings.ToLower(text)
	for word, k := range w.byWord {
		gone := slices.Contains(goes, k.Person) || slices.Contains(goes, k.Other)
		if gone && !slices.Contains(recipients, k.What) && strings.Contains(text, word[5:]) {
			found = append(found, k.Person+": "+k.What)
		}
	}
	slices.Sort(found)
	return found
}

// rawPages reads every page of the record's file, those that are free too, as they
// are under the cipher.
func (w *world) rawPages() string {
	w.t.Helper()
	path := strings.TrimPrefix(w.rec.URL, "sqlite:")
	db, err := sqlite3.OpenFlags("file:"+path+"?vfs=throughcare&hexkey="+hex.EncodeToString(w.rec.Keys.Derive(keys.Database)), sqlite3.OPEN_READONLY|sqlite3.OPEN_URI)
	w.must(err)
	defer func() { _ = db.Close() }()
	plain := filepath.Join(w.t.TempDir(), "plain.db")
	w.must(db.Backup("main", "file:"+plain))
	content, err := os.ReadFile(plain)
	w.must(err)
	if !strings.HasPrefix(string(content), "SQLite format 3") {
		w.t.Fatal("the pages are not plain; the test looks in the wrong place")
	}
	return string(content)
}

// tables reads every value of every table of a PostgreSQL record.
func (w *world) tables() string {
	w.t.Helper()
	var all strings.Builder
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) error {
		names, err := database.All(w.ctx(), tx, func(scan database.Scan) (s string, err error) { return s, scan(&s) },
			`SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := database.Each(w.ctx(), tx, func(scan database.Scan) error {
				var row string
				err := scan(&row)
				all.WriteString(row + "\n")
				return err
			}, `SELECT t::text FROM "`+name+`" t`); err != nil {
				return err
			}
		}
		return nil
	}))
	return all.String()
}

// Of somebody who was erased nothing is left: in no table, in no page of the
// file, not in those that are free, not in the search, not among the files
// (security design, P29).
func TestErasedIsGone(t *testing.T) {
	t.Parallel()
	for engine, open := range map[string]func(*testing.T) app.Options{
		"sqlite": func(t *testing.T) app.Options {
			return app.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb")}
		},
		"postgres": func(t *testing.T) app.Options {
			return app.Options{URL: dbtest.PostgresURL(t), FilesDir: filepath.Join(t.TempDir(), "files")}
		},
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newWorldAt(t, open(t))
			w.past()
			look := w.tables
			if engine == "sqlite" {
				w.must(w.rec.DB.Compact(w.ctx()))
				look = w.rawPages
			}
			before := len(w.said(look()))
			if before < 100 {
				t.Fatalf("only %d markers stand there before; the test looks in the wrong place", before)
			}
			kept := len(w.in(look())) - before
			w.erase()
			text := look()
			if left := w.said(text); len(left) > 0 {
				t.Errorf("%d of %d markers are left: %v", len(left), before, left)
			}
			if n := len(w.in(text)) - len(w.said(text)); n < kept-5 {
				t.Errorf("of the markers of others %d stand there, and %d did before", n, kept)
			}
			names, err := w.rec.Files.Vault.Names()
			w.must(err)
			if others := w.filesOfOthers(); len(names) != others {
				t.Errorf("%d files are left, and others have %d", len(names), others)
			}
			if r, err := w.rec.VerifyTrail(w.ctx()); err != nil || r.Broken != nil {
				t.Error(r.Broken, err)
			}
			for _, c := range w.rec.DB.CheckDeep(w.ctx()) {
				if !c.OK && c.Name != "header encrypted" {
					t.Log(c.Name, c.Detail)
				}
			}
			measured(t, "P29", "%s: %d markers before, 0 after, of others %d", engine, before, kept)
		})
	}
}
