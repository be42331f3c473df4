package imports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
)

const selectBatch = `SELECT id, account_id, what, file_name, file_hash, sheet, state, mapping, created_at, saved_at, counts FROM import_batch`

func scanBatch(scan database.Scan) (Batch, error) {
	var b Batch
	var created, saved int64
	var mapping, counts string
	if err := scan(&b.ID, &b.AccountID, &b.What, &b.FileName, &b.Hash, &b.Sheet, &b.Stage, &mapping, &created, &saved, &counts); err != nil {
		return b, err
	}
	b.CreatedAt = database.FromMicros(created)
	if saved > 0 {
		b.SavedAt = database.FromMicros(saved)
	}
	if err := json.Unmarshal([]byte(mapping), &b.Mapping); err != nil {
		return b, err
	}
	return b, json.Unmarshal([]byte(counts), &b.Ledger)
}

// batchOf returns a batch of whoever asks. The program itself, as which an
// operator works at the command line, has everybody's.
func batchOf(ctx context.Context, tx *database.Tx, account, id string) (Batch, error) {
	if strings.HasPrefix(account, "system:") {
		return database.One(ctx, tx, scanBatch, selectBatch+` WHERE id = ?`, id)
	}
	return database.One(ctx, tx, scanBatch, selectBatch+` WHERE id = ? AND account_id = ?`, id, account)
}

func batchesOf(ctx context.Context, tx *database.Tx, account string) ([]Batch, error) {
	return database.All(ctx, tx, scanBatch, selectBatch+` WHERE account_id = ? ORDER BY created_at DESC, id DESC LIMIT 50`, account)
}

func insertBatch(ctx context.Context, tx *database.Tx, b Batch, f *sheet.Pieces) error {
	mapping, counts, err := packed(b)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO import_batch (id, account_id, what, file_name, file_hash, sheet, state, mapping, created_at, saved_at, counts)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`, b.ID, b.AccountID, b.What, b.FileName, b.Hash, b.Sheet, string(b.Stage), mapping, database.Micros(tx.Now()), counts); err != nil {
		return err
	}
	for part, p := range f.All() {
		if _, err := tx.Exec(ctx, `INSERT INTO import_file (batch_id, part, content) VALUES (?, ?, ?)`, b.ID, part, p); err != nil {
			return err
		}
	}
	return nil
}

func packed(b Batch) (mapping, counts string, err error) {
	m, err := json.Marshal(b.Mapping)
	if err != nil {
		return "", "", err
	}
	c, err := json.Marshal(b.Ledger)
	return string(m), string(c), err
}

func updateBatch(ctx context.Context, tx *database.Tx, b Batch) error {
	mapping, counts, err := packed(b)
	if err != nil {
		return err
	}
	saved := int64(0)
	if !b.SavedAt.IsZero() {
		saved = database.Micros(b.SavedAt)
	}
	_, err = tx.Exec(ctx, `UPDATE import_batch SET sheet = ?, state = ?, mapping = ?, saved_at = ?, counts = ? WHERE id = ?`,
		b.Sheet, string(b.Stage), mapping, saved, counts, b.ID)
	return err
}

func contentOf(ctx context.Context, tx *database.Tx, id string) (*sheet.Pieces, error) {
	f := &sheet.Pieces{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var part []byte
		err := scan(&part)
		f.Add(part)
		return err
	}, `SELECT content FROM import_file WHERE batch_id = ? ORDER BY part`, id)
	return f, err
}

// dropBatch forgets a batch that was never saved, with its file.
func dropBatch(ctx context.Context, tx *database.Tx, id string) error {
	for _, q := range []string{
		`DELETE FROM import_row WHERE batch_id = ?`, `DELETE FROM import_change WHERE batch_id = ?`, `DELETE FROM import_file WHERE batch_id = ?`, `DELETE FROM import_batch WHERE id = ?`,
	} {
		if _, err := tx.Exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}

// addChange notes a change that saving made, after those before.
func addChange(ctx context.Context, tx *database.Tx, id, change string) error {
	_, err := tx.Exec(ctx, `INSERT INTO import_change (batch_id, change_id, part)
		SELECT ?, ?, coalesce(max(part) + 1, 0) FROM import_change WHERE batch_id = ?`, id, change, id)
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
	return digest(what + "\x00" + strings.Join(folded, "\x00"))
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
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
