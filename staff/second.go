package staff

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/seconds"
)

// askSecond asks a second person where one is needed and there is one. It reports
// false when the actor may go on: nobody need be asked, or somebody has agreed.
// Whoever is at the machine itself has shown more than an account can. A deed that
// is given becomes the asking.
func (s *Service) askSecond(ctx context.Context, tx *trail.Tx, deed *trail.Deed, r record, w seconds.Want) (waits bool, err error) {
	if strings.HasPrefix(tx.Actor.ID, "system:") || !w.Guarded(r.Role, r.Has.Second()) {
		return false, nil
	}
	able, err := seconds.People(ctx, tx.Tx, tx.Actor.ID, r.ID)
	if err != nil || len(able) == 0 {
		return false, err
	}
	open, err := seconds.Open(ctx, tx.Tx, r.ID)
	if err != nil {
		return false, err
	}
	for _, o := range open {
		if o.Kind != w.Kind || o.Role != w.Role || o.Factors != w.Factors {
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
		"account_id": r.ID, "kind": w.Kind, "role": w.Role, "factors": flag(w.Factors), "by_id": tx.Actor.ID,
		"asked_at": database.Micros(tx.Now()), "confirmed_at": 0, "ended_at": 0,
	})
}

// WaitingForSecond lists what waits, the oldest first. It needs Help.
func (s *Service) WaitingForSecond(ctx context.Context, actor authz.Actor) (list []seconds.Waiting, err error) {
	if !actor.May(Help) {
		return nil, fault.New(fault.Forbidden, "staff: what waits for a second person")
	}
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		if list, err = seconds.Open(ctx, tx, ""); err != nil {
			return err
		}
		for i, w := range list {
			able, err := seconds.People(ctx, tx, w.ByID, w.AccountID)
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
	return s.second(ctx, actor, id, "staff.second.agreed", func(tx *trail.Tx, w seconds.Waiting) error {
		now := database.Micros(tx.Now())
		if w.Kind == seconds.Link {
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
	return s.second(ctx, actor, id, "staff.second.refused", func(tx *trail.Tx, _ seconds.Waiting) error {
		return tx.Update(ctx, "second_person", id, "", trail.Set{"ended_at": database.Micros(tx.Now())})
	})
}

func (s *Service) second(ctx context.Context, actor authz.Actor, id, action string, fn func(*trail.Tx, seconds.Waiting) error) error {
	list, err := s.WaitingForSecond(ctx, actor)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(w seconds.Waiting) bool { return w.ID == id })
	if i < 0 || !list[i].Mine && (action == "staff.second.agreed" || list[i].ByID != actor.ID) {
		return fault.New(fault.NotFound, "staff: second person")
	}
	w := list[i]
	deed := about(w.AccountID, action)
	deed.Args = map[string]string{"name": w.Name, "by": w.By}
	return trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if open, err := seconds.Waits(ctx, tx.Tx, id); err != nil || !open {
			return orGone(err)
		}
		return fn(tx, w)
	})
}
