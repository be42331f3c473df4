package database

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"

	"github.com/throughcare/throughcare/internal/disk"
)

// VacuumInto writes a copy of one moment of the record to a new file, encrypted
// with key, while the record stays in use. It is how a backup, a fresh key and
// a file without deleted space are made. Only SQLite can do it; PostgreSQL
// answers errors.ErrUnsupported.
func (db *DB) VacuumInto(ctx context.Context, path string, key []byte) error {
	e, ok := db.engine.(*sqliteEngine)
	if !ok {
		return fmt.Errorf("database: copy: %w", errors.ErrUnsupported)
	}
	if len(key) != 32 {
		return fmt.Errorf("database: copy: %w", ErrNoKey)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("database: copy: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("database: copy: %w", err)
	}
	defer func() { _ = f.Close() }() // synced below, before it matters
	err = e.copyTo(ctx, path, key)
	if err == nil {
		err = errors.Join(f.Sync(), disk.SyncFolder(filepath.Dir(path)), enciphered(path))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("database: copy: %w", err), os.Remove(path))
	}
	return nil
}

// copyTo uses a connection of its own, so that readers do not wait for it. The
// key travels as a bound value, the one way SQLite has for it here, and not in
// the text of a statement.
func (e *sqliteEngine) copyTo(ctx context.Context, path string, key []byte) error {
	if err := e.lock(ctx); err != nil { // not while the database is closed or reopened
		return err
	}
	if e.key == nil {
		e.unlock()
		return ErrClosed
	}
	c, err := e.connect(ctx, false)
	e.unlock()
	if err != nil {
		return err
	}
	defer c.close()
	c.db.SetInterrupt(ctx)
	target := e.uri(path) + "&hexkey=" + hex.EncodeToString(key)
	if _, err := c.exec(ctx, `VACUUM INTO ?`, []any{target}); err != nil {
		return e.copyFault(path, err)
	}
	return nil
}

// copyFault names a full disk, and drops the text of any other error, which
// could hold the target's name and with it the key.
func (e *sqliteEngine) copyFault(path string, err error) error {
	space, spaceErr := disk.FreeSpace(filepath.Dir(path))
	switch {
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, ErrDamaged):
		return ErrDamaged
	case spaceErr == nil && space.Free < lowSpace:
		return ErrDiskFull
	}
	if code, ok := errors.AsType[sqlite3.ExtendedErrorCode](err); ok {
		return code
	}
	return errors.New("SQLite could not write the copy")
}
