package staff

import (
	"context"
	"strconv"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/passkey"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/told"
)

// Passkey is one of somebody's, as its owner sees it.
type Passkey struct {
	ID, Rev   string
	Name      string
	Synced    bool
	MadeAt    time.Time
	UsedAt    time.Time // zero when never
	StoppedAt time.Time // its count went back, so that it opens nothing any more; zero when all is well
	accountID string
	site      string
	key       passkey.Key
}

// What a challenge is for; it is good for nothing else, and only in the browser
// or the session that was asked.
const (
	forEntry = "entry"
	forProof = "proof"
	forNew   = "new"
)

// challenge makes a question to a passkey. It says of itself until when it is
// good and is sealed, so that asking leaves nothing behind.
func (s *Service) challenge(purpose, bound string) ([]byte, error) {
	until := strconv.FormatInt(database.Micros(s.db.Now().Add(pendingLife)), 10)
	return seal.URL64.DecodeString(s.steps.Seal(until, "passkey "+purpose+" "+bound))
}

// answered uses a challenge up, whatever its answer is worth.
func (s *Service) answered(ctx context.Context, challenge, purpose, bound string) error {
	gone := fault.Bad("staff: answer a challenge", "", "staff.passkey.late")
	text, err := s.steps.Open(challenge, "passkey "+purpose+" "+bound)
	if err != nil {
		return gone
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if until := database.FromMicros(n); err != nil || !s.db.Now().Before(until) || s.db.Now().Before(until.Add(-pendingLife)) {
		return gone
	}
	return s.db.Write(ctx, func(tx *database.Tx) error {
		fresh, err := useChallenge(ctx, tx, seal.Hash(challenge), n)
		if err == nil && !fresh {
			err = gone
		}
		return err
	})
}

// Passkeys lists the actor's own, the oldest first.
func (s *Service) Passkeys(ctx context.Context, actor authz.Actor) (list []Passkey, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		list, err = passkeysOf(ctx, tx, actor.ID)
		return err
	})
	return list, err
}

// AskEntry is the question to the passkey of whoever stands at the door. It is
// the same for everybody, and needs no name.
func (s *Service) AskEntry(site passkey.Site, from Browser) ([]byte, error) {
	challenge, err := s.challenge(forEntry, seal.Hash(from.Device))
	if err != nil {
		return nil, err
	}
	return site.Ask(nil, challenge)
}

// EnterWith signs somebody in with a passkey. It returns Invalid, in the same
// words, for whatever is wrong with it.
func (s *Service) EnterWith(ctx context.Context, site passkey.Site, answer string, from Browser) (Entry, error) {
	shown, err := passkey.ReadShown([]byte(answer))
	if err != nil {
		return Entry{}, wrongPasskey(err)
	}
	if err := s.answered(ctx, shown.Challenge, forEntry, seal.Hash(from.Device)); err != nil {
		return Entry{}, err
	}
	var e Entry
	err = s.withPasskey(ctx, site, shown, "", func(tx *database.Tx, r record) (err error) {
		e.Token, err = s.begin(ctx, tx, r.ID, from, ByPasskey)
		return err
	})
	return e, err
}

// AskProof is the question to a passkey of the session's owner.
func (s *Service) AskProof(ctx context.Context, site passkey.Site, session Session) ([]byte, error) {
	_, have, err := s.owner(ctx, site, session.AccountID)
	if err != nil {
		return nil, err
	}
	challenge, err := s.challenge(forProof, session.ID)
	if err != nil {
		return nil, err
	}
	return site.Ask(have, challenge)
}

// ProveWith takes a passkey for a proof, as before something powerful, and opens
// the session when it was locked. It returns the session's new token.
func (s *Service) ProveWith(ctx context.Context, site passkey.Site, session Session, answer string) (token string, err error) {
	shown, err := passkey.ReadShown([]byte(answer))
	if err != nil {
		return "", wrongPasskey(err)
	}
	if err := s.answered(ctx, shown.Challenge, forProof, session.ID); err != nil {
		return "", err
	}
	err = s.withPasskey(ctx, site, shown, session.AccountID, func(tx *database.Tx, _ record) error {
		token, err = s.renew(ctx, tx, session, ByPasskey)
		return err
	})
	return token, err
}

// withPasskey judges what a passkey says, and does what follows from it in the
// same transaction. account is whose it has to be, "" for anybody's.
func (s *Service) withPasskey(ctx context.Context, site passkey.Site, shown passkey.Shown, account string, then func(*database.Tx, record) error) error {
	var copied Passkey
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		copied = Passkey{}
		k, r, err := shownPasskey(ctx, tx, shown.ID)
		if fault.Is(err, fault.NotFound) {
			return wrongPasskey(err)
		}
		if err != nil {
			return err
		}
		if account != "" && r.ID != account || k.site != site.ID || !r.Alive() || !k.StoppedAt.IsZero() {
			return wrongPasskey(nil)
		}
		count, back, err := site.Check(passkey.User{ID: r.ID}, k.key, shown)
		if err != nil {
			return wrongPasskey(err)
		}
		if back {
			copied = k
			return nil
		}
		if err := usePasskey(ctx, tx, k.ID, count); err != nil {
			return err
		}
		return then(tx, r)
	})
	if err == nil && copied.ID != "" {
		return s.stopPasskey(ctx, copied)
	}
	return err
}

// stopPasskey puts one out of use whose count went back: there is a copy of it.
func (s *Service) stopPasskey(ctx context.Context, k Passkey) error {
	deed := &trail.Deed{Action: "staff.passkey.stopped", Kind: "account", ID: k.accountID, Args: map[string]string{"key": k.Name}, Irrevocable: true}
	err := trail.Write(ctx, s.db, authz.System("sign-in"), deed, func(tx *trail.Tx) error {
		if err := told.Tell(ctx, tx.Tx, k.accountID, "", told.KeyStopped, k.Name); err != nil {
			return err
		}
		return tx.Update(ctx, "passkey", k.ID, "", trail.Set{"stopped_at": database.Micros(tx.Now())})
	})
	if err == nil {
		err = fault.Bad("staff: use a passkey", "", "staff.passkey.copied")
	}
	return err
}

// wrongPasskey says no more than that it is not right.
func wrongPasskey(err error) error {
	return &fault.Error{Kind: fault.Invalid, Op: "staff: use a passkey", Err: err, Problems: []fault.Problem{{Key: "staff.passkey.wrong"}}}
}
