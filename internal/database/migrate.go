package database

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed migrations/*.sql
var files embed.FS

func embedded() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil { // the folder is named two lines above
		panic(err)
	}
	return sub
}

// migration is one numbered change of the schema.
type migration struct {
	name string // "0001_people"
	text string
}

func (m migration) checksum() string {
	sum := sha256.Sum256([]byte(m.text))
	return hex.EncodeToString(sum[:])
}

var migrationName = regexp.MustCompile(`^([0-9]{4})_[a-z0-9_]+(\.sqlite|\.postgres)?\.sql$`)

// migrations reads the changes for one engine in order. NAME.sql serves both;
// where the engines differ the twins NAME.sqlite.sql and NAME.postgres.sql stand
// in its place. It refuses a lone twin, and two names with one number.
func migrations(dir fs.FS, engine Engine) ([]migration, error) {
	names, err := fs.Glob(dir, "*.sql") // in order of name, hence of number
	if err != nil {
		return nil, fmt.Errorf("database: migrations: %w", err)
	}
	var out []migration
	kinds := map[string]string{} // of each name: "", ".sqlite", ".postgres" or both, joined
	for _, file := range names {
		part := migrationName.FindStringSubmatch(file)
		if part == nil {
			return nil, fmt.Errorf("database: migrations: %s is not named NNNN_words.sql", file)
		}
		name := strings.TrimSuffix(strings.TrimSuffix(file, ".sql"), part[2])
		kinds[name] += part[2] + ";"
		if part[2] != "" && part[2] != "."+string(engine) {
			continue
		}
		text, err := fs.ReadFile(dir, file)
		if err != nil {
			return nil, fmt.Errorf("database: migrations: %w", err)
		}
		out = append(out, migration{name: name, text: string(text)})
	}
	return out, consistent(kinds)
}

func consistent(kinds map[string]string) error {
	numbers := map[string]string{}
	for name, kind := range kinds {
		if kind != ";" && kind != ".postgres;.sqlite;" {
			return fmt.Errorf("database: migrations: %s needs one file for both engines or one for each", name)
		}
		number := path.Base(name)[:4]
		if other, taken := numbers[number]; taken {
			return fmt.Errorf("database: migrations: %s and %s have the same number", min(name, other), max(name, other))
		}
		numbers[number] = name
	}
	return nil
}

// migrate applies, each in its own transaction, the changes the database does
// not have yet.
func (db *DB) migrate(ctx context.Context, dir fs.FS) error {
	all, err := migrations(dir, db.Engine())
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
	missing := slices.DeleteFunc(all, func(m migration) bool { _, done := applied[m.name]; return done })
	if err := db.keepBefore(ctx, missing, applied); err != nil {
		return err
	}
	for _, m := range missing {
		if err := db.apply(ctx, m); err != nil {
			return fmt.Errorf("database: migration %s: %w", m.name, err)
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
func known(all []migration, applied map[string]string) error {
	sums := map[string]string{}
	for _, m := range all {
		sums[m.name] = m.checksum()
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

func (db *DB) apply(ctx context.Context, m migration) error {
	err := db.run(ctx, migrating, func(tx *Tx) error {
		n, err := tx.Exec(ctx, `INSERT INTO migration (name, checksum, applied_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING`,
			m.name, m.checksum(), Micros(tx.Now()))
		if err != nil {
			return err
		}
		if n == 0 {
			return errHave
		}
		return tx.fail(tx.session.script(ctx, m.text))
	})
	if errors.Is(err, errHave) {
		return nil
	}
	return err
}
