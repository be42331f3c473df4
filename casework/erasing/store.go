// Package erasing removes the cases of somebody who is erased, and leaves the
// figures they were counted in.
package erasing

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const caseTable, answerTable, spanTable = "case_file", "case_answer", "case_span"

// Service erases cases.
type Service struct {
	Today func(context.Context) civil.Day // where the organisation is
}

// ErasePerson removes the cases of somebody with their answers, inside the
// change that erases them. That there was a case, from when until when and with
// whom, stays in the figures and names nobody.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	cases, err := tx.Holding(ctx, caseTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range cases {
		if err := tx.DeleteHolding(ctx, answerTable, "case_id", id); err != nil {
			return err
		}
	}
	if err := s.bareSpans(ctx, tx, personID); err != nil {
		return err
	}
	return tx.DeleteHolding(ctx, caseTable, "person_id", personID)
}

// bareSpans takes out of the figures whom they are of. A reason for closing
// stays when it is one the programme offers: others are somebody's own words.
func (s *Service) bareSpans(ctx context.Context, tx *trail.Tx, personID string) error {
	spans, err := tx.Holding(ctx, spanTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range spans {
		row, err := tx.Row(ctx, spanTable, id)
		if err != nil {
			return err
		}
		set := trail.Set{"person_id": "", "case_id": "", "reason": row["reason"]}
		if row["closed_on"] == "" {
			set["closed_on"] = string(s.Today(ctx))
		}
		offered, err := database.One(ctx, tx.Tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
			`SELECT count(*) FROM programme_part WHERE kind = 'closing-reason' AND name = ?`, row["reason"])
		if err != nil {
			return err
		}
		if offered == 0 {
			set["reason"] = ""
		}
		if err := tx.Update(ctx, spanTable, id, "", set); err != nil {
			return err
		}
	}
	return nil
}
