package search

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
)

// Compact rewrites the index of texts without the words of notes that were
// removed. PostgreSQL frees them with the rest of its tables.
func (x *Index) Compact(ctx context.Context, tx *database.Tx) error {
	if tx.Engine() != database.SQLite {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO search_text_words (search_text_words) VALUES ('optimize')`)
	return err
}
