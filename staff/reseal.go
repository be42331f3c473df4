package staff

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/seal"
)

// Reseal seals the secrets of one-time codes with this service's key, after a
// restore from a record that had another. A secret that the old key does not
// open is dropped: its owner sets codes up anew.
func (s *Service) Reseal(ctx context.Context, old []byte) error {
	from, err := seal.New(old, "codes")
	if err != nil {
		return err
	}
	deed := &trail.Deed{Action: "staff.codes.resealed", Kind: "record", Irrevocable: true}
	return trail.Write(ctx, s.db, authz.System("restore"), deed, func(tx *trail.Tx) error {
		all, err := allAccounts(ctx, tx.Tx)
		if err != nil {
			return err
		}
		for _, r := range all {
			if err := s.reseal(ctx, tx, from, r); err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
		}
		return nil
	})
}

func (s *Service) reseal(ctx context.Context, tx *trail.Tx, from *seal.Sealer, r record) error {
	row, err := tx.Row(ctx, "account", r.ID)
	if err != nil || row["code_secret"] == "" {
		return err
	}
	sealed, _ := row["code_secret"].(string)
	fresh := ""
	if secret, err := from.Open(sealed, r.ID); err == nil {
		fresh = s.secrets.Seal(secret, r.ID)
	}
	return tx.Update(ctx, "account", r.ID, "", trail.Set{"code_secret": fresh})
}
