package app

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff"
)

// BackupKeys are the keys that a backup of the record has to hold: a restored
// record gets a new data key, and these open what was sealed with the old one.
func (rec *Record) BackupKeys() backup.Keys {
	travel := backup.Keys{}
	for _, label := range []keys.Label{keys.TOTP, keys.AuditMAC} {
		travel[string(label)] = rec.Keys.Derive(label)
	}
	for id, key := range rec.Files.Vault.Keys() {
		travel[fileKeys+id] = key
	}
	return travel
}

// fileKeys begins the labels of the keys that the keys of files are wrapped with.
const fileKeys = string(keys.Attachments) + ":"

// Restored makes what a backup held the record's own: the chain of the trail
// goes on with the new key, secrets are sealed with it, and the search index is
// made anew. It returns what is found of the chain against the backup's manifest.
func (rec *Record) Restored(ctx context.Context, old backup.Keys, m backup.Manifest) (trail.Report, error) {
	if key := old[string(keys.AuditMAC)]; key != nil {
		if err := trail.Renew(ctx, rec.DB, key); err != nil {
			return trail.Report{}, err
		}
	}
	if key := old[string(keys.TOTP)]; key != nil {
		if err := staff.Reseal(ctx, rec.DB, authz.System("restore"), key, rec.Keys.Derive(keys.TOTP)); err != nil {
			return trail.Report{}, err
		}
	}
	for label, key := range old {
		if strings.HasPrefix(label, fileKeys) {
			if err := rec.Files.Vault.Keep(key); err != nil {
				return trail.Report{}, err
			}
		}
	}
	if err := rec.Reindex(ctx); err != nil {
		return trail.Report{}, err
	}
	// A backup that came back is the best drill.
	if err := backup.NoteDrill(ctx, rec.DB, authz.System("restore"), backup.Drill{At: rec.DB.Now(), ByHand: true, Rows: m.Rows(), Files: m.Files}); err != nil {
		return trail.Report{}, err
	}
	return rec.VerifyTrail(ctx, m.Anchors()...)
}

// VerifyTrail proves that the trail is as it was written, against what is known
// of it outside of the record.
func (rec *Record) VerifyTrail(ctx context.Context, anchors ...trail.Anchor) (r trail.Report, err error) {
	err = rec.DB.Read(ctx, func(tx *database.Tx) error {
		r, err = trail.Verify(ctx, tx, anchors...)
		return err
	})
	return r, err
}
