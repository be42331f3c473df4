package staff

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/phrases"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/tries"
)

// Link is a one-time way in, to be handed over in person. Only its hash is
// stored.
type Link struct {
	Token string
	Until time.Time
}

// purpose is what a link is for.
type purpose string

const (
	choosePhrase purpose = "phrase" // choose a pass phrase, then sign in
	enterAtOnce  purpose = "enter"  // be signed in, for the demo
)

var linkLife = map[purpose]time.Duration{choosePhrase: 72 * time.Hour, enterAtOnce: 24 * time.Hour}

func newLink(ctx context.Context, tx *database.Tx, account string, purpose purpose) (Link, error) {
	token, hash := seal.Token()
	until := tx.Now().Add(linkLife[purpose])
	return Link{Token: token, Until: until}, putLink(ctx, tx, hash, account, purpose, until)
}

// EntryLink makes a link that signs its account in, once. Only the program
// itself makes one: the demo, and set-up at its end.
func (s *Service) EntryLink(ctx context.Context, account string) (link Link, err error) {
	err = s.db.Write(ctx, func(tx *database.Tx) error {
		link, err = newLink(ctx, tx, account, enterAtOnce)
		return err
	})
	return link, err
}

// Enter uses an entry link. It returns NotFound for one that was used.
func (s *Service) Enter(ctx context.Context, token string, from Browser) (Entry, error) {
	var e Entry
	err := s.db.Write(ctx, func(tx *database.Tx) error {
		r, err := linkAccount(ctx, tx, token, enterAtOnce)
		if err != nil {
			return err
		}
		if ok, err := useLink(ctx, tx, token); err != nil || !ok || !r.Alive() {
			return orGone(err)
		}
		e.Token, err = s.begin(ctx, tx, r.ID, from, ByLink)
		return err
	})
	return e, err
}

func orGone(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, "staff: use a link")
}

// Invited is whose pass phrase a link lets one choose, or NotFound.
func (s *Service) Invited(ctx context.Context, token string) (Account, error) {
	var r record
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		r, err = linkAccount(ctx, tx, token, choosePhrase)
		return err
	})
	return r.Account, err
}

// Choose sets the pass phrase of a link's account and uses the link up. The
// account signs in as usual afterwards, so that its codes are asked for.
func (s *Service) Choose(ctx context.Context, token, phrase string) error {
	a, err := s.Invited(ctx, token)
	if err != nil {
		return err
	}
	if err := phrases.Check(phrase, "phrase", s.guessable(ctx, a)...); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, phrase)
	if err != nil {
		return err
	}
	return s.setPhrase(ctx, authz.NewActor(a.ID, a.Name, a.Role, authz.SeesNone), a.ID, "", hash, func(tx *trail.Tx) error {
		if ok, err := useLink(ctx, tx.Tx, token); err != nil || !ok {
			return orGone(err)
		}
		return tries.Forget(ctx, tx.Tx, triesOf(a)...)
	})
}

// guessable is the words somebody would try first.
func (s *Service) guessable(ctx context.Context, a Account) []string {
	return []string{a.Name, a.SignIn, s.settings.Current(ctx).Name}
}

// setPhrase stores a new hash and ends every session but one.
func (s *Service) setPhrase(ctx context.Context, actor authz.Actor, id, keep, hash string, more func(*trail.Tx) error) error {
	deed := &trail.Deed{Action: "staff.phrase.changed", Kind: "account", ID: id, Args: map[string]string{"name": actor.Name}, Irrevocable: true}
	return trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if err := tx.Update(ctx, "account", id, "", trail.Set{"phrase_hash": hash}); err != nil {
			return err
		}
		if err := endSessions(ctx, tx.Tx, id, keep); err != nil {
			return err
		}
		return more(tx)
	})
}
