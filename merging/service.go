package merging

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Mover is a capability that keeps something about people. MovePerson makes all
// of it that is about one person be about another. It updates and removes rows,
// and adds none.
type Mover interface {
	MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error
}

// Guard is a Mover with rules about what can be only once. Back strikes out of
// what is about to be written to a row that is put back, all that contradicts
// what was recorded since.
type Guard interface {
	Back(ctx context.Context, tx *trail.Tx, table, id string, set trail.Set) error
}

// Divider is a Mover that keeps walls. Divide gives those that were built since
// a moment around somebody to whoever is parted from them, too.
type Divider interface {
	Divide(ctx context.Context, tx *trail.Tx, kept, parted string, since time.Time) error
}

// Service is what pages may do about records of one person.
type Service struct {
	DB       *database.DB
	People   *people.Service
	Timeline *timeline.Service
	Movers   []Mover       // every capability but people that keeps something about people
	After    []trail.After // who keeps something derived from rows
}

// follow tells those who keep something derived of rows what the change has
// written, and whose records it was about.
func (s *Service) follow(ctx context.Context, tx *trail.Tx, persons ...string) error {
	var rows []trail.Touched
	for _, id := range persons {
		rows = append(rows, trail.Touched{Table: personTable, ID: id, Held: map[string]any{}})
	}
	for _, w := range tx.Written() {
		rows = append(rows, trail.Touched{Table: w.Table, ID: w.ID, Held: w.Before, Added: w.Added})
	}
	for _, after := range s.After {
		if err := after(ctx, tx, rows); err != nil {
			return err
		}
	}
	return nil
}
