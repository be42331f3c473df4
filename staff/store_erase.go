package staff

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Forget drops what was typed on pages about somebody and not sent, and what
// sessions hold of searches and sentences: ids are those of the person and of
// everything that was theirs.
func (s *Service) Forget(ctx context.Context, tx *database.Tx, ids map[string]bool) error {
	for table, column := range map[string][2]string{"draft": {"id", "place"}, "held_form": {"id", "path"}, "answered_form": {"once", "location"}} {
		if err := forgetTyped(ctx, tx, table, column, ids); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `UPDATE session SET flash = '', views = ''`)
	return err
}

// forgetTyped drops the rows of a table whose address names one of the ids.
func forgetTyped(ctx context.Context, tx *database.Tx, table string, column [2]string, ids map[string]bool) error {
	rows, err := database.All(ctx, tx, func(scan database.Scan) (row [2]string, err error) { return row, scan(&row[0], &row[1]) },
		`SELECT `+column[0]+`, `+column[1]+` FROM `+table)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !names(row[1], ids) {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE `+column[0]+` = ?`, row[0]); err != nil {
			return err
		}
	}
	return nil
}

// names reports whether a part of an address is one of the ids.
func names(address string, ids map[string]bool) bool {
	for _, part := range strings.FieldsFunc(address, func(r rune) bool { return strings.ContainsRune("/?&=#", r) }) {
		if ids[part] {
			return true
		}
	}
	return false
}

// EraseAccount removes what is kept of somebody who left, inside a change that
// cannot be undone: their name, how they signed in, what they had set. What they
// did stays in the trail under the name they had.
func (s *Service) EraseAccount(ctx context.Context, tx *trail.Tx, accountID string) error {
	r, err := accountByID(ctx, tx.Tx, accountID)
	if err != nil {
		return err
	}
	if r.Alive() {
		return fault.New(fault.Conflict, "staff: erase an account")
	}
	if err := tx.Update(ctx, "account", accountID, "", trail.Set{
		"name": trail.Silence, "sign_in": "", "sign_in_key": accountID, "phrase_hash": "", "code_secret": "", "locale": "", "theme": "", "density": "", "single_keys": 0,
	}); err != nil {
		return err
	}
	if err := tx.DeleteHolding(ctx, "passkey", "account_id", accountID); err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM sign_in_state WHERE account_id = ?`, `DELETE FROM known_browser WHERE account_id = ?`, `DELETE FROM account_notice WHERE account_id = ?`, `DELETE FROM recovery_code WHERE account_id = ?`,
		`DELETE FROM session WHERE account_id = ?`, `DELETE FROM sign_in_link WHERE account_id = ?`, `DELETE FROM held_form WHERE account_id = ?`,
		`DELETE FROM answered_form WHERE account_id = ?`, `DELETE FROM draft WHERE account_id = ?`, `DELETE FROM list_choice WHERE account_id = ?`,
	} {
		if _, err := tx.Exec(ctx, q, accountID); err != nil {
			return err
		}
	}
	return nil
}
