// Package heard lets the case of a person know of words that other capabilities keep: a
// letter that came in at the mail desk, a parcel that went out.
package heard

import (
	"context"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/trail"
)

// Of keeps that a word came from a person or went to them on a day, inside the caller's
// change: their open case has it as its last contact, and wakes when it lay dormant. A
// next action that somebody planned stays. Somebody without an open case has nothing to
// keep. The caller has checked that the actor may see the person.
func Of(ctx context.Context, tx *trail.Tx, today civil.Day, personID string, on civil.Day, how casework.Channel) error {
	cases, err := casework.CasesOf(ctx, tx.Tx, personID)
	if err != nil || len(cases) == 0 || cases[0].State == casework.Closed {
		return err
	}
	c := cases[0]
	if c.State == casework.Dormant {
		c.State = casework.Active
		if err := tx.Update(ctx, "case_file", c.ID, "", trail.Set{"state": string(c.State)}); err != nil {
			return err
		}
	}
	return casework.BringContact(ctx, tx, today, c, on, how)
}
