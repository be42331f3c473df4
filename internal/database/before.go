package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/database/migrations"
	"github.com/throughcare/throughcare/internal/disk"
)

// keepDays is how long a copy from before an upgrade is kept.
const keepDays = 30

// before begins the ending of a copy from before an upgrade; the number of the
// newest migration it has follows.
const before = ".before-"

// keepBefore copies the record as it is, encrypted with the same key, before the
// first of the missing migrations changes it, and removes such copies that are
// old. With the program that wrote it, the copy is a whole record: the way back
// when an upgrade was a mistake. A new record needs none. On PostgreSQL the
// server's own backups are that way.
func (db *DB) keepBefore(ctx context.Context, missing []migrations.Step, applied map[string]string) error {
	e, ok := db.engine.(*sqliteEngine)
	if !ok {
		return nil
	}
	if err := dropOldCopies(e.path, db.Now()); err != nil {
		return fmt.Errorf("database: copies from before upgrades: %w", err)
	}
	if len(missing) == 0 || len(applied) == 0 {
		return nil
	}
	newest := slices.Max(slices.Collect(maps.Keys(applied)))
	path := e.path + before + newest[:4]
	switch _, err := os.Stat(path); {
	case err == nil:
		return nil // the upgrade was broken off, and is gone on with
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("database: copy before the upgrade: %w", err)
	}
	if err := roomForCopy(e.path); err != nil {
		return fmt.Errorf("database: copy before the upgrade: %w", err)
	}
	return db.copyWhole(ctx, path, e.key)
}

// copyWhole is VacuumInto under a name that only a whole copy has. Of programs that
// open the record at once one makes it, and none goes on before it is there.
func (db *DB) copyWhole(ctx context.Context, path string, key []byte) error {
	lock, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		defer func() { _ = errors.Join(lock.Close(), os.Remove(lock.Name())) }() // what is left goes with the old copies
		err = disk.Lock(lock, true)
	}
	if err != nil {
		return fmt.Errorf("database: copy before the upgrade: %w", err)
	}
	if _, err := os.Stat(path); err == nil {
		return nil // another made it meanwhile
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("database: copy before the upgrade: %w", err)
	}
	if err := db.VacuumInto(ctx, part, key); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("database: copy before the upgrade: %w", err)
	}
	return disk.SyncFolder(filepath.Dir(path))
}

// roomForCopy refuses with ErrDiskFull when there is no space for a second file
// and what is written meanwhile.
func roomForCopy(path string) error {
	const reserve = 64 << 20
	need := uint64(reserve)
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			need += uint64(info.Size()) //nolint:gosec // no file is shorter than nothing
		}
	}
	space, err := disk.FreeSpace(filepath.Dir(path))
	if err == nil && space.Free < need {
		err = fmt.Errorf("%w (%d MiB are needed for a copy, and %d are free)", ErrDiskFull, need>>20, space.Free>>20)
	}
	return err
}

// copies are the copies from before upgrades beside a record, whole or not.
func copies(path string) ([]string, error) { return filepath.Glob(path + before + "*") }

// dropOldCopies removes those that are older than keepDays. The age is of the
// file, by the same clock for all.
func dropOldCopies(path string, now time.Time) error {
	list, err := copies(path)
	for _, name := range list {
		info, statErr := os.Stat(name)
		if statErr == nil && now.Sub(info.ModTime()) > keepDays*24*time.Hour {
			err = errors.Join(err, os.Remove(name))
		}
	}
	return err
}

// DropCopies removes the copies from before upgrades beside the record at a path.
func DropCopies(path string) error {
	list, err := copies(path)
	for _, name := range list {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}
