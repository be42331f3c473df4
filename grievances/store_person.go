package grievances

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

var personTables = []string{table, eventTable, needTable, boxTable}

// MovePerson gives the grievances of one person to another, inside the change that
// makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, t := range personTables {
		if err := tx.Repoint(ctx, t, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson removes the grievances of somebody, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, t := range personTables {
		if err := tx.DeleteHolding(ctx, t, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}

// resting counts what stands on a grievance.
func resting(ctx context.Context, tx *database.Tx, id string) (n int, err error) {
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, `SELECT
		(SELECT count(*) FROM grievance_event WHERE grievance_id = ?) + (SELECT count(*) FROM grievance_need WHERE grievance_id = ?) +
		(SELECT count(*) FROM grievance_box WHERE grievance_id = ?)`, id, id, id)
}

// ownFile returns Invalid for a file that is not the person's.
func ownFile(ctx context.Context, tx *database.Tx, personID, fileID string) error {
	if fileID == "" {
		return nil
	}
	of, err := database.One(ctx, tx, text, `SELECT person_id FROM person_file WHERE id = ?`, fileID)
	if fault.Is(err, fault.NotFound) || err == nil && of != personID {
		return fault.Bad("grievances: file", "file", "grievances.file.unknown")
	}
	return err
}
