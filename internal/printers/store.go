package printers

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	table   = "printer"
	columns = `id, rev, name, sheet, offset_x, offset_y, scale, next_cell`
)

func scan(scan database.Scan) (p Printer, err error) {
	return p, scan(&p.ID, &p.Rev, &p.Name, &p.Sheet, &p.X, &p.Y, &p.Scale, &p.Next)
}

func (p Printer) set(next int) trail.Set {
	return trail.Set{"name": p.Name, "sheet": p.Sheet, "offset_x": p.X, "offset_y": p.Y, "scale": p.Scale, "next_cell": next}
}

func one(ctx context.Context, tx *database.Tx, id string) (Printer, error) {
	return database.One(ctx, tx, scan, `SELECT `+columns+` FROM printer WHERE id = ?`, id)
}
