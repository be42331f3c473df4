package search

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// sqliteText is full text by FTS5, in a table that holds positions of words but
// no text.
type sqliteText struct{}

func (sqliteText) put(ctx context.Context, tx *database.Tx, t Text, words []string) error {
	key, err := database.One(ctx, tx, number, `INSERT INTO search_text (text_id, subject_id, kind, visibility) VALUES (?, ?, ?, ?)
		ON CONFLICT (text_id) DO UPDATE SET subject_id = excluded.subject_id, kind = excluded.kind, visibility = excluded.visibility
		RETURNING key`, t.ID, t.Subject, t.Kind, t.Visibility)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT OR REPLACE INTO search_text_words (rowid, words) VALUES (?, ?)`, key, strings.Join(words, " "))
	return err
}

func (sqliteText) remove(ctx context.Context, tx *database.Tx, id string) error {
	key, err := database.One(ctx, tx, number, `DELETE FROM search_text WHERE text_id = ? RETURNING key`, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM search_text_words WHERE rowid = ?`, key)
	}
	return err
}

func (sqliteText) find(ctx context.Context, tx *database.Tx, phrases []phrase, q TextQuery) ([]TextHit, error) {
	args := append([]any{sqliteTextQuery(phrases)}, q.WallArgs...)
	return database.All(ctx, tx, scanText, `SELECT text_id, subject_id, kind FROM search_text_words
		JOIN search_text ON search_text.key = search_text_words.rowid
		WHERE search_text_words MATCH ? AND (`+q.Wall+`) ORDER BY search_text_words.rowid DESC LIMIT ?`, append(args, q.Limit)...)
}

// sqliteTextQuery writes phrases in the query language of FTS5. Folded words have
// no quotes in them, so nothing is left to escape.
func sqliteTextQuery(phrases []phrase) string {
	parts := make([]string, len(phrases))
	for i, p := range phrases {
		parts[i] = `"` + strings.Join(p.words, " ") + `"`
		if p.open {
			parts[i] += "*"
		}
	}
	return strings.Join(parts, " AND ")
}

func scanText(scan database.Scan) (h TextHit, err error) {
	err = scan(&h.ID, &h.Subject, &h.Kind)
	return h, err
}
