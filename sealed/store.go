package sealed

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

const (
	matterTable, entryTable, namedTable = "sealed_matter", "sealed_entry", "sealed_named"
	aboutTable, againstTable            = "sealed_about", "sealed_against"
	recoveryTable, useTable             = "sealed_recovery", "sealed_use"
)

// matterRow is a matter as it lies.
type matterRow struct{ id, rev, wrapped, head, recoveryID string }

const matterColumns = `m.id, m.rev, m.wrapped, m.head, m.recovery_id`

func (m *matterRow) dest() []any { return []any{&m.id, &m.rev, &m.wrapped, &m.head, &m.recoveryID} }

func matterByID(ctx context.Context, tx *database.Tx, id string) (matterRow, error) {
	return database.One(ctx, tx, func(scan database.Scan) (m matterRow, err error) { return m, scan(m.dest()...) },
		`SELECT `+matterColumns+` FROM sealed_matter m WHERE m.id = ?`, id)
}

// standing says how an account stands to a matter: whether it is named, and
// whether it is kept out, because the matter is about it or because of a conflict
// of interest with somebody it is about.
func standing(ctx context.Context, tx *database.Tx, account, matter string) (named, barred bool, err error) {
	now := database.Micros(tx.Now())
	counts, err := database.One(ctx, tx, func(scan database.Scan) (n [2]int, err error) { return n, scan(&n[0], &n[1]) },
		`SELECT (SELECT count(*) FROM sealed_named n WHERE n.matter_id = ? AND n.account_id = ?),
			(SELECT count(*) FROM sealed_against g WHERE g.matter_id = ? AND g.account_id = ?) +
			(SELECT count(*) FROM sealed_about p JOIN access_bar b ON b.person_id = p.person_id
				WHERE p.matter_id = ? AND b.account_id = ? AND b.from_at <= ? AND b.until_at > ?)`,
		matter, account, matter, account, matter, account, now, now)
	return counts[0] > 0, counts[1] > 0, err
}

// lineRow is a matter with when something was last written in it, when the
// account was named, and when it last looked.
type lineRow struct {
	matterRow
	last, named, looked time.Time
}

// fresh reports whether there is something the account has not seen.
func (l lineRow) fresh() bool { return l.last.After(l.looked) || l.named.After(l.looked) }

// linesOf lists the matters an account is named in.
func linesOf(ctx context.Context, tx *database.Tx, account string) ([]lineRow, error) {
	lines, err := database.All(ctx, tx, func(scan database.Scan) (l lineRow, err error) {
		var last, named int64
		err = scan(append(l.dest(), &last, &named)...)
		l.last, l.named = database.FromMicros(last), database.FromMicros(named)
		return l, err
	}, `SELECT `+matterColumns+`, (SELECT max(e.at) FROM sealed_entry e WHERE e.matter_id = m.id) AS last, n.at
		FROM sealed_named n JOIN sealed_matter m ON m.id = n.matter_id WHERE n.account_id = ? ORDER BY last DESC, m.id DESC`, account)
	for i := range lines {
		if err == nil {
			lines[i].looked, err = trail.LastLook(ctx, tx, Thing(lines[i].id), account)
		}
	}
	return lines, err
}

type entryRow struct {
	id, rev, body string
	at            time.Time
}

func entriesOf(ctx context.Context, tx *database.Tx, matter string) ([]entryRow, error) {
	return database.All(ctx, tx, func(scan database.Scan) (e entryRow, err error) {
		var at int64
		err = scan(&e.id, &e.rev, &e.body, &at)
		e.at = database.FromMicros(at)
		return e, err
	}, `SELECT id, rev, body, at FROM sealed_entry WHERE matter_id = ? ORDER BY at, id`, matter)
}

// namedRow is somebody named, with the key they were named with.
type namedRow struct {
	id, accountID, account, keyID, recipient string
	at                                       time.Time
	alive                                    bool // the account was not ended
	present                                  bool // the key is still theirs
}

func (n namedRow) opens() bool { return n.alive && n.present }

func namedIn(ctx context.Context, tx *database.Tx, matter string) ([]namedRow, error) {
	return database.All(ctx, tx, func(scan database.Scan) (n namedRow, err error) {
		var at, accountEnded, keyEnded int64
		err = scan(&n.id, &n.accountID, &n.account, &n.keyID, &n.recipient, &at, &accountEnded, &keyEnded)
		n.at, n.alive, n.present = database.FromMicros(at), accountEnded == 0, keyEnded == 0
		return n, err
	}, `SELECT n.id, n.account_id, a.name, n.key_id, k.recipient, n.at, a.disabled_at, k.ended_at FROM sealed_named n
		JOIN account a ON a.id = n.account_id JOIN account_key k ON k.id = n.key_id WHERE n.matter_id = ? ORDER BY n.id`, matter)
}

// aboutOf lists the people a matter is about; those the actor may not see, or
// whose role reads nobody, without a name.
func aboutOf(ctx context.Context, tx *database.Tx, actor authz.Actor, matter string) ([]Person, error) {
	wall, args := seen(tx, actor)
	return database.All(ctx, tx, func(scan database.Scan) (p Person, err error) { return p, scan(&p.ID, &p.PersonID, &p.Name) },
		`SELECT x.id, x.person_id, coalesce(p.name, '') FROM sealed_about x LEFT JOIN person p ON p.id = x.person_id AND `+wall+`
			WHERE x.matter_id = ? ORDER BY x.id`, append(args, matter)...)
}

// seen is the wall of an actor around people p.
func seen(tx *database.Tx, actor authz.Actor) (string, []any) {
	if !actor.May(people.MayRead) {
		return "1=0", nil
	}
	return actor.PersonWall("p.id", database.Micros(tx.Now()))
}

// personSeen is the name of somebody the actor sees, or NotFound.
func personSeen(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (string, error) {
	wall, args := seen(tx, actor)
	return database.One(ctx, tx, scanText, `SELECT p.name FROM person p WHERE p.id = ? AND `+wall, append([]any{id}, args...)...)
}

// exactly finds people the actor sees by a whole number or a whole name, at most
// two: more than one is nobody in particular.
func exactly(ctx context.Context, tx *database.Tx, actor authz.Actor, numberKey, nameKey string) ([]string, error) {
	wall, args := seen(tx, actor)
	return database.All(ctx, tx, scanText, `SELECT p.id FROM person p
		WHERE (p.name_key = ? OR p.id IN (SELECT person_id FROM person_number WHERE number_key = ?)) AND `+wall+` LIMIT 2`,
		append([]any{nameKey, numberKey}, args...)...)
}

func againstOf(ctx context.Context, tx *database.Tx, matter string) ([]Colleague, error) {
	return database.All(ctx, tx, func(scan database.Scan) (c Colleague, err error) { return c, scan(&c.ID, &c.AccountID, &c.Name) },
		`SELECT g.id, g.account_id, a.name FROM sealed_against g JOIN account a ON a.id = g.account_id WHERE g.matter_id = ? ORDER BY g.id`, matter)
}

func accountName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, scanText, `SELECT name FROM account WHERE id = ?`, id)
}

func scanText(scan database.Scan) (s string, err error) { return s, scan(&s) }

func insertAbout(ctx context.Context, tx *trail.Tx, matter, person string) error {
	return tx.Insert(ctx, aboutTable, ids.New(), trail.Set{"matter_id": matter, "person_id": person})
}

func insertAgainst(ctx context.Context, tx *trail.Tx, matter, account string) error {
	return tx.Insert(ctx, againstTable, ids.New(), trail.Set{"matter_id": matter, "account_id": account})
}

// dropFrom removes a row around a matter; one of another matter is not found.
func dropFrom(ctx context.Context, tx *trail.Tx, table, matter, id string) error {
	row, err := tx.Row(ctx, table, id)
	if err != nil {
		return err
	}
	if row["matter_id"] != matter {
		return fault.New(fault.NotFound, "sealed: drop")
	}
	return tx.Delete(ctx, table, id)
}
