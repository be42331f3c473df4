package consent

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the ledger of somebody, inside the change that erases
// them. Where something was shared, what proves that it was allowed stays
// without a word of what it was: to whom, for what, on what ground and when.
// A person who received something about another is no longer named there.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	if err := tx.DeleteHolding(ctx, formTable, "person_id", personID); err != nil {
		return err
	}
	proofs, err := proofsOf(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	lines, err := tx.Holding(ctx, entryTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range lines {
		if slices.Contains(proofs, id) {
			err = tx.Update(ctx, entryTable, id, "", trail.Set{"witness": "", "limits": "", "note": "", "form_id": "", "task_id": ""})
		} else {
			err = tx.Delete(ctx, entryTable, id)
		}
		if err != nil {
			return err
		}
	}
	shared, err := tx.Holding(ctx, disclosureTable, "person_id", personID)
	for _, id := range shared {
		if err == nil {
			err = tx.Update(ctx, disclosureTable, id, "", trail.Set{"what": "", "reason": "", "citation": "", "link_kind": "", "link_id": ""})
		}
	}
	if err != nil {
		return err
	}
	return unnamed(ctx, tx, personID)
}

// proofsOf lists the lines of somebody that a disclosure rests on, with those
// that withdrew or corrected them.
func proofsOf(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) }, `SELECT e.id FROM consent_entry e WHERE e.person_id = ? AND
		EXISTS (SELECT 1 FROM disclosure d WHERE d.consent_id <> '' AND d.consent_id IN (e.id, e.of_id))`, personID)
}

// unnamed takes the name of somebody out of what was shared with them about
// others.
func unnamed(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, table := range []string{entryTable, disclosureTable, formTable} {
		rows, err := tx.Holding(ctx, table, "audience_id", personID)
		if err != nil {
			return err
		}
		for _, id := range rows {
			if err := tx.Update(ctx, table, id, "", trail.Set{"audience": ""}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Proofs counts what of somebody's ledger an erasure leaves behind.
func (s *Service) Proofs(ctx context.Context, tx *database.Tx, personID string) (n int, err error) {
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM disclosure WHERE person_id = ?`, personID)
}

// EraseProofs removes what was left of the ledger of somebody who was erased.
func (s *Service) EraseProofs(ctx context.Context, tx *trail.Tx, personID string) error {
	if err := tx.DeleteHolding(ctx, disclosureTable, "person_id", personID); err != nil {
		return err
	}
	return tx.DeleteHolding(ctx, entryTable, "person_id", personID)
}
