package staff

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/told"
	"github.com/throughcare/throughcare/staff/tries"
)

// By is how somebody showed who they are.
type By string

// The ways. A link is one that the program gave out itself.
const (
	ByPhrase   By = "phrase"
	ByLink     By = "link"
	ByCode     By = "code" // with the pass phrase
	ByRecovery By = "recovery"
	ByPasskey  By = "passkey"
)

// strength puts them in order: what a look-alike page cannot get is worth
// the most. A recovery code is no more than a code, but see mayChangeFactors.
var strength = map[By]int{ByPhrase: 1, ByLink: 2, ByCode: 2, ByRecovery: 2, ByPasskey: 3}

const proofLife = 5 * time.Minute

// Strongest is the best proof somebody can give.
func (f Factors) Strongest() By {
	switch {
	case f.Passkeys > 0:
		return ByPasskey
	case f.Codes:
		return ByCode
	}
	return ByPhrase
}

// Needed is the proof that powerful actions ask of somebody: the strongest they
// have, and a passkey where the organisation wants one of everybody.
func (s *Service) Needed(ctx context.Context, f Factors) By {
	if s.settings.Current(ctx).PasskeysForPower {
		return ByPasskey
	}
	return f.Strongest()
}

// Proved reports whether the owner showed who they are a moment ago, and at
// least as well as need.
func (s Session) Proved(now time.Time, need By) bool {
	age := now.Sub(s.provedAt)
	return age >= 0 && age <= proofLife && strength[s.provedWith] >= strength[need]
}

// MayChangeFactors reports whether a session may change how its owner signs in:
// they showed who they are a moment ago, with the strongest they have. A recovery
// code will do instead, for whoever lost the rest, and lets them do nothing else
// that is powerful.
func (s *Service) MayChangeFactors(ctx context.Context, session Session) (may bool, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		may, err = mayChangeFactors(ctx, tx, session.ID)
		return err
	})
	return may, err
}

func mayChangeFactors(ctx context.Context, tx *database.Tx, session string) (bool, error) {
	found, err := sessionByID(ctx, tx, session)
	if err != nil {
		return false, err
	}
	r, err := accountByID(ctx, tx, found.AccountID)
	if err != nil || found.Locked {
		return false, err
	}
	need := r.Has.Strongest()
	if found.provedWith == ByRecovery {
		need = ByRecovery
	}
	return found.Proved(tx.Now(), need), nil
}

// changeFactors refuses a session that may not change how its owner signs in.
func changeFactors(ctx context.Context, tx *database.Tx, session string) error {
	may, err := mayChangeFactors(ctx, tx, session)
	if err == nil && !may {
		err = fault.New(fault.Forbidden, "staff: change how to sign in")
	}
	return err
}

// afterFactors is the end of every change of how somebody signs in: all their
// other sessions end, and this one gets a new token, so that whoever copied the
// old one is out too.
func (s *Service) afterFactors(ctx context.Context, tx *database.Tx, session Session) (token string, err error) {
	if err := endSessions(ctx, tx, session.AccountID, session.ID); err != nil {
		return "", err
	}
	if err := told.Tell(ctx, tx, session.AccountID, session.ID, told.FactorsChanged, ""); err != nil {
		return "", err
	}
	return s.renew(ctx, tx, session, "")
}

// renew gives a session a new token, and opens it when it was locked. how is the
// proof that was given; "" leaves the one before.
func (s *Service) renew(ctx context.Context, tx *database.Tx, session Session, how By) (token string, err error) {
	token, hash := seal.Token()
	if how == "" {
		return token, replaceToken(ctx, tx, session.ID, hash)
	}
	if err := renewSession(ctx, tx, session.ID, hash, how); err != nil {
		return "", err
	}
	return token, beginVisit(ctx, tx, session.AccountID)
}

// Unlock opens a locked session with its account's pass phrase and returns its
// new token.
func (s *Service) Unlock(ctx context.Context, session Session, phrase string) (token string, err error) {
	if _, err := s.prove(ctx, session.AccountID, phrase, "phrase"); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		token, err = s.renew(ctx, tx, session, ByPhrase)
		return err
	})
	if err == nil {
		s.carry(ctx, session.AccountID, phrase, token)
	}
	return token, err
}

// StepUp is Unlock before something powerful: whoever has one-time codes gives
// one too. It returns Invalid for what is wrong, in the field it is of.
func (s *Service) StepUp(ctx context.Context, session Session, phrase, code string) (token string, err error) {
	r, err := s.prove(ctx, session.AccountID, phrase, "phrase")
	if err != nil {
		return "", err
	}
	if token, err = s.stepUpWith(ctx, session, r, code); err == nil {
		s.carry(ctx, r.ID, phrase, token)
	}
	return token, err
}

// stepUpWith asks for the code of whoever has them; the pass phrase was right.
func (s *Service) stepUpWith(ctx context.Context, session Session, r record, code string) (token string, err error) {
	if !r.Has.Codes {
		return s.stepUp(ctx, session, ByPhrase, func(*database.Tx) error { return nil })
	}
	count := "codes " + r.ID
	if err := s.tryOnce(ctx, count); err != nil {
		return "", err
	}
	return s.stepUp(ctx, session, ByCode, func(tx *database.Tx) error {
		if err := s.spendStep(ctx, tx, r, code); err != nil {
			return err
		}
		return tries.Forget(ctx, tx, count)
	})
}

func (s *Service) stepUp(ctx context.Context, session Session, how By, spend func(*database.Tx) error) (token string, err error) {
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		if err := spend(tx); err != nil {
			return err
		}
		token, err = s.renew(ctx, tx, session, how)
		return err
	})
	return token, err
}

// Prove checks the actor's own pass phrase before something that concerns
// everybody. field is the form field of the problem.
func (s *Service) Prove(ctx context.Context, actor authz.Actor, phrase, field string) error {
	_, err := s.prove(ctx, actor.ID, phrase, field)
	return err
}

// prove checks the pass phrase of somebody who is signed in, under the same
// limits as at the door. field is the form field of the problem.
func (s *Service) prove(ctx context.Context, account, phrase, field string) (record, error) {
	what := "proof " + account
	if err := s.tryOnce(ctx, what); err != nil {
		return record{}, err
	}
	var r record
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		r, err = accountByID(ctx, tx, account)
		return err
	})
	if err != nil {
		return r, err
	}
	ok, _, err := s.hasher.Matches(ctx, phrase, r.phraseHash)
	switch {
	case err != nil:
		return r, err
	case !ok || !r.Alive():
		return r, fault.Bad("staff: prove", field, "staff.phrase.wrong")
	}
	return r, s.db.Write(ctx, func(tx *database.Tx) error { return tries.Forget(ctx, tx, what) })
}
