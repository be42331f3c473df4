package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const statementTable = "timeline_statement"

func insertStatement(ctx context.Context, tx *trail.Tx, st Statement) error {
	return tx.Insert(ctx, statementTable, st.ID, trail.Set{
		"entry_id": st.EntryID, "body": st.Body, "how": st.How, "said_on": st.On.String(),
		"recorded_at": database.Micros(st.RecordedAt), "recorded_by": tx.Actor.ID, "recorded_name": st.ByName,
	})
}

// statementsOf lists what was said to the given entries.
func statementsOf(ctx context.Context, tx *database.Tx, entryIDs ...string) ([]Statement, error) {
	return database.All(ctx, tx, func(scan database.Scan) (st Statement, err error) {
		var at int64
		err = scan(&st.ID, &st.EntryID, &st.Body, &st.How, &st.On, &at, &st.ByName)
		st.RecordedAt = database.FromMicros(at)
		return st, err
	}, `SELECT id, entry_id, body, how, said_on, recorded_at, recorded_name FROM timeline_statement
		WHERE entry_id IN `+database.In(len(entryIDs))+` ORDER BY recorded_at, id`, anys(entryIDs)...)
}
