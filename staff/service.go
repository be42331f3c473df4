package staff

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/kept"
	"github.com/throughcare/throughcare/staff/phrases"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/seconds"
	"github.com/throughcare/throughcare/staff/told"
)

// Config is what the service needs.
type Config struct {
	DB       *database.DB
	Settings *settings.Store
	Bundle   authz.Bundle // of all capabilities, merged
	Key      []byte       // 32 bytes of the record's keys, for the secrets of one-time codes
	Cost     Cost         // of a pass phrase; zero for phrases.DefaultCost
}

// Cost is what one hash of a pass phrase takes.
type Cost = phrases.Cost

// Service is the use cases of accounts and of signing in.
type Service struct {
	db       *database.DB
	settings *settings.Store
	bundle   authz.Bundle
	hasher   *phrases.Hasher
	secrets  *seal.Sealer // of one-time codes
	steps    *seal.Sealer // of what waits between two pages
	leavers  []Leaver
	*kept.Store
	*told.Book
}

// NewService returns the service; its only error is a key that is not 32 bytes.
func NewService(c Config) (*Service, error) {
	secrets, err := seal.New(c.Key, "codes")
	if err != nil {
		return nil, err
	}
	steps, err := seal.New(c.Key, "steps")
	if err != nil {
		return nil, err
	}
	return &Service{db: c.DB, settings: c.Settings, bundle: c.Bundle, hasher: phrases.NewHasher(c.Cost), secrets: secrets, steps: steps, Store: kept.NewStore(c.DB, steps), Book: told.NewBook(c.DB)}, nil
}

// Accounts lists every account, the living first. It needs Help.
func (s *Service) Accounts(ctx context.Context, actor authz.Actor) ([]Account, error) {
	if !actor.May(Help) {
		return nil, fault.New(fault.Forbidden, "staff: list accounts")
	}
	var out []Account
	err := s.db.Read(ctx, func(tx *database.Tx) error {
		all, err := allAccounts(ctx, tx)
		for _, r := range all {
			out = append(out, r.Account)
		}
		return err
	})
	return out, err
}

// Account returns one account: the actor's own, or any with Help.
func (s *Service) Account(ctx context.Context, actor authz.Actor, id string) (Account, error) {
	var r record
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		r, err = accountByID(ctx, tx, id)
		return err
	})
	if err == nil && id != actor.ID && !actor.May(Help) {
		err = fault.New(fault.NotFound, "staff: account")
	}
	return r.Account, err
}

// ByName finds an account by what its owner types at the door, or by its id,
// for the command line. It needs Manage.
func (s *Service) ByName(ctx context.Context, actor authz.Actor, name string) (Account, error) {
	if !actor.May(Manage) {
		return Account{}, fault.New(fault.Forbidden, "staff: find an account")
	}
	var r record
	err := s.db.Read(ctx, func(tx *database.Tx) (err error) {
		if r, err = accountByName(ctx, tx, name); fault.Is(err, fault.NotFound) {
			r, err = accountByID(ctx, tx, name)
		}
		return err
	})
	return r.Account, err
}

// Any reports whether there is any account yet.
func (s *Service) Any(ctx context.Context) (any bool, err error) {
	err = s.db.Read(ctx, func(tx *database.Tx) error {
		n, err := countAccounts(ctx, tx)
		any = n > 0
		return err
	})
	return any, err
}

// Add makes an account and a link with which its owner chooses a pass phrase.
// Where a second person is asked first (see Waiting), there is no link yet.
func (s *Service) Add(ctx context.Context, actor authz.Actor, n NewAccount) (Account, Link, error) {
	if !actor.May(Manage) {
		return Account{}, Link{}, fault.New(fault.Forbidden, "staff: add an account")
	}
	n.tidy()
	if err := n.validate(); err != nil {
		return Account{}, Link{}, err
	}
	var link Link
	a, err := s.insert(ctx, actor, n, "", func(tx *trail.Tx, id string) (err error) {
		if waits, err := s.askSecond(ctx, tx, nil, record{Account: Account{ID: id}}, seconds.Want{Kind: seconds.Link, Role: n.Role}); waits || err != nil {
			return err
		}
		link, err = newLink(ctx, tx.Tx, id, choosePhrase)
		return err
	})
	return a, link, err
}

// First makes the first account, with a pass phrase that was hashed by
// HashPhrase. It returns Conflict when there is an account already.
func (s *Service) First(ctx context.Context, n NewAccount, phraseHash string) (Account, error) {
	n.tidy()
	if err := n.validate(); err != nil {
		return Account{}, err
	}
	if err := phrases.Valid(phraseHash); err != nil {
		return Account{}, err
	}
	return s.insert(ctx, authz.System("set-up"), n, phraseHash, func(tx *trail.Tx, _ string) error {
		count, err := countAccounts(ctx, tx.Tx)
		if err == nil && count > 1 {
			err = fault.New(fault.Conflict, "staff: first account")
		}
		return err
	})
}

func (s *Service) insert(ctx context.Context, actor authz.Actor, n NewAccount, hash string, more func(tx *trail.Tx, id string) error) (Account, error) {
	var made record
	deed := &trail.Deed{Action: "staff.account.added", Kind: "account", Args: map[string]string{"name": n.Name}, Irrevocable: true}
	err := trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		if _, err := accountByName(ctx, tx.Tx, n.SignIn); err == nil {
			return fault.Bad("staff: add an account", "sign_in", "staff.sign-in-name.taken")
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
		deed.ID = ids.New()
		if err := insertAccount(ctx, tx, deed.ID, n, hash); err != nil {
			return err
		}
		if err := newState(ctx, tx.Tx, deed.ID); err != nil {
			return err
		}
		if err := more(tx, deed.ID); err != nil {
			return err
		}
		var err error
		made, err = accountByID(ctx, tx.Tx, deed.ID)
		return err
	})
	return made.Account, err
}

// HashPhrase checks a pass phrase against the rules and hashes it, for First.
func HashPhrase(ctx context.Context, phrase string, own ...string) (string, error) {
	if err := phrases.Check(phrase, "phrase", own...); err != nil {
		return "", err
	}
	return phrases.NewHasher(phrases.DefaultCost).Hash(ctx, phrase)
}

// about is a deed about an account that cannot be undone.
func about(id, action string) *trail.Deed {
	return &trail.Deed{Action: action, Kind: "account", ID: id, Irrevocable: true}
}

// change runs fn on an account that has to exist, as one deed. It needs a
// permission, and Manage for an account that manages accounts.
// Changes to accounts are not undone but changed again: an undo would bring
// back an old pass phrase.
func (s *Service) change(ctx context.Context, actor authz.Actor, needs authz.Permission, deed *trail.Deed, fn func(tx *trail.Tx, r record) error) error {
	if !actor.May(needs) {
		return fault.New(fault.Forbidden, "staff: change an account")
	}
	id := deed.ID
	return trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		r, err := accountByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if !actor.May(Manage) && slices.Contains(s.bundle[r.Role], Manage) {
			return fault.New(fault.Forbidden, "staff: change an account that manages accounts")
		}
		deed.Args = map[string]string{"name": r.Name}
		return fn(tx, r)
	})
}

// SetRole gives an account another role. Its sessions end: what somebody may do
// changes at once. It returns Conflict when nobody who may manage accounts
// would be left. A role that sees more waits for a second person where there is
// one (see Waiting).
func (s *Service) SetRole(ctx context.Context, actor authz.Actor, id, rev string, role authz.Role) (waits bool, err error) {
	if !slices.Contains(authz.Roles(), role) {
		return false, fault.Bad("staff: set a role", "role", "staff.role.unknown")
	}
	deed := about(id, "staff.account.role")
	err = s.change(ctx, actor, Manage, deed, func(tx *trail.Tx, r record) error {
		if r.Role == role {
			return nil
		}
		if waits, err = s.askSecond(ctx, tx, deed, r, seconds.Want{Kind: seconds.Role, Role: role}); waits || err != nil {
			return err
		}
		return s.giveRole(ctx, tx, id, rev, role)
	})
	return waits, err
}

// giveRole writes a role and ends the sessions of whoever has it now.
func (s *Service) giveRole(ctx context.Context, tx *trail.Tx, id, rev string, role authz.Role) error {
	if err := s.keepManager(ctx, tx, id, role); err != nil {
		return err
	}
	if err := tx.Update(ctx, "account", id, rev, trail.Set{"role": role}); err != nil {
		return err
	}
	if err := tell(ctx, tx, id, told.RoleChanged); err != nil {
		return err
	}
	return endSessions(ctx, tx.Tx, id, "")
}

// Rename changes how colleagues see somebody.
func (s *Service) Rename(ctx context.Context, actor authz.Actor, id, rev, name string) error {
	n := NewAccount{Name: name, SignIn: "-", Role: authz.Worker}
	n.tidy()
	if err := n.validate(); err != nil {
		return err
	}
	return s.change(ctx, actor, Manage, about(id, "staff.account.renamed"), func(tx *trail.Tx, _ record) error {
		return tx.Update(ctx, "account", id, rev, trail.Set{"name": n.Name})
	})
}

// Disable ends an account with everything it has: sessions, links, known
// browsers, people it was given, covers, feeds. What its owner wrote stays, under
// their name; so do the cases that are theirs, until a lead hands them over.
func (s *Service) Disable(ctx context.Context, actor authz.Actor, id string) error {
	return s.change(ctx, actor, Manage, about(id, "staff.account.ended"), func(tx *trail.Tx, r record) error {
		if !r.Alive() {
			return nil
		}
		if err := s.keepManager(ctx, tx, id, ""); err != nil {
			return err
		}
		if err := s.leave(ctx, tx, id); err != nil {
			return err
		}
		return tx.Update(ctx, "account", id, "", trail.Set{"disabled_at": database.Micros(tx.Now()), "phrase_hash": "", "code_secret": ""})
	})
}

// Reset takes somebody's pass phrase away and gives a link to choose another.
// Their sessions end. One-time codes and passkeys stay unless factors is set:
// whoever asks for a new pass phrase may not be the one they say they are. It
// also brings an ended account back. Where a second person is asked first (see
// Waiting), nothing changes and there is no link yet. It needs Help.
func (s *Service) Reset(ctx context.Context, actor authz.Actor, id string, factors bool) (Link, error) {
	var link Link
	deed := about(id, "staff.account.reset")
	err := s.change(ctx, actor, Help, deed, func(tx *trail.Tx, r record) error {
		if waits, err := s.askSecond(ctx, tx, deed, r, seconds.Want{Kind: seconds.Link, Role: r.Role, Factors: factors}); waits || err != nil {
			return err
		}
		set, what := trail.Set{"phrase_hash": "", "disabled_at": 0}, told.PhraseReset
		if factors {
			set["code_secret"], what = "", told.FactorsReset
			if err := dropSecond(ctx, tx, id); err != nil {
				return err
			}
		}
		if err := endSessions(ctx, tx.Tx, id, ""); err != nil {
			return err
		}
		if err := dropLinks(ctx, tx.Tx, id); err != nil {
			return err
		}
		if err := tx.Update(ctx, "account", id, "", set); err != nil {
			return err
		}
		if err := tell(ctx, tx, id, what); err != nil {
			return err
		}
		var err error
		link, err = newLink(ctx, tx.Tx, id, choosePhrase)
		return err
	})
	return link, err
}

// keepManager refuses to take the last account away that may manage accounts.
func (s *Service) keepManager(ctx context.Context, tx *trail.Tx, id string, role authz.Role) error {
	var able []authz.Role
	for _, r := range authz.Roles() {
		if slices.Contains(s.bundle[r], Manage) {
			able = append(able, r)
		}
	}
	if slices.Contains(able, role) {
		return nil
	}
	left, err := countAlive(ctx, tx.Tx, id, able)
	if err == nil && left == 0 {
		err = fault.Bad("staff: take away the last manager", "role", "staff.role.last")
	}
	return err
}

// Prefer changes how the actor likes the pages to be.
func (s *Service) Prefer(ctx context.Context, actor authz.Actor, p Preferences) error {
	if err := p.validate(settings.Languages()); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "staff.preferences.changed", Kind: "account", ID: actor.ID}
	return trail.Write(ctx, s.db, actor, deed, func(tx *trail.Tx) error {
		return tx.Update(ctx, "account", actor.ID, "", trail.Set{
			"locale": p.Locale, "theme": p.Theme, "density": p.Density, "single_keys": p.SingleKeys})
	})
}
