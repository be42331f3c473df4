package database

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresEngine is a PostgreSQL database. pgx prepares and keeps statements by
// their text on every connection.
type postgresEngine struct {
	pool  *sql.DB
	again sync.RWMutex // held alone by a transaction that collided and runs again

	texts sync.Map // query with ? to query with $n
	kept  atomic.Int64
}

func openPostgres(ctx context.Context, c Config) (*postgresEngine, error) {
	config, err := pgx.ParseConfig(c.URL)
	if err != nil {
		return nil, fmt.Errorf("database: open: %w", err) // pgx masks the password
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "throughcare"
	}
	config.RuntimeParams["timezone"] = "UTC"
	e := &postgresEngine{pool: stdlib.OpenDB(*config)}
	count := cmp.Or(c.Readers, 16)
	e.pool.SetMaxOpenConns(count)
	e.pool.SetMaxIdleConns(count)
	e.pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := e.pool.PingContext(ctx); err != nil {
		_ = e.pool.Close() // nothing to lose
		return nil, translate(ctx, "database: open", err)
	}
	return e, nil
}

func (e *postgresEngine) kind() Engine { return Postgres }
func (e *postgresEngine) close() error { return e.pool.Close() }

// reopen has nothing to recover: the server does that for itself.
func (e *postgresEngine) reopen(ctx context.Context) error {
	return translate(ctx, "database: reopen", e.pool.PingContext(ctx))
}

// failed is nothing: the server believes its disk by itself.
func (e *postgresEngine) failed() error { return nil }

// attempts is how often a colliding transaction runs before its error is returned.
const attempts = 12

// transact runs fn, and again when PostgreSQL could not put it in line with
// another. A repeat has this process's writing to itself, so that only other
// servers can still collide with it.
func (e *postgresEngine) transact(ctx context.Context, m mode, fn func(session) error) error {
	if m == reading {
		return e.once(ctx, m, fn)
	}
	err := e.beside(ctx, m, fn)
	if !collided(err) {
		return err
	}
	e.again.Lock()
	defer e.again.Unlock()
	for n := 1; n < attempts && collided(err) && ctx.Err() == nil; n++ {
		err = e.once(ctx, m, fn)
		if collided(err) {
			time.Sleep(rand.N(time.Duration(n) * 5 * time.Millisecond))
		}
	}
	return err
}

// beside runs fn once while others may write too.
func (e *postgresEngine) beside(ctx context.Context, m mode, fn func(session) error) error {
	e.again.RLock()
	defer e.again.RUnlock()
	return e.once(ctx, m, fn)
}

func (e *postgresEngine) once(ctx context.Context, m mode, fn func(session) error) error {
	tx, err := e.pool.BeginTx(ctx, options(m))
	if err != nil {
		return translate(ctx, "database: begin", err)
	}
	defer func() { _ = tx.Rollback() }() // no effect after Commit
	s := &pgSession{tx: tx, engine: e}
	if m == migrating {
		// One migrator at a time in each schema of the server.
		if err := s.script(ctx, `SELECT pg_advisory_xact_lock(7231901, hashtext(current_schema()))`); err != nil {
			return err
		}
	}
	if err := fn(s); err != nil {
		return err
	}
	return translate(ctx, "database: commit", tx.Commit())
}

// options give each kind of transaction what SQLite gives it: reads see one
// moment, writes happen as if one after the other.
func options(m mode) *sql.TxOptions {
	switch m {
	case reading:
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	case migrating: // sees what another migrator did while we waited for it
		return &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	}
	return &sql.TxOptions{Isolation: sql.LevelSerializable}
}

type pgSession struct {
	tx     *sql.Tx
	engine *postgresEngine
}

func (s *pgSession) exec(ctx context.Context, query string, args []any) (int64, error) {
	done, err := s.tx.ExecContext(ctx, s.engine.rebound(query), args...)
	if err != nil {
		return 0, translate(ctx, "database: exec", err)
	}
	return done.RowsAffected()
}

func (s *pgSession) query(ctx context.Context, query string, args []any, each func(result) error) error {
	rows, err := s.tx.QueryContext(ctx, s.engine.rebound(query), args...)
	if err != nil {
		return translate(ctx, "database: query", err)
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	for rows.Next() {
		if err := each(pgResult{rows}); err != nil {
			return err
		}
	}
	return translate(ctx, "database: query", rows.Err())
}

// script runs several statements: without arguments pgx sends the text as it is.
func (s *pgSession) script(ctx context.Context, text string) error {
	_, err := s.tx.ExecContext(ctx, text)
	return translate(ctx, "database: script", err)
}

// pgResult scans with the same conversions and the same errors as SQLite.
type pgResult struct{ *sql.Rows }

// Scan copies the current row.
func (r pgResult) Scan(dest ...any) error {
	direct := make([]any, len(dest))
	for i, d := range dest {
		switch d := d.(type) {
		case *any, *[]byte:
			direct[i] = d
		default:
			direct[i] = receiver{d}
		}
	}
	return r.Rows.Scan(direct...)
}

// receiver is a sql.Scanner that hands the value to assign.
type receiver struct{ dest any }

// Scan stores a value of the driver.
func (r receiver) Scan(v any) error { return assign(r.dest, v) }

// rebound is query with $1, $2, … for its placeholders.
func (e *postgresEngine) rebound(query string) string {
	if text, ok := e.texts.Load(query); ok {
		return text.(string)
	}
	text := rebind(query)
	if e.kept.Add(1) <= 4096 { // lists of every length have a text each
		e.texts.Store(query, text)
	}
	return text
}

// rebind turns ? into $1, $2, … outside of quotes and comments.
func rebind(query string) string {
	if strings.IndexByte(query, '?') < 0 {
		return query
	}
	var b strings.Builder
	n := 0
	for len(query) > 0 {
		if skip := quoted(query); skip > 0 {
			b.WriteString(query[:skip])
			query = query[skip:]
			continue
		}
		if query[0] == '?' {
			n++
			b.WriteString("$" + strconv.Itoa(n))
		} else {
			b.WriteByte(query[0])
		}
		query = query[1:]
	}
	return b.String()
}

// quoted is the length of the quoted text or comment that s begins with, or 0.
func quoted(s string) int {
	end := ""
	switch {
	case s[0] == '\'' || s[0] == '"':
		end = s[:1]
	case strings.HasPrefix(s, "--"):
		end = "\n"
	case strings.HasPrefix(s, "/*"):
		end = "*/"
	default:
		return 0
	}
	i := strings.Index(s[1:], end)
	if i < 0 {
		return len(s)
	}
	return 1 + i + len(end)
}
