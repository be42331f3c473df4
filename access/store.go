package access

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of this package; access_grant is shared with casework and people.
const (
	grantTable       = "access_grant"
	barTable         = "access_bar"
	glassTable       = "broken_glass"
	chapterTable     = "chapter"
	offerTable       = "chapter_offer"
	restrictionTable = "restriction"
)

// until reads a stored end; what has none is the zero time.
func until(n int64) time.Time {
	if t := database.FromMicros(n); t.Before(forever) {
		return t
	}
	return time.Time{}
}

const selectGrant = `SELECT g.id, g.rev, g.account_id, COALESCE(a.name, ''), g.from_at, g.until_at, g.reason FROM access_grant g
	LEFT JOIN account a ON a.id = g.account_id`

func scanGrant(scan database.Scan) (g Grant, err error) {
	var from, end int64
	err = scan(&g.ID, &g.Rev, &g.AccountID, &g.Account, &from, &end, &g.Reason)
	g.From, g.Until = database.FromMicros(from), until(end)
	return g, err
}

// grantsOn lists the grants on a person that run.
func grantsOn(ctx context.Context, tx *database.Tx, personID string) ([]Grant, error) {
	now := database.Micros(tx.Now())
	return database.All(ctx, tx, scanGrant, selectGrant+` WHERE g.person_id = ? AND g.from_at <= ? AND g.until_at > ? ORDER BY a.name, g.until_at DESC, g.id`, personID, now, now)
}

func grantByID(ctx context.Context, tx *database.Tx, personID, id string) (Grant, error) {
	return database.One(ctx, tx, scanGrant, selectGrant+` WHERE g.person_id = ? AND g.id = ? AND g.until_at > ?`, personID, id, database.Micros(tx.Now()))
}

// endGlassGrants ends what broken glass gave an account.
func endGlassGrants(ctx context.Context, tx *trail.Tx, account, personID string) error {
	now := database.Micros(tx.Now())
	open, err := database.All(ctx, tx.Tx, scanText, `SELECT id FROM access_grant WHERE account_id = ? AND person_id = ? AND reason = ? AND until_at > ?`,
		account, personID, ByGlass, now)
	for _, id := range open {
		if err := tx.Update(ctx, grantTable, id, "", trail.Set{"until_at": now}); err != nil {
			return err
		}
	}
	return err
}

func scanText(scan database.Scan) (s string, err error) { return s, scan(&s) }

const selectBar = `SELECT b.id, b.rev, b.account_id, COALESCE(a.name, ''), b.person_id, b.kind, b.why, COALESCE(w.name, ''), b.from_at, b.until_at FROM access_bar b
	LEFT JOIN account a ON a.id = b.account_id LEFT JOIN account w ON w.id = b.by_id`

func scanBar(scan database.Scan) (b Bar, err error) {
	var from, end int64
	err = scan(&b.ID, &b.Rev, &b.AccountID, &b.Account, &b.PersonID, &b.Kind, &b.Why, &b.By, &from, &end)
	b.From, b.Until = database.FromMicros(from), until(end)
	return b, err
}

func barsOn(ctx context.Context, tx *database.Tx, personID string) ([]Bar, error) {
	return database.All(ctx, tx, scanBar, selectBar+` WHERE b.person_id = ? AND b.until_at > ? ORDER BY a.name, b.id`, personID, database.Micros(tx.Now()))
}

func barByID(ctx context.Context, tx *database.Tx, personID, id string) (Bar, error) {
	return database.One(ctx, tx, scanBar, selectBar+` WHERE b.person_id = ? AND b.id = ? AND b.until_at > ?`, personID, id, database.Micros(tx.Now()))
}

// barred counts what keeps an account from a person now.
func barred(ctx context.Context, tx *database.Tx, accountID, personID string, now int64) (int, error) {
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM access_bar WHERE account_id = ? AND person_id = ? AND from_at <= ? AND until_at > ?`, accountID, personID, now, now)
}

const selectGlass = `SELECT x.id, x.rev, x.account_id, COALESCE(a.name, ''), x.person_id, x.why, x.from_at, x.until_at FROM broken_glass x
	LEFT JOIN account a ON a.id = x.account_id`

func scanGlass(scan database.Scan) (g Glass, err error) {
	var from, end int64
	err = scan(&g.ID, &g.Rev, &g.AccountID, &g.Account, &g.PersonID, &g.Why, &from, &end)
	g.From, g.Until = database.FromMicros(from), database.FromMicros(end)
	return g, err
}

func glassOn(ctx context.Context, tx *database.Tx, personID string) ([]Glass, error) {
	return database.All(ctx, tx, scanGlass, selectGlass+` WHERE x.person_id = ? ORDER BY x.from_at DESC, x.id LIMIT 50`, personID)
}

func openGlass(ctx context.Context, tx *database.Tx, account string) ([]Glass, error) {
	return database.All(ctx, tx, scanGlass, selectGlass+` WHERE x.account_id = ? AND x.until_at > ? ORDER BY x.from_at, x.id`, account, database.Micros(tx.Now()))
}

// glassSince lists broken glass with the names of the people the actor sees.
func glassSince(ctx context.Context, tx *database.Tx, actor authz.Actor, since time.Time) ([]Glass, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (g Glass, err error) {
		var from, end int64
		err = scan(&g.ID, &g.Rev, &g.AccountID, &g.Account, &g.PersonID, &g.Why, &from, &end, &g.Person)
		g.From, g.Until = database.FromMicros(from), database.FromMicros(end)
		return g, err
	}, `SELECT x.id, x.rev, x.account_id, COALESCE(a.name, ''), x.person_id, x.why, x.from_at, x.until_at, COALESCE(p.name, '') FROM broken_glass x
		LEFT JOIN account a ON a.id = x.account_id LEFT JOIN person p ON p.id = x.person_id AND `+wall+`
		WHERE x.from_at > ? ORDER BY x.from_at DESC, x.id LIMIT 500`, append(args, database.Micros(since))...)
}

// workersOf lists the accounts that have an open case with a person.
func workersOf(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	return database.All(ctx, tx, scanText, `SELECT DISTINCT c.worker_id FROM case_file c JOIN account a ON a.id = c.worker_id
		WHERE c.person_id = ? AND c.state <> 'closed' AND a.disabled_at = 0 ORDER BY c.worker_id`, personID)
}

type somebody struct{ id, name string }

// exactly finds people by a whole number or a whole name, at most two: more
// than one is nobody in particular.
func exactly(ctx context.Context, tx *database.Tx, actor authz.Actor, numberKey, nameKey string) ([]somebody, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (x somebody, err error) { return x, scan(&x.id, &x.name) },
		`SELECT p.id, p.name FROM person p WHERE (p.name_key = ? OR p.id IN (SELECT person_id FROM person_number WHERE number_key = ?)) AND `+wall+` LIMIT 2`,
		append([]any{nameKey, numberKey}, args...)...)
}

const selectRestriction = `SELECT r.id, r.rev, r.why, COALESCE(a.name, ''), r.from_at, r.until_at FROM restriction r LEFT JOIN account a ON a.id = r.by_id`

// restrictionOf is the restriction of a person that runs, or nil.
func restrictionOf(ctx context.Context, tx *database.Tx, personID string) (*Restriction, error) {
	r, err := database.One(ctx, tx, func(scan database.Scan) (r Restriction, err error) {
		var from, end int64
		err = scan(&r.ID, &r.Rev, &r.Why, &r.By, &from, &end)
		r.From, r.Until = database.FromMicros(from), until(end)
		return r, err
	}, selectRestriction+` WHERE r.person_id = ? AND r.until_at > ? ORDER BY r.id LIMIT 1`, personID, database.Micros(tx.Now()))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return &r, err
}

// stillOpen lists what an account was given that has not ended.
func stillOpen(ctx context.Context, tx *database.Tx, table, account string) ([]string, error) {
	return database.All(ctx, tx, scanText, `SELECT id FROM `+table+` WHERE account_id = ? AND until_at > ? ORDER BY id`, account, database.Micros(tx.Now()))
}
