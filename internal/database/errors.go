package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"github.com/throughcare/throughcare/internal/fault"
)

// What can be wrong with a database that a person can do something about.
var (
	ErrNoKey       = errors.New("the record is encrypted and no key of 32 bytes was given")
	ErrWrongKey    = errors.New("the key does not open this file, or the beginning of the file is damaged; nothing was changed")
	ErrNoFile      = errors.New("there is no database file at this place")
	ErrPlaintext   = errors.New("the file is an unencrypted SQLite database; this program never writes one and does not open it")
	ErrExposed     = errors.New("the database file is not kept safe enough")
	ErrDamaged     = errors.New("the database file is damaged; restore the last backup, and keep the damaged file")
	ErrDiskFull    = errors.New("the disk is full; nothing that was saved is lost, and what was being saved now was not; free some space and try again")
	ErrReopen      = errors.New("the disk reported an error; nothing more is written until the database has been opened again")
	ErrNewerSchema = errors.New("this record was last opened by a newer version of Throughcare; install that version or a later one")
	ErrClosed      = errors.New("the database is closed")
)

// translate turns what an engine reports into a fault or one of the errors
// above, where a caller can act on it, and keeps values of the record out of
// the text of every other error.
func translate(ctx context.Context, op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return &fault.Error{Kind: fault.NotFound, Op: op}
	case ctx.Err() != nil && interrupted(err):
		return fmt.Errorf("%s: %w", op, ctx.Err())
	}
	if code, ok := errors.AsType[sqlite3.ExtendedErrorCode](err); ok {
		return translateSQLite(op, code, err)
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return translatePostgres(op, e)
	}
	return fmt.Errorf("%s: %w", op, err)
}

func interrupted(err error) bool {
	return errors.Is(err, sqlite3.INTERRUPT) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		pgconn.Timeout(err)
}

// translateSQLite knows an error by its code: the driver returns a bare code
// where SQLite has nothing to add.
func translateSQLite(op string, code sqlite3.ExtendedErrorCode, err error) error {
	switch code {
	case sqlite3.CONSTRAINT_UNIQUE, sqlite3.CONSTRAINT_PRIMARYKEY, sqlite3.CONSTRAINT_ROWID, sqlite3.CONSTRAINT_FOREIGNKEY:
		return &fault.Error{Kind: fault.Conflict, Op: op, Err: err} // names tables and columns only
	case sqlite3.IOERR_DATA:
		return fmt.Errorf("%s: %w (page checksum)", op, ErrDamaged)
	}
	switch code.Code() {
	case sqlite3.BUSY:
		return &fault.Error{Kind: fault.Busy, Op: op, Err: code}
	case sqlite3.CORRUPT, sqlite3.NOTADB:
		return fmt.Errorf("%s: %w (%w)", op, ErrDamaged, code)
	case sqlite3.CONSTRAINT, sqlite3.READONLY:
		return fmt.Errorf("%s: %w", op, err)
	}
	return fmt.Errorf("%s: %w", op, quietSQLite(code, err))
}

// quietSQLite is the error without SQLite's own words, which for a full-text
// query quote what somebody searched for.
func quietSQLite(code sqlite3.ExtendedErrorCode, err error) error {
	if e, ok := errors.AsType[*sqlite3.Error](err); ok && e.SQL() != "" {
		return e // a mistake in our text, found while it was prepared
	}
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return fmt.Errorf("%w: %w", code, errno)
	}
	return code
}

func translatePostgres(op string, e *pgconn.PgError) error {
	quiet := &pgFault{code: e.Code, where: e.TableName, constraint: e.ConstraintName}
	switch e.Code {
	case "23505", "23503": // unique, foreign key
		return &fault.Error{Kind: fault.Conflict, Op: op, Err: quiet}
	case "53100": // disk full
		return fmt.Errorf("%s: %w", op, ErrDiskFull)
	case "55P03", "53300": // lock not available, too many connections
		return &fault.Error{Kind: fault.Busy, Op: op, Err: quiet}
	}
	if len(e.Code) == 5 && e.Code[:2] != "22" { // class 22 quotes the data
		quiet.message = e.Message
	}
	return fmt.Errorf("%s: %w", op, quiet)
}

// pgFault is a PostgreSQL error without the parts that quote stored values.
type pgFault struct {
	code, message, where, constraint string
}

func (e *pgFault) Error() string {
	s := "postgres: SQLSTATE " + e.code
	for _, part := range []string{e.message, e.where, e.constraint} {
		if part != "" {
			s += ": " + part
		}
	}
	return s
}

// collided reports whether PostgreSQL asks for the transaction to be run again.
func collided(err error) bool {
	e, ok := errors.AsType[*pgFault](err)
	return ok && (e.code == "40001" || e.code == "40P01")
}
