package staff

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// record is an account with what stays in this package.
type record struct {
	Account
	phraseHash string
	codeSecret string // sealed
}

const selectAccount = `SELECT a.id, a.rev, a.name, a.sign_in, a.role, a.phrase_hash, a.code_secret, a.locale, a.theme, a.density,
	a.single_keys, a.chapter_id, a.created_at, a.disabled_at, COALESCE(s.seen_at, 0),
	(SELECT count(*) FROM passkey k WHERE k.account_id = a.id AND k.stopped_at = 0) FROM account a LEFT JOIN sign_in_state s ON s.account_id = a.id`

func scanAccount(scan database.Scan) (record, error) {
	var (
		r                    record
		created, ended, seen int64
		keys                 int
	)
	err := scan(&r.ID, &r.Rev, &r.Name, &r.SignIn, &r.Role, &r.phraseHash, &r.codeSecret, &r.Locale, &r.Theme, &r.Density,
		&r.SingleKeys, &r.Chapter, &created, &ended, &seen, &keys)
	r.Has = Factors{Phrase: r.phraseHash != "", Codes: r.codeSecret != "", Passkeys: keys}
	r.CreatedAt, r.EndedAt, r.SeenAt = database.FromMicros(created), moment(ended), moment(seen)
	return r, err
}

// moment is a stored instant, of which 0 means never.
func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return database.FromMicros(n)
}

func accountByID(ctx context.Context, tx *database.Tx, id string) (record, error) {
	return database.One(ctx, tx, scanAccount, selectAccount+` WHERE a.id = ?`, id)
}

func accountByName(ctx context.Context, tx *database.Tx, name string) (record, error) {
	return database.One(ctx, tx, scanAccount, selectAccount+` WHERE a.sign_in_key = ?`, signInKey(name))
}

func allAccounts(ctx context.Context, tx *database.Tx) ([]record, error) {
	return database.All(ctx, tx, scanAccount, selectAccount+` ORDER BY a.disabled_at, a.name, a.id`)
}

func countAccounts(ctx context.Context, tx *database.Tx) (int, error) {
	return database.One(ctx, tx, scanInt, `SELECT count(*) FROM account`)
}

// countAlive counts the living accounts of some roles, without one of them.
func countAlive(ctx context.Context, tx *database.Tx, without string, roles []authz.Role) (int, error) {
	args := []any{without}
	for _, r := range roles {
		args = append(args, r)
	}
	return database.One(ctx, tx, scanInt, `SELECT count(*) FROM account WHERE disabled_at = 0 AND id <> ? AND role IN `+database.In(len(roles)), args...)
}

func scanInt(scan database.Scan) (int, error) {
	var n int
	err := scan(&n)
	return n, err
}

func scanText(scan database.Scan) (string, error) {
	var s string
	err := scan(&s)
	return s, err
}

func insertAccount(ctx context.Context, tx *trail.Tx, id string, n NewAccount, phraseHash string) error {
	return tx.Insert(ctx, "account", id, trail.Set{
		"name": n.Name, "sign_in": n.SignIn, "sign_in_key": signInKey(n.SignIn), "role": n.Role,
		"phrase_hash": phraseHash, "code_secret": "", "locale": "", "theme": "", "density": "", "single_keys": 0,
		"created_at": database.Micros(tx.Now()), "disabled_at": 0,
	})
}

// limits is what else decides what an account may see now.
type limits struct{ barred, glass bool }

// limitsOf looks for conflicts of interest and for broken glass.
func limitsOf(ctx context.Context, tx *database.Tx, account string) (l limits, err error) {
	now := database.Micros(tx.Now())
	return database.One(ctx, tx, func(scan database.Scan) (limits, error) {
		var bars, glasses int
		err := scan(&bars, &glasses)
		return limits{bars > 0, glasses > 0}, err
	}, `SELECT (SELECT count(*) FROM access_bar WHERE account_id = ? AND from_at <= ? AND until_at > ?),
		(SELECT count(*) FROM broken_glass WHERE account_id = ? AND until_at > ?)`, account, now, now, account, now)
}

// Names maps the id of every account, living or ended, to its name.
func Names(ctx context.Context, tx *database.Tx) (map[string]string, error) {
	names := map[string]string{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var id, name string
		if err := scan(&id, &name); err != nil {
			return err
		}
		names[id] = name
		return nil
	}, `SELECT id, name FROM account`)
	return names, err
}

// Colleague is somebody work can be given to.
type Colleague struct {
	ID, Name string
	Role     authz.Role
}

// Colleagues lists the living accounts that work with people, by name; the
// administrator is not one of them.
func Colleagues(ctx context.Context, tx *database.Tx) ([]Colleague, error) {
	return database.All(ctx, tx, func(scan database.Scan) (Colleague, error) {
		var c Colleague
		err := scan(&c.ID, &c.Name, &c.Role)
		return c, err
	}, `SELECT id, name, role FROM account WHERE disabled_at = 0 AND role <> ? ORDER BY name, id`, authz.Administrator)
}
