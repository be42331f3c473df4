package penpals

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// BlockKind is why somebody must not write to somebody.
type BlockKind string

// The kinds.
const (
	NoContact    BlockKind = "no-contact"   // an order of a court or a prison
	Safeguarding BlockKind = "safeguarding" // somebody's safety
	Wish         BlockKind = "wish"         // one of them does not want it
)

// BlockKinds lists them in the order offered.
func BlockKinds() []BlockKind { return []BlockKind{NoContact, Safeguarding, Wish} }

// Block says that two must not write to each other. An empty PersonID is everybody inside,
// an empty WriterID every writer.
type Block struct {
	ID, Rev    string
	PersonID   string
	WriterID   string
	Kind       BlockKind
	Reason     string // read by those who hold MayReadBlocks
	Source     string
	SinceOn    civil.Day
	EndedOn    civil.Day // "" while it holds
	EndedWhy   string
	AuthorName string

	Person, Writer string // their names
	Shut           bool   // the reader may not know why: kind, reason and source are left out
}

func (b Block) check(today civil.Day) []fault.Problem {
	return fault.Broken(
		fault.When(b.PersonID == "" && b.WriterID == "", "writer", "penpals.block.nobody"), fault.When(!slices.Contains(BlockKinds(), b.Kind), "kind", "penpals.block.kind.missing"),
		fault.When(b.Reason == "", "reason", "penpals.why.missing"), fault.When(!b.SinceOn.Valid() || b.SinceOn > today, "since", "penpals.day.ahead"),
		long("reason", b.Reason, maxWords), long("source", b.Source, maxLine),
	)
}

// Keep keeps two apart, or one from everybody. A pair that runs against it is paused at
// once: what lies at the office is not passed on.
func (s *Service) Keep(ctx context.Context, actor authz.Actor, b Block) error {
	const op = "penpals.block.kept"
	today := s.Today(ctx)
	b.Reason, _ = people.CleanLines(b.Reason)
	b.Source, _ = people.Clean(b.Source)
	b.SinceOn = cmp.Or(b.SinceOn, today)
	if err := fault.Check(op, b.check(today)); err != nil {
		return err
	}
	keep := func(tx *trail.Tx, deed *trail.Deed) error {
		if b.WriterID != "" {
			w, err := writer(ctx, tx.Tx, b.WriterID)
			if err != nil {
				return err
			}
			deed.Args["who"] = w.Name
		}
		if err := tx.Insert(ctx, blockTable, ids.New(), b.set(actor)); err != nil {
			return err
		}
		return s.pauseBetween(ctx, tx, b.PersonID, b.WriterID)
	}
	if b.PersonID == "" {
		deed := &trail.Deed{Action: "penpals.block.writer", Kind: "penpals", ID: b.WriterID}
		return s.write(ctx, actor, MayWrite, deed, func(tx *trail.Tx) error { return keep(tx, deed) })
	}
	action := op
	if b.WriterID == "" {
		action = "penpals.block.person"
	}
	return s.about(ctx, actor, action, b.PersonID, func(tx *trail.Tx, deed *trail.Deed, _ people.Person) error { return keep(tx, deed) })
}

// Lift ends a block, with why. A pair that was paused for it stays paused until somebody
// takes it up again.
func (s *Service) Lift(ctx context.Context, actor authz.Actor, id, rev, why string) error {
	const op = "penpals.block.lifted"
	why, _ = people.Clean(why)
	if err := fault.Check(op, fault.Broken(fault.When(why == "", "why", "penpals.why.missing"), long("why", why, maxLine))); err != nil {
		return err
	}
	deed := &trail.Deed{Action: op, Kind: "penpals"}
	return s.write(ctx, actor, MayReadBlocks, deed, func(tx *trail.Tx) error {
		b, err := block(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if b.EndedOn != "" {
			return fault.New(fault.Conflict, op)
		}
		if b.PersonID != "" {
			deed.Kind, deed.ID = "person", b.PersonID
		}
		return tx.Update(ctx, blockTable, id, rev, trail.Set{"ended_on": string(s.Today(ctx)), "ended_why": why})
	})
}

// Blocks lists who is kept apart from whom, of people the actor sees. Why is left out for
// whoever may not know it.
func (s *Service) Blocks(ctx context.Context, actor authz.Actor) (list []Block, err error) {
	err = s.read(ctx, actor, "penpals: blocks", func(tx *database.Tx) error {
		list, err = blocks(ctx, tx, actor)
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(b Block) string { return b.PersonID })
	return list, err
}

// pauseBetween pauses the pairs that must not go on.
func (s *Service) pauseBetween(ctx context.Context, tx *trail.Tx, personID, writerID string) error {
	list, err := runningBetween(ctx, tx.Tx, personID, writerID)
	for _, p := range list {
		if p.PausedOn == "" {
			if err := s.pause(ctx, tx, p); err != nil {
				return err
			}
		}
	}
	return err
}
