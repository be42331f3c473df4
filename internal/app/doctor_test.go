package app_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/people"
)

// A file that is gone from the disk is a fault of the record, and counted.
func TestDoctorMissesAFile(t *testing.T) {
	t.Parallel()
	rec := newRecord(t)
	p, err := rec.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: "Yusuf Karimi"})
	if err != nil {
		t.Fatal(err)
	}
	actor := authz.NewActor("test", "Test", authz.Lead, authz.SeesAll, files.MayAdd, people.MayRead)
	f, err := rec.Files.Add(t.Context(), actor, files.New{PersonID: p.ID, Name: "letter.pdf", Content: strings.NewReader("%PDF-1.7")})
	if err != nil {
		t.Fatal(err)
	}
	look := func() app.Check {
		checks, _ := rec.Doctor(t.Context(), app.Home{Dir: t.TempDir()}, false)
		for _, c := range checks {
			if strings.HasPrefix(c.Name, "files") {
				return c
			}
		}
		t.Fatal("the doctor does not look at files")
		return app.Check{}
	}
	if c := look(); !c.OK || !strings.HasPrefix(c.Detail, "1 files, 0 beside them") {
		t.Errorf("%+v", c)
	}
	if err := rec.Files.Vault.Remove(f.ID); err != nil {
		t.Fatal(err)
	}
	if c := look(); c.OK || !strings.Contains(c.Detail, "1 are not there") {
		t.Errorf("%+v", c)
	}
}
