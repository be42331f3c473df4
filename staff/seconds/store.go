package seconds

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Open lists what waits for a second person, or was confirmed and not
// used, the oldest first; account is whose, "" for everybody's.
func Open(ctx context.Context, tx *database.Tx, account string) ([]Waiting, error) {
	since := database.Micros(tx.Now().Add(-Life))
	return database.All(ctx, tx, func(scan database.Scan) (Waiting, error) {
		var (
			w                 Waiting
			asked, yes, lifts int64
		)
		err := scan(&w.ID, &w.AccountID, &w.Name, &w.Kind, &w.Role, &lifts, &w.ByID, &w.By, &asked, &yes)
		w.AskedAt, w.Confirmed, w.Factors = database.FromMicros(asked), yes != 0, lifts == 1
		return w, err
	}, `SELECT p.id, p.account_id, a.name, p.kind, p.role, p.factors, p.by_id, COALESCE(b.name, ''), p.asked_at, p.confirmed_at
		FROM second_person p JOIN account a ON a.id = p.account_id LEFT JOIN account b ON b.id = p.by_id
		WHERE p.ended_at = 0 AND (p.asked_at > ? OR p.confirmed_at > ?) AND (? = '' OR p.account_id = ?) ORDER BY p.asked_at, p.id`,
		since, since, account, account)
}

// Waits reports whether a request still waits for its answer.
func Waits(ctx context.Context, tx *database.Tx, id string) (bool, error) {
	n, err := database.One(ctx, tx, func(scan database.Scan) (int, error) {
		var n int
		err := scan(&n)
		return n, err
	}, `SELECT count(*) FROM second_person WHERE id = ? AND ended_at = 0 AND confirmed_at = 0`, id)
	return n == 1, err
}

// able lists the living accounts of some roles that somebody has a pass phrase
// for, without two of them.
func able(ctx context.Context, tx *database.Tx, roles []authz.Role, without, and string) ([]string, error) {
	args := []any{without, and}
	for _, r := range roles {
		args = append(args, r)
	}
	return database.All(ctx, tx, func(scan database.Scan) (string, error) {
		var id string
		err := scan(&id)
		return id, err
	}, `SELECT id FROM account WHERE disabled_at = 0 AND phrase_hash <> '' AND id <> ? AND id <> ?
		AND role IN `+database.In(len(roles))+` ORDER BY id`, args...)
}
