package staff

import (
	"context"
	"errors"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/kept"
	"github.com/throughcare/throughcare/staff/seal"
)

// Reseal seals the secrets of one-time codes in a record with the key that it
// has now, after a restore or another data key. A secret that the key before does
// not open is dropped: its owner sets codes up anew.
func Reseal(ctx context.Context, db *database.DB, actor authz.Actor, before, now []byte) error {
	from, err := seal.New(before, "codes")
	if err != nil {
		return err
	}
	to, err := seal.New(now, "codes")
	if err != nil {
		return err
	}
	if err := resealKept(ctx, db, before, now); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "staff.codes.resealed", Kind: "record", Irrevocable: true}
	return trail.Write(ctx, db, actor, deed, func(tx *trail.Tx) error {
		all, err := allAccounts(ctx, tx.Tx)
		if err != nil {
			return err
		}
		for _, r := range all {
			if err := reseal(ctx, tx, from, to, r); err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
		}
		return nil
	})
}

// UseKey goes on with another key, after Reseal. Whoever is in the middle of
// signing in begins again.
func (s *Service) UseKey(key []byte) error {
	return errors.Join(s.secrets.Renew(key), s.steps.Renew(key))
}

func reseal(ctx context.Context, tx *trail.Tx, from, to *seal.Sealer, r record) error {
	row, err := tx.Row(ctx, "account", r.ID)
	if err != nil || row["code_secret"] == "" {
		return err
	}
	sealed, _ := row["code_secret"].(string)
	fresh := ""
	if secret, err := from.Open(sealed, r.ID); err == nil {
		fresh = to.Seal(secret, r.ID)
	}
	return tx.Update(ctx, "account", r.ID, "", trail.Set{"code_secret": fresh})
}

// resealKept is Reseal for what people typed and have not saved yet.
func resealKept(ctx context.Context, db *database.DB, before, now []byte) error {
	from, err := seal.New(before, "steps")
	if err != nil {
		return err
	}
	to, err := seal.New(now, "steps")
	if err != nil {
		return err
	}
	return db.Write(ctx, func(tx *database.Tx) error { return kept.Reseal(ctx, tx, from, to) })
}
