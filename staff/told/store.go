package told

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/staff/seal"
)

// Life is how long a notice waits for its reader.
const Life = 90 * 24 * time.Hour

// Tell adds a notice for everybody in an account but one session.
func Tell(ctx context.Context, tx *database.Tx, account, session, what, about string) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_notice (id, account_id, session_id, at, what, about) VALUES (?, ?, ?, ?, ?, ?)`,
		ids.New(), account, session, database.Micros(tx.Now()), what, about)
	return err
}

// For lists what a session has not told yet, the oldest first.
func For(ctx context.Context, tx *database.Tx, account, session string, toldAt time.Time) ([]Notice, error) {
	return database.All(ctx, tx, func(scan database.Scan) (Notice, error) {
		var n Notice
		var at int64
		err := scan(&at, &n.What, &n.About)
		n.At = database.FromMicros(at)
		return n, err
	}, `SELECT at, what, about FROM account_notice WHERE account_id = ? AND at > ? AND session_id <> ? ORDER BY at, id LIMIT 5`,
		account, database.Micros(toldAt), session)
}

func shown(ctx context.Context, tx *database.Tx, session string, until time.Time) error {
	at := database.Micros(until)
	if _, err := tx.Exec(ctx, `UPDATE session SET told_at = ? WHERE id = ? AND told_at < ?`, at, session, at); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE sign_in_state SET told_at = ? WHERE told_at < ?
		AND account_id IN (SELECT account_id FROM session WHERE id = ? AND known = 1)`, at, at, session)
	return err
}

func lastTold(ctx context.Context, tx *database.Tx, account string) (time.Time, error) {
	n, err := database.One(ctx, tx, func(scan database.Scan) (int64, error) {
		var n int64
		err := scan(&n)
		return n, err
	}, `SELECT told_at FROM sign_in_state WHERE account_id = ?`, account)
	return database.FromMicros(n), err
}

// anyBefore reports whether somebody signed in to the account before.
func anyBefore(ctx context.Context, tx *database.Tx, account string) (bool, error) {
	n, err := database.One(ctx, tx, count, `SELECT (SELECT count(*) FROM known_browser WHERE account_id = ?) + (SELECT count(*) FROM session WHERE account_id = ?)`, account, account)
	return n > 0, err
}

// Know remembers a browser as an account's.
func Know(ctx context.Context, tx *database.Tx, account, device, words string) error {
	now := database.Micros(tx.Now())
	_, err := tx.Exec(ctx, `INSERT INTO known_browser (id, account_id, words, seen_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET words = ?, seen_at = ?`, seal.Hash(browserID(device, account)), account, words, now, words, now)
	return err
}

// Known reports whether the account has signed in from the device before.
func Known(ctx context.Context, tx *database.Tx, account, device string) (bool, error) {
	n, err := database.One(ctx, tx, count, `SELECT count(*) FROM known_browser WHERE id = ? AND seen_at >= ?`,
		seal.Hash(browserID(device, account)), database.Micros(tx.Now().Add(-BrowserLife)))
	return n == 1, err
}

func browsersOf(ctx context.Context, tx *database.Tx, account string) ([]KnownBrowser, error) {
	return database.All(ctx, tx, func(scan database.Scan) (KnownBrowser, error) {
		var b KnownBrowser
		var at int64
		err := scan(&b.ID, &b.Words, &at)
		b.SeenAt = database.FromMicros(at)
		return b, err
	}, `SELECT id, words, seen_at FROM known_browser WHERE account_id = ? ORDER BY seen_at DESC, id`, account)
}

// Forget makes every browser of an account a strange one.
func Forget(ctx context.Context, tx *database.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM known_browser WHERE account_id = ?`, account)
	return err
}

// BrowserLife is how long a browser that nobody used is known.
const BrowserLife = 180 * 24 * time.Hour

// Sweep removes old notices, and browsers nobody uses.
func Sweep(ctx context.Context, tx *database.Tx) error {
	if _, err := tx.Exec(ctx, `DELETE FROM account_notice WHERE at < ?`, database.Micros(tx.Now().Add(-Life))); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM known_browser WHERE seen_at < ?`, database.Micros(tx.Now().Add(-BrowserLife)))
	return err
}

func count(scan database.Scan) (int, error) {
	var n int
	err := scan(&n)
	return n, err
}
