package app_test

import (
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/demo"
)

var update = flag.Bool("update", false, "write the golden files anew")

// newRecord opens an empty record with a clock at noon, 2 March 2026.
func newRecord(t *testing.T) *app.Record {
	t.Helper()
	rec, _ := clocked(t)
	return rec
}

// clocked is a new record with a clock the test can move.
func clocked(t *testing.T) (*app.Record, *dbtest.Clock) {
	t.Helper()
	clock := dbtest.NewClock()
	rec, err := app.OpenRecord(t.Context(), app.Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: demo.NewKeys(),
		Now: clock.Now, Log: slog.New(slog.DiscardHandler), Quick: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rec.Close(); err != nil {
			t.Error(err)
		}
	})
	return rec, clock
}

// Every route stands in one file with the permission it needs, so that a
// change of who may do what is read by whoever reviews it.
func TestRoutesAndTheirPermissions(t *testing.T) {
	t.Parallel()
	pages, err := app.Pages(newRecord(t), app.Served{})
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(pages.Routes(), "\n") + "\n"
	golden := filepath.Join("testdata", "routes.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the routes are not those of %s; look at the difference, then run with -update\n%s", golden, got)
	}
}
