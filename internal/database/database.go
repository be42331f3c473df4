// Package database opens the record's SQL database, an encrypted SQLite file or
// PostgreSQL, brings its schema up to date and runs work in transactions.
//
// Query text is written once, in the dialect the two engines share, with ?
// placeholders. What the engines do differently is made equal here rather than
// left to be found out: a failed statement fails its whole transaction, one
// result is read to its end before the next statement, and text that one engine
// could not store is refused by both.
//
// The SQLite file follows one rule above all: a commit is acknowledged when it
// is on the disk, and not before.
package database

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/database/migrations"
)

// Engine names the SQL engine behind a DB.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Config says which database to open and how.
type Config struct {
	URL      string           // "sqlite:PATH" or "postgres://…"
	Key      []byte           // 32 bytes, required by SQLite, unused by PostgreSQL; copied
	TrailKey []byte           // 32 bytes that seal the trail (Tx.MAC); copied
	Now      func() time.Time // the clock of every transaction
	CacheMiB int              // SQLite: page cache of all connections together; 0 means 16
	Readers  int              // most reads at once; 0 means 4 on SQLite, 16 connections on PostgreSQL
	Existing bool             // SQLite: refuse to make a new file (ErrNoFile)

	layers string // file layers instead of sealed(): for tests that break the disk
	foldAt int    // pages of the log after which it is folded; 0 for foldPages
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine   engine
	now      func() time.Time
	trailKey []byte
}

// engine is what a DB needs of an SQL engine.
type engine interface {
	kind() Engine
	transact(ctx context.Context, m mode, fn func(session) error) error
	check(ctx context.Context, deep bool) []Check
	compact(ctx context.Context) error
	reopen(ctx context.Context) error
	failed() error
	close() error
}

// mode is what a transaction is for.
type mode int

const (
	reading mode = iota
	writing
	migrating // alone among all processes, and able to run several statements at once
)

// session is one open transaction of an engine.
type session interface {
	exec(ctx context.Context, query string, args []any) (int64, error)
	query(ctx context.Context, query string, args []any, each func(result) error) error
	script(ctx context.Context, text string) error
}

// result is one row of a query that is being read.
type result interface {
	Scan(dest ...any) error
	Columns() ([]string, error)
}

// Open opens the database, checks that it is as safe as it has to be, and
// migrates it. The errors a person can do something about are ErrNoKey,
// ErrWrongKey, ErrNoFile, ErrPlaintext, ErrExposed, ErrDamaged, ErrDiskFull and
// ErrNewerSchema.
func Open(ctx context.Context, c Config) (*DB, error) {
	e, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	db := &DB{engine: e, now: c.Now, trailKey: bytes.Clone(c.TrailKey)}
	if err := db.migrate(ctx, migrations.Files); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return db, nil
}

func open(ctx context.Context, c Config) (engine, error) {
	if c.Now == nil {
		return nil, errors.New("database: open: no clock")
	}
	if path, ok := filePath(c.URL); ok {
		return openSQLite(ctx, path, c)
	}
	if strings.HasPrefix(c.URL, "postgres://") || strings.HasPrefix(c.URL, "postgresql://") {
		return openPostgres(ctx, c)
	}
	return nil, errors.New("database: open: the address begins with neither sqlite: nor postgres://")
}

// filePath is the path in the address of an SQLite database.
func filePath(url string) (string, bool) { return strings.CutPrefix(url, "sqlite:") }

// Close ends all connections. On SQLite it waits for transactions in progress
// and folds the write-ahead log into the file.
func (db *DB) Close() error { return db.engine.close() }

// Reopen closes all connections and opens them anew through recovery. It is the
// way on after ErrReopen; it waits for transactions in progress.
func (db *DB) Reopen(ctx context.Context) error { return db.engine.reopen(ctx) }

// Broken is why nothing is written until Reopen: the first error of the disk, or
// nil. A full disk that has space again needs no Reopen.
func (db *DB) Broken() error { return db.engine.failed() }

// Settle is called when many rows came in at once: PostgreSQL looks at its tables
// at once instead of some minutes later, in which it would choose the wrong
// indexes. SQLite chooses the same ones whatever the tables hold.
func (db *DB) Settle(ctx context.Context) error {
	if db.Engine() != Postgres {
		return nil
	}
	return db.Write(ctx, func(tx *Tx) error {
		ours, err := All(ctx, tx, func(scan Scan) (name string, err error) { return name, scan(&name) },
			`SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`)
		if err != nil || len(ours) == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `ANALYZE `+strings.Join(ours, ", "))
		return err
	})
}

// Engine is the SQL engine of this database.
func (db *DB) Engine() Engine { return db.engine.kind() }

// Now is the time by the database's clock, in UTC, to the microsecond.
func (db *DB) Now() time.Time { return db.now().UTC().Truncate(time.Microsecond) }

// Read runs fn in a read-only transaction: everything it reads is of one moment.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return db.run(ctx, reading, fn)
}

// Write runs fn in a transaction and commits it when fn returns nil. When it
// returns nil itself, what fn wrote is on the disk. fn may run more than once
// (PostgreSQL asks for it when two writers collide), so it does nothing but read
// and write this transaction. Writes wait for one another in order of arrival,
// as long as ctx allows; a Write inside a Write would wait for itself.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	return db.run(ctx, writing, fn)
}

func (db *DB) run(ctx context.Context, m mode, fn func(*Tx) error) error {
	return db.engine.transact(ctx, m, func(s session) error {
		tx := &Tx{session: s, now: db.Now(), engine: db.engine.kind(), trailKey: db.trailKey}
		if err := fn(tx); err != nil {
			return err
		}
		if tx.failed != nil {
			return fmt.Errorf("database: a statement had failed: %w", tx.failed)
		}
		return nil
	})
}

// Tx is a transaction with one fixed point in time. It is for one goroutine.
type Tx struct {
	session  session
	engine   Engine
	now      time.Time
	trailKey []byte
	failed   error // the first statement that failed: nothing runs after it
	reading  bool  // a result is being read
}

// Now is the moment the transaction began, in UTC, as precise as both engines
// store it.
func (tx *Tx) Now() time.Time { return tx.now }

// Engine is the SQL engine the transaction runs on, for the few places where
// the two need different text.
func (tx *Tx) Engine() Engine { return tx.engine }
