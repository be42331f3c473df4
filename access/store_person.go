package access

import (
	"context"
	"maps"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives the walls around one person to another, inside the change
// that makes them one: every conflict of interest and every restriction of
// either stands, and so does who was given either by name. A glass that was
// broken for one is no reason to look at the other, so what it gave ends.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, person := range []string{from, to} {
		if err := endGlass(ctx, tx, person); err != nil {
			return err
		}
	}
	for _, table := range []string{grantTable, barTable, restrictionTable, glassTable, offerTable} {
		if err := tx.Repoint(ctx, table, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// endGlass ends what broken glass gave anybody of a person.
func endGlass(ctx context.Context, tx *trail.Tx, personID string) error {
	grants, err := grantsOn(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Reason != ByGlass {
			continue
		}
		if err := tx.Update(ctx, grantTable, g.ID, "", trail.Set{"until_at": database.Micros(tx.Now())}); err != nil {
			return err
		}
	}
	return nil
}

// Divide gives whoever is parted from another the walls that were built around
// both since: nobody knows which of the two they were meant for.
func (s *Service) Divide(ctx context.Context, tx *trail.Tx, kept, parted string, since time.Time) error {
	for _, table := range []string{barTable, restrictionTable} {
		built, err := database.All(ctx, tx.Tx, scanText, `SELECT id FROM `+table+` WHERE person_id = ? AND from_at > ? AND until_at > ? ORDER BY id`,
			kept, database.Micros(since), database.Micros(tx.Now()))
		if err != nil {
			return err
		}
		for _, id := range built {
			row, err := tx.Row(ctx, table, id)
			if err != nil {
				return err
			}
			set := trail.Set(maps.Clone(row))
			delete(set, "id")
			delete(set, "rev")
			set["person_id"] = parted
			if err := tx.Insert(ctx, table, ids.New(), set); err != nil {
				return err
			}
		}
	}
	return nil
}
