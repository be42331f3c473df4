package retention

import (
	"context"
	"errors"
	"strconv"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Run lets go of what is due by the schedules that ask nobody, unless the clock
// has jumped. The program calls it every hour. It returns how much went.
func (s *Service) Run(ctx context.Context) (gone int, err error) {
	frozen, err := s.tick(ctx)
	if err != nil || frozen {
		return 0, err
	}
	var lists []List
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		lists, err = s.due(ctx, tx, program)
		return err
	})
	for _, l := range lists {
		if !l.Automatic || err != nil {
			continue
		}
		var n int
		n, err = s.letGo(ctx, program, l, nil)
		gone += n
	}
	if gone > 0 {
		err = errors.Join(err, s.after(ctx))
	}
	return gone, err
}

// LetGo lets go of those chosen of what is due by a schedule. What is held, kept
// longer, or not due any more stays; so does what the actor does not see. It
// returns how much went, and Forbidden for an actor who may not or has not just
// proven who they are.
func (s *Service) LetGo(ctx context.Context, actor authz.Actor, key string, chosen []string) (gone int, err error) {
	if !actor.May(MayErase) || !actor.Proven {
		return 0, fault.New(fault.Forbidden, "retention: let go")
	}
	var l List
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		one, err := schedule(ctx, tx, key)
		if err != nil {
			return err
		}
		held, err := allHeld(ctx, tx)
		if err == nil {
			l, err = s.dueBy(ctx, tx, actor, one, held)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	only := map[string]bool{}
	for _, id := range chosen {
		only[id] = true
	}
	if gone, err = s.letGo(ctx, actor, l, only); gone > 0 {
		err = errors.Join(err, s.after(ctx))
	}
	return gone, err
}

// letGo lets go of what is due by a schedule; only narrows it, nil does not.
func (s *Service) letGo(ctx context.Context, actor authz.Actor, l List, only map[string]bool) (gone int, err error) {
	for _, i := range l.Due {
		if i.Held || only != nil && !only[i.ID] {
			continue
		}
		err := s.letOne(ctx, actor, l.Schedule, i.ID)
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) {
			continue // held or gone meanwhile, or erased with somebody else
		}
		if err != nil {
			return gone, err
		}
		gone++
	}
	return gone, nil
}

// erasedActions are the deeds of what is less than a person. The file of an
// import is not part of the record, and leaves none.
var erasedActions = map[Of]string{
	OfFacts: "retention.facts.erased", OfAccounts: "retention.accounts.erased", OfProofs: "retention.proofs.erased",
}

func (s *Service) letOne(ctx context.Context, actor authz.Actor, l Schedule, id string) error {
	if l.Of == OfPeople {
		return s.erase(ctx, actor, Erasing{PersonID: id, Reason: Due, Schedule: l.Key}, Tombstone{})
	}
	action := erasedActions[l.Of]
	deed := &trail.Deed{Action: action, ID: id, Irrevocable: true}
	defer s.counted.forget()
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		switch l.Of {
		case OfFacts:
			deed.Kind = "person"
			return s.letFacts(ctx, tx, deed)
		case OfAccounts:
			deed.Kind = "account"
			if err := s.Accounts.EraseAccount(ctx, tx, id); err != nil {
				return err
			}
		case OfProofs:
			deed.Kind = "person"
			if err := s.Ledger.EraseProofs(ctx, tx, id); err != nil {
				return err
			}
		case OfBatches:
			return s.letBatch(ctx, tx, id)
		case OfPeople: // above
		}
		_, err := tx.Forget(ctx, id)
		return err
	})
}

// letFacts erases what is special of somebody, and what the trail keeps of it.
func (s *Service) letFacts(ctx context.Context, tx *trail.Tx, deed *trail.Deed) error {
	if err := free(ctx, tx.Tx, tx.Actor, deed.ID); err != nil {
		return err
	}
	n, err := s.Special.EraseSpecial(ctx, tx, deed.ID)
	if err != nil {
		return err
	}
	deed.Args = map[string]string{"count": strconv.Itoa(n)}
	_, err = tx.Forget(ctx)
	return err
}

// letBatch forgets the file of an import. Batches are not part of the record, so
// the deed leaves no row; their counts say that they were.
func (s *Service) letBatch(ctx context.Context, tx *trail.Tx, id string) error {
	return s.Batches.Strip(ctx, tx.Tx, id)
}
