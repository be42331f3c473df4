package staff

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// What can wait for a second person.
const (
	wantsRole = "role" // a role that sees more
	wantsLink = "link" // a way into an account that sees casework, past what its owner knows
)

// secondLife is how long a request waits, and how long a confirmed one is good.
const secondLife = 72 * time.Hour

// want is what somebody would do alone.
type want struct {
	kind    string
	role    authz.Role // wanted, or of the account
	factors bool       // codes and passkeys are lifted too
}

// Waiting is a request that waits for a second person: nobody opens casework to
// an account alone where there is somebody to ask.
type Waiting struct {
	ID        string
	AccountID string
	Name      string // whose account
	Kind      string
	Role      authz.Role
	Factors   bool
	ByID, By  string
	AskedAt   time.Time
	Confirmed bool
	Mine      bool // the reader may confirm it
}

// opensCasework reports a role that can read casework it was not given.
func opensCasework(role authz.Role) bool {
	return role == authz.Worker || role == authz.Lead || role == authz.Solo
}

// guarded reports whether something is for two people, when there are two: a role
// that sees more than the one before, and a link into an account that has nothing
// but the pass phrase it replaces, or is to have nothing else.
func (w want) guarded(r record) bool {
	if w.kind == wantsRole {
		return opensCasework(w.role) && seesMore(w.role, r.Role)
	}
	return opensCasework(w.role) && (w.factors || !r.Has.Second())
}

func seesMore(to, from authz.Role) bool {
	order := []authz.Role{authz.Administrator, authz.Volunteer, authz.Worker, authz.Lead, authz.Solo}
	return slices.Index(order, to) > slices.Index(order, from)
}

// askSecond asks a second person where one is needed and there is one. It reports
// false when the actor may go on: nobody need be asked, or somebody has agreed.
// Whoever is at the machine itself has shown more than an account can. A deed that
// is given becomes the asking.
func (s *Service) askSecond(ctx context.Context, tx *trail.Tx, deed *trail.Deed, r record, w want) (waits bool, err error) {
	if strings.HasPrefix(tx.Actor.ID, "system:") || !w.guarded(r) {
		return false, nil
	}
	able, err := seconds(ctx, tx.Tx, tx.Actor.ID, r.ID)
	if err != nil || len(able) == 0 {
		return false, err
	}
	open, err := openRequests(ctx, tx.Tx, r.ID)
	if err != nil {
		return false, err
	}
	for _, o := range open {
		if o.Kind != w.kind || o.Role != w.role || o.Factors != w.factors {
			continue
		}
		if !o.Confirmed {
			return true, nil // asked already
		}
		return false, tx.Update(ctx, "second_person", o.ID, "", trail.Set{"ended_at": database.Micros(tx.Now())})
	}
	if deed != nil {
		deed.Action = "staff.second.asked"
	}
	return true, tx.Insert(ctx, "second_person", ids.New(), trail.Set{
		"account_id": r.ID, "kind": w.kind, "role": w.role, "factors": flag(w.factors), "by_id": tx.Actor.ID,
		"asked_at": database.Micros(tx.Now()), "confirmed_at": 0, "ended_at": 0,
	})
}

// seconds are the accounts that can be the second person: leads and those who do
// everything, and where there are none, other administrators. An administrator
// could otherwise make themselves a colleague to agree with.
func seconds(ctx context.Context, tx *database.Tx, asker, subject string) ([]string, error) {
	for _, roles := range [][]authz.Role{{authz.Lead, authz.Solo}, {authz.Administrator}} {
		list, err := able(ctx, tx, roles, asker, subject)
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, nil
}

// WaitingForSecond lists what waits, the oldest first. It needs Help.
func (s *Service) WaitingForSecond(ctx context.Context, actor authz.Actor) (list []Waiting, err error) {
	if !actor.May(Help) {
		return nil, fault.New(fault.Forbidden, "staff: what waits for a second person")
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		if list, err = openRequests(ctx, tx, ""); err != nil {
			return err
		}
		for i, w := range list {
			able, err := seconds(ctx, tx, w.ByID, w.AccountID)
			if err != nil {
				return err
			}
			list[i].Mine = slices.Contains(able, actor.ID) && !w.Confirmed
		}
		return nil
	})
	return list, err
}

// Agree is the second person's word: a role is given at once; a link can then be
// made by whoever asked. It asks for a proof of who they are. NotFound for what
// is over, or for somebody else to say.
func (s *Service) Agree(ctx context.Context, actor authz.Actor, id string) error {
	if !actor.Proven {
		return fault.New(fault.Forbidden, "staff: agree as a second person")
	}
	return s.second(ctx, actor, id, "staff.second.agreed", func(tx *trail.Tx, w Waiting) error {
		now := database.Micros(tx.Now())
		if w.Kind == wantsLink {
			return tx.Update(ctx, "second_person", id, "", trail.Set{"confirmed_at": now})
		}
		if err := tx.Update(ctx, "second_person", id, "", trail.Set{"confirmed_at": now, "ended_at": now}); err != nil {
			return err
		}
		return s.giveRole(ctx, tx, w.AccountID, "", w.Role)
	})
}

// Refuse ends a request, as its second person or as whoever made it.
func (s *Service) Refuse(ctx context.Context, actor authz.Actor, id string) error {
	return s.second(ctx, actor, id, "staff.second.refused", func(tx *trail.Tx, _ Waiting) error {
		return tx.Update(ctx, "second_person", id, "", trail.Set{"ended_at": database.Micros(tx.Now())})
	})
}

func (s *Service) second(ctx context.Context, actor authz.Actor, id, action string, fn func(*trail.Tx, Waiting) error) error {
	list, err := s.WaitingForSecond(ctx, actor)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(w Waiting) bool { return w.ID == id })
	if i < 0 || !list[i].Mine && (action == "staff.second.agreed" || list[i].ByID != actor.ID) {
		return fault.New(fault.NotFound, "staff: second person")
	}
	w := list[i]
	deed := about(w.AccountID, action)
	deed.Args = map[string]string{"name": w.Name, "by": w.By}
	return trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if open, err := isOpen(ctx, tx.Tx, id); err != nil || !open {
			return orGone(err)
		}
		return fn(tx, w)
	})
}
