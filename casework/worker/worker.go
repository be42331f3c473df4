// Package worker says who works with a person, to capabilities that give that worker
// something to do.
package worker

import (
	"context"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/database"
)

// Of is who works with a person, and in which case, inside the transaction of whoever
// asks: the worker of the open case that comes first, "" where nobody has one. The caller
// has checked that its reader may see the person.
func Of(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error) {
	cases, err := casework.CasesOf(ctx, tx, personID)
	for _, c := range cases {
		if c.State != casework.Closed && c.WorkerID != "" {
			return c.WorkerID, c.ID, err
		}
	}
	return "", "", err
}
