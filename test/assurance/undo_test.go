package main

import (
	"net/http"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
)

// changesOf are the changes about somebody, newest first.
func (w *world) changesOf(key, action string) (list []string) {
	w.t.Helper()
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) (err error) {
		list, err = database.All(w.ctx(), tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
			`SELECT id FROM change WHERE subject_kind = 'person' AND subject_id = ? AND reversible = 1 AND action LIKE ? ORDER BY at DESC, id DESC`, w.folk[key], action)
		return err
	}))
	if len(list) == 0 {
		w.t.Fatalf("nothing to undo of %s", key)
	}
	return list
}

// A lead takes back what colleagues did, and not behind their own wall: neither
// in another chapter, nor that they have a conflict of interest themselves.
func TestNoUndoBehindTheWall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pages, before := w.pages(), w.state()
	for _, c := range []struct{ who, person, action string }{{"barred", "n4", "access.conflict.%"}, {"lead-south", "n1", "%"}, {"lead-north", "n3", "access.record.%"}} {
		v := w.visit(pages, c.who)
		for _, change := range w.changesOf(c.person, c.action) {
			a := v.post("/changes/" + change + "/undo")
			if told := w.ofWhom(a.text(), c.person); c.who != "lead-north" && (a.status < http.StatusSeeOther || len(told) > 0) {
				t.Errorf("%s undoes %s of %s: %d, and is told %v", c.who, c.action, c.person, a.status, told)
			}
		}
		if c.who != "lead-north" && w.state() != before {
			t.Fatalf("%s changed what is behind their wall", c.who)
		}
	}
	if w.state() == before {
		t.Error("a lead who keeps the records cannot take a restriction back")
	}
}

// ofWhom are the markers of one person in a text.
func (w *world) ofWhom(text, person string) (list []mark) {
	for _, k := range w.in(text) {
		if k.Person == person {
			list = append(list, k)
		}
	}
	return list
}
