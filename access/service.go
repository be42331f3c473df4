package access

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

// Service is what people may do about access.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
}

// maxWhy is the longest reason, in characters.
const maxWhy = 500

// forever is the end of what has none: the last second of the year 9999.
var forever = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	return civil.Of(s.DB.Now(), s.zone(ctx))
}

func (s *Service) zone(ctx context.Context) *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone(ctx)
}

// endOf is the last moment of a day where the organisation is; without a day
// there is no end.
func (s *Service) endOf(ctx context.Context, day civil.Day) (time.Time, error) {
	if day == "" {
		return forever, nil
	}
	if !day.Valid() || day < s.Today(ctx) {
		return time.Time{}, fault.Bad("access: until", "until", "access.until.invalid")
	}
	return day.Add(1).Start(s.zone(ctx)), nil
}

// checkWhy cleans a reason; most says how few characters are none.
func checkWhy(why string, least int) (string, []fault.Problem) {
	why = strings.TrimSpace(why)
	switch n := utf8.RuneCountInString(why); {
	case n < least:
		return why, []fault.Problem{{Field: "why", Key: "access.why.short", Args: []any{"count", least}}}
	case n > maxWhy:
		return why, []fault.Problem{{Field: "why", Key: "access.why.long", Args: []any{"most", maxWhy}}}
	}
	return why, nil
}

// about begins a deed about a person the actor sees.
func (s *Service) about(ctx context.Context, actor authz.Actor, action, personID string, fn func(*trail.Tx, *trail.Deed) error) error {
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID, Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args["name"] = p.Name
		return fn(tx, deed)
	})
}

// Colleagues lists those whom a person can be given to.
func (s *Service) Colleagues(ctx context.Context, actor authz.Actor) (list []staff.Colleague, err error) {
	if !actor.May(MayGive) && !actor.May(MayManage) {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = staff.Colleagues(ctx, tx)
		return err
	})
	return list, err
}

// colleague names a living account that works with people.
func colleague(ctx context.Context, tx *database.Tx, account string) (staff.Colleague, error) {
	all, err := staff.Colleagues(ctx, tx)
	if err != nil {
		return staff.Colleague{}, err
	}
	for _, c := range all {
		if c.ID == account {
			return c, nil
		}
	}
	return staff.Colleague{}, fault.Bad("access: colleague", "account", "access.account.missing")
}
