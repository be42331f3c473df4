package staff

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/staff/seal"
)

const selectSession = `SELECT id, account_id, created_at, seen_at, proved_at, proved_with, locked, device, flash, views, known, told_at FROM session`

func scanSession(scan database.Scan) (Session, error) {
	var (
		s                     Session
		created, seen, proved int64
		toldAt                int64
	)
	err := scan(&s.ID, &s.AccountID, &created, &seen, &proved, &s.provedWith, &s.Locked, &s.Device, &s.flash, &s.views, &s.known, &toldAt)
	s.CreatedAt, s.SeenAt, s.provedAt = database.FromMicros(created), database.FromMicros(seen), database.FromMicros(proved)
	s.toldAt = database.FromMicros(toldAt)
	return s, err
}

func sessionByToken(ctx context.Context, tx *database.Tx, token string) (Session, error) {
	return database.One(ctx, tx, scanSession, selectSession+` WHERE token_hash = ?`, seal.Hash(token))
}

func sessionByID(ctx context.Context, tx *database.Tx, id string) (Session, error) {
	return database.One(ctx, tx, scanSession, selectSession+` WHERE id = ?`, id)
}

func sessionsOf(ctx context.Context, tx *database.Tx, account string) ([]Session, error) {
	return database.All(ctx, tx, scanSession, selectSession+` WHERE account_id = ? AND created_at >= ? ORDER BY seen_at DESC, id`,
		account, database.Micros(tx.Now().Add(-SessionLife)))
}

func insertSession(ctx context.Context, tx *database.Tx, s Session, hash string) error {
	_, err := tx.Exec(ctx, `INSERT INTO session (id, token_hash, account_id, created_at, seen_at, proved_at, proved_with, locked, device, flash, views, known, told_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, '', '', ?, ?)`, s.ID, hash, s.AccountID, database.Micros(s.CreatedAt), database.Micros(s.SeenAt),
		database.Micros(s.provedAt), s.provedWith, s.Device, flag(s.known), database.Micros(s.toldAt))
	return err
}

// renewSession opens a session under a new token, with a proof just given.
func renewSession(ctx context.Context, tx *database.Tx, id, hash string, how By) error {
	now := database.Micros(tx.Now())
	_, err := tx.Exec(ctx, `UPDATE session SET token_hash = ?, seen_at = ?, proved_at = ?, proved_with = ?, locked = 0 WHERE id = ?`, hash, now, now, how, id)
	return err
}

// replaceToken gives a session another token, and leaves it as it is.
func replaceToken(ctx context.Context, tx *database.Tx, id, hash string) error {
	_, err := tx.Exec(ctx, `UPDATE session SET token_hash = ? WHERE id = ?`, hash, id)
	return err
}

// touchSession keeps when a session and its account were last seen.
func touchSession(ctx context.Context, tx *database.Tx, id, account string) error {
	now := database.Micros(tx.Now())
	if _, err := tx.Exec(ctx, `UPDATE session SET seen_at = ? WHERE id = ? AND locked = 0`, now, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE sign_in_state SET seen_at = ? WHERE account_id = ?`, now, account)
	return err
}

func lockSession(ctx context.Context, tx *database.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE session SET locked = 1 WHERE id = ?`, id)
	return err
}

func endSession(ctx context.Context, tx *database.Tx, account, id string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM session WHERE id = ? AND account_id = ?`, id, account)
	return n == 1, err
}

// endSessions ends every session of an account but one.
func endSessions(ctx context.Context, tx *database.Tx, account, but string) error {
	_, err := tx.Exec(ctx, `DELETE FROM session WHERE account_id = ? AND id <> ?`, account, but)
	return err
}

func keepSession(ctx context.Context, tx *database.Tx, id, flash, views string) error {
	_, err := tx.Exec(ctx, `UPDATE session SET flash = ?, views = ? WHERE id = ?`, flash, views, id)
	return err
}
