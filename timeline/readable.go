package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Readable returns an entry that the actor may read, inside the transaction of
// whoever asks; NotFound for hidden and missing alike.
func Readable(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Entry, error) {
	return readable(ctx, tx, actor, id)
}
