package trail

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
)

// pageSizeOfFile is the page of an SQLite file of ours.
const pageSizeOfFile = 4096

// One page of the file put back as it was some time ago opens with its key, and
// its checksum is right. The trail shows it, or the deep check of the database
// does when it is a page of an index (security design, F3).
func TestAnOldPageIsFound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "record.db")
	older := saved(t, path, 1, times(60, 400))
	newer := saved(t, path, 2, times(60, 400)) // which writes to the same rows again: no index knows of it
	tried, alone := 0, 0
	for at := 0; at+pageSizeOfFile <= len(older); at += pageSizeOfFile {
		page := older[at : at+pageSizeOfFile]
		if bytes.Equal(page, newer[at:at+pageSizeOfFile]) {
			continue
		}
		tried++
		mixed := slices.Clone(newer)
		copy(mixed[at:], page)
		trail, database := noticed(t, filepath.Join(dir, "mixed.db"), mixed)
		switch {
		case trail == "" && database == "":
			t.Errorf("page %d put back: nobody noticed", at/pageSizeOfFile+1)
		case database == "":
			alone++
		}
	}
	if tried < 10 || alone == 0 {
		t.Errorf("%d pages differ, %d pass the check of the database: the test shows nothing", tried, alone)
	}
	if trail, database := noticed(t, filepath.Join(dir, "mixed.db"), newer); trail+database != "" {
		t.Errorf("a file that nobody touched: %s %s", trail, database)
	}
	t.Logf("%d pages put back, %d of them noticed by the trail alone", tried, alone)
}

// saved goes on with the record at path and returns its file.
func saved(t *testing.T, path string, seed uint64, steps int) []byte {
	t.Helper()
	db, err := openFile(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	h := newHistory(t, db, seed)
	for i := range steps {
		h.put(fmt.Sprint("s", i%12))
		h.look()
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// noticed opens a file and says what the trail and the database find to be
// wrong with it.
func noticed(t *testing.T, path string, file []byte) (byTrail, byDatabase string) {
	t.Helper()
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := openFile(t.Context(), path)
	if err != nil {
		return "", err.Error()
	}
	defer func() { _ = db.Close() }() // the file is thrown away
	err = db.Read(t.Context(), func(tx *database.Tx) error {
		r, err := Verify(t.Context(), tx)
		if err == nil && r.Broken != nil {
			err = r.Broken
		}
		return err
	})
	if err != nil {
		byTrail = err.Error()
	}
	for _, c := range db.CheckDeep(t.Context()) {
		if !c.OK {
			byDatabase = c.Name + ": " + c.Detail
		}
	}
	return byTrail, byDatabase
}
