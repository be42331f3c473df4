package database

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ncruces/go-sqlite3/vfs"
)

// upgrades is a schema that grows: new columns, rows rewritten, a table that
// moves into another, an index, a table that goes.
func upgrades(count int) fstest.MapFS {
	files := map[string]string{"0001_letter.sql": `CREATE TABLE letter (id BIGINT PRIMARY KEY, body TEXT NOT NULL)`}
	for i, text := range []string{
		`ALTER TABLE letter ADD COLUMN kind TEXT NOT NULL DEFAULT ''; UPDATE letter SET kind = 'in' WHERE id % 2 = 0`,
		`CREATE TABLE post (id BIGINT PRIMARY KEY, body TEXT NOT NULL, kind TEXT NOT NULL); INSERT INTO post SELECT id, body, kind FROM letter`,
		`CREATE INDEX post_kind ON post (kind)`,
		`UPDATE post SET body = upper(body)`,
		`DROP TABLE letter`,
		`DELETE FROM post WHERE id % 7 = 0; UPDATE post SET kind = 'out' WHERE kind = ''`,
	} {
		if i+2 <= count {
			files[fmt.Sprintf("%04d_step.sql", i+2)] = text
		}
	}
	return dirOf(files)
}

// looks is a sum of the whole schema and every row.
func looks(t *testing.T, db *DB) string {
	t.Helper()
	h := sha256.New()
	list := func(tx *Tx, query string) (all []string) {
		all, err := All(t.Context(), tx, func(scan Scan) (s string, err error) { return s, scan(&s) }, query)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			h.Write([]byte(s + "\n"))
		}
		return all
	}
	err := db.Read(t.Context(), func(tx *Tx) error {
		list(tx, `SELECT COALESCE(sql, '') FROM sqlite_schema ORDER BY name`)
		list(tx, `SELECT name FROM migration ORDER BY name`)
		for _, table := range []string{"letter", "post"} {
			if len(list(tx, `SELECT name FROM sqlite_schema WHERE name = '`+table+`'`)) == 0 {
				continue
			}
			columns := list(tx, `SELECT name FROM pragma_table_info('`+table+`') ORDER BY cid`)
			list(tx, `SELECT `+strings.Join(columns, " || '|' || ")+` FROM `+table+` ORDER BY id`)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func upgrade(t *testing.T, db *DB, to int) {
	t.Helper()
	if err := db.migrate(t.Context(), upgrades(to)); err != nil {
		t.Fatal(err)
	}
}

// begun is a record of the first schema with letters in it.
func begun(t *testing.T, c Config) *DB {
	t.Helper()
	db := bare(t, c)
	upgrade(t, db, 1)
	err := db.Write(t.Context(), func(tx *Tx) error {
		for id := range 60 {
			if _, err := tx.Exec(t.Context(), `INSERT INTO letter (id, body) VALUES (?, ?)`, id, strings.Repeat("dear friend ", id%40)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// An upgrade that is killed, or whose power is cut, at any moment leaves the
// record as one of its steps left it, never between; and the upgrade goes on
// from there to the same end.
func TestUpgradesAreWholeOrNot(t *testing.T) {
	t.Parallel()
	const last = 7
	disk := &recordingDisk{VFS: vfs.Find("")}
	c := fileConfig(t)
	c.layers = seal("disk of upgrades", disk)
	db := begun(t, c)
	steps := map[string]int{looks(t, db): 1}
	from, final := disk.length(), ""
	for to := 2; to <= last; to++ {
		upgrade(t, db, to)
		final = looks(t, db)
		steps[final] = to
	}
	ops, points := disk.ops, 50
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		points = 400
	}
	seen, rng := map[int]bool{}, rand.New(rand.NewPCG(8, 8)) //nolint:gosec // a test that can be repeated
	for i := range points {
		cut := ops[:from+(len(ops)-from)*i/(points-1)]
		for _, image := range []map[string][]byte{killedAt(cut), imageAt(cut, rng)} {
			seen[goesOn(t, c.Key, image, steps, final)] = true
		}
	}
	if len(seen) < last-1 {
		t.Errorf("only steps %v were seen: the test shows little", seen)
	}
	t.Logf("%d kills and %d power cuts in %d steps: each left one whole step", points, points, len(seen))
}

// killedAt is what a killed program leaves: everything it wrote.
func killedAt(ops []diskOp) map[string][]byte {
	files := map[string][]byte{}
	for _, op := range ops {
		switch op.kind {
		case 'w':
			files[op.file] = put(files[op.file], op.off, op.data)
		case 't':
			if int64(len(files[op.file])) > op.off {
				files[op.file] = files[op.file][:op.off:op.off]
			}
		case 'd':
			delete(files, op.file)
		}
	}
	return files
}

// goesOn opens an image, says which step it is, and finishes the upgrade.
func goesOn(t *testing.T, key []byte, image map[string][]byte, steps map[string]int, final string) (step int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record.db")
	for name, b := range image {
		if name, ours := strings.CutPrefix(name, "record.db"); ours && !strings.HasPrefix(name, before) {
			if err := os.WriteFile(path+name, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	db := bare(t, Config{URL: "sqlite:" + path, Key: key, Now: noon, Existing: true})
	step, whole := steps[looks(t, db)]
	if !whole {
		t.Error("the record is between two steps")
	}
	upgrade(t, db, 7)
	if looks(t, db) != final {
		t.Error("the upgrade did not go on to the same end")
	}
	return step
}

// Before an upgrade there is a copy of the record as it was.
func TestACopyIsKeptBeforeAnUpgrade(t *testing.T) {
	t.Parallel()
	c := fileConfig(t)
	c.Now = time.Now // the age of files is by the clock of the machine
	path := strings.TrimPrefix(c.URL, "sqlite:")
	db := begun(t, c)
	if left, _ := copies(path); len(left) > 0 {
		t.Errorf("a new record made %v", left)
	}
	was := looks(t, db)
	upgrade(t, db, 7)
	t.Run("the copy", func(t *testing.T) {
		if looks(t, bare(t, Config{URL: "sqlite:" + path + ".before-0001", Key: c.Key, Now: c.Now, Existing: true})) != was {
			t.Error("it is not the record as it was")
		}
	})
	if b, err := os.ReadFile(path + ".before-0001"); err != nil || bytes.Contains(b, []byte("dear friend")) {
		t.Errorf("the copy can be read without a key, or %v", err)
	}
	upgrade(t, db, 7)
	if left, _ := copies(path); len(left) != 1 {
		t.Errorf("an upgrade that changes nothing left %v", left)
	}
	old := time.Now().Add(-31 * 24 * time.Hour)
	if err := os.Chtimes(path+".before-0001", old, old); err != nil {
		t.Fatal(err)
	}
	upgrade(t, db, 7)
	if left, _ := copies(path); len(left) != 0 {
		t.Errorf("after a month there is still %v", left)
	}
}
