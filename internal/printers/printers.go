// Package printers keeps the printers of an organisation: what lies in each, by how much
// it is off, and where the sheet goes on that was begun.
package printers

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/trail"
)

// What an actor may do here.
const (
	MayUse    authz.Permission = "printers.use"    // choose one to print on
	MayChange authz.Permission = "printers.change" // set them up
)

// Bundle lets everybody print who handles post, and those set printers up who answer for it.
var Bundle = authz.Bundle{
	authz.Solo:          {MayUse, MayChange},
	authz.Lead:          {MayUse, MayChange},
	authz.Worker:        {MayUse, MayChange},
	authz.Volunteer:     {MayUse},
	authz.Administrator: {MayUse, MayChange},
}

// Printer is a printer with the sheets that lie in it.
type Printer struct {
	ID, Rev string
	Name    string // "Front desk"
	Sheet   string // as label.Find knows it: "Avery 5160"
	X, Y    int    // tenths of a millimetre to move everything, to the right and down
	Scale   int    // thousandths
	Next    int    // the first free cell of the sheet that was begun, counted from 0
}

// Off is what the printer does, as label needs it.
func (p Printer) Off() label.Printer { return label.Printer{X: p.X, Y: p.Y, Scale: p.Scale} }

// On is the sheet that lies in the printer. A sheet that is not known any more becomes the
// first there is, so that something can be printed and looked at.
func (p Printer) On() label.Sheet {
	if s, ok := label.Find(p.Sheet); ok {
		return s
	}
	return label.Sheets()[0]
}

// HoldsLabels reports whether addresses can be stuck on from what lies in it: neither
// envelopes nor cut paper.
func (p Printer) HoldsLabels() bool {
	kind := p.On().Kind
	return kind != label.OnEnvelope && kind != label.OnCutPaper
}

// Pick finds a printer in a list by its id. It returns fault.NotFound when it is not there.
func Pick(list []Printer, id string) (Printer, error) {
	for _, p := range list {
		if p.ID == id {
			return p, nil
		}
	}
	return Printer{}, fault.New(fault.NotFound, "printers: pick")
}

const mostName = 80

func (p Printer) check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	_, known := label.Find(p.Sheet)
	problem(p.Name == "", "name", "printers.name.missing")
	problem(utf8.RuneCountInString(p.Name) > mostName, "name", "printers.name.long", "count", mostName)
	problem(!known, "sheet", "printers.sheet.missing")
	problem(max(p.X, -p.X) > label.MostOffset, "x", "printers.offset.wrong")
	problem(max(p.Y, -p.Y) > label.MostOffset, "y", "printers.offset.wrong")
	problem(p.Scale < label.LeastScale || p.Scale > label.MostScale, "scale", "printers.scale.wrong")
	return bad
}

// Service is what pages may do with printers.
type Service struct{ DB *database.DB }

// List lists the printers by name.
func (s *Service) List(ctx context.Context, actor authz.Actor) (list []Printer, err error) {
	if !actor.May(MayUse) {
		return nil, fault.New(fault.Forbidden, "printers: list")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = database.All(ctx, tx, scan, `SELECT `+columns+` FROM printer ORDER BY name, sheet, id`)
		return err
	})
	return list, err
}

// One returns a printer, or NotFound.
func (s *Service) One(ctx context.Context, actor authz.Actor, id string) (p Printer, err error) {
	if !actor.May(MayUse) {
		return p, fault.New(fault.Forbidden, "printers: one")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		p, err = one(ctx, tx, id)
		return err
	})
	return p, err
}

// Save adds a printer, or changes it when it has an id. A printer that gets other sheets
// begins with a whole one.
func (s *Service) Save(ctx context.Context, actor authz.Actor, p Printer) (id string, err error) {
	if !actor.May(MayChange) {
		return "", fault.New(fault.Forbidden, "printers: save")
	}
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	if err := fault.Check("printers: save", p.check()); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "printers.saved", Kind: "printer", Args: map[string]string{"name": p.Name}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		id = p.ID
		if id == "" {
			id = ids.New()
			deed.ID = id
			return tx.Insert(ctx, table, id, p.set(0))
		}
		deed.ID = id
		was, err := one(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		next := was.Next
		if was.Sheet != p.Sheet {
			next = 0
		}
		return tx.Update(ctx, table, id, p.Rev, p.set(next))
	})
	return id, err
}

// Remove takes a printer off the list.
func (s *Service) Remove(ctx context.Context, actor authz.Actor, id string) error {
	if !actor.May(MayChange) {
		return fault.New(fault.Forbidden, "printers: remove")
	}
	deed := &trail.Deed{Action: "printers.removed", Kind: "printer", ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := one(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": p.Name}
		return tx.Delete(ctx, table, id)
	})
}

// Used keeps where a printer's sheet goes on: next is label.Report.Next. A sheet that is
// full is taken out, and a new one begins. It is part of the change that printed.
func Used(ctx context.Context, tx *trail.Tx, id string, next int) error {
	p, err := one(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	next %= p.On().Cells()
	if next == p.Next {
		return nil
	}
	return tx.Update(ctx, table, id, "", trail.Set{"next_cell": next})
}
