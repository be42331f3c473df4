package database

import (
	"context"
	"fmt"
	"strings"
)

// Compact makes sure that what was deleted is on the disk no more: SQLite, which
// overwrites what is deleted, folds its log into the file and empties it;
// PostgreSQL gives the space of dead rows free. It waits for those who read, and
// others wait for it, for as long as folding the log takes.
func (db *DB) Compact(ctx context.Context) error {
	if err := db.engine.compact(ctx); err != nil {
		return fmt.Errorf("database: compact: %w", err)
	}
	return nil
}

func (e *sqliteEngine) compact(ctx context.Context) error {
	if err := e.lock(ctx); err != nil {
		return err
	}
	defer e.unlock()
	if err := e.mayWrite(ctx); err != nil {
		return err
	}
	release, err := e.readers.drain(ctx)
	if err != nil {
		return err
	}
	defer release()
	return translate(ctx, "database: checkpoint", e.writer.db.Exec(`PRAGMA wal_checkpoint(truncate)`))
}

func (e *postgresEngine) compact(ctx context.Context) error {
	rows, err := e.pool.QueryContext(ctx, `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()`)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its error is that of Err
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil || len(tables) == 0 {
		return err
	}
	_, err = e.pool.ExecContext(ctx, `VACUUM `+strings.Join(tables, ", "))
	return err
}
