package staff

import (
	"context"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/staff/phrases"
)

// bundle is what a small house gives its roles.
var bundle = authz.Merge(Bundle, settings.Bundle, authz.Bundle{
	authz.Worker: {"people.read"}, authz.Lead: {"people.read"}, authz.Solo: {"people.read"},
})

// house is an organisation with an administrator, Ada, and a worker, Wim.
type house struct {
	*Service
	db       *database.DB
	clock    *dbtest.Clock
	settings *settings.Store
	ada, wim authz.Actor
}

const adaPhrase, wimPhrase = "grey herons wade at low tide", "tin kettle, seven oars"

var cheap = phrases.Cost{MemoryKiB: 64, Passes: 1}

func each(t *testing.T, fn func(t *testing.T, h house)) {
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(t, furnish(t, db, clock)) })
}

func furnish(t *testing.T, db *database.DB, clock *dbtest.Clock) house {
	t.Helper()
	ctx := t.Context()
	choices, err := settings.Open(ctx, db)
	must(t, err)
	must(t, choices.Change(ctx, authz.System("test"), func(c *settings.Choices) { c.Name = "Harrow Letters" }))
	s, err := NewService(Config{DB: db, Settings: choices, Bundle: bundle, Key: dbtest.Key(), Cost: cheap})
	must(t, err)
	h := house{Service: s, db: db, clock: clock, settings: choices}
	hash, err := s.hasher.Hash(ctx, adaPhrase)
	must(t, err)
	ada, err := s.First(ctx, NewAccount{Name: "Ada Okafor", SignIn: "ada", Role: authz.Administrator}, hash)
	must(t, err)
	h.ada, err = s.Actor(ctx, ada.ID)
	must(t, err)
	wim, link, err := s.Add(ctx, h.ada, NewAccount{Name: "Wim de Boer", Role: authz.Worker})
	must(t, err)
	must(t, s.Choose(ctx, link.Token, wimPhrase))
	h.wim, err = s.Actor(ctx, wim.ID)
	must(t, err)
	return h
}

// in signs somebody in who has no codes.
func (h house) in(t *testing.T, name, phrase string) Present {
	t.Helper()
	p, _ := h.enter(t, name, phrase)
	return p
}

func (h house) enter(t *testing.T, name, phrase string) (Present, string) {
	t.Helper()
	e, err := h.SignIn(t.Context(), name, phrase, Browser{Agent: "Mozilla/5.0 (X11; Linux) Firefox/140"})
	must(t, err)
	p, err := h.Resume(t.Context(), e.Token)
	must(t, err)
	return p, e.Token
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants fails unless err is of the kind, with the key as its first problem.
func wants(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Fatalf("got %v, want %v", err, kind)
	}
	if e := err.(*fault.Error); key != "" && (len(e.Problems) == 0 || e.Problems[0].Key != key) {
		t.Fatalf("got %v, want the problem %s", err, key)
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, err := h.Accounts(ctx, h.wim)
		wants(t, err, fault.Forbidden, "")
		_, _, err = h.Add(ctx, h.wim, NewAccount{Name: "Eve", Role: authz.Administrator})
		wants(t, err, fault.Forbidden, "")
		_, _, err = h.Add(ctx, h.ada, NewAccount{Name: "Wim de Boer", SignIn: " WIM.Boer ", Role: authz.Worker})
		wants(t, err, fault.Invalid, "staff.sign-in-name.taken")
		_, _, err = h.Add(ctx, h.ada, NewAccount{Name: "A\u202eB", Role: authz.Worker})
		wants(t, err, fault.Invalid, "staff.name.signs")
		_, err = h.First(ctx, NewAccount{Name: "Eve", Role: authz.Administrator}, "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
		wants(t, err, fault.Conflict, "")
		wants(t, h.Disable(ctx, h.ada, h.ada.ID), fault.Invalid, "staff.role.last")
		_, err = h.SetRole(ctx, h.ada, h.ada.ID, "", authz.Volunteer)
		wants(t, err, fault.Invalid, "staff.role.last")
		list, err := h.Accounts(ctx, h.ada)
		must(t, err)
		if len(list) != 2 || list[0].Name != "Ada Okafor" || list[1].SignIn != "wim.boer" {
			t.Fatalf("%+v", list)
		}
	})
}

func TestEndedAccountIsOutAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, token := h.enter(t, "wim.boer", wimPhrase)
		must(t, h.Disable(ctx, h.ada, h.wim.ID))
		_, err := h.Resume(ctx, token)
		wants(t, err, fault.NotFound, "")
		_, err = h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
		wants(t, err, fault.Invalid, "staff.sign-in.wrong")
		_, err = h.Actor(ctx, h.wim.ID)
		wants(t, err, fault.NotFound, "")
		link, err := h.Reset(ctx, h.ada, h.wim.ID, false)
		must(t, err)
		must(t, h.Choose(ctx, link.Token, "nine lemons on a sill, drying"))
		h.in(t, "wim.boer", "nine lemons on a sill, drying")
	})
}

func TestRoleChangesAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		_, token := h.enter(t, "wim.boer", wimPhrase)
		_, err := h.SetRole(ctx, h.ada, h.wim.ID, "", authz.Volunteer)
		must(t, err)
		_, err = h.Resume(ctx, token)
		wants(t, err, fault.NotFound, "")
		p := h.in(t, "wim.boer", wimPhrase)
		if p.Actor.May("people.read") || p.Actor.Role != authz.Volunteer {
			t.Fatal("the old role still holds")
		}
	})
}

func TestSight(t *testing.T) {
	t.Parallel()
	open := settings.Choices{OpenTeam: true}
	for role, want := range map[authz.Role][2]authz.Sight{
		authz.Solo:          {authz.SeesAll, authz.SeesAll},
		authz.Lead:          {authz.SeesAll, authz.SeesAll},
		authz.Worker:        {authz.SeesGranted, authz.SeesAll},
		authz.Volunteer:     {authz.SeesGranted, authz.SeesGranted},
		authz.Administrator: {authz.SeesNone, authz.SeesNone},
		"":                  {authz.SeesNone, authz.SeesNone},
	} {
		if got := [2]authz.Sight{sightOf(role, settings.Choices{}), sightOf(role, open)}; got != want {
			t.Errorf("%s: %v, want %v", role, got, want)
		}
	}
}

func TestPreferencesAreUndone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		wants(t, h.Prefer(ctx, h.wim, Preferences{Locale: "xx"}), fault.Invalid, "staff.choice.unknown")
		must(t, h.Prefer(ctx, h.wim, Preferences{Locale: "es", Theme: "dark", SingleKeys: true}))
		a, err := h.Account(ctx, h.wim, h.wim.ID)
		must(t, err)
		if a.Locale != "es" || a.Theme != "dark" || !a.SingleKeys {
			t.Fatalf("%+v", a.Preferences)
		}
	})
}

func TestNames(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		must(t, h.db.Read(t.Context(), func(tx *database.Tx) error {
			names, err := Names(t.Context(), tx)
			if err != nil || names[h.wim.ID] != "Wim de Boer" || len(names) != 2 {
				t.Errorf("%v %v", names, err)
			}
			people, err := Colleagues(context.Background(), tx)
			if err != nil || len(people) != 1 || people[0].ID != h.wim.ID {
				t.Errorf("%v %v", people, err)
			}
			return nil
		}))
	})
}
