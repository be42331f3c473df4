package trail

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
)

// Wrote is one touch of a row by the change that is being made. Before holds
// the columns it wrote as they were, or the whole row when it removed it.
type Wrote struct {
	Table, ID   string
	Added, Gone bool
	Before      Set
}

// Written lists what the change has written so far, in order: whoever keeps
// account of it need not trust every capability to say so itself.
func (tx *Tx) Written() []Wrote {
	out := make([]Wrote, len(tx.rows))
	for i, r := range tx.rows {
		out[i] = Wrote{Table: r.Table, ID: r.ID, Added: r.Op == "+", Gone: r.Op == "-", Before: r.Before}
	}
	return out
}

// Holding lists the ids of the rows of a table that hold a value in a column,
// in order. Table and column come from code, never from input.
func (tx *Tx) Holding(ctx context.Context, table, column, value string) ([]string, error) {
	return database.All(ctx, tx.Tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT id FROM `+table+` WHERE `+column+` = ? ORDER BY id`, value)
}

// Repoint gives every row of a table that points to one thing to another.
func (tx *Tx) Repoint(ctx context.Context, table, column, from, to string) error {
	rows, err := tx.Holding(ctx, table, column, from)
	if err != nil {
		return err
	}
	for _, id := range rows {
		if err := tx.Update(ctx, table, id, "", Set{column: to}); err != nil {
			return err
		}
	}
	return nil
}

// DeleteHolding removes every row of a table that holds a value in a column.
func (tx *Tx) DeleteHolding(ctx context.Context, table, column, value string) error {
	rows, err := tx.Holding(ctx, table, column, value)
	if err != nil {
		return err
	}
	for _, id := range rows {
		if err := tx.Delete(ctx, table, id); err != nil {
			return err
		}
	}
	return nil
}
