package casework

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// SavedList is a list of people that somebody keeps under a name, for
// themselves or for the team.
type SavedList struct {
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

// Own reports whether an actor may change the list: its owner, and a lead one
// of the team.
func (l SavedList) Own(actor authz.Actor) bool {
	return l.OwnerID == actor.ID || l.Shared && actor.May(MayLead)
}

// Limits of saved lists.
const (
	maxListName = 60
	maxLists    = 40
	maxFilter   = 8000 // bytes
)

func (l SavedList) check() []fault.Problem {
	var bad []fault.Problem
	switch {
	case l.Name == "":
		bad = append(bad, fault.Problem{Field: "name", Key: "casework.list.name.missing"})
	case utf8.RuneCountInString(l.Name) > maxListName:
		bad = append(bad, fault.Problem{Field: "name", Key: "casework.list.name.long"})
	}
	return bad
}

// SavedLists lists what the actor saved and what the team shares, in their order.
func (s *Service) SavedLists(ctx context.Context, actor authz.Actor) (lists []SavedList, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: saved lists")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		lists, err = savedLists(ctx, tx, actor.ID)
		return err
	})
	return lists, err
}

// SaveList keeps a new list of the actor's.
func (s *Service) SaveList(ctx context.Context, actor authz.Actor, l SavedList) (SavedList, error) {
	const op = "casework.list.saved"
	if !actor.May(MayRead) {
		return l, fault.New(fault.Forbidden, op)
	}
	l.ID, l.OwnerID, l.Name = ids.New(), actor.ID, strings.TrimSpace(l.Name)
	if err := fault.Check(op, l.check()); err != nil {
		return l, err
	}
	deed := &trail.Deed{Action: op, Kind: "list", ID: l.ID, Args: map[string]string{"list": l.Name}}
	return l, trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		had, last, err := countLists(ctx, tx.Tx, actor.ID)
		switch {
		case err != nil:
			return err
		case had >= maxLists:
			return fault.Bad(op, "name", "casework.list.many", "most", maxLists)
		}
		l.Place = last + 1
		return insertList(ctx, tx, l)
	})
}

// ChangeList gives a list another name, or shares it with the team or no longer.
func (s *Service) ChangeList(ctx context.Context, actor authz.Actor, l SavedList) error {
	l.Name = strings.TrimSpace(l.Name)
	return s.withList(ctx, actor, "casework.list.changed", l.ID, func(tx *trail.Tx, had SavedList) error {
		if err := fault.Check("casework: change list", l.check()); err != nil {
			return err
		}
		return tx.Update(ctx, listTable, had.ID, l.Rev, trail.Set{"name": l.Name, "shared": flag(l.Shared)})
	})
}

// RemoveList removes a list; who is in it stays as they are.
func (s *Service) RemoveList(ctx context.Context, actor authz.Actor, id string) error {
	return s.withList(ctx, actor, "casework.list.removed", id, func(tx *trail.Tx, had SavedList) error {
		return tx.Delete(ctx, listTable, had.ID)
	})
}

// withList makes a change to a list the actor may change; any other is not found.
func (s *Service) withList(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, SavedList) error) error {
	if !actor.May(MayRead) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "list", ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		had, err := savedList(ctx, tx.Tx, id)
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
