package people

import (
	"context"
	"math"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// markedMinor stands in the column born_last of whoever is marked as under age:
// no day is later.
const markedMinor = "9999-12-31"

// Reasons of the grants that this capability writes: somebody added the person, or
// made them under age.
const (
	grantAdded = "added"
	grantNamed = "named"
)

// bornLast is what the wall compares: the last day on which somebody can have been
// born. Where only the year is known, they are held to be as young as that allows.
func (p Person) bornLast() string {
	switch {
	case p.MarkedMinor:
		return markedMinor
	case p.Born.IsZero():
		return ""
	}
	_, last := p.Born.Reach()
	return string(last)
}

// Minor reports whether somebody is under age at a moment, in microseconds, by
// their day of birth or because they are marked so, as the actor's organisation
// counts it.
func (p Person) Minor(actor authz.Actor, now int64) bool {
	return p.bornLast() >= string(actor.YoungFrom(now))
}

// GrownOn is the day on which the rule about people under age lets go of somebody;
// "" for whoever is marked, and where no day of birth is known.
func (p Person) GrownOn(actor authz.Actor) civil.Day {
	if p.MarkedMinor || p.Born.IsZero() {
		return ""
	}
	return actor.GrownOn(civil.Day(p.bornLast()))
}

// SetMinor marks somebody as under age, where their day of birth is not known or
// says otherwise, or takes the mark off. Whoever marks them is named for them.
func (s *Service) SetMinor(ctx context.Context, actor authz.Actor, personID string, marked bool) error {
	action := "people.minor.marked"
	if !marked {
		action = "people.minor.unmarked"
	}
	return s.change(ctx, actor, personID, action, func(tx *trail.Tx, before Person) error {
		after := before
		after.MarkedMinor = marked
		return updatePerson(ctx, tx, before, after)
	})
}

// keepNamed names whoever makes somebody under age, inside their change: they
// would not find them again. before is the zero Person for whoever is added.
func keepNamed(ctx context.Context, tx *trail.Tx, before, after Person) error {
	now := database.Micros(tx.Now())
	if before.Minor(tx.Actor, now) || !after.Minor(tx.Actor, now) || tx.Actor.May(authz.ReadMinors) {
		return nil
	}
	named, err := granted(ctx, tx.Tx, tx.Actor, after.ID)
	if err != nil || named {
		return err
	}
	reason := grantNamed
	if before.ID == "" {
		reason = grantAdded
	}
	return grant(ctx, tx, after.ID, math.MaxInt64, reason)
}
