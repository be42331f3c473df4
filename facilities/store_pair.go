package facilities

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
)

// pairRow is a stored pair.
type pairRow struct {
	id, rev, a, b, reasons, decision string
	likeness                         float64
}

const selectPair = `SELECT p.id, p.rev, p.a_id, p.b_id, p.likeness, p.reasons, p.decision FROM facility_pair p`

func scanPair(scan database.Scan) (p pairRow, err error) {
	return p, scan(&p.id, &p.rev, &p.a, &p.b, &p.likeness, &p.reasons, &p.decision)
}

// openPairs reads undecided pairs of facilities that still stand on their own.
func openPairs(ctx context.Context, tx *database.Tx, limit, offset int) ([]pairRow, int, error) {
	const from = ` JOIN facility a ON a.id = p.a_id AND a.merged_into = '' JOIN facility b ON b.id = p.b_id AND b.merged_into = '' WHERE p.decision = ''`
	total, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM facility_pair p`+from)
	if err != nil {
		return nil, 0, err
	}
	rows, err := database.All(ctx, tx, scanPair, selectPair+from+` ORDER BY p.likeness DESC, p.id LIMIT ? OFFSET ?`, limit, offset)
	return rows, total, err
}

func pairByID(ctx context.Context, tx *database.Tx, id string) (pairRow, error) {
	return database.One(ctx, tx, scanPair, selectPair+` WHERE p.id = ?`, id)
}

func pairsOf(ctx context.Context, tx *database.Tx, facilityID string) ([]pairRow, error) {
	return database.All(ctx, tx, scanPair, selectPair+` WHERE p.a_id = ? OR p.b_id = ? ORDER BY p.id`, facilityID, facilityID)
}

// rowsOf lists the ids of the rows of a table that belong to a facility.
func rowsOf(ctx context.Context, tx *database.Tx, table, facilityID string) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT id FROM `+table+` WHERE facility_id = ? ORDER BY id`, facilityID)
}

// orphans counts the rows whose facility is not there.
func orphans(ctx context.Context, tx *database.Tx) (int, error) {
	sum := 0
	for _, table := range []string{ruleTable, postTable, addressTable} {
		n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
			`SELECT count(*) FROM `+table+` r WHERE NOT EXISTS (SELECT 1 FROM facility f WHERE f.id = r.facility_id)`)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}
