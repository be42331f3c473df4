package database

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	"github.com/ncruces/go-sqlite3/vfs"

	"github.com/throughcare/throughcare/internal/disk"
)

// oldest is the first SQLite without the WAL-reset bug, which could damage a file.
const oldest = "3.51.3"

// sqliteEngine is an encrypted SQLite file: one connection that writes, and a
// few that read.
type sqliteEngine struct {
	path    string
	key     []byte
	layers  string // of the file: see vfs.go
	cacheKB int    // of all connections together
	readOf  int    // how many of them read

	queue   chan struct{} // holds a token while nobody writes
	writer  *conn         // nil when closed; used with the token
	readers *readers
	foldAt  int         // pages of the log: see fold.go
	folding atomic.Bool // a reader does so now
	broken  atomic.Pointer[failure]
}

// failure is the first error of the disk. Linux may drop the pages it could not
// write and report success ever after, so writing goes on only after the file
// was opened again through recovery.
type failure struct {
	full bool
	err  error
}

func openSQLite(ctx context.Context, path string, c Config) (*sqliteEngine, error) {
	if len(c.Key) != 32 {
		return nil, fmt.Errorf("database: open: %w", ErrNoKey)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("database: open: %w", err)
	}
	count := cmp.Or(c.Readers, 4)
	e := &sqliteEngine{
		path: path, key: bytes.Clone(c.Key), layers: cmp.Or(c.layers, sealed()),
		cacheKB: cmp.Or(c.CacheMiB, 16) * 1024, readOf: count, foldAt: cmp.Or(c.foldAt, foldPages), queue: make(chan struct{}, 1),
	}
	e.readers = newReaders(count, func(ctx context.Context) (*conn, error) { return e.connect(ctx, true) })
	if err := e.guard(c.Existing); err != nil {
		return nil, fmt.Errorf("database: open: %w", err)
	}
	if e.writer, err = e.connect(ctx, false); err != nil {
		return nil, err
	}
	e.queue <- struct{}{}
	return e, nil
}

func (e *sqliteEngine) kind() Engine { return SQLite }

// connect opens a connection, gives it the key, and sets and checks everything
// the promises of the record rest on.
func (e *sqliteEngine) connect(ctx context.Context, readOnly bool) (*conn, error) {
	db, err := sqlite3.OpenContext(ctx, e.uri(e.path))
	if err != nil {
		return nil, translate(ctx, "database: open", err)
	}
	c := &conn{db: db, cache: map[string]*stmt{}}
	if err := e.setUp(c, readOnly); err != nil {
		c.close()
		return nil, translate(ctx, "database: open", err)
	}
	return c, nil
}

// uri names a file in our encrypting layer. It never holds the key.
func (e *sqliteEngine) uri(path string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/…
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", Path: p, RawQuery: "vfs=" + e.layers}).String()
}

// share is how much of the page cache a connection has, in KiB. The writer has
// half: the pages of an import that leave its cache before the commit are
// encrypted twice.
func (e *sqliteEngine) share(readOnly bool) int {
	if readOnly {
		return e.cacheKB / 2 / e.readOf
	}
	return e.cacheKB / 2
}

func (e *sqliteEngine) setUp(c *conn, readOnly bool) error {
	if err := c.db.Exec("PRAGMA hexkey='" + hex.EncodeToString(e.key) + "'"); err != nil {
		return err
	}
	if err := fts5.Register(c.db); err != nil {
		return err
	}
	text := fmt.Sprintf(`PRAGMA busy_timeout=5000; PRAGMA temp_store=memory; PRAGMA synchronous=full; PRAGMA foreign_keys=on;
		PRAGMA trusted_schema=off; PRAGMA secure_delete=on; PRAGMA cell_size_check=on; PRAGMA cache_size=-%d`, e.share(readOnly))
	if err := c.db.Exec(text); err != nil {
		return err
	}
	if _, err := c.db.Config(sqlite3.DBCONFIG_DEFENSIVE, true); err != nil {
		return err
	}
	// Plans do not look at values: otherwise whatever has LIMIT ? is prepared
	// anew at every run.
	if _, err := c.db.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true); err != nil {
		return err
	}
	if err := verifyPages(c); err != nil {
		return err
	}
	if !readOnly {
		if err := prepareFile(c); err != nil {
			return err
		}
		e.watchLog(c)
	} else if err := errors.Join(c.db.Exec(`PRAGMA query_only=on`), verifyWhole(c)); err != nil {
		return err
	}
	for _, check := range c.settings() {
		if !check.OK {
			return fmt.Errorf("%w: %s is %s", ErrExposed, check.Name, check.Detail)
		}
	}
	return nil
}

// verifyPages turns the checking of page checksums on. The driver does so when
// it reads the head of the file, but before it had the key it saw no head, and
// while the first page stands in the write-ahead log it never looks again.
func verifyPages(c *conn) error {
	f, err := c.db.FileControl("main", sqlite3.FCNTL_FILE_POINTER)
	if err != nil {
		return err
	}
	file, ok := f.(vfs.File)
	if !ok {
		return errors.New("the driver does not show its file")
	}
	if _, err := file.ReadAt(make([]byte, 100), 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// verifyWhole is verifyPages for one who reads beside others: the head may just
// be written, and was half of one and half of the other.
func verifyWhole(c *conn) error {
	for range 20 {
		if verified, err := c.number(`PRAGMA checksum_verification`); err != nil || verified == 1 {
			return err
		}
		time.Sleep(time.Millisecond)
		if err := verifyPages(c); err != nil {
			return err
		}
	}
	return nil // settings says so
}

// prepareFile gives a new file its page size, checksums and write-ahead log. On
// an old one it changes nothing.
func prepareFile(c *conn) error {
	empty, err := c.number(`SELECT count(*) = 0 FROM sqlite_schema`)
	if err != nil {
		return err
	}
	if empty == 1 {
		if err := c.db.Exec(fmt.Sprintf(`PRAGMA page_size=%d`, block)); err != nil {
			return err
		}
		if err := c.db.EnableChecksums("main"); err != nil {
			return err
		}
	}
	if err := c.db.Exec(`PRAGMA journal_mode=wal; PRAGMA journal_size_limit=67108864`); err != nil {
		return err
	}
	if verified, err := c.number(`PRAGMA checksum_verification`); err != nil || verified == 1 {
		return err
	}
	// The first page was torn while it was copied from the log: copy it again.
	if err := c.db.Exec(`PRAGMA wal_checkpoint(full)`); err != nil {
		return err
	}
	return verifyPages(c)
}

// transact runs fn on a reader, or on the writer when its turn has come.
func (e *sqliteEngine) transact(ctx context.Context, m mode, fn func(session) error) error {
	if m == reading {
		return e.readers.use(ctx, func(c *conn) error { return c.transact(ctx, "BEGIN", fn) })
	}
	if err := e.lock(ctx); err != nil {
		return fmt.Errorf("database: waiting to write: %w", err)
	}
	defer e.unlock()
	if err := e.mayWrite(ctx); err != nil {
		return err
	}
	err := e.writer.transact(ctx, "BEGIN IMMEDIATE", fn)
	if e.writer.disk == nil {
		return err
	}
	return e.breakOff(e.writer.disk, err)
}

func (e *sqliteEngine) lock(ctx context.Context) error {
	select {
	case <-e.queue:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *sqliteEngine) unlock() { e.queue <- struct{}{} }

// breakOff remembers the first disk error and names it for the caller.
func (e *sqliteEngine) breakOff(cause, err error) error {
	f := &failure{err: cause, full: errors.Is(cause, sqlite3.FULL)}
	if space, spaceErr := disk.FreeSpace(filepath.Dir(e.path)); spaceErr == nil && space.Free < lowSpace {
		f.full = true
	}
	e.broken.Store(f)
	if err == nil { // fn hid it
		err = cause
	}
	return fmt.Errorf("%w: %w", f.name(), err)
}

func (f *failure) name() error {
	switch {
	case f.full:
		return ErrDiskFull
	case errors.Is(f.err, ErrDamaged):
		return ErrDamaged
	}
	return ErrReopen
}

// mayWrite refuses to write after a disk error. When the disk was full and has
// space again it goes through recovery by itself.
func (e *sqliteEngine) mayWrite(ctx context.Context) error {
	f := e.broken.Load()
	if f == nil {
		if e.writer == nil {
			return fmt.Errorf("database: write: %w", ErrClosed)
		}
		return nil
	}
	space, err := disk.FreeSpace(filepath.Dir(e.path))
	switch {
	case !f.full:
		return fmt.Errorf("database: write: %w", ErrReopen)
	case err != nil || space.Free < lowSpace:
		return fmt.Errorf("database: write: %w", ErrDiskFull)
	}
	return e.renew(ctx)
}

func (e *sqliteEngine) failed() error {
	if f := e.broken.Load(); f != nil && !f.full {
		return f.name()
	}
	return nil
}

func (e *sqliteEngine) reopen(ctx context.Context) error {
	if err := e.lock(ctx); err != nil {
		return fmt.Errorf("database: reopen: %w", err)
	}
	defer e.unlock()
	return e.renew(ctx)
}

// renew closes every connection, so that the next one reads the write-ahead
// log from the disk, and opens the writer. The caller holds the token.
func (e *sqliteEngine) renew(ctx context.Context) error {
	if e.key == nil {
		return fmt.Errorf("database: reopen: %w", ErrClosed)
	}
	release, err := e.readers.drain(ctx)
	if err != nil {
		return fmt.Errorf("database: reopen: %w", err)
	}
	defer release()
	if e.writer != nil {
		e.writer.close()
		e.writer = nil
	}
	e.broken.CompareAndSwap(nil, &failure{err: ErrReopen})
	if err := e.guard(true); err != nil {
		return fmt.Errorf("database: reopen: %w", err)
	}
	w, err := e.connect(ctx, false)
	if err != nil {
		return err
	}
	e.writer = w
	e.broken.Store(nil)
	return nil
}

// close waits for the transactions in progress, folds the log into the file and
// forgets the key.
func (e *sqliteEngine) close() error {
	<-e.queue
	defer e.unlock()
	if e.key == nil {
		return nil
	}
	e.readers.shut()
	var err error
	if e.writer != nil {
		if e.broken.Load() == nil {
			err = e.writer.db.Exec(`PRAGMA optimize; PRAGMA wal_checkpoint(truncate)`)
		}
		e.writer.close()
		e.writer = nil
	}
	clear(e.key)
	e.key = nil
	return translate(context.Background(), "database: close", err)
}
