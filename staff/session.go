package staff

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/told"
	"github.com/throughcare/throughcare/staff/tries"
)

// The life of a session (security design 4.8).
const (
	SessionLife  = 12 * time.Hour
	maxSessions  = 5
	shortAbsence = 30 * time.Minute
	touchEvery   = 30 * time.Second // a request is not worth a write to the disk
)

// Session is somebody at work in one browser.
type Session struct {
	ID        string
	AccountID string
	CreatedAt time.Time
	SeenAt    time.Time
	Locked    bool   // waits for the pass phrase
	Device    string // "Firefox, Linux"

	provedAt     time.Time
	provedWith   By
	known        bool      // in a browser that was known before
	toldAt       time.Time // until when its notices were shown
	flash, views string
}

// Present is who is behind a request.
type Present struct {
	Session Session
	Account Account
	Actor   authz.Actor   // may do nothing while the session is locked
	Notices []told.Notice // not shown yet in this session
}

// Resume finds the session of a token. It returns NotFound for a token that is
// unknown, too old, or of an account that was ended. A session that was idle
// too long comes back locked.
func (s *Service) Resume(ctx context.Context, token string) (Present, error) {
	if len(token) != 43 { // 256 bits
		return Present{}, fault.New(fault.NotFound, "staff: resume a session")
	}
	choices := s.settings.Current(ctx)
	var p Present
	var stale bool
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		found, err := sessionByToken(ctx, tx, token)
		if err != nil {
			return err
		}
		account, err := accountByID(ctx, tx, found.AccountID)
		if err != nil {
			return err
		}
		if age := tx.Now().Sub(found.CreatedAt); age < 0 || age > SessionLife || !account.Alive() {
			return fault.New(fault.NotFound, "staff: resume a session")
		}
		idle := tx.Now().Sub(found.SeenAt)
		found.Locked = found.Locked || idle < 0 || idle > time.Duration(choices.LockMinutes)*time.Minute
		p = Present{Session: found, Account: account.Account}
		stale = !found.Locked && idle >= touchEvery
		if !found.Locked {
			if p.Notices, err = told.For(ctx, tx, found.AccountID, found.ID, found.toldAt); err != nil {
				return err
			}
			p.Actor, err = s.actor(ctx, tx, p.Account)
			p.Actor.Proven = found.Proved(tx.Now(), s.Needed(ctx, p.Account.Has))
		}
		return err
	})
	if err != nil {
		return Present{}, err
	}
	if stale {
		err = s.db.Write(ctx, func(tx *database.Tx) error { return touchSession(ctx, tx, p.Session.ID, p.Account.ID) })
	}
	return p, err
}

// actor is who an account is now: what its role may, which people it sees, and
// what keeps it from some. Whoever has broken the glass reads, and no more.
func (s *Service) actor(ctx context.Context, tx *database.Tx, a Account) (authz.Actor, error) {
	l, err := limitsOf(ctx, tx, a.ID)
	if err != nil {
		return authz.Actor{}, err
	}
	choices := s.settings.Current(ctx)
	actor := authz.NewActor(a.ID, a.Name, a.Role, sightOf(a.Role, choices), s.bundle[a.Role]...)
	actor.Chapter, actor.Barred = a.Chapter, l.barred
	actor.OfAge, actor.Zone = choices.OfAge, choices.Location()
	if l.glass {
		actor = actor.ReadOnly()
	}
	return actor, nil
}

// Actor is the actor of an account, for work that is done without a session:
// the demo, the command line. NotFound for an account that was ended.
func (s *Service) Actor(ctx context.Context, id string) (actor authz.Actor, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		a, err := accountByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case !a.Alive():
			return fault.New(fault.NotFound, "staff: actor")
		}
		actor, err = s.actor(ctx, tx, a.Account)
		return err
	})
	return actor, err
}

// begin opens a session and returns its token: failed tries are forgotten, and
// the oldest session makes room. how is the proof that was given. The browser's
// mark, when it has one, is remembered as the account's.
func (s *Service) begin(ctx context.Context, tx *database.Tx, account string, from Browser, how By) (token string, err error) {
	r, err := accountByID(ctx, tx, account)
	if err != nil {
		return "", err
	}
	if err := tries.Forget(ctx, tx, triesOf(r.Account)...); err != nil {
		return "", err
	}
	now := tx.Now()
	session := Session{ID: ids.New(), AccountID: account, CreatedAt: now, SeenAt: now, provedAt: now, provedWith: how, Device: told.DeviceWords(from.Agent)}
	session.known, session.toldAt, err = told.Meet(ctx, tx, account, session.ID, from.Device, session.Device)
	if err != nil {
		return "", err
	}
	if err := makeRoom(ctx, tx, session); err != nil {
		return "", err
	}
	token, hash := seal.Token()
	if err := insertSession(ctx, tx, session, hash); err != nil {
		return "", err
	}
	if from.Device != "" {
		if err := told.Know(ctx, tx, account, from.Device, session.Device); err != nil {
			return "", err
		}
	}
	if err := beginVisit(ctx, tx, account); err != nil {
		return "", err
	}
	return token, sweep(ctx, tx)
}

// triesOf are the names under which tries at an account are counted, but for
// those from browsers that are known.
func triesOf(a Account) []string {
	return []string{"name " + seal.Hash(signInKey(a.SignIn)), "proof " + a.ID, "codes " + a.ID}
}

// makeRoom ends the oldest sessions where there would be too many, and tells of it.
func makeRoom(ctx context.Context, tx *database.Tx, next Session) error {
	list, err := sessionsOf(ctx, tx, next.AccountID)
	for i := maxSessions - 1; err == nil && i < len(list); i++ {
		if _, err = endSession(ctx, tx, next.AccountID, list[i].ID); err == nil {
			err = told.Tell(ctx, tx, next.AccountID, "", told.OldestEnded, list[i].Device)
		}
	}
	return err
}

// Lock locks a session until its pass phrase is given again.
func (s *Service) Lock(ctx context.Context, session string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		if err := dropCarried(ctx, tx, session); err != nil {
			return err
		}
		return lockSession(ctx, tx, session)
	})
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, account, session string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		_, err := endSession(ctx, tx, account, session)
		return err
	})
}

// Sessions lists the actor's own sessions, the one seen last first.
func (s *Service) Sessions(ctx context.Context, actor authz.Actor) (list []Session, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		list, err = sessionsOf(ctx, tx, actor.ID)
		return err
	})
	return list, err
}

// EndSession ends one of the actor's own sessions, or NotFound.
func (s *Service) EndSession(ctx context.Context, actor authz.Actor, id string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		ok, err := endSession(ctx, tx, actor.ID, id)
		if err == nil && !ok {
			err = fault.New(fault.NotFound, "staff: end a session")
		}
		return err
	})
}

// KeepSession stores what a session remembers for its pages.
func (s *Service) KeepSession(ctx context.Context, session, flash, views string) error {
	return s.db.Write(ctx, func(tx *database.Tx) error {
		return keepSession(ctx, tx, session, s.steps.Seal(flash, "flash "+session), s.steps.Seal(views, "views "+session))
	})
}

// Remembered is what KeepSession stored. What cannot be read is forgotten.
func (s *Service) Remembered(session Session) (flash, views string) {
	flash, _ = s.steps.Open(session.flash, "flash "+session.ID)
	views, _ = s.steps.Open(session.views, "views "+session.ID)
	return flash, views
}
