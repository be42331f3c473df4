package app

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/retention"
)

// stays are the columns that go on naming somebody who was erased: what proves
// that something could be shared.
var stays = map[string]bool{"disclosure.person_id": true}

// A capability that keeps something about people tells retention how to erase
// it. Whoever adds a table with a column that names a person, and forgets,
// reads about it here.
func TestEverythingAboutAPersonIsErased(t *testing.T) {
	t.Parallel()
	rec, err := OpenRecord(t.Context(), Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: testKeys{}, Now: dbtest.NewClock().Now, Log: slog.New(slog.DiscardHandler), Quick: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rec.Close() })
	actor := authz.System("test")
	p, err := rec.People.Add(t.Context(), actor, people.NewPerson{Name: "Josef Karim"})
	if err != nil {
		t.Fatal(err)
	}
	columns := personColumns(t, rec)
	fill(t, rec, columns, p.ID)
	if err := rec.Retention.Erase(t.Context(), actor, retention.Erasing{PersonID: p.ID, Reason: retention.Asked}); err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		n := holding(t, rec, c, p.ID)
		if name := c.table + "." + c.name; n > 0 && !stays[name] {
			t.Errorf("%s still names who was erased: who erases it?", name)
		} else if n == 0 && stays[name] {
			t.Errorf("%s was to stay", name)
		}
	}
	if r, err := rec.VerifyTrail(t.Context()); err != nil || r.Broken != nil {
		t.Error(r.Broken, err)
	}
}
