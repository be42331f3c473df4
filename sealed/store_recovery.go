package sealed

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

const selectRecovery = `SELECT r.id, r.recipient, coalesce(a.name, ''), r.witness, r.at FROM sealed_recovery r LEFT JOIN account a ON a.id = r.by_id`

func scanRecovery(scan database.Scan) (r Recovery, err error) {
	var at int64
	err = scan(&r.ID, &r.Recipient, &r.By, &r.Witness, &at)
	r.At = database.FromMicros(at)
	return r, err
}

// presentRecovery is the sheets that open what is sealed from now on; nil for none.
func presentRecovery(ctx context.Context, tx *database.Tx) (*Recovery, error) {
	r, err := database.One(ctx, tx, scanRecovery, selectRecovery+` WHERE r.ended_at = 0 ORDER BY r.id DESC LIMIT 1`)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &r, err
}

func recoveryByID(ctx context.Context, tx *database.Tx, id string) (Recovery, error) {
	return database.One(ctx, tx, scanRecovery, selectRecovery+` WHERE r.id = ?`, id)
}

// recoveryOf is the set, present or replaced, of a public half, or NotFound.
func recoveryOf(ctx context.Context, tx *database.Tx, recipient string) (Recovery, error) {
	return database.One(ctx, tx, scanRecovery, selectRecovery+` WHERE r.recipient = ?`, recipient)
}

// mattersWith lists the matters a set of sheets opens.
func mattersWith(ctx context.Context, tx *database.Tx, recovery string) ([]string, error) {
	return database.All(ctx, tx, scanText, `SELECT id FROM sealed_matter WHERE recovery_id = ? ORDER BY id`, recovery)
}

func usesOf(ctx context.Context, tx *database.Tx) ([]Use, error) {
	return database.All(ctx, tx, func(scan database.Scan) (u Use, err error) {
		var at int64
		err = scan(&u.By, &u.For, &u.Why, &at)
		u.At = database.FromMicros(at)
		return u, err
	}, `SELECT coalesce(b.name, ''), coalesce(f.name, ''), u.why, u.at FROM sealed_use u
		LEFT JOIN account b ON b.id = u.by_id LEFT JOIN account f ON f.id = u.account_id ORDER BY u.id DESC LIMIT 100`)
}

// health counts the matters that nobody can open, and those of replaced sheets.
func health(ctx context.Context, tx *database.Tx, now *Recovery) (h Health, err error) {
	present := ""
	if now != nil {
		present = now.ID
	}
	counts, err := database.One(ctx, tx, func(scan database.Scan) (n [3]int, err error) { return n, scan(&n[0], &n[1], &n[2]) },
		`SELECT (SELECT count(*) FROM sealed_matter),
			(SELECT count(*) FROM sealed_matter m WHERE m.recovery_id <> ?),
			(SELECT count(*) FROM sealed_matter m WHERE NOT EXISTS (SELECT 1 FROM sealed_named n
				JOIN account a ON a.id = n.account_id JOIN account_key k ON k.id = n.key_id
				WHERE n.matter_id = m.id AND a.disabled_at = 0 AND k.ended_at = 0))`, present)
	return Health{Lacking: counts[0] > 0 && now == nil, Old: counts[1], Shut: counts[2]}, err
}
