package saved_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/casework/saved"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

func actor(id string, role authz.Role) authz.Actor {
	return authz.NewActor(id, id, role, authz.SeesAll, casework.Bundle[role]...)
}

func names(lists []saved.List) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l.Name)
	}
	return out
}

func TestWhoseLists(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ctx := &saved.Service{DB: db}, t.Context()
		ruth, bea, lee, val := actor("ruth", authz.Worker), actor("bea", authz.Worker), actor("lee", authz.Lead), actor("val", authz.Administrator)
		save := func(by authz.Actor, l saved.List) saved.List {
			t.Helper()
			kept, err := s.Save(ctx, by, l)
			if err != nil {
				t.Fatal(err)
			}
			return kept
		}
		own := save(ruth, saved.List{Name: " Harrow ", Values: map[string][]string{"q": {"farsi"}, "sort": {"-name"}}})
		team := save(ruth, saved.List{Name: "Cards", Shared: true})
		save(bea, saved.List{Name: "Hers"})

		lists, err := s.Lists(ctx, ruth)
		if diff := cmp.Diff([]string{"Harrow", "Cards"}, names(lists)); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
		if diff := cmp.Diff(own.Values, lists[0].Values); diff != "" {
			t.Error(diff)
		}
		if lists, _ = s.Lists(ctx, bea); cmp.Diff([]string{"Hers", "Cards"}, names(lists)) != "" {
			t.Errorf("bea sees %v", names(lists))
		}
		if _, err := s.Lists(ctx, val); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an administrator sees lists: %v", err)
		}

		for _, c := range []struct {
			what string
			err  error
			kind fault.Kind
		}{
			{"a colleague's own", s.Change(ctx, lee, saved.List{ID: own.ID, Name: "x"}), fault.NotFound},
			{"the team's, by a worker", s.Remove(ctx, bea, team.ID), fault.NotFound},
			{"none", s.Remove(ctx, ruth, "x"), fault.NotFound},
			{"without a name", s.Change(ctx, ruth, saved.List{ID: own.ID}), fault.Invalid},
			{"with a long one", s.Change(ctx, ruth, saved.List{ID: own.ID, Name: strings.Repeat("n", 61)}), fault.Invalid},
			{"stale", s.Change(ctx, ruth, saved.List{ID: own.ID, Name: "x", Rev: "before"}), fault.Conflict},
		} {
			if !fault.Is(c.err, c.kind) {
				t.Errorf("%s: %v, want %v", c.what, c.err, c.kind)
			}
		}
		if err := s.Change(ctx, lee, saved.List{ID: team.ID, Name: "Birthday cards", Shared: true, Rev: team.Rev}); err != nil {
			t.Errorf("a lead changes the team's: %v", err)
		}
		if err := s.Remove(ctx, lee, team.ID); err != nil {
			t.Errorf("a lead removes the team's: %v", err)
		}
		change := lastOf(t, db, lee)
		if err := trail.Undo(ctx, db, lee, change); err != nil {
			t.Fatal(err)
		}
		if lists, _ = s.Lists(ctx, bea); len(lists) != 2 {
			t.Errorf("undo brought back %v", names(lists))
		}
	})
}

func lastOf(t *testing.T, db *database.DB, by authz.Actor) (id string) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *database.Tx) error {
		list, err := trail.By(t.Context(), tx, by.ID, db.Now().AddDate(0, 0, -1), 1)
		if err == nil {
			id = list[0].ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestNobodyKeepsListsWithoutEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ruth := &saved.Service{DB: db}, actor("ruth", authz.Worker)
		for i := range 40 {
			if _, err := s.Save(t.Context(), ruth, saved.List{Name: "List " + strconv.Itoa(i)}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Save(t.Context(), ruth, saved.List{Name: "One more"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		if _, err := s.Save(t.Context(), actor("bea", authz.Worker), saved.List{Name: "Long", Values: map[string][]string{"q": {strings.Repeat("x", 9000)}}}); !fault.Is(err, fault.TooLarge) {
			t.Errorf("%v", err)
		}
	})
}
