package kept

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
)

func insertHeld(ctx context.Context, tx *database.Tx, f Held, body string) error {
	_, err := tx.Exec(ctx, `INSERT INTO held_form (id, account_id, at, path, body) VALUES (?, ?, ?, ?, ?)`,
		f.ID, f.AccountID, database.Micros(tx.Now()), f.Path, body)
	return err
}

func heldForm(ctx context.Context, tx *database.Tx, id, account string) (Held, error) {
	return database.One(ctx, tx, func(scan database.Scan) (Held, error) {
		var f Held
		err := scan(&f.ID, &f.AccountID, &f.Path, &f.Body)
		return f, err
	}, `SELECT id, account_id, path, body FROM held_form WHERE id = ? AND (account_id = ? OR account_id = '') AND at >= ?`,
		id, account, database.Micros(tx.Now().Add(-HeldLife)))
}

func deleteHeld(ctx context.Context, tx *database.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM held_form WHERE id = ?`, id)
	return err
}

func answerOf(ctx context.Context, tx *database.Tx, key string) (string, error) {
	return database.One(ctx, tx, text, `SELECT location FROM answered_form WHERE once = ? AND at >= ?`,
		key, database.Micros(tx.Now().Add(-AnsweredLife)))
}

func insertAnswer(ctx context.Context, tx *database.Tx, key, account, location string) error {
	_, err := tx.Exec(ctx, `INSERT INTO answered_form (once, account_id, at, location) VALUES (?, ?, ?, ?) ON CONFLICT (once) DO NOTHING`,
		key, account, database.Micros(tx.Now()), location)
	return err
}

func putDraft(ctx context.Context, tx *database.Tx, account, place, body string) error {
	now := database.Micros(tx.Now())
	_, err := tx.Exec(ctx, `INSERT INTO draft (id, account_id, place, at, body) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (account_id, place) DO UPDATE SET at = ?, body = ?`, ids.New(), account, place, now, body, now, body)
	return err
}

func draftOf(ctx context.Context, tx *database.Tx, account, place string) (body string, at time.Time, err error) {
	body, err = database.One(ctx, tx, func(scan database.Scan) (string, error) {
		var text string
		var n int64
		err := scan(&text, &n)
		at = database.FromMicros(n)
		return text, err
	}, `SELECT body, at FROM draft WHERE account_id = ? AND place = ?`, account, place)
	return body, at, err
}

func deleteDraft(ctx context.Context, tx *database.Tx, account, place string) error {
	_, err := tx.Exec(ctx, `DELETE FROM draft WHERE account_id = ? AND place = ?`, account, place)
	return err
}

func choiceOf(ctx context.Context, tx *database.Tx, account, list string) (string, error) {
	return database.One(ctx, tx, text, `SELECT columns FROM list_choice WHERE account_id = ? AND page = ?`, account, list)
}

func putChoice(ctx context.Context, tx *database.Tx, account, list, values string) error {
	_, err := tx.Exec(ctx, `INSERT INTO list_choice (id, account_id, page, columns) VALUES (?, ?, ?, ?)
		ON CONFLICT (account_id, page) DO UPDATE SET columns = excluded.columns`, ids.New(), account, list, values)
	return err
}

func text(scan database.Scan) (string, error) {
	var s string
	err := scan(&s)
	return s, err
}

// How long things are kept.
const (
	HeldLife     = 24 * time.Hour
	AnsweredLife = 24 * time.Hour
	DraftLife    = 30 * 24 * time.Hour
)

// Sweep removes what no author came back for.
func Sweep(ctx context.Context, tx *database.Tx) error {
	for query, life := range map[string]time.Duration{
		`DELETE FROM held_form WHERE at < ?`:     HeldLife,
		`DELETE FROM answered_form WHERE at < ?`: AnsweredLife,
		`DELETE FROM draft WHERE at < ?`:         DraftLife,
	} {
		if _, err := tx.Exec(ctx, query, database.Micros(tx.Now().Add(-life))); err != nil {
			return err
		}
	}
	return nil
}

// sealedText is something that is kept, with what it is bound to and where it lies.
type sealedText struct {
	of, body string
	query    string
	where    []any
}

func (k sealedText) put(ctx context.Context, tx *database.Tx, body string) error {
	_, err := tx.Exec(ctx, k.query, append([]any{body}, k.where...)...)
	return err
}

// everything is all that is sealed here.
func everything(ctx context.Context, tx *database.Tx) ([]sealedText, error) {
	held, err := database.All(ctx, tx, func(scan database.Scan) (sealedText, error) {
		var id, body string
		err := scan(&id, &body)
		return sealedText{"held " + id, body, `UPDATE held_form SET body = ? WHERE id = ?`, []any{id}}, err
	}, `SELECT id, body FROM held_form`)
	if err != nil {
		return nil, err
	}
	drafts, err := database.All(ctx, tx, func(scan database.Scan) (sealedText, error) {
		var account, place, body string
		err := scan(&account, &place, &body)
		return sealedText{"draft " + account + " " + place, body, `UPDATE draft SET body = ? WHERE account_id = ? AND place = ?`, []any{account, place}}, err
	}, `SELECT account_id, place, body FROM draft`)
	return append(held, drafts...), err
}
