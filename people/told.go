package people

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Told is one thing the record holds about somebody, ready to be read out: to
// themselves, or to whoever may ask for it by law. Every capability that keeps
// something about people tells what it keeps (Service.Tell).
type Told struct {
	Kind  string      // what it is: "name", "entry"; in words the message "told.kind." + Kind
	ID    string      // of its row
	On    string      // the day it is of, as it is stored: "2024-03"; "" where none is known
	Class authz.Class // what it costs in the wrong hands
	Lines []Line
	Shut  bool // out of the sight of whoever asks: it is there, and Lines are left out
}

// Hide shuts something out of the sight of whoever asks: that it is there is told,
// and nothing of it.
func (t *Told) Hide() { t.Shut, t.Lines = true, nil }

// Line is one field of what is told. Text or Word says what it holds.
type Line struct {
	Label     string   // message: "told.source"
	Text      string   // as somebody typed it, or a day, a number
	Word      string   // message
	Args      []string // of Word: name, value pairs
	Other     string   // id of another person, when the line says something of them rather than of the one it is told to
	Colleague bool     // it names somebody who works here
}

// Everyone is how everybody in the record is called, by id: their names and
// numbers. It is what finds third parties in a text, and is shown to nobody.
func Everyone(ctx context.Context, tx *database.Tx) (map[string][]string, error) {
	names := map[string][]string{}
	return names, everyName(ctx, tx, func(id, name string) { names[id] = append(names[id], name) })
}

// Called lists the people of a number, or of a whole name, whom the actor may
// see: at most two, for more than one is nobody in particular.
func Called(ctx context.Context, tx *database.Tx, actor authz.Actor, who string) ([]Card, error) {
	if !actor.May(MayRead) {
		return nil, nil
	}
	return calledSo(ctx, tx, actor, who)
}

// Tell reads out what this capability holds about a person: names and numbers,
// facts with what they said before, what to mind, and who is around them. Special
// facts are shut for whoever may not read them; somebody the actor is not to know
// of is not around anybody. The caller has checked that the actor may see the
// person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]Told, error) {
	list, err := TellShelves(ctx, tx, personID, shelves...)
	if err != nil {
		return nil, err
	}
	special, err := maySpecial(ctx, tx, actor, personID)
	if err != nil {
		return nil, err
	}
	hidden, err := hiddenRelations(ctx, tx, actor, personID)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(t Told) bool { return hidden[t.ID] })
	kinds, err := factKinds(ctx, tx, personID)
	for i, t := range list {
		if t.Kind == "fact" && Special(kinds[t.ID]) {
			list[i].Class, list[i].Shut = authz.ClassSpecial, !special
		}
		if list[i].Shut {
			list[i].Lines = nil
		}
	}
	return list, err
}
