package mailroom

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/mailroom/verdict"
	"github.com/throughcare/throughcare/people"
)

// Usual are what most groups send, under the names given: books with an interval of two
// months, as Pages to Prisoners keeps it, and letters as often as one likes.
func Usual(books, letters string) []Offer {
	return []Offer{
		{Name: books, Purpose: string(facilities.Books), Topic: "books", Every: verdict.Every{N: 2, Unit: "month"}, NearDays: 60, Position: 1},
		{Name: letters, Purpose: string(facilities.Letters), Topic: "letters", Position: 2},
	}
}

func (o Offer) check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(o.Name == "", "name", "mail.offer.name.missing")
	problem(utf8.RuneCountInString(o.Name) > 80, "name", "mail.words.long", "count", 80)
	problem(!slices.Contains(facilities.Purposes(), facilities.Purpose(o.Purpose)), "purpose", "mail.offer.purpose.missing")
	problem(!slices.Contains(facilities.Topics(), o.Topic), "topic", "mail.offer.topic.missing")
	problem(o.Every.N < 0 || o.Every.N > 1000, "every", "mail.offer.every.wrong")
	problem(o.Every.N > 0 && !slices.Contains(civil.Units(), o.Every.Unit), "unit", "mail.offer.every.wrong")
	problem(o.Every.AYear < 0 || o.Every.AYear > 1000, "a_year", "mail.offer.every.wrong")
	problem(o.NearDays < 0 || o.NearDays > 3650, "near", "mail.offer.every.wrong")
	return bad
}

// SaveOffer adds something we send, or changes it: how often one person gets it, which
// address it goes to and which house rules bear on it.
func (s *Service) SaveOffer(ctx context.Context, actor authz.Actor, o Offer) (id string, err error) {
	const op = "mail.offer.saved"
	if !actor.May(MayChange) {
		return "", fault.New(fault.Forbidden, op)
	}
	o.Name, _ = people.Clean(o.Name)
	if err := fault.Check(op, o.check()); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: op, Kind: "mail", Args: map[string]string{"what": o.Name}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		id = o.ID
		if id != "" {
			return tx.Update(ctx, offerTable, o.ID, o.Rev, o.set())
		}
		id = ids.New()
		return tx.Insert(ctx, offerTable, id, o.set())
	})
	return id, err
}
