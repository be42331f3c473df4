package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Service is what pages and commands may do with the people of the record.
// Every change it makes can be undone.
type Service struct {
	DB    *database.DB
	Index Index // nil where nobody searches
}

// Visible returns nil when there is such a person and the actor may see them,
// and NotFound otherwise: hidden and missing look the same. Every read of
// anything about one person begins with it, and is taken down by it.
func Visible(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) error {
	if !actor.May(MayRead) {
		return hidden()
	}
	found, err := visibleRow(ctx, tx, actor, personID)
	if err == nil && !found {
		return hidden()
	}
	trail.Saw(ctx, trail.Page, personID)
	return err
}

func hidden() error { return fault.New(fault.NotFound, "people: visible") }

// Person returns everything known about one person, or NotFound.
func (s *Service) Person(ctx context.Context, actor authz.Actor, id string) (Full, error) {
	var f Full
	if !actor.May(MayRead) {
		return f, hidden()
	}
	err := s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		f, err = full(ctx, tx, actor, id)
		return err
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, id)
	}
	return f, err
}

func full(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (f Full, err error) {
	read := func(fn func() error) {
		if err == nil {
			err = fn()
		}
	}
	read(func() (err error) { f.Person, err = personByID(ctx, tx, actor, id); return err })
	read(func() (err error) { f.Names, err = namesOf(ctx, tx, id); return err })
	read(func() (err error) { f.Numbers, err = numbersOf(ctx, tx, id); return err })
	read(func() (err error) { f.Languages, err = languagesOf(ctx, tx, id); return err })
	read(func() (err error) { f.Special, err = maySpecial(ctx, tx, actor, id); return err })
	read(func() (err error) { f.Facts, err = factsOf(ctx, tx, id); return err })
	read(func() (err error) { f.TakeCare, err = careOf(ctx, tx, id); return err })
	read(func() (err error) { f.Around, err = aroundOf(ctx, tx, actor, id); return err })
	read(func() (err error) { f.AroundOf, err = aroundWhom(ctx, tx, actor, id); return err })
	if err != nil {
		return Full{}, err
	}
	if !f.Special {
		f.Facts = shut(f.Facts)
	}
	return f, nil
}

// FactHistory returns what was ever recorded of the kind of one fact of a person,
// newest first. The fact may have ended.
func (s *Service) FactHistory(ctx context.Context, actor authz.Actor, personID, factID string) (facts []Fact, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		kind, err := kindOfFact(ctx, tx, personID, factID)
		if err != nil {
			return err
		}
		may, err := mayFact(ctx, tx, actor, personID, kind)
		if err != nil {
			return err
		}
		if !may {
			return hidden()
		}
		facts, err = factHistory(ctx, tx, personID, kind)
		return err
	})
	return facts, err
}

// Names returns what lists show of people, by id. The caller has narrowed the
// ids to people its reader may see.
func (s *Service) Names(ctx context.Context, tx *database.Tx, ids []string) (map[string]Card, error) {
	return Names(ctx, tx, ids)
}

// Names is Service.Names for callers that have no Service.
func Names(ctx context.Context, tx *database.Tx, ids []string) (map[string]Card, error) {
	byID := make(map[string]Card, len(ids))
	for start := 0; start < len(ids); start += mostIDs {
		some, err := cards(ctx, tx, ids[start:min(start+mostIDs, len(ids))])
		if err != nil {
			return nil, err
		}
		for _, c := range some {
			byID[c.ID] = c
		}
	}
	return byID, nil
}

// Head returns the head of a person's record behind the actor's wall, inside
// the transaction of whoever asks; NotFound for hidden and missing alike.
func Head(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Person, error) {
	if !actor.May(MayRead) {
		return Person{}, hidden()
	}
	return personByID(ctx, tx, actor, id)
}

// change makes one change to one person: it checks that the actor may, and
// puts the person's name into the sentence of the deed.
func (s *Service) change(ctx context.Context, actor authz.Actor, id, action string, fn func(*trail.Tx, Person) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, "people: change")
	}
	deed := &trail.Deed{Action: action, Kind: "person", ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := Head(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": p.Name}
		return fn(tx, p)
	})
}
