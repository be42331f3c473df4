package custody

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives the stays and dates of one person to another, inside the
// change that makes them one. Of two present stays the newest trusted claim
// stays; the other is kept beside it.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	set := trail.Set{"current": 0, "beside": 1}
	mine, err := currentOrNone(ctx, tx, to)
	if err != nil {
		return err
	}
	theirs, err := currentOrNone(ctx, tx, from)
	if err != nil {
		return err
	}
	lost := ""
	switch {
	case mine.ID == "" || theirs.ID == "":
	case theirs.sameAs(mine.claim()) || mine.Outweighs(theirs.claim(), s.Today(ctx)):
		lost = theirs.ID
	default:
		lost = mine.ID
	}
	if lost != "" {
		if err := tx.Update(ctx, stayTable, lost, "", set); err != nil {
			return err
		}
	}
	if err := tx.Repoint(ctx, stayTable, "person_id", from, to); err != nil {
		return err
	}
	return tx.Repoint(ctx, milestoneTable, "person_id", from, to)
}

func currentOrNone(ctx context.Context, tx *trail.Tx, personID string) (Stay, error) {
	st, err := current(ctx, tx.Tx, personID)
	if fault.Is(err, fault.NotFound) {
		return Stay{}, nil
	}
	return st, err
}

// claim says a stay again, as of the day it was last known to hold.
func (s Stay) claim() NewStay {
	said := s.SourceOn
	if said.IsZero() {
		said = partialdate.On(s.saidOn())
	}
	return NewStay{
		PersonID: s.PersonID, FacilityID: s.FacilityID, Unit: s.Unit, State: s.State, Since: s.Since, Until: s.Until,
		Source: s.Source, SourceOn: said, Confidence: s.Confidence,
	}
}

// Back strikes out of a stay that is put back that it is the present one, when
// a later one is.
func (s *Service) Back(ctx context.Context, tx *trail.Tx, table, id string, set trail.Set) error {
	if table != stayTable || set["current"] != int64(1) {
		return nil
	}
	row, err := tx.Row(ctx, stayTable, id)
	if err != nil {
		return err
	}
	owner, ok := set["person_id"]
	if !ok {
		owner = row["person_id"]
	}
	n, err := database.One(ctx, tx.Tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM stay WHERE person_id = ? AND current = 1 AND id <> ?`, owner, id)
	if n > 0 {
		delete(set, "current")
		delete(set, "beside")
	}
	return err
}
