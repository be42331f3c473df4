package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

// worked is a record with a person and a file, whose id it returns too.
func worked(t *testing.T) (rec *app.Record, file string) {
	t.Helper()
	rec, _ = clocked(t)
	return rec, work(t, rec)
}

// work adds a person with a file, whose id it returns.
func work(t *testing.T, rec *app.Record) (file string) {
	t.Helper()
	p, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: "Yusuf Karimi"})
	if err != nil {
		t.Fatal(err)
	}
	account, _, err := rec.Staff.Add(t.Context(), authz.System("test"), staff.NewAccount{Name: "Bea Olund", Role: authz.Lead})
	if err != nil {
		t.Fatal(err)
	}
	actor, err := rec.Staff.Actor(t.Context(), account.ID)
	if err != nil {
		t.Fatal(err)
	}
	f, err := rec.Files.Add(t.Context(), actor, files.New{PersonID: p.ID, Name: "letter.pdf", Content: strings.NewReader("%PDF-1.7")})
	if err != nil {
		t.Fatal(err)
	}
	return f.ID
}

func drilled(t *testing.T, rec *app.Record) backup.Drill {
	t.Helper()
	d, err := rec.Drill(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(filepath.Join(folderOf(rec), "drill-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	return d
}

func folderOf(rec *app.Record) string { return filepath.Dir(strings.TrimPrefix(rec.URL, "sqlite:")) }

// checkOf is what the doctor says of one thing.
func checkOf(t *testing.T, rec *app.Record, name string) app.Check {
	t.Helper()
	checks, _ := rec.Doctor(t.Context(), app.Home{Dir: t.TempDir()}, false)
	for _, c := range checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("the doctor does not look at %s", name)
	return app.Check{}
}

func TestDrill(t *testing.T) {
	t.Parallel()
	rec, clock := clocked(t)
	work(t, rec)
	if c := checkOf(t, rec, "last drill"); !c.OK {
		t.Errorf("a record of today needs one: %+v", c)
	}
	clock.Add(9 * 24 * time.Hour)
	if c := checkOf(t, rec, "last drill"); c.OK {
		t.Errorf("none in nine days: %+v", c)
	}
	d := drilled(t, rec)
	if d.Problem != "" || d.Rows < 4 || d.Files != 1 || d.Took <= 0 {
		t.Errorf("%+v", d)
	}
	if c := checkOf(t, rec, "last drill"); !c.OK {
		t.Errorf("after one: %+v", c)
	}
	clock.Add(9 * 24 * time.Hour)
	if c := checkOf(t, rec, "last drill"); c.OK {
		t.Errorf("none since nine days: %+v", c)
	}
	if err := backup.NoteDrill(t.Context(), rec.DB, authz.System("test"), backup.Drill{At: rec.DB.Now().Add(time.Second), Problem: "drill.restore"}); err != nil {
		t.Fatal(err)
	}
	if c := checkOf(t, rec, "last drill"); c.OK || !strings.Contains(c.Detail, "drill.restore") {
		t.Errorf("after one that went wrong: %+v", c)
	}
}

// A record that is not well is not called well because it came back.
func TestDrillFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	t.Run("a row written past the program", func(t *testing.T) {
		t.Parallel()
		rec, _ := worked(t)
		err := rec.DB.Write(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE person SET name = 'Somebody Else'`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if d := drilled(t, rec); d.Problem != "drill.trail" {
			t.Errorf("%+v", d)
		}
	})
	t.Run("a file altered on the disk", func(t *testing.T) {
		t.Parallel()
		rec, id := worked(t)
		path := filepath.Join(folderOf(rec), "files", id[len(id)-2:], id)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)-20] ^= 1
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if d := drilled(t, rec); d.Problem != "drill.doctor" {
			t.Errorf("%+v", d)
		}
	})
}
