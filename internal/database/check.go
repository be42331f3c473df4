package database

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/throughcare/throughcare/internal/database/migrations"
	"github.com/throughcare/throughcare/internal/disk"
)

// Check is one thing looked at, for the doctor command. Detail is in plain
// words and holds nothing of the record.
type Check struct {
	Name   string
	OK     bool
	Detail string
	// Records names the rows that are wrong, by table and id, up to a few: what
	// somebody who mends them looks up. It holds nothing of what they say.
	Records []string
}

// Check looks at the settings the promises of the record rest on, and quickly
// at the record itself.
func (db *DB) Check(ctx context.Context) []Check { return db.checks(ctx, false) }

// CheckDeep is Check with every page and every index read, which takes about
// two minutes for a GiB.
func (db *DB) CheckDeep(ctx context.Context) []Check { return db.checks(ctx, true) }

func (db *DB) checks(ctx context.Context, deep bool) []Check {
	checks := db.engine.check(ctx, deep)
	all, err := migrations.Read(migrations.Files, string(db.Engine()))
	if err != nil || len(all) == 0 {
		return append(checks, verdict("schema", err, "no migrations"))
	}
	applied, err := db.applied(ctx)
	if err == nil && len(applied) != len(all) {
		err = fmt.Errorf("%d of %d migrations applied", len(applied), len(all))
	}
	return append(checks, verdict("schema", err, all[len(all)-1].Name))
}

func verdict(name string, err error, good string) Check {
	if err != nil {
		return Check{Name: name, Detail: err.Error()}
	}
	return Check{Name: name, OK: true, Detail: good}
}

// settings reads back what a connection was set to. A setting that cannot be
// read is a setting that is wrong.
func (c *conn) settings() []Check {
	version, err := c.word(`SELECT sqlite_version()`)
	checks := []Check{{Name: "SQLite version", OK: err == nil && !older(version, oldest), Detail: version}}
	for _, want := range []struct{ name, pragma, value string }{
		{"write-ahead log", "journal_mode", "wal"},
		{"sync before a save is confirmed", "synchronous", "2"},
		{"page checksums", "checksum_verification", "1"},
		{"page size", "page_size", "4096"},
		{"deleted data overwritten", "secure_delete", "1"},
		{"foreign keys", "foreign_keys", "1"},
		{"schema untrusted", "trusted_schema", "0"},
		{"temporary data in memory", "temp_store", "2"},
	} {
		got, err := c.word("PRAGMA " + want.pragma)
		checks = append(checks, Check{Name: want.name, OK: err == nil && got == want.value, Detail: want.pragma + "=" + got})
	}
	return checks
}

// older compares versions of three numbers.
func older(a, b string) bool {
	var x, y [3]int
	if n, err := fmt.Sscanf(a, "%d.%d.%d", &x[0], &x[1], &x[2]); err != nil || n != 3 {
		return true
	}
	if n, err := fmt.Sscanf(b, "%d.%d.%d", &y[0], &y[1], &y[2]); err != nil || n != 3 {
		return true
	}
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

func (e *sqliteEngine) check(ctx context.Context, deep bool) []Check {
	checks := []Check{
		verdict("file is encrypted", enciphered(e.path), "yes"),
		verdict("file is for its owner only", ownerOnly(e.path), "yes"),
		verdict("place", safePlace(e.path), "a local disk"),
		e.checkSpace(),
		e.checkLog(),
		e.checkDisk(),
	}
	err := e.readers.use(ctx, func(c *conn) error {
		c.db.SetInterrupt(ctx)
		defer c.db.SetInterrupt(context.Background())
		checks = append(checks, c.settings()...)
		checks = append(checks, c.integrity(ctx, deep), c.references(ctx))
		return nil
	})
	if err != nil {
		checks = append(checks, verdict("reading", err, ""))
	}
	return checks
}

func (e *sqliteEngine) checkSpace() Check {
	const wanted = 512 << 20
	space, err := disk.FreeSpace(filepath.Dir(e.path))
	if err != nil {
		return verdict("free space", err, "")
	}
	return Check{Name: "free space", OK: space.Free >= wanted, Detail: fmt.Sprintf("%d MiB, at least %d wanted", space.Free>>20, wanted>>20)}
}

func (e *sqliteEngine) checkLog() Check {
	info, err := os.Stat(e.path + "-wal")
	if err != nil {
		return Check{Name: "size of the write-ahead log", OK: true, Detail: "none"}
	}
	return Check{Name: "size of the write-ahead log", OK: info.Size() < 256<<20, Detail: fmt.Sprintf("%d KiB", info.Size()>>10)}
}

func (e *sqliteEngine) checkDisk() Check {
	if f := e.broken.Load(); f != nil {
		return verdict("disk", f.name(), "")
	}
	return verdict("disk", nil, "no error since the database was opened")
}

func (c *conn) integrity(ctx context.Context, deep bool) Check {
	pragma := "quick_check"
	if deep {
		pragma = "integrity_check"
	}
	var found []string
	err := c.query(ctx, "PRAGMA "+pragma+"(10)", nil, func(r result) error {
		var line string
		err := r.Scan(&line)
		found = append(found, line)
		return err
	})
	if err == nil && (len(found) != 1 || found[0] != "ok") {
		err = fmt.Errorf("%w: %s", ErrDamaged, strings.Join(found, "; "))
	}
	return verdict("the file is whole", err, pragma+" ok")
}

func (c *conn) references(ctx context.Context) Check {
	broken := 0
	err := c.query(ctx, "PRAGMA foreign_key_check", nil, func(result) error { broken++; return nil })
	if err == nil && broken > 0 {
		err = fmt.Errorf("%d rows point to rows that do not exist", broken)
	}
	return verdict("references lead somewhere", err, "yes")
}

func (e *postgresEngine) check(ctx context.Context, _ bool) []Check {
	var checks []Check
	err := e.transact(ctx, reading, func(s session) error {
		for _, want := range []struct{ name, setting, value string }{
			{"sync before a save is confirmed", "fsync", "on"},
			{"commits wait for the disk", "synchronous_commit", "on"},
			{"whole pages in the log", "full_page_writes", "on"},
			{"text encoding", "server_encoding", "UTF8"},
		} {
			got := ""
			err := s.query(ctx, "SELECT current_setting('"+want.setting+"')", nil, func(r result) error { return r.Scan(&got) })
			if err != nil {
				return err
			}
			checks = append(checks, Check{Name: want.name, OK: got == want.value, Detail: want.setting + "=" + got})
		}
		return nil
	})
	return append(checks, verdict("PostgreSQL answers", err, "yes"))
}
