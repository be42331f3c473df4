package casework_test

import (
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/people"
)

// A volunteer logs a contact with somebody they were given, and decides nothing
// about the case.
func TestVolunteersLogAndDecideNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		c := w.person("Rosa Delgado", casework.NewCase{WorkerID: "ruth"})
		perms := authz.Merge(casework.Bundle, people.Bundle)
		val := authz.NewActor("ruth", "Val", authz.Volunteer, authz.SeesGranted, perms[authz.Volunteer]...) // given whom Ruth was given
		if err := w.s.LogContact(t.Context(), val, casework.Contact{CaseID: c.ID, Channel: casework.Call, What: "She is well."}); err != nil {
			t.Fatal(err)
		}
		closing := casework.Closing{Reason: "Went home"}
		for what, err := range map[string]error{
			"close":     w.s.Close(t.Context(), val, c.ID, "", closing),
			"close all": w.s.CloseAll(t.Context(), val, []string{c.ID}, closing),
			"set aside": w.s.SetAside(t.Context(), val, c.ID, "", "quiet"),
			"transfer":  w.s.Transfer(t.Context(), val, []string{c.ID}, "bea", ""),
			"next":      w.s.SetNextAll(t.Context(), val, []string{c.ID}, casework.Next{Words: "x", On: today}),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}
