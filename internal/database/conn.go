package database

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ncruces/go-sqlite3"
)

// conn is one SQLite connection and, while one runs, its transaction. It talks
// to the driver without database/sql between, which halves a point lookup.
type conn struct {
	db    *sqlite3.Conn
	cache map[string]*stmt // by query text
	disk  error            // the first error of the disk or the file
}

// stmt is a prepared statement with what does not change about it.
type stmt struct {
	*sqlite3.Stmt
	inputs  int
	columns []string // filled when asked for
}

// keepStatements bounds the cache: lists of every length have a text each.
const keepStatements = 160

func (c *conn) close() {
	for _, s := range c.cache {
		_ = s.Close() // repeats the error of its last run
	}
	_ = c.db.Close() // reports statements still open, and there are none
}

// transact runs fn between begin and COMMIT. Once COMMIT has begun ctx no
// longer interrupts, so that its outcome is never in doubt.
func (c *conn) transact(ctx context.Context, begin string, fn func(session) error) error {
	c.db.SetInterrupt(ctx)
	defer c.db.SetInterrupt(context.Background())
	if err := c.plain(ctx, begin); err != nil {
		return err
	}
	defer c.rollBack() // also when fn panics; no effect after COMMIT
	if err := fn(c); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("database: commit: %w", err)
	}
	if c.db.GetAutocommit() { // SQLite rolled back by itself, and fn hid why
		return errors.Join(errors.New("database: commit: the transaction had ended"), c.disk)
	}
	c.db.SetInterrupt(context.Background())
	return c.plain(ctx, "COMMIT")
}

func (c *conn) rollBack() {
	if c.db.GetAutocommit() {
		return
	}
	ctx := context.Background()
	c.db.SetInterrupt(ctx)
	_ = c.plain(ctx, "ROLLBACK") // what fails here is kept in c.disk, or the connection is not used again
}

// plain runs a statement without arguments or rows.
func (c *conn) plain(ctx context.Context, text string) error {
	_, err := c.exec(ctx, text, nil)
	return err
}

func (c *conn) exec(ctx context.Context, query string, args []any) (int64, error) {
	s, err := c.bound(query, args)
	if err != nil {
		return 0, c.report(ctx, "database: exec", err)
	}
	defer c.release(s)
	if err := s.Exec(); err != nil {
		return 0, c.report(ctx, "database: exec", err)
	}
	if s.ReadOnly() {
		return 0, nil
	}
	return c.db.Changes(), nil
}

func (c *conn) query(ctx context.Context, query string, args []any, each func(result) error) error {
	s, err := c.bound(query, args)
	if err != nil {
		return c.report(ctx, "database: query", err)
	}
	defer c.release(s)
	for s.Step() {
		if err := each(s); err != nil {
			return err
		}
	}
	return c.report(ctx, "database: query", s.Err())
}

// script runs several statements, those of a migration. Its text is ours, so
// the words of an error are kept.
func (c *conn) script(ctx context.Context, text string) error {
	err := c.db.Exec(text)
	if errors.Is(err, sqlite3.ERROR) {
		return fmt.Errorf("database: script: %w", err)
	}
	return c.report(ctx, "database: script", err)
}

// report translates an error and remembers it when it is the disk's.
func (c *conn) report(ctx context.Context, op string, err error) error {
	if c.disk == nil {
		c.disk = ofDisk(ctx, op, err)
	}
	return translate(ctx, op, err)
}

// ofDisk is an error translated when it is the disk's or the file's, else nil.
func ofDisk(ctx context.Context, op string, err error) error {
	if code, ok := errors.AsType[sqlite3.ExtendedErrorCode](err); ok {
		switch code.Code() {
		case sqlite3.IOERR, sqlite3.FULL, sqlite3.CORRUPT, sqlite3.NOTADB:
			return errors.Join(translate(ctx, op, err), code)
		}
	}
	return nil
}

// bound returns the prepared statement of a text with its arguments bound.
func (c *conn) bound(query string, args []any) (*stmt, error) {
	s, err := c.prepared(query)
	if err != nil {
		return nil, err
	}
	if len(args) != s.inputs {
		return nil, fmt.Errorf("%d placeholders and %d arguments", s.inputs, len(args))
	}
	for i, a := range args {
		if err := s.bind(i+1, a); err != nil {
			c.release(s)
			return nil, err
		}
	}
	return s, nil
}

func (c *conn) prepared(query string) (*stmt, error) {
	if s, ok := c.cache[query]; ok {
		return s, nil
	}
	raw, tail, err := c.db.PrepareFlags(query, sqlite3.PREPARE_PERSISTENT)
	switch {
	case err != nil:
		return nil, err
	case raw == nil:
		return nil, errors.New("no statement")
	case strings.TrimSpace(tail) != "":
		return nil, errors.Join(errors.New("more than one statement"), raw.Close())
	}
	if len(c.cache) >= keepStatements {
		for text, old := range c.cache {
			_ = old.Close() // repeats the error of its last run
			delete(c.cache, text)
		}
	}
	s := &stmt{Stmt: raw, inputs: raw.BindCount()}
	c.cache[query] = s
	return s, nil
}

// release readies a statement for its next use and drops the values bound to
// it. Its error is that of the run, which was reported.
func (c *conn) release(s *stmt) {
	_ = s.Reset()
	if s.inputs > 0 {
		_ = s.ClearBindings()
	}
}

// number returns the first column of the first row, for settings and counts.
func (c *conn) number(query string) (int64, error) {
	var n int64
	err := c.query(context.Background(), query, nil, func(r result) error { return r.Scan(&n) })
	return n, err
}

// word is number for text.
func (c *conn) word(query string) (string, error) {
	var s string
	err := c.query(context.Background(), query, nil, func(r result) error { return r.Scan(&s) })
	return s, err
}

func (s *stmt) bind(i int, a any) error {
	switch a := a.(type) {
	case nil:
		return s.BindNull(i)
	case string:
		return s.BindText(i, a)
	case int64:
		return s.BindInt64(i, a)
	case float64:
		return s.BindFloat(i, a)
	case []byte:
		return s.BindBlob(i, a)
	}
	return fmt.Errorf("an argument of type %T", a)
}

// Columns names the columns of the result.
func (s *stmt) Columns() ([]string, error) {
	if s.columns == nil {
		s.columns = make([]string, s.ColumnCount())
		for i := range s.columns {
			s.columns[i] = s.ColumnName(i)
		}
	}
	return s.columns, nil
}

// Scan copies the current row; the common destinations go without a detour.
func (s *stmt) Scan(dest ...any) error {
	if n := s.DataCount(); n != len(dest) {
		return fmt.Errorf("database: scan: %d columns into %d destinations", n, len(dest))
	}
	for i, d := range dest {
		kind := s.ColumnType(i)
		switch d := d.(type) {
		case *string:
			if kind == sqlite3.TEXT {
				*d = s.ColumnText(i)
				continue
			}
		case *int64:
			if kind == sqlite3.INTEGER {
				*d = s.ColumnInt64(i)
				continue
			}
		case *int:
			if kind == sqlite3.INTEGER {
				*d = int(s.ColumnInt64(i))
				continue
			}
		}
		if err := assign(d, s.value(i, kind)); err != nil {
			return err
		}
	}
	return nil
}

func (s *stmt) value(i int, kind sqlite3.Datatype) any {
	switch kind {
	case sqlite3.TEXT:
		return s.ColumnText(i)
	case sqlite3.INTEGER:
		return s.ColumnInt64(i)
	case sqlite3.FLOAT:
		return s.ColumnFloat(i)
	case sqlite3.BLOB:
		return s.ColumnBlob(i, []byte{})
	}
	return nil
}
