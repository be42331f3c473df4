package staff

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Notice is what somebody is told about their own account on their next page,
// because it may not have been them.
type Notice struct {
	At    time.Time
	What  string // one of the notices below
	About string // a browser, a colleague or a passkey, by name
}

// The notices. Each has its message, "staff.notice." and the notice.
const (
	NewBrowser     = "new-browser"     // signed in from a browser that was not known
	OldestEnded    = "oldest-ended"    // a session ended, to make room
	PhraseReset    = "phrase-reset"    // a colleague took the pass phrase away
	FactorsReset   = "factors-reset"   // and everything else one signs in with
	RoleChanged    = "role-changed"    // a colleague changed the role
	FactorsChanged = "factors-changed" // how one signs in was changed
	KeyStopped     = "key-stopped"     // there is a copy of a passkey
	RecoveryUsed   = "recovery-used"   // a recovery code was used
)

// Told notes that a session has shown its notices up to a moment. Whoever signs
// in from a known browser is not told again; a browser that is not known may be
// a stranger's, and has told nobody.
func (s *Service) Told(ctx context.Context, session string, until time.Time) error {
	return s.db.Write(ctx, func(tx *database.Tx) error { return told(ctx, tx, session, until) })
}

// meet prepares a session that is about to begin: whether its browser is known,
// until when it was told, and who else is to be told of it.
func meet(ctx context.Context, tx *database.Tx, session *Session, device string) (err error) {
	if device != "" {
		if session.known, err = deviceKnown(ctx, tx, session.AccountID, device); err != nil {
			return err
		}
	}
	session.toldAt = session.CreatedAt
	if session.known {
		session.toldAt, err = lastTold(ctx, tx, session.AccountID)
		return err
	}
	strange, err := anyBefore(ctx, tx, session.AccountID)
	if err != nil {
		return err
	}
	if session.known = !strange; session.known { // the account is new, and nobody is there to be told
		return nil
	}
	return insertNotice(ctx, tx, session.AccountID, session.ID, NewBrowser, session.Device)
}

// browserID is a browser's mark together with whose it is known as.
func browserID(device, account string) string { return account + " " + device }

// KnownBrowser is a browser somebody has signed in from.
type KnownBrowser struct {
	ID     string
	Words  string // "Firefox, Linux"
	SeenAt time.Time
}

// Browsers lists those the actor is known in, the one used last first.
func (s *Service) Browsers(ctx context.Context, actor authz.Actor) (list []KnownBrowser, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		list, err = browsersOf(ctx, tx, actor.ID)
		return err
	})
	return list, err
}

// ForgetBrowsers makes every browser of the actor a stranger again.
func (s *Service) ForgetBrowsers(ctx context.Context, actor authz.Actor) error {
	return s.db.Write(ctx, func(tx *database.Tx) error { return forgetBrowsers(ctx, tx, actor.ID) })
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
	return insertNotice(ctx, tx.Tx, account, "", what, tx.Actor.Name)
}
