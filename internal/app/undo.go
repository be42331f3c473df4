package app

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/sealed"
)

// Undo takes a change back, with everything that is derived from its rows. A
// change about somebody behind the actor's wall is not there: a lead takes back
// what colleagues did with the people they see, and nobody lifts a conflict or a
// restriction that concerns themselves. What one did oneself with people one saw
// then, such as handing them over, can be taken back if one sees them after it.
func (rec *Record) Undo(ctx context.Context, actor authz.Actor, change string) error {
	before := actor
	if !actor.May(trail.MayUndoOthers) {
		before = actor.Everywhere() // their own changes only: conflict and restriction stand
	}
	if err := rec.undoes(ctx, actor, change); err != nil {
		return err
	}
	subject := ""
	choose := func(ctx context.Context, tx *trail.Tx, rows []trail.Touched) (func(trail.Touched) bool, error) {
		e, err := trail.One(ctx, tx.Tx, change)
		if err != nil {
			return nil, err
		}
		if e.Kind == "person" {
			subject = e.Subject
		}
		return func(trail.Touched) bool { return true }, behindWall(ctx, tx, before, subject, rows)
	}
	after := func(ctx context.Context, tx *trail.Tx, rows []trail.Touched) error {
		return behindWall(ctx, tx, actor, subject, rows)
	}
	return trail.UndoSome(ctx, rec.DB, actor, change, choose, append(rec.afters(), after)...)
}

// undoes returns NotFound for a change in a sealed matter: it cannot be taken
// back, and saying so would say that it is there.
func (rec *Record) undoes(ctx context.Context, actor authz.Actor, change string) error {
	return rec.DB.Read(ctx, func(tx *database.Tx) error {
		e, err := trail.One(ctx, tx, change)
		if err == nil && e.Kind == sealed.Subject && e.ActorID != actor.ID {
			err = fault.New(fault.NotFound, "app: undo in a sealed matter")
		}
		return err
	})
}

// behindWall returns NotFound when a change of such a subject and rows is about
// somebody who is in the record and whom the actor does not see.
func behindWall(ctx context.Context, tx *trail.Tx, actor authz.Actor, subject string, rows []trail.Touched) error {
	about := []any{subject}
	for _, r := range rows {
		id, _ := r.Held["person_id"].(string)
		if r.Table == "person" {
			id = r.ID
		}
		if id != "" && !slices.Contains(about, any(id)) {
			about = append(about, id)
		}
	}
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	for part := range slices.Chunk(about, 500) {
		hidden, err := database.One(ctx, tx.Tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
			`SELECT count(*) FROM person p WHERE p.id IN `+database.In(len(part))+` AND NOT (`+wall+`)`, append(slices.Clone(part), args...)...)
		if err != nil {
			return err
		}
		if hidden > 0 {
			return fault.New(fault.NotFound, "app: undo behind the wall")
		}
	}
	return nil
}

// toldWith is the permission it takes to be told of a change, beyond seeing the
// person it is about. That somebody has a conflict of interest, or that a record
// is restricted, is for those who keep such things.
func toldWith(action string) authz.Permission {
	switch {
	case strings.HasPrefix(action, "consent."):
		return consent.MayRead
	case strings.HasPrefix(action, "access.conflict."):
		return access.MayManage
	case strings.HasPrefix(action, "access.record."):
		return access.MayRecords
	}
	return ""
}
