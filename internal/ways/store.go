package ways

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
)

// Latest lists the newest changes first, at most limit.
func Latest(ctx context.Context, tx *database.Tx, limit int) ([]Change, error) {
	return database.All(ctx, tx, func(scan database.Scan) (c Change, err error) {
		var at int64
		err = scan(&at, &c.What, &c.Mark, &c.By)
		c.At = database.FromMicros(at)
		return c, err
	}, `SELECT k.at, k.what, k.mark, c.actor_name FROM key_change k JOIN change c ON c.id = k.rev ORDER BY k.at DESC, k.id DESC LIMIT ?`, limit)
}
