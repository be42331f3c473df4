package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/throughcare/throughcare/internal/database/migrations"
)

// migrate applies, each in its own transaction, the changes the database does
// not have yet.
func (db *DB) migrate(ctx context.Context, dir fs.FS) error {
	all, err := migrations.Read(dir, string(db.Engine()))
	if err != nil {
		return err
	}
	applied, err := db.applied(ctx)
	if err != nil {
		return err
	}
	if err := known(all, applied); err != nil {
		return err
	}
	missing := slices.DeleteFunc(all, func(m migrations.Step) bool { _, done := applied[m.Name]; return done })
	if err := db.keepBefore(ctx, missing, applied); err != nil {
		return err
	}
	for _, m := range missing {
		if err := db.apply(ctx, m); err != nil {
			return fmt.Errorf("database: migration %s: %w", m.Name, err)
		}
	}
	return nil
}

// applied returns the checksums of the changes the database has, by name.
func (db *DB) applied(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	list := func(tx *Tx) error {
		return Each(ctx, tx, func(scan Scan) error {
			var name, sum string
			err := scan(&name, &sum)
			out[name] = sum
			return err
		}, `SELECT name, checksum FROM migration`)
	}
	if db.Read(ctx, list) == nil { // the usual start writes nothing
		return out, nil
	}
	return out, db.run(ctx, migrating, func(tx *Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)`); err != nil {
			return err
		}
		return list(tx)
	})
}

// known refuses a database that has changes this program does not know, or that
// got a different text under the same name.
func known(all []migrations.Step, applied map[string]string) error {
	sums := map[string]string{}
	for _, m := range all {
		sums[m.Name] = m.Checksum()
	}
	for name, sum := range applied {
		switch want, ok := sums[name]; {
		case !ok:
			return fmt.Errorf("database: %w (it has %s)", ErrNewerSchema, name)
		case want != sum:
			return fmt.Errorf("database: migration %s was changed after this database got it; a released migration is never edited, a new one is added", name)
		}
	}
	return nil
}

// errHave leaves the transaction of a change that another process made first.
var errHave = errors.New("applied meanwhile")

func (db *DB) apply(ctx context.Context, m migrations.Step) error {
	err := db.run(ctx, migrating, func(tx *Tx) error {
		n, err := tx.Exec(ctx, `INSERT INTO migration (name, checksum, applied_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING`,
			m.Name, m.Checksum(), Micros(tx.Now()))
		if err != nil {
			return err
		}
		if n == 0 {
			return errHave
		}
		return tx.fail(tx.session.script(ctx, m.Text))
	})
	if errors.Is(err, errHave) {
		return nil
	}
	return err
}
