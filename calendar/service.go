package calendar

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Service is what people may do with the calendar.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is
	// ActorOf returns who an account is now, or NotFound when it was disabled:
	// a feed shows what its owner may see at this moment.
	ActorOf func(ctx context.Context, accountID string) (authz.Actor, error)
}

// Range is the days and the worker that a calendar shows. Only narrows it to
// one source; "" is all.
type Range struct {
	WorkerID string
	From, To civil.Day // both included
	Only     Source
}

// Agenda lists what comes in a range, soonest first, narrowed to what the actor
// may see.
func (s *Service) Agenda(ctx context.Context, actor authz.Actor, r Range) (list []Item, err error) {
	list, err = s.agenda(ctx, actor, r)
	trail.SawAll(ctx, trail.List, list, func(i Item) string { return i.PersonID })
	return list, err
}

// agenda is Agenda for what shows nobody: counts, and feeds without names.
func (s *Service) agenda(ctx context.Context, actor authz.Actor, r Range) (list []Item, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "calendar: agenda")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = items(ctx, tx, actor, r)
		return err
	})
	return list, err
}

// Feeds lists the actor's own feeds.
func (s *Service) Feeds(ctx context.Context, actor authz.Actor) (feeds []Feed, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "calendar: feeds")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		feeds, err = feedsOf(ctx, tx, actor.ID)
		return err
	})
	return feeds, err
}

// NewFeed makes a feed and returns its token, which is shown once and kept only
// as a hash. It returns Invalid for a name that is missing or over 80
// characters, or for an unknown kind.
func (s *Service) NewFeed(ctx context.Context, actor authz.Actor, name, kinds string) (token string, err error) {
	const op = "calendar: new feed"
	name = strings.TrimSpace(name)
	switch {
	case !actor.May(MayRead):
		return "", fault.New(fault.Forbidden, op)
	case name == "":
		return "", fault.Bad(op, "name", "calendar.feed.name.missing")
	case utf8.RuneCountInString(name) > 80:
		return "", fault.Bad(op, "name", "calendar.feed.name.long")
	case kinds != "" && kinds != string(FromTask) && kinds != string(FromMilestone):
		return "", fault.Bad(op, "kinds", "calendar.feed.kinds.unknown")
	}
	token = ids.Secret()
	id := ids.New()
	deed := &trail.Deed{Action: "calendar.feed.made", Kind: "feed", ID: id, Args: map[string]string{"feed": name}}
	return token, trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		return tx.Insert(ctx, "calendar_feed", id, trail.Set{
			"account_id": actor.ID, "token_hash": ids.Hash(token), "name": name, "kinds": kinds,
			"created_at": database.Micros(tx.Now()), "ended_at": 0,
		})
	})
}

// EndFeed makes an own feed's address worthless at once. It returns NotFound
// for a feed that is not the actor's.
func (s *Service) EndFeed(ctx context.Context, actor authz.Actor, id string) error {
	deed := &trail.Deed{Action: "calendar.feed.ended", Kind: "feed", ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		feeds, err := feedsOf(ctx, tx.Tx, actor.ID)
		if err != nil {
			return err
		}
		for _, f := range feeds {
			if f.ID == id {
				deed.Args = map[string]string{"feed": f.Name}
				return tx.Update(ctx, "calendar_feed", id, "", trail.Set{"ended_at": database.Micros(tx.Now())})
			}
		}
		return fault.New(fault.NotFound, "calendar: end feed")
	})
}

// Leave ends the feeds of an account, inside the change that ends the account.
func (s *Service) Leave(ctx context.Context, tx *trail.Tx, accountID string) error {
	feeds, err := feedsOf(ctx, tx.Tx, accountID)
	for _, f := range feeds {
		if err == nil {
			err = tx.Update(ctx, "calendar_feed", f.ID, "", trail.Set{"ended_at": database.Micros(tx.Now())})
		}
	}
	return err
}

// How far back and ahead a feed reaches, in days.
const (
	feedBack  = 14
	feedAhead = 180
)

// Read is a feed with its items, for whoever holds its address.
type Read struct {
	Feed  Feed
	Items []Item
	Now   time.Time
	Zone  *time.Location
}

// Open returns the feed of a token. It returns NotFound for an unknown or ended
// token and for the feed of a disabled account; all three look the same.
func (s *Service) Open(ctx context.Context, token string) (r Read, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		r.Feed, err = feedByToken(ctx, tx, ids.Hash(token))
		return err
	})
	if err != nil {
		return r, err
	}
	actor, err := s.ActorOf(ctx, r.Feed.AccountID)
	if err != nil {
		return r, err
	}
	r.Now, r.Zone = s.DB.Now(), s.Zone(ctx)
	today := civil.Of(r.Now, r.Zone)
	r.Items, err = s.agenda(ctx, actor, Range{
		WorkerID: actor.ID, From: today.Add(-feedBack), To: today.Add(feedAhead), Only: Source(r.Feed.Kinds),
	})
	if err != nil {
		return r, err
	}
	return r, s.DB.Write(ctx, func(tx *database.Tx) error { return noteRead(ctx, tx, r.Feed.ID) })
}
