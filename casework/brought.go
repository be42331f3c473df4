package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// OpenCaseOf returns the case a person has in a programme that waits, is active
// or lies dormant, or NotFound; "" means the organisation's first programme. It
// is for those who bring lists in: the caller has checked that the actor may
// see the person.
func OpenCaseOf(ctx context.Context, tx *database.Tx, personID, programmeID string) (Case, error) {
	if programmeID == "" {
		first, err := firstProgramme(ctx, tx)
		if err != nil {
			return Case{}, err
		}
		programmeID = first
	}
	cases, err := CasesOf(ctx, tx, personID)
	for _, c := range cases {
		if c.ProgrammeID == programmeID && c.State != Closed {
			return c, err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "casework: open case of")
	}
	return Case{}, err
}

// BringContact keeps the last contact that a list tells of, when it is later
// than ours, inside the caller's change. A next action that nobody put into
// words is set anew from it; one that somebody planned stays.
func BringContact(ctx context.Context, tx *trail.Tx, today civil.Day, c Case, on civil.Day, how Channel) error {
	if on <= c.LastContactOn {
		return nil
	}
	c.LastContactOn, c.LastContactHow = on, how
	err := tx.Update(ctx, caseTable, c.ID, "", trail.Set{"last_contact_on": string(on), "last_contact_how": string(how)})
	if err != nil || c.State != Active {
		return err
	}
	next, err := tasks.NextOf(ctx, tx.Tx, c.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if next.Title != "" {
		return nil
	}
	_, err = setFirstNext(ctx, tx, c, Next{}, today)
	return err
}
