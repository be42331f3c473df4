package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// AddClosed records a case that had ended before it came to us, inside the
// caller's change: it is opened and closed, so that its time on the books and
// its reason are kept. A reason nobody gave is said to be not known.
func AddClosed(ctx context.Context, tx *trail.Tx, today civil.Day, n NewCase, how Closing) error {
	n.State = Active
	c, err := Open(ctx, tx, today, n)
	if err != nil {
		return err
	}
	return closeCase(ctx, tx, "casework.case.closed", c, "", how, today)
}

// HasOpen reports whether a person has a case in a programme that waits, is
// active or lies dormant; "" means the organisation's first programme.
func HasOpen(ctx context.Context, tx *database.Tx, personID, programmeID string) (bool, error) {
	if programmeID == "" {
		first, err := firstProgramme(ctx, tx)
		if err != nil {
			return false, err
		}
		programmeID = first
	}
	cases, err := casesOf(ctx, tx, personID)
	for _, c := range cases {
		if c.ProgrammeID == programmeID && c.State != Closed {
			return true, err
		}
	}
	return false, err
}
