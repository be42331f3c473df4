// Package published reads the real, published data that tests are held against.
// It stands beside the repository and is not part of it; where it is absent the
// test is skipped with a word on what it looked for.
package published

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// Rows reads a CSV file of the data, its heading first: "facilities/us_hifld_2020.csv".
func Rows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(root(t), "..", "shared", "data", filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("%s is not beside the repository: %v", name, err)
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// root is the folder of the module: a test runs in that of its package.
func root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			t.Fatal("no go.mod above the test")
		}
		folder = parent
	}
}
