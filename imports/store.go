package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
)

// piece is how much of a file stands in one row.
const piece = 512 << 10

const selectBatch = `SELECT id, account_id, what, file_name, file_hash, sheet, state, mapping, created_at, saved_at, counts FROM import_batch`

func scanBatch(scan database.Scan) (Batch, error) {
	var b Batch
	var created, saved int64
	var mapping, counts string
	if err := scan(&b.ID, &b.AccountID, &b.What, &b.FileName, &b.Hash, &b.Sheet, &b.Stage, &mapping, &created, &saved, &counts); err != nil {
		return b, err
	}
	b.CreatedAt, b.SavedAt = database.FromMicros(created), database.FromMicros(saved)
	if err := json.Unmarshal([]byte(mapping), &b.Mapping); err != nil {
		return b, err
	}
	return b, json.Unmarshal([]byte(counts), &b.Counts)
}

func batchOf(ctx context.Context, tx *database.Tx, account, id string) (Batch, error) {
	return database.One(ctx, tx, scanBatch, selectBatch+` WHERE id = ? AND account_id = ?`, id, account)
}

func batchesOf(ctx context.Context, tx *database.Tx, account string) ([]Batch, error) {
	return database.All(ctx, tx, scanBatch, selectBatch+` WHERE account_id = ? ORDER BY created_at DESC, id DESC LIMIT 50`, account)
}

func insertBatch(ctx context.Context, tx *database.Tx, b Batch, content []byte) error {
	mapping, counts, err := packed(b)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO import_batch (id, account_id, what, file_name, file_hash, sheet, state, mapping, created_at, saved_at, counts)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`, b.ID, b.AccountID, b.What, b.FileName, b.Hash, b.Sheet, string(b.Stage), mapping, database.Micros(tx.Now()), counts); err != nil {
		return err
	}
	part := 0
	for p := range slices.Chunk(content, piece) {
		if _, err := tx.Exec(ctx, `INSERT INTO import_file (batch_id, part, content) VALUES (?, ?, ?)`, b.ID, part, p); err != nil {
			return err
		}
		part++
	}
	return nil
}

func packed(b Batch) (mapping, counts string, err error) {
	m, err := json.Marshal(b.Mapping)
	if err != nil {
		return "", "", err
	}
	c, err := json.Marshal(b.Counts)
	return string(m), string(c), err
}

func updateBatch(ctx context.Context, tx *database.Tx, b Batch) error {
	mapping, counts, err := packed(b)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE import_batch SET what = ?, sheet = ?, state = ?, mapping = ?, saved_at = ?, counts = ? WHERE id = ?`,
		b.What, b.Sheet, string(b.Stage), mapping, database.Micros(b.SavedAt), counts, b.ID)
	return err
}

func contentOf(ctx context.Context, tx *database.Tx, id string) ([]byte, error) {
	var content []byte
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var part []byte
		err := scan(&part)
		content = append(content, part...)
		return err
	}, `SELECT content FROM import_file WHERE batch_id = ? ORDER BY part`, id)
	return content, err
}

// dropBatch forgets a batch that was never saved, with its file.
func dropBatch(ctx context.Context, tx *database.Tx, id string) error {
	for _, q := range []string{
		`DELETE FROM import_row WHERE batch_id = ?`, `DELETE FROM import_file WHERE batch_id = ?`, `DELETE FROM import_batch WHERE id = ?`,
	} {
		if _, err := tx.Exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}

func clearLines(ctx context.Context, tx *database.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM import_row WHERE batch_id = ?`, id)
	return err
}

func putLine(ctx context.Context, tx *database.Tx, id string, l Line) error {
	detail, err := json.Marshal(l.Detail)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO import_row (batch_id, row_no, verdict, detail, decision, saved) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (batch_id, row_no) DO UPDATE SET verdict = excluded.verdict, detail = excluded.detail, decision = excluded.decision, saved = excluded.saved`,
		id, l.Row, string(l.Verdict), string(detail), l.Decision, flag(l.Saved))
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func scanLine(scan database.Scan) (Line, error) {
	var l Line
	var detail string
	if err := scan(&l.Row, &l.Verdict, &detail, &l.Decision, &l.Saved); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(detail), &l.Detail)
}

const selectLine = `SELECT row_no, verdict, detail, decision, saved FROM import_row WHERE batch_id = ?`

func lineOf(ctx context.Context, tx *database.Tx, id string, row int) (Line, error) {
	return database.One(ctx, tx, scanLine, selectLine+` AND row_no = ?`, id, row)
}

func linesOf(ctx context.Context, tx *database.Tx, id string, v Verdict, after, limit int) ([]Line, error) {
	return database.All(ctx, tx, scanLine, selectLine+` AND verdict = ? AND row_no > ? ORDER BY row_no LIMIT ?`, id, string(v), after, limit)
}

// allLines are the rows that are more than a new person, by row.
func allLines(ctx context.Context, tx *database.Tx, id string) (map[int]Line, error) {
	lines := map[int]Line{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		l, err := scanLine(scan)
		lines[l.Row] = l
		return err
	}, selectLine, id)
	return lines, err
}

func addChange(ctx context.Context, tx *database.Tx, id, change string, part int) error {
	_, err := tx.Exec(ctx, `INSERT INTO import_change (batch_id, change_id, part) VALUES (?, ?, ?)`, id, change, part)
	return err
}

// changesOf lists what saving did, the last first.
func changesOf(ctx context.Context, tx *database.Tx, id string) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (s string, err error) { return s, scan(&s) },
		`SELECT change_id FROM import_change WHERE batch_id = ? ORDER BY part DESC`, id)
}

func dropChange(ctx context.Context, tx *database.Tx, id, change string) error {
	_, err := tx.Exec(ctx, `DELETE FROM import_change WHERE batch_id = ? AND change_id = ?`, id, change)
	return err
}

// recipeKey names a shape of file: what it is about and its headings, whatever
// their case and spacing.
func recipeKey(what string, headings []string) string {
	folded := make([]string, len(headings))
	for i, h := range headings {
		folded[i] = search.Fold(h)
	}
	sum := sha256.Sum256([]byte(what + "\x00" + strings.Join(folded, "\x00")))
	return hex.EncodeToString(sum[:])
}

func recipe(ctx context.Context, tx *database.Tx, key string) (m Mapping, err error) {
	text, err := database.One(ctx, tx, func(scan database.Scan) (s string, err error) { return s, scan(&s) },
		`SELECT mapping FROM import_recipe WHERE id = ?`, key)
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(text), &m)
}

func keepRecipe(ctx context.Context, tx *database.Tx, key, what string, m Mapping) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO import_recipe (id, what, mapping, used_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at`, key, what, string(text), database.Micros(tx.Now()))
	return err
}
