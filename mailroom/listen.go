package mailroom

import (
	"context"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/trail"
)

// Listen lets the post follow people. What waits for somebody on the way is held; when it
// is known where they are it goes on, with a label to the new address (R-BTC-2). What
// waits for somebody who went home is stopped.
func (s *Service) Listen(bus *event.Bus) {
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e custody.Moved) error {
		if e.To.Beside {
			return nil
		}
		waiting, err := waitingOf(ctx, tx.Tx, e.PersonID)
		for _, q := range waiting {
			if err := follow(ctx, tx, q, e.To); err != nil {
				return err
			}
		}
		return err
	})
}

// follow puts a request where a new word of the person has it.
func follow(ctx context.Context, tx *trail.Tx, q Request, to custody.Stay) error {
	var set trail.Set
	switch {
	case to.State == custody.Released:
		set = trail.Set{"state": string(Stopped), "why": whyHome, "label": string(LabelNone)}
	case to.State != custody.Held && q.State == Queued:
		set = trail.Set{"state": string(Held), "fill_on": "", "why": whyTransit, "label": string(LabelNone)}
	case to.State == custody.Held && q.State == Stopped && q.Why == whyHome:
		set = trail.Set{"state": string(Queued), "why": "", "label": string(LabelQueued)}
	case to.State == custody.Held && q.State == Held && (q.Why == whyTransit || q.Why == whyBack):
		set = trail.Set{"state": string(Queued), "why": "", "label": string(LabelQueued)}
	case to.State == custody.Held && q.State == Queued:
		set = trail.Set{"label": string(LabelQueued)} // whatever was printed names the old address
	default:
		return nil
	}
	return tx.Update(ctx, requestTable, q.ID, "", set)
}
