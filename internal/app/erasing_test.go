package app

import (
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/retention"
	"github.com/throughcare/throughcare/staff"
)

// stays are the columns that go on naming somebody who was erased: what proves
// that something could be shared.
var stays = map[string]bool{"disclosure.person_id": true}

// A capability that keeps something about people tells retention how to erase
// it. Whoever adds a table with a column that names a person, and forgets,
// reads about it here.
func TestEverythingAboutAPersonIsErased(t *testing.T) {
	t.Parallel()
	rec := openTest(t, dbtest.NewClock())
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

// Ending an account ends in one press what it has: sessions, people it was
// given, covers and feeds.
func TestLeavingEndsEverything(t *testing.T) {
	t.Parallel()
	rec := openTest(t, dbtest.NewClock())
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	system := authz.System("test")
	accounts := map[string]string{}
	for name, role := range map[string]authz.Role{"Ruth": authz.Solo, "Bea": authz.Worker, "Ida": authz.Worker} {
		a, _, err := rec.Staff.Add(t.Context(), system, staff.NewAccount{Name: name, Role: role})
		must(err)
		accounts[name] = a.ID
	}
	p, err := rec.People.Add(t.Context(), system, people.NewPerson{Name: "Josef Karim"})
	must(err)
	must(rec.Access.Give(t.Context(), system, p.ID, accounts["Bea"], ""))
	today := rec.Casework.Today(t.Context())
	_, err = rec.Casework.SetCover(t.Context(), system, casework.Cover{WorkerID: accounts["Ida"], ByID: accounts["Bea"], From: today, Until: today.Add(9)})
	must(err)
	bea, err := rec.Staff.Actor(t.Context(), accounts["Bea"])
	must(err)
	_, err = rec.Calendar.NewFeed(t.Context(), bea, "Mine", "")
	must(err)
	left := func() (n int) {
		must(rec.DB.Read(t.Context(), func(tx *database.Tx) (err error) {
			n, err = database.One(t.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, `SELECT
				(SELECT count(*) FROM access_grant WHERE account_id = ? AND until_at > ?) + (SELECT count(*) FROM cover WHERE by_id = ? AND until_on >= ?) +
				(SELECT count(*) FROM calendar_feed WHERE account_id = ? AND ended_at = 0)`,
				accounts["Bea"], database.Micros(tx.Now()), accounts["Bea"], string(today), accounts["Bea"])
			return err
		}))
		return n
	}
	if n := left(); n != 3 {
		t.Fatalf("%d things before, want 3", n)
	}
	must(rec.Staff.Disable(t.Context(), system, accounts["Bea"]))
	if n := left(); n != 0 {
		t.Errorf("%d things are left", n)
	}
}
