package staff

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/onetime"
	"github.com/throughcare/throughcare/staff/phrases"
	"github.com/throughcare/throughcare/staff/told"
)

// ChangePhrase gives the actor a new pass phrase. All their other sessions end
// and this one gets a new token. Whoever has more than a pass phrase has to have
// shown it a moment ago (MayChangeFactors), or it is Forbidden.
func (s *Service) ChangePhrase(ctx context.Context, actor authz.Actor, session Session, old, phrase string) (token string, err error) {
	r, err := s.prove(ctx, actor.ID, old, "old_phrase")
	if err != nil {
		return "", err
	}
	if err := phrases.Check(phrase, "phrase", s.guessable(ctx, r.Account)...); err != nil {
		return "", err
	}
	hash, err := s.hasher.Hash(ctx, phrase)
	if err != nil {
		return "", err
	}
	relock, err := s.relock(ctx, actor.ID, old, phrase)
	if err != nil {
		return "", err
	}
	err = s.setPhrase(ctx, actor, actor.ID, session.ID, hash, func(tx *trail.Tx) error {
		if err := secondToo(ctx, tx.Tx, r, session); err != nil {
			return err
		}
		if token, err = s.afterFactors(ctx, tx.Tx, session); err != nil {
			return err
		}
		return relock(tx, token)
	})
	return token, err
}

// Enrolment is a secret that waits to be confirmed with its first code.
type Enrolment struct {
	Secret string // in groups of four, to type by hand
	Image  string // a QR code as a data: URL of a PNG
	Sealed string // goes through the form; nothing is stored until it is confirmed
}

func (s *Service) enrolment(a Account, secret, organisation string) (Enrolment, error) {
	image, err := onetime.Image(organisation, a.SignIn, secret)
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Secret: onetime.Groups(secret, " "), Image: image, Sealed: s.steps.Seal(secret, "enrol "+a.ID)}, nil
}

// Enrol begins setting up one-time codes: a secret for the actor's phone.
func (s *Service) Enrol(ctx context.Context, actor authz.Actor) (Enrolment, error) {
	a, err := s.Account(ctx, actor, actor.ID)
	if err != nil {
		return Enrolment{}, err
	}
	return s.enrolment(a, onetime.NewSecret(), s.issuer(ctx))
}

// EnrolAgain shows the same secret once more, after a mistyped code.
func (s *Service) EnrolAgain(ctx context.Context, actor authz.Actor, sealed string) (Enrolment, error) {
	secret, err := s.steps.Open(sealed, "enrol "+actor.ID)
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

// secondToo refuses to go on with no more than the pass phrase where somebody has
// more.
func secondToo(ctx context.Context, tx *database.Tx, r record, session Session) error {
	if !r.Has.Second() {
		return nil
	}
	return changeFactors(ctx, tx, session.ID)
}

// Confirm ends setting up one-time codes with the pass phrase and the first
// code. It returns the recovery codes, which are never shown again; every other
// session of the actor ends. As ChangePhrase, it may be Forbidden.
func (s *Service) Confirm(ctx context.Context, actor authz.Actor, session Session, sealed, phrase, code string) (Changed, error) {
	secret, err := s.steps.Open(sealed, "enrol "+actor.ID)
	if err != nil {
		return Changed{}, fault.New(fault.NotFound, "staff: confirm codes")
	}
	r, err := s.prove(ctx, actor.ID, phrase, "phrase")
	if err != nil {
		return Changed{}, err
	}
	step, ok := onetime.StepOf(secret, onetime.Plain(code), s.db.Now(), 0)
	if !ok {
		return Changed{}, fault.Bad("staff: confirm codes", "code", "staff.code.wrong")
	}
	codes := onetime.RecoveryCodes()
	return s.setCodes(ctx, actor, session, r, "staff.codes.set-up", func(tx *trail.Tx) error {
		if _, err := useStep(ctx, tx.Tx, actor.ID, step); err != nil {
			return err
		}
		return tx.Update(ctx, "account", actor.ID, "", trail.Set{"code_secret": s.secrets.Seal(secret, actor.ID)})
	}, codes)
}

// NewRecoveryCodes replaces the actor's recovery codes. NotFound for whoever has
// no more than a pass phrase. As ChangePhrase, it may be Forbidden.
func (s *Service) NewRecoveryCodes(ctx context.Context, actor authz.Actor, session Session, phrase string) (Changed, error) {
	r, err := s.prove(ctx, actor.ID, phrase, "phrase")
	if err != nil {
		return Changed{}, err
	}
	if !r.Has.Second() {
		return Changed{}, fault.New(fault.NotFound, "staff: recovery codes")
	}
	return s.setCodes(ctx, actor, session, r, "staff.codes.renewed", func(tx *trail.Tx) error {
		return tx.Update(ctx, "account", actor.ID, "", trail.Set{"code_secret": r.codeSecret})
	}, onetime.RecoveryCodes())
}

// DropCodes ends the use of one-time codes. Recovery codes go with them, unless
// there are passkeys that can be lost. As ChangePhrase, it may be Forbidden.
func (s *Service) DropCodes(ctx context.Context, actor authz.Actor, session Session, phrase string) (Changed, error) {
	r, err := s.prove(ctx, actor.ID, phrase, "phrase")
	if err != nil {
		return Changed{}, err
	}
	return s.setCodes(ctx, actor, session, r, "staff.codes.dropped", func(tx *trail.Tx) error {
		if err := tx.Update(ctx, "account", actor.ID, "", trail.Set{"code_secret": ""}); err != nil || r.Has.Passkeys > 0 {
			return err
		}
		return replaceRecoveryCodes(ctx, tx.Tx, actor.ID, nil)
	}, nil)
}

// setCodes does a change of the actor's codes; fresh are new recovery codes, nil
// to leave them.
func (s *Service) setCodes(ctx context.Context, actor authz.Actor, session Session, r record, action string, change func(*trail.Tx) error, fresh []string) (Changed, error) {
	c := Changed{Codes: fresh}
	deed := &trail.Deed{Action: action, Kind: "account", ID: actor.ID, Args: map[string]string{"name": actor.Name}, Irrevocable: true}
	err := trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if err := secondToo(ctx, tx.Tx, r, session); err != nil {
			return err
		}
		if err := change(tx); err != nil {
			return err
		}
		if fresh != nil {
			if err := replaceRecoveryCodes(ctx, tx.Tx, actor.ID, fresh); err != nil {
				return err
			}
		}
		var err error
		c.Token, err = s.afterFactors(ctx, tx.Tx, session)
		return err
	})
	return c, err
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

// EndOthers ends every session of the actor but one.
func (s *Service) EndOthers(ctx context.Context, actor authz.Actor, session Session) error {
	if session.AccountID != actor.ID {
		return fault.New(fault.NotFound, "staff: end the other sessions")
	}
	return s.db.Write(ctx, func(tx *database.Tx) error { return endSessions(ctx, tx, actor.ID, session.ID) })
}

// tell adds a notice about a change that the actor makes to an account.
func tell(ctx context.Context, tx *trail.Tx, account, what string) error {
	return told.Tell(ctx, tx.Tx, account, "", what, tx.Actor.Name)
}
