package staff

import (
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/staff/seconds"
)

// hire gives somebody an account as the program itself does, with a pass phrase,
// and returns who they are, proven.
func (h house) hire(t *testing.T, name string, role authz.Role) authz.Actor {
	t.Helper()
	ctx := t.Context()
	a, link, err := h.Add(ctx, authz.System("test"), NewAccount{Name: name, Role: role})
	must(t, err)
	must(t, h.Choose(ctx, link.Token, "seven lanterns over the quay"))
	actor, err := h.Actor(ctx, a.ID)
	must(t, err)
	actor.Proven = true
	return actor
}

// waiting is the only request there is, as an actor sees it.
func (h house) waiting(t *testing.T, actor authz.Actor) seconds.Waiting {
	t.Helper()
	list, err := h.WaitingForSecond(t.Context(), actor)
	must(t, err)
	if len(list) != 1 {
		t.Fatalf("%d requests wait", len(list))
	}
	return list[0]
}

func (h house) role(t *testing.T, id string) authz.Role {
	t.Helper()
	a, err := h.Account(t.Context(), h.ada, id)
	must(t, err)
	return a.Role
}

// Threat T6: an administrator gives nobody casework alone, where there is
// somebody to ask; not themselves, not a colleague of their own making.
func TestARoleThatSeesMoreIsForTwo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		lena := h.hire(t, "Lena Lead", authz.Lead)
		h.ada.Proven = true
		waits, err := h.SetRole(ctx, h.ada, h.ada.ID, "", authz.Lead)
		if err != nil || !waits || h.role(t, h.ada.ID) != authz.Administrator {
			t.Fatalf("an administrator made herself a lead: %v %v", waits, err)
		}
		puppet, link, err := h.Add(ctx, h.ada, NewAccount{Name: "Puppet", Role: authz.Administrator})
		must(t, err) // sees nothing, and waits for nobody
		must(t, h.Choose(ctx, link.Token, "seven lanterns over the quay"))
		other, err := h.Actor(ctx, puppet.ID)
		must(t, err)
		other.Proven = true
		w := h.waiting(t, h.ada)
		for who, actor := range map[string]authz.Actor{"herself": h.ada, "a colleague of her making": other} {
			if err := h.Agree(ctx, actor, w.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s agreed: %v", who, err)
			}
		}
		wants(t, h.Agree(ctx, h.wim, w.ID), fault.Forbidden, "")
		hasty := lena
		hasty.Proven = false
		wants(t, h.Agree(ctx, hasty, w.ID), fault.Forbidden, "")
		must(t, h.Agree(ctx, lena, w.ID))
		if h.role(t, h.ada.ID) != authz.Lead {
			t.Error("the role was not given")
		}
		wants(t, h.Agree(ctx, lena, w.ID), fault.NotFound, "") // said already
	})
}

func TestLessIsForOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		lena := h.hire(t, "Lena Lead", authz.Lead)
		for _, role := range []authz.Role{authz.Volunteer, authz.Administrator} {
			waits, err := h.SetRole(t.Context(), h.ada, lena.ID, "", role)
			if err != nil || waits {
				t.Errorf("%s: %v %v", role, waits, err)
			}
		}
	})
}

// Whoever has nobody to ask goes on alone.
func TestWhoeverIsAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		waits, err := h.SetRole(t.Context(), h.ada, h.wim.ID, "", authz.Lead)
		if err != nil || waits {
			t.Fatalf("%v %v", waits, err)
		}
	})
}

func TestALinkIntoCaseworkIsForTwo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		lena := h.hire(t, "Lena Lead", authz.Lead)
		a, link, err := h.Add(ctx, h.ada, NewAccount{Name: "Newcomer", Role: authz.Worker})
		must(t, err)
		if link.Token != "" {
			t.Fatal("a new account that sees casework has a link at once")
		}
		w := h.waiting(t, lena)
		if !w.Mine || w.Name != "Newcomer" || w.By != "Ada Okafor" {
			t.Fatalf("%+v", w)
		}
		if link, err = h.Reset(ctx, h.ada, a.ID, false); err != nil || link.Token != "" {
			t.Fatalf("asking twice is enough: %v", err)
		}
		must(t, h.Agree(ctx, lena, w.ID))
		if link, err = h.Reset(ctx, h.ada, a.ID, true); err != nil || link.Token != "" {
			t.Fatalf("what was agreed lifts the second factor too: %v", err)
		}
		link, err = h.Reset(ctx, h.ada, a.ID, false)
		must(t, err)
		must(t, h.Choose(ctx, link.Token, "seven lanterns over the quay"))
		if link, err = h.Reset(ctx, h.ada, a.ID, false); err != nil || link.Token != "" {
			t.Fatalf("one word is good for two links: %v", err)
		}
	})
}

// A reset that leaves codes in place opens nothing by itself; one that lifts them
// is for two.
func TestResetsAndCodes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		lena := h.hire(t, "Lena Lead", authz.Lead)
		enrolled(t, h)
		link, err := h.Reset(ctx, lena, h.wim.ID, false)
		must(t, err)
		if link.Token == "" {
			t.Fatal("a lead cannot give a colleague a new pass phrase")
		}
		must(t, h.Choose(ctx, link.Token, wimPhrase))
		if link, err = h.Reset(ctx, lena, h.wim.ID, true); err != nil || link.Token != "" {
			t.Fatalf("codes were lifted by one person: %v", err)
		}
		if e, err := h.SignIn(ctx, "wim.boer", wimPhrase, Browser{}); err != nil || e.Pending == "" {
			t.Fatalf("what waits has changed something: %v", err)
		}
		must(t, h.Refuse(ctx, lena, h.waiting(t, lena).ID)) // her own request
		_, err = h.Reset(ctx, lena, h.ada.ID, false)
		wants(t, err, fault.Forbidden, "") // who manages accounts is not hers to reset
		_, err = h.Reset(ctx, h.wim, lena.ID, false)
		wants(t, err, fault.Forbidden, "")
		h.clock.Add(seconds.Life)
		if list, err := h.WaitingForSecond(ctx, lena); err != nil || len(list) != 0 {
			t.Fatalf("%v %v", list, err)
		}
	})
}
