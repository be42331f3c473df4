package staff

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// ChangePhrase gives the actor a new pass phrase. All their other sessions end
// and this one gets a new token.
func (s *Service) ChangePhrase(ctx context.Context, actor authz.Actor, session Session, old, phrase string) (token string, err error) {
	r, err := s.prove(ctx, actor.ID, old, "old_phrase")
	if err != nil {
		return "", err
	}
	if err := CheckPhrase(phrase, "phrase", s.guessable(ctx, r.Account)...); err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, phrase)
	if err != nil {
		return "", err
	}
	token, tokenHash := newToken()
	return token, s.setPhrase(ctx, actor, actor.ID, session.ID, hash, func(tx *trail.Tx) error {
		return renewSession(ctx, tx.Tx, session.ID, tokenHash)
	})
}

// Enrol begins setting up one-time codes: a secret for the actor's phone.
func (s *Service) Enrol(ctx context.Context, actor authz.Actor) (Enrolment, error) {
	a, err := s.Account(ctx, actor, actor.ID)
	if err != nil {
		return Enrolment{}, err
	}
	return s.enrolment(a, newSecret(), s.issuer(ctx))
}

// EnrolAgain shows the same secret once more, after a mistyped code.
func (s *Service) EnrolAgain(ctx context.Context, actor authz.Actor, sealed string) (Enrolment, error) {
	secret, err := s.steps.open(sealed, "enrol "+actor.ID)
	if err != nil {
		return s.Enrol(ctx, actor)
	}
	a, err := s.Account(ctx, actor, actor.ID)
	if err != nil {
		return Enrolment{}, err
	}
	return s.enrolment(a, secret, s.issuer(ctx))
}

// issuer is the name an authenticator app shows above the codes.
func (s *Service) issuer(ctx context.Context) string {
	if name := strings.ReplaceAll(s.settings.Current(ctx).Name, ":", " "); name != "" {
		return name
	}
	return "Throughcare"
}

// Confirm ends setting up one-time codes with the pass phrase and the first
// code. It returns the recovery codes, which are never shown again; every other
// session of the actor ends.
func (s *Service) Confirm(ctx context.Context, actor authz.Actor, session Session, sealed, phrase, code string) ([]string, error) {
	secret, err := s.steps.open(sealed, "enrol "+actor.ID)
	if err != nil {
		return nil, fault.New(fault.NotFound, "staff: confirm codes")
	}
	if _, err := s.prove(ctx, actor.ID, phrase, "phrase"); err != nil {
		return nil, err
	}
	step, ok := stepOf(secret, plainCode(code), s.db.Now(), 0)
	if !ok {
		return nil, fault.Bad("staff: confirm codes", "code", "staff.code.wrong")
	}
	codes := newRecoveryCodes()
	return codes, s.setCodes(ctx, actor, s.secrets.seal(secret, actor.ID), codes, "staff.codes.set-up", func(tx *trail.Tx) error {
		if _, err := useStep(ctx, tx.Tx, actor.ID, step); err != nil {
			return err
		}
		return endSessions(ctx, tx.Tx, actor.ID, session.ID)
	})
}

// NewRecoveryCodes replaces the actor's recovery codes.
func (s *Service) NewRecoveryCodes(ctx context.Context, actor authz.Actor, phrase string) ([]string, error) {
	r, err := s.prove(ctx, actor.ID, phrase, "phrase")
	if err != nil {
		return nil, err
	}
	if !r.Has.Codes {
		return nil, fault.New(fault.NotFound, "staff: recovery codes")
	}
	codes := newRecoveryCodes()
	return codes, s.setCodes(ctx, actor, r.codeSecret, codes, "staff.codes.renewed", func(*trail.Tx) error { return nil })
}

// DropCodes ends the use of one-time codes.
func (s *Service) DropCodes(ctx context.Context, actor authz.Actor, phrase string) error {
	if _, err := s.prove(ctx, actor.ID, phrase, "phrase"); err != nil {
		return err
	}
	return s.setCodes(ctx, actor, "", nil, "staff.codes.dropped", func(*trail.Tx) error { return nil })
}

func (s *Service) setCodes(ctx context.Context, actor authz.Actor, secret string, codes []string, action string, more func(*trail.Tx) error) error {
	deed := &trail.Deed{Action: action, Kind: "account", ID: actor.ID, Args: map[string]string{"name": actor.Name}, Irrevocable: true}
	return trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if err := tx.Update(ctx, "account", actor.ID, "", trail.Set{"code_secret": secret}); err != nil {
			return err
		}
		if err := replaceRecoveryCodes(ctx, tx.Tx, actor.ID, codes); err != nil {
			return err
		}
		return more(tx)
	})
}

func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = newRecoveryCode()
	}
	return codes
}

// RecoveryCodesLeft counts the actor's unused recovery codes.
func (s *Service) RecoveryCodesLeft(ctx context.Context, actor authz.Actor) (n int, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		n, err = countRecoveryCodes(ctx, tx, actor.ID)
		return err
	})
	return n, err
}

// Changes lists what the actor did in the last thirty days, newest first.
func (s *Service) Changes(ctx context.Context, actor authz.Actor) (list []trail.Entry, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		list, err = trail.By(ctx, tx, actor.ID, tx.Now().Add(-trail.UndoWindow), 200)
		return err
	})
	return list, err
}

// Prove checks the actor's own pass phrase before something that concerns
// everybody. field is the form field of the problem.
func (s *Service) Prove(ctx context.Context, actor authz.Actor, phrase, field string) error {
	_, err := s.prove(ctx, actor.ID, phrase, field)
	return err
}
