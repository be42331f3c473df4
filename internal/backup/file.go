package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/disk"
	"github.com/throughcare/throughcare/internal/ids"
)

// Written is a backup that is on the disk.
type Written struct {
	Path     string
	Bytes    int64
	SHA256   string // of the file
	Manifest Manifest
}

// ToFile writes a backup to a new file that only its owner may read, makes sure
// it is on the disk, and notes in the record that it was made. Until it is
// whole it has another name; a file that is there already is not touched.
func ToFile(ctx context.Context, db *database.DB, path string, o Options) (Written, error) {
	if _, err := os.Lstat(path); err == nil {
		return Written{}, fmt.Errorf("backup: %s is there already; give the backup a name of its own", path)
	}
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Written{}, fmt.Errorf("backup: %w", err)
	}
	w, err := writeSynced(ctx, db, f, o)
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return Written{}, errors.Join(room(err), os.Remove(part))
	}
	w.Path = path
	return w, errors.Join(disk.SyncFolder(filepath.Dir(path)), note(ctx, db, w, len(o.Recipients)))
}

func writeSynced(ctx context.Context, db *database.DB, f *os.File, o Options) (w Written, err error) {
	hash := sha256.New()
	count := &counter{}
	w.Manifest, err = Write(ctx, db, io.MultiWriter(f, hash, count), o)
	if err == nil {
		err = f.Sync()
	}
	w.Bytes, w.SHA256 = count.n, hex.EncodeToString(hash.Sum(nil))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return w, err
}

type counter struct{ n int64 }

// Write counts.
func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

// room names a full disk.
func room(err error) error {
	if disk.Full(err) {
		return database.ErrDiskFull
	}
	return err
}

// note keeps when a backup was made, for the doctor and for the settings page.
func note(ctx context.Context, db *database.DB, w Written, recipients int) error {
	return db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO backup_run (id, at, bytes, rows_in, sha256, recipients) VALUES (?, ?, ?, ?, ?, ?)`,
			ids.New(), database.Micros(w.Manifest.At), w.Bytes, w.Manifest.Rows(), w.SHA256, recipients)
		return err
	})
}

// Last is when the newest backup was made, or the zero time when there is none.
func Last(ctx context.Context, db *database.DB) (at time.Time, err error) {
	err = db.Read(ctx, func(tx *database.Tx) error {
		n, err := database.One(ctx, tx, func(scan database.Scan) (int64, error) {
			var n int64
			err := scan(&n)
			return n, err
		}, `SELECT COALESCE(max(at), 0) FROM backup_run`)
		if n > 0 {
			at = database.FromMicros(n)
		}
		return err
	})
	return at, err
}
