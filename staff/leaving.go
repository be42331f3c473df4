package staff

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/told"
)

// Leaver ends what a capability gave an account, inside the change that ends the
// account.
type Leaver func(ctx context.Context, tx *trail.Tx, accountID string) error

// OnLeaving says what else ends with an account. It is called before the first
// request.
func (s *Service) OnLeaving(leavers ...Leaver) { s.leavers = append(s.leavers, leavers...) }

// leave ends everything an account has: its sessions and links, the browsers,
// codes and passkeys it is known by, and what other capabilities gave it.
func (s *Service) leave(ctx context.Context, tx *trail.Tx, id string) error {
	if err := dropLinks(ctx, tx.Tx, id); err != nil {
		return err
	}
	if err := endSessions(ctx, tx.Tx, id, ""); err != nil {
		return err
	}
	if err := replaceRecoveryCodes(ctx, tx.Tx, id, nil); err != nil {
		return err
	}
	if err := told.Forget(ctx, tx.Tx, id); err != nil {
		return err
	}
	if err := tx.DeleteHolding(ctx, "passkey", "account_id", id); err != nil {
		return err
	}
	for _, leaver := range s.leavers {
		if err := leaver(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}
