// Package told is what people are told about their own accounts, and the browsers
// they are known in.
package told

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Book keeps both. None of it is part of the record.
type Book struct{ db *database.DB }

// NewBook returns one.
func NewBook(db *database.DB) *Book { return &Book{db} }

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
func (b *Book) Told(ctx context.Context, session string, until time.Time) error {
	return b.db.Write(ctx, func(tx *database.Tx) error { return shown(ctx, tx, session, until) })
}

// Meet says of a session that is about to begin whether its browser is known and
// until when it was told, and tells the others of a strange one. device is the
// browser's mark, words its name.
func Meet(ctx context.Context, tx *database.Tx, account, session, device, words string) (known bool, until time.Time, err error) {
	if device != "" {
		if known, err = Known(ctx, tx, account, device); err != nil {
			return false, until, err
		}
	}
	if known {
		until, err = lastTold(ctx, tx, account)
		return true, until, err
	}
	strange, err := anyBefore(ctx, tx, account)
	if err != nil || !strange { // the account is new, and nobody is there to be told
		return err == nil, tx.Now(), err
	}
	return false, tx.Now(), Tell(ctx, tx, account, session, NewBrowser, words)
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
func (b *Book) Browsers(ctx context.Context, actor authz.Actor) (list []KnownBrowser, err error) {
	err = b.db.Read(ctx, func(tx *database.Tx) error {
		list, err = browsersOf(ctx, tx, actor.ID)
		return err
	})
	return list, err
}

// ForgetBrowsers makes every browser of the actor a stranger again.
func (b *Book) ForgetBrowsers(ctx context.Context, actor authz.Actor) error {
	return b.db.Write(ctx, func(tx *database.Tx) error { return Forget(ctx, tx, actor.ID) })
}

// DeviceWords names a browser by what it says of itself, as far as it helps
// somebody to recognise their own: nothing more is kept.
func DeviceWords(agent string) string {
	first := func(pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			if strings.Contains(agent, pairs[i]) {
				return pairs[i+1]
			}
		}
		return ""
	}
	browser := first("Edg", "Edge", "OPR/", "Opera", "Firefox", "Firefox", "Chrome", "Chrome", "Safari", "Safari")
	system := first("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "Mac", "CrOS", "Chromebook", "Linux", "Linux")
	return strings.Trim(browser+", "+system, ", ")
}
