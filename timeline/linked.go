package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Linked lists the entries of a person that are about one record, the newest first,
// inside the transaction of whoever asks: of those outside the actor's sight only that
// they are there. The caller has checked that the actor may see the person.
func Linked(ctx context.Context, tx *database.Tx, kinds *Kinds, actor authz.Actor, personID string, link Link, limit int) ([]Entry, error) {
	entries, err := entriesLinked(ctx, tx, exists(actor, kinds, personID), link, limit)
	if err != nil {
		return nil, err
	}
	if err := borrow(ctx, tx, actor, entries); err != nil {
		return nil, err
	}
	for i, e := range entries {
		if !e.Lent && !e.InSight(actor) {
			entries[i] = e.stub()
		}
	}
	return entries, nil
}
