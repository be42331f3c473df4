package staff

import (
	"context"
	"encoding/base64"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff/phrases"
	"github.com/throughcare/throughcare/staff/seal"
)

const keyTable = "account_key"

// presentKey is the key of an account that is not ended, or NotFound.
func presentKey(ctx context.Context, tx *database.Tx, account string) (ownKey, error) {
	return database.One(ctx, tx, func(scan database.Scan) (k ownKey, err error) {
		var salt string
		var memory, passes int64
		if err = scan(&k.id, &k.rev, &k.account, &k.recipient, &memory, &passes, &salt, &k.wrapped); err != nil {
			return k, err
		}
		k.cost = phrases.Cost{MemoryKiB: uint32(memory), Passes: uint32(passes)} //nolint:gosec // as insertKey wrote them
		k.salt, err = base64.RawStdEncoding.DecodeString(salt)
		return k, err
	}, `SELECT id, rev, account_id, recipient, memory_kib, passes, salt, wrapped FROM account_key WHERE account_id = ? AND ended_at = 0`, account)
}

func insertKey(ctx context.Context, tx *trail.Tx, k ownKey) error {
	return tx.Insert(ctx, keyTable, k.id, trail.Set{
		"account_id": k.account, "recipient": k.recipient, "memory_kib": int64(k.cost.MemoryKiB), "passes": int64(k.cost.Passes),
		"salt": base64.RawStdEncoding.EncodeToString(k.salt), "wrapped": k.wrapped, "made_at": database.Micros(tx.Now()), "ended_at": 0,
	})
}

// updateKey locks a key anew; the pair stays.
func updateKey(ctx context.Context, tx *trail.Tx, before, k ownKey) error {
	return tx.Update(ctx, keyTable, before.id, before.rev, trail.Set{
		"memory_kib": int64(k.cost.MemoryKiB), "passes": int64(k.cost.Passes), "salt": base64.RawStdEncoding.EncodeToString(k.salt), "wrapped": k.wrapped,
	})
}

// carried is what the session of a token carries, or NotFound.
func carried(ctx context.Context, tx *database.Tx, token string) (session, wrapped string, err error) {
	found, err := database.One(ctx, tx, func(scan database.Scan) (row [2]string, err error) { return row, scan(&row[0], &row[1]) },
		`SELECT k.session_id, k.wrapped FROM session_key k JOIN session s ON s.id = k.session_id WHERE s.token_hash = ? AND s.locked = 0`, seal.Hash(token))
	return found[0], found[1], err
}

func putCarried(ctx context.Context, tx *database.Tx, session, wrapped string) error {
	_, err := tx.Exec(ctx, `INSERT INTO session_key (session_id, wrapped) VALUES (?, ?) ON CONFLICT (session_id) DO UPDATE SET wrapped = ?`,
		session, wrapped, wrapped)
	return err
}

// dropCarried takes the private half out of a session that is locked.
func dropCarried(ctx context.Context, tx *database.Tx, session string) error {
	_, err := tx.Exec(ctx, `DELETE FROM session_key WHERE session_id = ?`, session)
	return err
}

// KeyHolder is a living account and the public half of its key.
type KeyHolder struct {
	AccountID, Account string // id and name
	KeyID, Recipient   string // "" for who has not signed in with a pass phrase yet
}

// KeyHolders lists the living accounts, of every role, by name.
func KeyHolders(ctx context.Context, tx *database.Tx) ([]KeyHolder, error) {
	return database.All(ctx, tx, func(scan database.Scan) (h KeyHolder, err error) {
		return h, scan(&h.AccountID, &h.Account, &h.KeyID, &h.Recipient)
	}, `SELECT a.id, a.name, coalesce(k.id, ''), coalesce(k.recipient, '') FROM account a
		LEFT JOIN account_key k ON k.account_id = a.id AND k.ended_at = 0 WHERE a.disabled_at = 0 ORDER BY a.name, a.id`)
}
