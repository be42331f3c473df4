package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

func visibleRow(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (bool, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM person p WHERE p.id = ? AND `+wall, append([]any{personID}, args...)...)
	return n > 0, err
}
