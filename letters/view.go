package letters

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// View is a run with the letters its reader sees.
type View struct {
	Run
	Pieces []Piece
}

// Going are the letters that go out, in the order they are posted.
func (v View) Going() (list []Piece) {
	for _, p := range v.Pieces {
		if p.Goes() {
			list = append(list, p)
		}
	}
	return list
}

// Printed are those of them that come as PDFs.
func (v View) Printed() (list []Piece) {
	for _, p := range v.Pieces {
		if p.Why == Goes {
			list = append(list, p)
		}
	}
	return list
}

// Pages is how many sheets are printed, and Cost what their postage comes to, in
// hundredths.
func (v View) Pages() (n int) {
	for _, p := range v.Printed() {
		n += p.Pages
	}
	return n
}

// Cost is the postage of what goes out, in hundredths of the currency.
func (v View) Cost() int { return v.Postage * len(v.Going()) }

// Batches is how many batches there are of what comes as PDFs.
func (v View) Batches() int { return (len(v.Printed()) + Batch - 1) / Batch }

// InBatch are the letters of a batch, counted from 1; none for one there is not.
func (v View) InBatch(n int) []Piece {
	all := v.Printed()
	if n < 1 || n > v.Batches() {
		return nil
	}
	return all[(n-1)*Batch : min(n*Batch, len(all))]
}

// View returns a run with the letters to people the actor sees. It returns NotFound for one
// that is not there, and for a letter to one person the actor does not see.
func (s *Service) View(ctx context.Context, actor authz.Actor, id string) (v View, err error) {
	err = s.read(ctx, actor, "letters: view", func(tx *database.Tx) error {
		v, err = view(ctx, tx, actor, id)
		return err
	})
	if err == nil {
		trail.SawAll(ctx, trail.List, v.Pieces, func(p Piece) string { return p.PersonID })
	}
	return v, err
}

func view(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (v View, err error) {
	if v.Run, err = run(ctx, tx, id); err != nil {
		return v, err
	}
	if v.Pieces, err = pieces(ctx, tx, actor, id); err != nil {
		return v, err
	}
	if len(v.Pieces) == 0 && (v.Scope == ToOne || !actor.May(MayRun)) {
		return View{}, fault.New(fault.NotFound, "letters: view")
	}
	return v, nil
}

// Runs lists what was made, the latest first; letters to one person are left out whom the
// actor does not see.
func (s *Service) Runs(ctx context.Context, actor authz.Actor, limit int) (list []Row, err error) {
	err = s.read(ctx, actor, "letters: runs", func(tx *database.Tx) error {
		list, err = rows(ctx, tx, actor, limit)
		return err
	})
	return slices.DeleteFunc(list, func(r Row) bool { return r.Letters == 0 && (r.Scope == ToOne || !actor.May(MayRun)) }), err
}

// Before is what the actor chose for the run before: envelope, sender, postage. It is the
// name of the organisation where there was none.
func (s *Service) Before(ctx context.Context, actor authz.Actor) (n New, err error) {
	n = New{Dated: s.Today(ctx), Envelope: Envelopes()[0].Name()}
	if s.Organisation != nil {
		n.Sender = []string{s.Organisation(ctx)}
	}
	err = s.read(ctx, actor, "letters: before", func(tx *database.Tx) error {
		r, err := lastRun(ctx, tx, actor.ID)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil {
			n.Envelope, n.Sender, n.Postage = r.Envelope, r.Sender, r.Postage
		}
		return err
	})
	return n, err
}

// Places lists the facilities where people are held whom the actor sees.
func (s *Service) Places(ctx context.Context, actor authz.Actor) (list []Place, err error) {
	err = s.read(ctx, actor, "letters: places", func(tx *database.Tx) error {
		list, err = places(ctx, tx, actor)
		return err
	})
	return list, err
}

// Letter is the letter of a piece as it is printed.
func (s *Service) Letter(ctx context.Context, r Run, p Piece) label.Letter {
	version := Version{}
	if i := slices.IndexFunc(r.Texts, func(v Version) bool { return v.Lang == p.Lang }); i >= 0 {
		version = r.Texts[i]
	}
	day := string(r.Dated)
	if s.Day != nil {
		day = s.Day(p.Lang, r.Dated)
	}
	values := map[string]string{ForName: p.Called, ForNumber: isolated(p.Lang, p.Number), ForFacility: p.AtPlace, ForWorker: p.Worker, ForDate: day}
	if s.Organisation != nil {
		values[ForOrganisation] = s.Organisation(ctx)
	}
	return label.Letter{From: r.Sender, To: p.Address, Day: day, Lang: p.Lang, Title: fill(version.Title, values), Paragraphs: paragraphs(fill(version.Body, values))}
}

// Label is the address of a piece, for an envelope or a label.
func Label(r Run, p Piece) label.Label { return label.Label{From: r.Sender, To: p.Address} }

// Cares are the take-care lines of somebody, for who writes to them.
func (s *Service) Cares(ctx context.Context, actor authz.Actor, personID string) (p people.Full, err error) {
	err = s.read(ctx, actor, "letters: cares", func(tx *database.Tx) error {
		p, err = people.Everything(ctx, tx, actor, personID)
		return err
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, personID)
	}
	return p, err
}
