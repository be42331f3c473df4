package staff

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/phrases"
	"github.com/throughcare/throughcare/staff/seal"
)

// Every account has a key pair of its own (age, hybrid post-quantum), for what
// the program must not read without its owner. The private half lies locked with
// the pass phrase, and for the length of a session with the token in the cookie:
// the record and its data key together do not open it (security design 3.6).

// ownKey is the row of an account's key.
type ownKey struct {
	id, rev   string
	account   string
	recipient string
	cost      phrases.Cost
	salt      []byte
	wrapped   string
}

// bound is what the locked half must not be separated from.
func (k ownKey) bound() string { return "own key " + k.account + " " + k.recipient }

// lockKey locks a private half with a pass phrase.
func (s *Service) lockKey(ctx context.Context, account, phrase string, half *age.HybridIdentity) (ownKey, error) {
	k := ownKey{id: ids.New(), account: account, recipient: half.Recipient().String(), cost: s.hasher.Cost(), salt: make([]byte, 16)}
	_, _ = rand.Read(k.salt) // never fails (crypto/rand)
	lock, err := s.stretch(ctx, phrase, k)
	if err == nil {
		k.wrapped = lock.Seal(half.String(), k.bound())
	}
	return k, err
}

// unlockKey opens a private half with a pass phrase; errShut for another one.
func (s *Service) unlockKey(ctx context.Context, phrase string, k ownKey) (*age.HybridIdentity, error) {
	lock, err := s.stretch(ctx, phrase, k)
	if err != nil {
		return nil, err
	}
	text, err := lock.Open(k.wrapped, k.bound())
	if err != nil {
		return nil, errShut
	}
	return parseHalf(text)
}

// stretch makes the lock of a pass phrase.
func (s *Service) stretch(ctx context.Context, phrase string, k ownKey) (*seal.Sealer, error) {
	key, err := s.hasher.Stretch(ctx, phrase, k.salt, k.cost)
	if err != nil {
		return nil, err
	}
	return seal.New(key, "own key")
}

// errShut is a private half that a pass phrase does not open.
var errShut = errors.New("staff: another pass phrase locked this key")

// parseHalf reads a private half. The error quotes nothing of it.
func parseHalf(text string) (*age.HybridIdentity, error) {
	half, err := age.ParseHybridIdentity(text)
	if err != nil {
		return nil, errShut
	}
	return half, nil
}

// tokenLock is the lock of a session, made from its token. The hash of the token
// that is stored does not lead to it.
func tokenLock(token string) (*seal.Sealer, error) {
	key, err := hkdf.Key(sha256.New, []byte(token), nil, "throughcare session key v1", 32)
	if err != nil {
		return nil, err
	}
	return seal.New(key, "session key")
}

// carry puts the account's private half into the session of a token, when the
// pass phrase was just given. It is best effort: what was not carried is asked for
// when it is needed (OwnKey).
func (s *Service) carry(ctx context.Context, account, phrase, token string) {
	half, err := s.present(ctx, account, phrase)
	if err != nil {
		return
	}
	_ = s.db.Write(ctx, func(tx *database.Tx) error { return keepHalf(ctx, tx, token, half) })
}

// present opens the account's key with its pass phrase. Where there is none, or
// it went with a pass phrase that was reset, it makes one.
func (s *Service) present(ctx context.Context, account, phrase string) (*age.HybridIdentity, error) {
	k, err := s.keyOf(ctx, account)
	if err == nil {
		half, err := s.unlockKey(ctx, phrase, k)
		if !errors.Is(err, errShut) {
			return half, err
		}
	} else if !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	return s.makeKey(ctx, account, phrase, k.id)
}

func (s *Service) keyOf(ctx context.Context, account string) (k ownKey, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		k, err = presentKey(ctx, tx, account)
		return err
	})
	return k, err
}

// MakeKey sees to it that an account has a key, when its pass phrase was just
// given: somebody can be named only who has one.
func (s *Service) MakeKey(ctx context.Context, account, phrase string) error {
	_, err := s.keyOf(ctx, account)
	if fault.Is(err, fault.NotFound) {
		_, err = s.makeKey(ctx, account, phrase, "")
	}
	return err
}

// makeKey makes a key in place of one that is lost, "" for none. The program
// does it, not a person: it is nothing to be told of.
func (s *Service) makeKey(ctx context.Context, account, phrase, lost string) (*age.HybridIdentity, error) {
	half, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, err
	}
	k, err := s.lockKey(ctx, account, phrase, half)
	if err != nil {
		return nil, err
	}
	deed := &trail.Deed{Action: "staff.key.made", Kind: "key", ID: account, Irrevocable: true} // no kind that anybody is told of
	return half, trail.Write(ctx, s.db, authz.System("sign-in"), deed, func(tx *trail.Tx) error {
		if lost != "" {
			if err := tx.Update(ctx, keyTable, lost, "", trail.Set{"ended_at": database.Micros(tx.Now())}); err != nil {
				return err
			}
		}
		return insertKey(ctx, tx, k)
	})
}

// relock locks the account's key with another pass phrase; the change that sets
// the phrase runs what is returned. Without a key there is nothing to do.
func (s *Service) relock(ctx context.Context, account, old, phrase string) (func(tx *trail.Tx, token string) error, error) {
	half, err := s.present(ctx, account, old)
	if err != nil {
		return nil, err
	}
	before, err := s.keyOf(ctx, account)
	if err != nil {
		return nil, err
	}
	k, err := s.lockKey(ctx, account, phrase, half)
	return func(tx *trail.Tx, token string) error {
		if err := updateKey(ctx, tx, before, k); err != nil {
			return err
		}
		return keepHalf(ctx, tx.Tx, token, half)
	}, err
}

// OwnKey opens the private half of an account for one request, with the token
// its browser sent. It returns NotFound when the session does not carry it: then
// the pass phrase has to be given once (web.ProvePath).
func (s *Service) OwnKey(ctx context.Context, token string) (*age.HybridIdentity, error) {
	var session, wrapped string
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		session, wrapped, err = carried(ctx, tx, token)
		return err
	})
	if err != nil {
		return nil, err
	}
	lock, err := tokenLock(token)
	if err != nil {
		return nil, err
	}
	text, err := lock.Open(wrapped, "session "+session)
	if err != nil { // another token's: the session was renewed without the pass phrase
		return nil, &fault.Error{Kind: fault.NotFound, Op: "staff: own key", Err: err}
	}
	return parseHalf(text)
}

// CarryKey opens the account's key with its pass phrase and puts the private half
// into the session of a token, where a session began without it. The session stays
// as proven as it was. The errors are those of Unlock.
func (s *Service) CarryKey(ctx context.Context, account, phrase, token string) error {
	if _, err := s.prove(ctx, account, phrase, "phrase"); err != nil {
		return err
	}
	half, err := s.present(ctx, account, phrase)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *database.Tx) error { return keepHalf(ctx, tx, token, half) })
}

// keepHalf locks a private half into the session of a token.
func keepHalf(ctx context.Context, tx *database.Tx, token string, half *age.HybridIdentity) error {
	session, err := sessionByToken(ctx, tx, token)
	if err != nil {
		return err
	}
	lock, err := tokenLock(token)
	if err != nil {
		return err
	}
	return putCarried(ctx, tx, session.ID, lock.Seal(half.String(), "session "+session.ID))
}
