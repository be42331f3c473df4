package staff

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/staff/seal"
)

const selectPasskey = `SELECT p.id, p.rev, p.account_id, p.credential, p.public_key, p.site, p.synced, p.name, p.made_at, p.stopped_at,
	COALESCE(u.uses, 0), COALESCE(u.used_at, 0) FROM passkey p LEFT JOIN passkey_use u ON u.id = p.id`

func scanPasskey(scan database.Scan) (Passkey, error) {
	var (
		k                             Passkey
		credential, public            string
		synced, uses                  int64
		madeAt, stoppedAt, lastUsedAt int64
	)
	err := scan(&k.ID, &k.Rev, &k.accountID, &credential, &public, &k.site, &synced, &k.Name, &madeAt, &stoppedAt, &uses, &lastUsedAt)
	if err != nil {
		return k, err
	}
	k.MadeAt, k.StoppedAt, k.UsedAt = moment(madeAt), moment(stoppedAt), moment(lastUsedAt)
	k.Synced, k.key.Synced, k.key.Count = synced == 1, synced == 1, uint32(uses) // #nosec G115 -- stored from 32 bits
	if k.key.ID, err = seal.URL64.DecodeString(credential); err != nil {
		return k, err
	}
	k.key.Public, err = seal.URL64.DecodeString(public)
	return k, err
}

func passkeysOf(ctx context.Context, tx *database.Tx, account string) ([]Passkey, error) {
	return database.All(ctx, tx, scanPasskey, selectPasskey+` WHERE p.account_id = ? ORDER BY p.made_at, p.id`, account)
}

func ownPasskey(ctx context.Context, tx *database.Tx, account, id string) (Passkey, error) {
	return database.One(ctx, tx, scanPasskey, selectPasskey+` WHERE p.id = ? AND p.account_id = ?`, id, account)
}

// shownPasskey finds a passkey by what its device calls it, and whose it is.
func shownPasskey(ctx context.Context, tx *database.Tx, credential []byte) (k Passkey, r record, err error) {
	k, err = database.One(ctx, tx, scanPasskey, selectPasskey+` WHERE p.credential = ?`, seal.URL64.EncodeToString(credential))
	if err != nil {
		return k, r, err
	}
	r, err = accountByID(ctx, tx, k.accountID)
	return k, r, err
}

func newPasskeyUse(ctx context.Context, tx *database.Tx, id string, uses uint32) error {
	_, err := tx.Exec(ctx, `INSERT INTO passkey_use (id, uses, used_at) VALUES (?, ?, 0)`, id, int64(uses))
	return err
}

func usePasskey(ctx context.Context, tx *database.Tx, id string, uses uint32) error {
	_, err := tx.Exec(ctx, `UPDATE passkey_use SET uses = ?, used_at = ? WHERE id = ?`, int64(uses), database.Micros(tx.Now()), id)
	return err
}

// useChallenge reports false for a challenge that was answered before.
func useChallenge(ctx context.Context, tx *database.Tx, hash string, until int64) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO answered_challenge (id, until_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`, hash, until)
	return n == 1, err
}
