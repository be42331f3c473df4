package staff

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/passkey"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/onetime"
	"github.com/throughcare/throughcare/staff/seal"
)

// maxPasskeys is how many one account keeps.
const maxPasskeys = 12

// Changed is what a change of how somebody signs in leaves: the session's new
// token, and recovery codes that are never shown again, where there are new ones.
type Changed struct {
	Token string
	Codes []string
}

// owner is an account as passkeys know it, with the keys it has at a site.
func (s *Service) owner(ctx context.Context, site passkey.Site, account string) (u passkey.User, have []passkey.Key, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		r, err := accountByID(ctx, tx, account)
		if err != nil {
			return err
		}
		u, have = passkey.User{ID: r.ID, Name: r.SignIn, Full: r.Name}, nil
		list, err := passkeysOf(ctx, tx, account)
		for _, k := range list {
			if k.site == site.ID {
				have = append(have, k.key)
			}
		}
		return err
	})
	return u, have, err
}

// AskPasskey is the question to a device to make the actor a passkey. It returns
// Forbidden unless MayChangeFactors.
func (s *Service) AskPasskey(ctx context.Context, actor authz.Actor, site passkey.Site, session Session) ([]byte, error) {
	if err := s.db.Read(ctx, func(tx *database.Tx) error { return changeFactors(ctx, tx, session.ID) }); err != nil {
		return nil, err
	}
	u, have, err := s.owner(ctx, site, actor.ID)
	if err != nil {
		return nil, err
	}
	challenge, err := s.challenge(forNew, session.ID)
	if err != nil {
		return nil, err
	}
	return site.Create(s.issuer(ctx), u, have, challenge)
}

// AddPasskey keeps a passkey that a device made for the actor. With the first
// come recovery codes, for whoever has none. It returns Invalid for an answer
// that is not right, and Forbidden unless MayChangeFactors.
func (s *Service) AddPasskey(ctx context.Context, actor authz.Actor, site passkey.Site, session Session, name, answer string) (c Changed, err error) {
	if name, err = passkey.Named(name); err != nil {
		return c, err
	}
	key, err := s.made(ctx, actor, site, session, answer)
	if err != nil {
		return c, err
	}
	deed := &trail.Deed{Action: "staff.passkey.added", Kind: "account", ID: actor.ID, Args: map[string]string{"name": actor.Name, "key": name}, Irrevocable: true}
	err = trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if err := changeFactors(ctx, tx.Tx, session.ID); err != nil {
			return err
		}
		if err := insertPasskey(ctx, tx, actor.ID, site.ID, name, key); err != nil {
			return err
		}
		if c.Codes, err = firstRecoveryCodes(ctx, tx.Tx, actor.ID); err != nil {
			return err
		}
		c.Token, err = s.afterFactors(ctx, tx.Tx, session)
		return err
	})
	return c, err
}

// made is the key that an answer holds.
func (s *Service) made(ctx context.Context, actor authz.Actor, site passkey.Site, session Session, answer string) (passkey.Key, error) {
	m, err := passkey.ReadMade([]byte(answer))
	if err != nil {
		return passkey.Key{}, wrongPasskey(err)
	}
	if err := s.answered(ctx, m.Challenge, forNew, session.ID); err != nil {
		return passkey.Key{}, err
	}
	key, err := site.Keep(passkey.User{ID: actor.ID}, m)
	if err != nil {
		return passkey.Key{}, wrongPasskey(err)
	}
	return key, nil
}

// firstRecoveryCodes gives codes to an account that never had any.
func firstRecoveryCodes(ctx context.Context, tx *database.Tx, account string) ([]string, error) {
	n, err := countRecoveryCodes(ctx, tx, account)
	if err != nil || n > 0 {
		return nil, err
	}
	codes := onetime.RecoveryCodes()
	return codes, replaceRecoveryCodes(ctx, tx, account, codes)
}

// insertPasskey adds one, if there is room and nobody has it yet.
func insertPasskey(ctx context.Context, tx *trail.Tx, account, site, name string, k passkey.Key) error {
	list, err := passkeysOf(ctx, tx.Tx, account)
	if err != nil {
		return err
	}
	if len(list) >= maxPasskeys {
		return fault.Bad("staff: add a passkey", "name", "staff.passkey.many", "count", maxPasskeys)
	}
	if _, _, err := shownPasskey(ctx, tx.Tx, k.ID); !fault.Is(err, fault.NotFound) {
		if err == nil {
			err = wrongPasskey(nil)
		}
		return err
	}
	id := ids.New()
	err = tx.Insert(ctx, "passkey", id, trail.Set{
		"account_id": account, "credential": seal.URL64.EncodeToString(k.ID), "public_key": seal.URL64.EncodeToString(k.Public), "site": site,
		"synced": flag(k.Synced), "name": name, "made_at": database.Micros(tx.Now()), "stopped_at": 0,
	})
	if err != nil {
		return err
	}
	return newPasskeyUse(ctx, tx.Tx, id, k.Count)
}

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

// RenamePasskey gives one of the actor's another name, or NotFound.
func (s *Service) RenamePasskey(ctx context.Context, actor authz.Actor, id, name string) error {
	name, err := passkey.Named(name)
	if err != nil {
		return err
	}
	deed := &trail.Deed{Action: "staff.passkey.renamed", Kind: "account", ID: actor.ID, Args: map[string]string{"key": name}}
	return trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if _, err := ownPasskey(ctx, tx.Tx, actor.ID, id); err != nil {
			return err
		}
		return tx.Update(ctx, "passkey", id, "", trail.Set{"name": name})
	})
}

// RemovePasskey takes one of the actor's away. It returns Invalid for the last
// one of somebody who could then show no more than a pass phrase, NotFound, and
// Forbidden unless MayChangeFactors.
func (s *Service) RemovePasskey(ctx context.Context, actor authz.Actor, session Session, id string) (c Changed, err error) {
	deed := &trail.Deed{Action: "staff.passkey.removed", Kind: "account", ID: actor.ID, Irrevocable: true}
	err = trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if err := changeFactors(ctx, tx.Tx, session.ID); err != nil {
			return err
		}
		k, err := ownPasskey(ctx, tx.Tx, actor.ID, id)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": actor.Name, "key": k.Name}
		if err := s.notTheLast(ctx, tx.Tx, actor.ID); err != nil {
			return err
		}
		if err := tx.Delete(ctx, "passkey", id); err != nil {
			return err
		}
		c.Token, err = s.afterFactors(ctx, tx.Tx, session)
		return err
	})
	return c, err
}

// notTheLast refuses to take away the last thing that is more than a pass
// phrase, and the last passkey where the organisation wants one of everybody.
func (s *Service) notTheLast(ctx context.Context, tx *database.Tx, account string) error {
	r, err := accountByID(ctx, tx, account)
	if err != nil {
		return err
	}
	if r.Has.Passkeys == 1 && (!r.Has.Codes || s.settings.Current(ctx).PasskeysForPower) {
		return fault.Bad("staff: remove a passkey", "", "staff.passkey.last")
	}
	return nil
}

// dropSecond takes away what an account has beside its pass phrase and its codes.
func dropSecond(ctx context.Context, tx *trail.Tx, id string) error {
	if err := replaceRecoveryCodes(ctx, tx.Tx, id, nil); err != nil {
		return err
	}
	return tx.DeleteHolding(ctx, "passkey", "account_id", id)
}
