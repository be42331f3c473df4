package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
)

// WorkerOf is who works with a person, and in which case, inside the transaction
// of whoever asks: the worker of the open case that comes first, "" where
// nobody has one. The caller has checked that its reader may see the person.
func WorkerOf(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error) {
	cases, err := CasesOf(ctx, tx, personID)
	for _, c := range cases {
		if c.State != Closed && c.WorkerID != "" {
			return c.WorkerID, c.ID, err
		}
	}
	return "", "", err
}
