package staff

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/staff/kept"
	"github.com/throughcare/throughcare/staff/onetime"
	"github.com/throughcare/throughcare/staff/seal"
	"github.com/throughcare/throughcare/staff/told"
	"github.com/throughcare/throughcare/staff/tries"
)

// sweep removes what no longer matters: old tries, links, devices and forms.
func sweep(ctx context.Context, tx *database.Tx) error {
	now := tx.Now()
	ago := func(d time.Duration) int64 { return database.Micros(now.Add(-d)) }
	for _, s := range []struct {
		text   string
		before int64
	}{
		{`DELETE FROM sign_in_throttle WHERE wait_until < ?`, ago(tries.Life)},
		{`DELETE FROM sign_in_link WHERE until_at < ?`, ago(0)},
		{`DELETE FROM answered_challenge WHERE until_at < ?`, ago(0)},
		{`DELETE FROM session WHERE created_at < ?`, ago(SessionLife)},
	} {
		if _, err := tx.Exec(ctx, s.text, s.before); err != nil {
			return err
		}
	}
	if err := told.Sweep(ctx, tx); err != nil {
		return err
	}
	return kept.Sweep(ctx, tx)
}

// useStep marks a step of the one-time codes as used. It reports false when it
// was used before, by whoever came first.
func useStep(ctx context.Context, tx *database.Tx, account string, step int64) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE sign_in_state SET code_step = ? WHERE account_id = ? AND code_step < ?`, step, account, step)
	return n == 1, err
}

func lastStep(ctx context.Context, tx *database.Tx, account string) (int64, error) {
	return database.One(ctx, tx, func(scan database.Scan) (int64, error) {
		var n int64
		err := scan(&n)
		return n, err
	}, `SELECT code_step FROM sign_in_state WHERE account_id = ?`, account)
}

func newState(ctx context.Context, tx *database.Tx, account string) error {
	_, err := tx.Exec(ctx, `INSERT INTO sign_in_state (account_id, code_step, seen_at, left_at) VALUES (?, 0, 0, 0)`, account)
	return err
}

// beginVisit keeps when the visit before this one ended, for "since you were
// last here". A short absence is not the end of a visit.
func beginVisit(ctx context.Context, tx *database.Tx, account string) error {
	now := database.Micros(tx.Now())
	_, err := tx.Exec(ctx, `UPDATE sign_in_state SET left_at = CASE WHEN seen_at < ? THEN seen_at ELSE left_at END, seen_at = ?
		WHERE account_id = ?`, database.Micros(tx.Now().Add(-shortAbsence)), now, account)
	return err
}

// LastHere is when somebody's visit before the present one ended, or the zero
// time.
func LastHere(ctx context.Context, tx *database.Tx, account string) (time.Time, error) {
	n, err := database.One(ctx, tx, func(scan database.Scan) (int64, error) {
		var n int64
		err := scan(&n)
		return n, err
	}, `SELECT left_at FROM sign_in_state WHERE account_id = ?`, account)
	return moment(n), err
}

// useRecoveryCode spends a code. It reports false for one that is not the
// account's or was used.
func useRecoveryCode(ctx context.Context, tx *database.Tx, account, code string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE recovery_code SET used_at = ? WHERE code_hash = ? AND account_id = ? AND used_at = 0`,
		database.Micros(tx.Now()), seal.Hash(onetime.Plain(code)), account)
	return n == 1, err
}

func replaceRecoveryCodes(ctx context.Context, tx *database.Tx, account string, codes []string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM recovery_code WHERE account_id = ?`, account); err != nil {
		return err
	}
	for _, code := range codes {
		if _, err := tx.Exec(ctx, `INSERT INTO recovery_code (code_hash, account_id, used_at) VALUES (?, ?, 0)`, seal.Hash(onetime.Plain(code)), account); err != nil {
			return err
		}
	}
	return nil
}

func countRecoveryCodes(ctx context.Context, tx *database.Tx, account string) (int, error) {
	return database.One(ctx, tx, scanInt, `SELECT count(*) FROM recovery_code WHERE account_id = ? AND used_at = 0`, account)
}

func putLink(ctx context.Context, tx *database.Tx, hash, account string, purpose purpose, until time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO sign_in_link (token_hash, account_id, purpose, until_at) VALUES (?, ?, ?, ?)`,
		hash, account, purpose, database.Micros(until))
	return err
}

func dropLinks(ctx context.Context, tx *database.Tx, account string) error {
	_, err := tx.Exec(ctx, `DELETE FROM sign_in_link WHERE account_id = ?`, account)
	return err
}

// linkAccount is whose link it is, or NotFound when it is unknown, used, too
// old, or for something else.
func linkAccount(ctx context.Context, tx *database.Tx, token string, purpose purpose) (record, error) {
	id, err := database.One(ctx, tx, scanText, `SELECT account_id FROM sign_in_link WHERE token_hash = ? AND purpose = ? AND until_at > ?`,
		seal.Hash(token), purpose, database.Micros(tx.Now()))
	if err != nil {
		return record{}, err
	}
	return accountByID(ctx, tx, id)
}

// useLink spends a link. It reports false for one that somebody else just used.
func useLink(ctx context.Context, tx *database.Tx, token string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM sign_in_link WHERE token_hash = ?`, seal.Hash(token))
	return n == 1, err
}
