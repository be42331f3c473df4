package penpals

import (
	"context"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Sheet is what a writer was told of somebody, word for word as it was handed over: the
// name they want to be called, and how to write to them by way of the office. There is no
// field for an offence. The number is empty unless the organisation tells it.
type Sheet struct {
	ID, Rev    string
	PersonID   string
	PairID     string
	WriterID   string
	HandedOn   civil.Day
	Writer     string
	Called     string
	Number     string
	Languages  []string
	Interests  []string
	Wishes     string
	FacilityID string
	Place      string
	Address    []string
	AuthorName string
}

// Hand makes the sheet for the writer of a pair, as far as the person agreed; that is
// logged as a disclosure and cannot be undone. It returns Forbidden, with why, when they
// have not agreed, and Invalid for a pair that does not run.
func (s *Service) Hand(ctx context.Context, actor authz.Actor, pairID string) (id string, err error) {
	err = s.running(ctx, actor, "penpals.sheet.handed", pairID, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		if p.PausedOn != "" {
			return fault.Bad("penpals: hand", "", "penpals.is-paused")
		}
		sheet, err := s.sheet(ctx, tx, p)
		if err != nil {
			return err
		}
		proof, err := consent.Check(ctx, tx, sheet.ask())
		if err != nil {
			return err
		}
		id = sheet.ID
		if err := handed(ctx, tx, proof, sheet); err != nil {
			return err
		}
		return s.step(ctx, tx, p, StepHanded, sheet.HandedOn)
	})
	return id, err
}

// ask is what leaves with a sheet.
func (h Sheet) ask() consent.Ask {
	return consent.Ask{
		PersonID: h.PersonID, Purpose: Purpose, Audience: consent.Audience{Name: h.Writer}, Classes: told, What: h.Called, LinkKind: LinkKind, LinkID: h.PairID,
	}
}

// handed keeps a sheet that may leave.
func handed(ctx context.Context, tx *trail.Tx, proof consent.Proof, h Sheet) error {
	if err := proof.Covers(tx, h.ask()); err != nil {
		return err
	}
	return tx.Insert(ctx, sheetTable, h.ID, h.set())
}

// sheet is what would be told now.
func (s *Service) sheet(ctx context.Context, tx *trail.Tx, p Pair) (h Sheet, err error) {
	policy, err := policyOf(ctx, tx.Tx)
	if err != nil {
		return h, err
	}
	i, err := inside(ctx, tx.Tx, p.InsideID)
	if err != nil {
		return h, err
	}
	w, err := writer(ctx, tx.Tx, p.WriterID)
	if err != nil {
		return h, err
	}
	stay, reach, err := whereabouts(ctx, tx.Tx, p.PersonID)
	if err != nil {
		return h, err
	}
	h = Sheet{
		ID: ids.New(), PersonID: p.PersonID, PairID: p.ID, WriterID: w.ID, HandedOn: s.Today(ctx), Writer: w.Name, Called: i.Called,
		Languages: i.Languages, Interests: i.Interests, Wishes: i.Wishes, AuthorName: tx.Actor.Name,
		Address: append([]string{i.Called + ", " + p.Code}, s.office(ctx, policy)...),
	}
	if stay.State == custody.Held {
		h.FacilityID, h.Place = stay.FacilityID, reach.Name
	}
	if policy.TellsNumber {
		h.Number, err = numberOf(ctx, tx.Tx, p.PersonID)
	}
	return h, err
}

// Handed returns a sheet that was handed over, or NotFound.
func (s *Service) Handed(ctx context.Context, actor authz.Actor, id string) (h Sheet, err error) {
	err = s.read(ctx, actor, "penpals: handed", func(tx *database.Tx) error {
		if h, err = sheet(ctx, tx, id); err != nil {
			return err
		}
		_, err = pair(ctx, tx, actor, h.PairID)
		return err
	})
	if err == nil {
		trail.Saw(ctx, trail.Print, h.PersonID)
	}
	return h, err
}

// Own is one of those a writer with an account writes to, as far as they know them.
type Own struct {
	Sheet
	Code    string
	State   State
	Paused  bool
	Letters []Letter
}

// Mine lists those the actor writes to themselves: what they were told, and the letters
// between them. Whoever is on no list has none. It does not ask whether they were given the
// person: they know nothing else of anybody. A conflict, a restriction and age keep somebody
// from them all the same.
func (s *Service) Mine(ctx context.Context, actor authz.Actor) (list []Own, err error) {
	if !actor.May(MayReadOwn) || actor.ID == "" {
		return nil, fault.New(fault.Forbidden, "penpals: mine")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if list, err = mine(ctx, tx, actor); err != nil {
			return err
		}
		for i := range list {
			if list[i].Letters, err = lettersOf(ctx, tx, list[i].PairID); err != nil {
				return err
			}
			for n := range list[i].Letters { // what the office noted is the office's
				list[i].Letters[n].Words, list[i].Letters[n].AuthorName = "", ""
			}
		}
		return nil
	})
	trail.SawAll(ctx, trail.List, list, func(o Own) string { return o.PersonID })
	return list, err
}
