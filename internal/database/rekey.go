package database

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/ncruces/go-sqlite3"

	"github.com/throughcare/throughcare/internal/disk"
)

// ErrShared is a record that another program has open while its file is to be
// replaced.
var ErrShared = errors.New("another program has the record open; end it, and try again")

// Rekeying is a change of the record to other keys.
type Rekeying struct {
	Key      []byte // of the file, 32 bytes
	TrailKey []byte

	// Prepare brings what the record holds under the new keys, in the copy and
	// before anybody else sees it.
	Prepare func(ctx context.Context, copied *DB) error
	// Switched hears, before anybody goes on, that the record has the new keys.
	Switched func()
	// Step hears what was done; done of total pages are copied.
	Step func(step string, done, total int)
}

// The steps of a change, as Rekeying.Step hears of them.
const (
	StepCopying  = "copying"
	StepHeld     = "held"     // nobody writes or reads
	StepCopied   = "copied"   // the copy is whole
	StepPrepared = "prepared" // ... and under the new keys
	StepClosed   = "closed"   // the old file is
	StepSwapped  = "swapped"  // the copy is the record
	StepOpened   = "opened"   // ... and is in use
	StepErased   = "erased"   // the old file is written over
)

// How the copy is made: in pieces between which others write, until so little is
// left that nobody notices the wait.
const (
	copyPages = 128
	copyPause = time.Millisecond
	drainTime = 10 * time.Second
)

// copyName ends the name of a copy that is to become the record.
const copyName = ".rekey"

// Rekey encrypts the record with another key while it is in use. A copy under
// the new key is made in pieces and follows what is written meanwhile; then
// everybody waits for a moment, the copy is made whole, prepared, and takes the
// place of the record by a rename. A program that is killed at any moment leaves
// the one or the other. The old file is written over. On PostgreSQL, which has no
// such file, it answers errors.ErrUnsupported.
func (db *DB) Rekey(ctx context.Context, r Rekeying) error {
	e, ok := db.engine.(*sqliteEngine)
	if !ok {
		return fmt.Errorf("database: rekey: %w", errors.ErrUnsupported)
	}
	if len(r.Key) != 32 || len(r.TrailKey) != 32 {
		return fmt.Errorf("database: rekey: %w", ErrNoKey)
	}
	if err := roomForCopy(e.path); err != nil {
		return fmt.Errorf("database: rekey: %w", err)
	}
	k := &rekeying{Rekeying: r, db: db, e: e, path: e.path + copyName}
	err := k.run(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("database: rekey: %w", err), dropCopy(k.path))
	}
	return err
}

// Opens reports whether a key opens the SQLite file at an address. It tells which
// of two keys a record has whose change was broken off, and removes what that left.
func Opens(url string, key []byte) (bool, error) {
	path, ok := filePath(url)
	if !ok {
		return false, nil
	}
	opens, err := keyOpens(path, key)
	return opens, errors.Join(err, dropCopy(path+copyName))
}

func dropCopy(path string) error {
	var errs []error
	for _, name := range []string{path, path + "-wal", path + "-shm", path + "-journal"} {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

type rekeying struct {
	Rekeying
	db   *DB
	e    *sqliteEngine
	path string // of the copy

	writer      *conn           // the connection that the copy follows
	copy        *sqlite3.Backup // nil when it is whole
	left, total int             // pages
}

func (k *rekeying) run(ctx context.Context) error {
	if err := k.begin(ctx); err != nil {
		return err
	}
	if err := k.follow(ctx); err != nil {
		return errors.Join(err, k.abandon())
	}
	release, err := k.hold(ctx)
	if err != nil {
		return errors.Join(err, k.abandon())
	}
	defer release()
	defer k.drop()
	k.step(StepHeld)
	return k.finish(ctx)
}

func (k *rekeying) step(name string) {
	if k.Step != nil {
		k.Step(name, k.total-k.left, k.total)
	}
}

// ready reports whether the connection is there that the copy follows. The
// caller holds the token.
func (k *rekeying) ready(ctx context.Context) error {
	if err := k.e.mayWrite(ctx); err != nil {
		return err
	}
	if k.e.writer != k.writer { // it was opened again
		k.copy = nil
		return ErrReopen
	}
	return nil
}

// abandon ends a copy that is thrown away.
func (k *rekeying) abandon() error {
	if err := k.e.lock(context.Background()); err != nil {
		return err
	}
	defer k.e.unlock()
	k.drop()
	return nil
}

// drop is abandon for whoever holds the token.
func (k *rekeying) drop() {
	if k.copy != nil && k.e.writer == k.writer {
		_ = k.copy.Close() // repeats the error of its last step
	}
	k.copy = nil
}

// hold has everybody wait. Whoever reads for long, such as a backup, goes first.
func (k *rekeying) hold(ctx context.Context) (release func(), err error) {
	for range 60 {
		if err := k.e.lock(ctx); err != nil {
			return nil, err
		}
		short, cancel := context.WithTimeout(ctx, drainTime)
		readers, err := k.e.readers.drain(short)
		cancel()
		if err == nil {
			return func() { readers(); k.e.unlock() }, nil
		}
		k.e.unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(drainTime / 2):
		}
	}
	return nil, context.DeadlineExceeded
}

// finish makes the copy whole while nobody writes, and puts it in the place of
// the record. Until the rename the record is as it was, and is gone on with.
func (k *rekeying) finish(ctx context.Context) error {
	if err := k.ready(ctx); err != nil {
		return err
	}
	if err := k.whole(ctx); err != nil {
		return err
	}
	old, err := os.OpenFile(k.e.path, os.O_RDWR, 0) // to be written over when its name is gone
	if err != nil {
		return err
	}
	defer func() { _ = old.Close() }() // it has no name any more, or was not written to
	k.e.writer.close()
	k.e.writer = nil
	err = k.swap()
	if err == nil {
		k.e.key, k.db.trailKey = bytes.Clone(k.Key), bytes.Clone(k.TrailKey)
		k.Switched()
	}
	writer, openErr := k.e.connect(ctx, false)
	if openErr != nil {
		k.e.broken.Store(&failure{err: openErr}) // whoever writes next is told to open it again
		return errors.Join(err, openErr)
	}
	k.e.writer = writer
	if err != nil {
		return err
	}
	k.step(StepOpened)
	if runtime.GOOS != "windows" { // there the file was replaced, and this is no longer it
		err = disk.Overwrite(old)
	}
	k.step(StepErased)
	return err
}

// whole copies the rest, with every other process kept from writing, and has the
// copy brought under the new keys.
func (k *rekeying) whole(ctx context.Context) error {
	guard, err := k.e.connect(ctx, false)
	if err != nil {
		return err
	}
	defer guard.close()
	if err := guard.plain(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer guard.rollBack()
	for done := false; !done; {
		if done, err = k.copy.Step(-1); err != nil {
			return k.e.copyFault(k.path, err)
		}
	}
	err = k.copy.Close()
	k.copy, k.left = nil, 0
	if err != nil {
		return k.e.copyFault(k.path, err)
	}
	k.step(StepCopied)
	c := Config{Key: k.Key, Now: k.db.now, CacheMiB: k.e.cacheKB / 1024, Readers: 1, Existing: true, layers: k.e.layers}
	e, err := openSQLite(ctx, k.path, c)
	if err != nil {
		return err
	}
	copied := &DB{engine: e, now: k.db.now, trailKey: bytes.Clone(k.TrailKey)}
	err = k.Prepare(ctx, copied)
	if err := errors.Join(err, copied.Close()); err != nil {
		return err
	}
	k.step(StepPrepared)
	return nil
}

// swap renames the copy. When the last connection of every process is closed the
// log is gone with it: one that is there belongs to somebody else.
func (k *rekeying) swap() error {
	for _, name := range []string{k.e.path + "-wal", k.path + "-wal"} {
		if info, err := os.Stat(name); err == nil && info.Size() > 0 {
			return ErrShared
		}
	}
	k.step(StepClosed)
	if err := os.Rename(k.path, k.e.path); err != nil {
		return err
	}
	err := disk.SyncFolder(filepath.Dir(k.e.path))
	k.step(StepSwapped)
	return err
}
