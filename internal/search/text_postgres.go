package search

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
)

// postgresText is full text by tsvector. Vectors and queries are written out by
// us and not made by a configuration of the server, so that both engines find
// the same.
type postgresText struct{}

func (postgresText) put(ctx context.Context, tx *database.Tx, t Text, words []string) error {
	_, err := tx.Exec(ctx, `INSERT INTO search_text (text_id, subject_id, kind, visibility, words) VALUES (?, ?, ?, ?, CAST(CAST(? AS TEXT) AS TSVECTOR))
		ON CONFLICT (text_id) DO UPDATE SET subject_id = excluded.subject_id, kind = excluded.kind, visibility = excluded.visibility, words = excluded.words`,
		t.ID, t.Subject, t.Kind, t.Visibility, vectorOf(words))
	return err
}

func (postgresText) remove(ctx context.Context, tx *database.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM search_text WHERE text_id = ?`, id)
	return err
}

func (postgresText) find(ctx context.Context, tx *database.Tx, phrases []phrase, q TextQuery) ([]TextHit, error) {
	args := append([]any{postgresTextQuery(phrases)}, q.WallArgs...)
	return database.All(ctx, tx, scanText, `SELECT text_id, subject_id, kind FROM search_text
		WHERE words @@ CAST(CAST(? AS TEXT) AS TSQUERY) AND (`+q.Wall+`) ORDER BY key DESC LIMIT ?`, append(args, q.Limit)...)
}

// vectorOf writes words with their positions. Folded words hold neither quotes
// nor backslashes.
func vectorOf(words []string) string {
	var b strings.Builder
	for i, w := range words {
		b.WriteString(`'` + w + `':` + strconv.Itoa(i+1) + " ")
	}
	return b.String()
}

// postgresTextQuery writes phrases in the query language of PostgreSQL.
func postgresTextQuery(phrases []phrase) string {
	parts := make([]string, len(phrases))
	for i, p := range phrases {
		words := make([]string, len(p.words))
		for j, w := range p.words {
			words[j] = `'` + w + `'`
		}
		parts[i] = strings.Join(words, " <-> ")
		if p.open {
			parts[i] += ":*"
		}
		parts[i] = "(" + parts[i] + ")"
	}
	return strings.Join(parts, " & ")
}
