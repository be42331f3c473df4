package merging

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/people"
)

// Kept returns the record that another is part of now, or NotFound: for one
// that is part of none, and for an actor who does not see the person.
func (s *Service) Kept(ctx context.Context, actor authz.Actor, id string) (top string, err error) {
	const op = "merging: kept"
	if !actor.May(people.MayRead) {
		return "", fault.New(fault.NotFound, op)
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if top, err = topOf(ctx, tx, id); err != nil {
			return err
		}
		if top == id {
			return fault.New(fault.NotFound, op)
		}
		_, err := people.Head(ctx, tx, actor, top)
		return err
	})
	if err != nil {
		return "", err
	}
	return top, nil
}

// Top returns the record that another is part of now, in the transaction of
// whoever asks; one that is part of none is its own. It asks no wall.
func Top(ctx context.Context, tx *database.Tx, id string) (string, error) { return topOf(ctx, tx, id) }

// Of lists the records that are part of a person the actor sees, the oldest
// merge first, also those that were part of one of them.
func (s *Service) Of(ctx context.Context, actor authz.Actor, personID string) (list []Merge, err error) {
	if !actor.May(MayMerge) {
		return nil, fault.New(fault.Forbidden, "merging: of")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		list, err = everyMerge(ctx, tx, personID)
		return err
	})
	return list, err
}

func sortMerges(list []Merge) {
	slices.SortFunc(list, func(a, b Merge) int { return strings.Compare(a.ID, b.ID) })
}

// heads returns two people the actor sees.
func heads(ctx context.Context, tx *database.Tx, actor authz.Actor, keep, gone string) (a, b people.Person, err error) {
	if keep == gone {
		return a, b, fault.Bad("merging: pair", "", "merging.itself")
	}
	if a, err = people.Head(ctx, tx, actor, keep); err != nil {
		return a, b, err
	}
	b, err = people.Head(ctx, tx, actor, gone)
	return a, b, err
}

// revOf changes when the head of either record does.
func revOf(keep, gone people.Person) string { return keep.Rev + "." + gone.Rev }
