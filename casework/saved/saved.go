// Package saved keeps lists of people under names that somebody gives them: which
// list, which filters, which order. A list is its owner's alone, or the team's.
package saved

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// List is a list of people that somebody keeps under a name, for themselves or
// for the team.
type List struct {
	ID      string
	Rev     string
	OwnerID string
	Owner   string // name
	Name    string
	Shared  bool // with the team
	Place   int
	// Values are the filters and the order as the page of the list names them.
	Values map[string][]string
}

// Service is what people may do with their lists.
type Service struct{ DB *database.DB }

// Own reports whether an actor may change the list: its owner, and a lead one
// of the team.
func (l List) Own(actor authz.Actor) bool {
	return l.OwnerID == actor.ID || l.Shared && actor.May(casework.MayLead)
}

// Limits of saved lists.
const (
	maxListName = 60
	maxLists    = 40
	maxFilter   = 8000 // bytes
)

func (l List) check() []fault.Problem {
	var bad []fault.Problem
	switch {
	case l.Name == "":
		bad = append(bad, fault.Problem{Field: "name", Key: "casework.list.name.missing"})
	case utf8.RuneCountInString(l.Name) > maxListName:
		bad = append(bad, fault.Problem{Field: "name", Key: "casework.list.name.long"})
	}
	return bad
}

// Lists lists what the actor saved and what the team shares, in their order.
func (s *Service) Lists(ctx context.Context, actor authz.Actor) (lists []List, err error) {
	if !actor.May(casework.MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: saved lists")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		lists, err = listsOf(ctx, tx, actor.ID)
		return err
	})
	return lists, err
}

// Save keeps a new list of the actor's.
func (s *Service) Save(ctx context.Context, actor authz.Actor, l List) (List, error) {
	const op = "casework.list.saved"
	if !actor.May(casework.MayRead) {
		return l, fault.New(fault.Forbidden, op)
	}
	l.ID, l.OwnerID, l.Name = ids.New(), actor.ID, strings.TrimSpace(l.Name)
	if err := fault.Check(op, l.check()); err != nil {
		return l, err
	}
	deed := &trail.Deed{Action: op, Kind: "list", ID: l.ID, Args: map[string]string{"list": l.Name}}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		had, last, err := countLists(ctx, tx.Tx, actor.ID)
		switch {
		case err != nil:
			return err
		case had >= maxLists:
			return fault.Bad(op, "name", "casework.list.many", "most", maxLists)
		}
		l.Rev, l.Place = tx.Change, last+1
		return insertList(ctx, tx, l)
	})
	return l, err
}

// Change gives a list another name, or shares it with the team or no longer.
func (s *Service) Change(ctx context.Context, actor authz.Actor, l List) error {
	l.Name = strings.TrimSpace(l.Name)
	return s.withList(ctx, actor, "casework.list.changed", l.ID, func(tx *trail.Tx, had List) error {
		if err := fault.Check("casework: change list", l.check()); err != nil {
			return err
		}
		return tx.Update(ctx, listTable, had.ID, l.Rev, trail.Set{"name": l.Name, "shared": flag(l.Shared)})
	})
}

// Remove removes a list; who is in it stays as they are.
func (s *Service) Remove(ctx context.Context, actor authz.Actor, id string) error {
	return s.withList(ctx, actor, "casework.list.removed", id, func(tx *trail.Tx, had List) error {
		return tx.Delete(ctx, listTable, had.ID)
	})
}

// withList makes a change to a list the actor may change; any other is not found.
func (s *Service) withList(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, List) error) error {
	if !actor.May(casework.MayRead) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "list", ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		had, err := oneList(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if !had.Own(actor) {
			return fault.New(fault.NotFound, action)
		}
		deed.Args = map[string]string{"list": had.Name}
		return fn(tx, had)
	})
}

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}
