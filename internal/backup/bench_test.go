package backup

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
)

// BenchmarkBackup writes and restores a record of BENCH_PEOPLE people (2,000
// unless set) with two names and ten notes each.
func BenchmarkBackup(b *testing.B) {
	people, err := strconv.Atoi(os.Getenv("BENCH_PEOPLE"))
	if err != nil {
		people = 2000
	}
	db := dbtest.SQLite(b, dbtest.NewClock().Now)
	populate(b, db, people)
	id := identity(b)
	path := filepath.Join(b.TempDir(), "b")
	b.Run("write", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			w, err := ToFile(b.Context(), db, path+strconv.Itoa(n), Options{Recipients: []age.Recipient{id.Recipient()}})
			must(b, err)
			b.ReportMetric(float64(w.Bytes)/1e6, "MB")
			b.ReportMetric(float64(w.Manifest.Rows()), "rows")
		}
	})
	_, err = ToFile(b.Context(), db, path, Options{Recipients: []age.Recipient{id.Recipient()}})
	must(b, err)
	b.Run("restore", func(b *testing.B) {
		for b.Loop() {
			f, err := os.Open(path)
			must(b, err)
			_, err = Restore(b.Context(), f, []age.Identity{id}, func(context.Context, Header) (*database.DB, error) {
				return dbtest.SQLite(b, dbtest.NewClock().Now), nil
			}, nil)
			must(b, err)
			must(b, f.Close())
		}
	})
}

// populate writes people as an import leaves them.
func populate(b *testing.B, db *database.DB, people int) {
	b.Helper()
	random := rand.New(rand.NewPCG(3, 1))
	words := strings.Fields("letter about the hearing on Friday her sister asked for stamps and a dictionary moved unit parole board wrote back visit went well")
	text := func(n int) string {
		var s []string
		for range n {
			s = append(s, words[random.IntN(len(words))])
		}
		return strings.Join(s, " ")
	}
	for table, each := range map[string]int{"person": 1, "person_name": 2, "person_number": 1, "stay": 1, "case_file": 1, "timeline_entry": 10} {
		must(b, db.Write(b.Context(), func(tx *database.Tx) error {
			sections, err := tables(b.Context(), tx)
			if err != nil {
				return err
			}
			for _, s := range sections {
				if s.Table == table {
					return rowsFor(b.Context(), tx, s, people*each, text)
				}
			}
			return fmt.Errorf("no table %s", table)
		}))
	}
}

func rowsFor(ctx context.Context, tx *database.Tx, s section, rows int, text func(int) string) error {
	query := "INSERT INTO " + s.Table + " (" + strings.Join(s.names(), ", ") + ") VALUES " + database.In(len(s.Columns))
	for n := range rows {
		values := make([]any, len(s.Columns))
		for i, c := range s.Columns {
			switch {
			case c.Kind == kindWhole:
				values[i] = n
			case c.Name == "id" || c.Name == "rev" || strings.HasSuffix(c.Name, "_id"):
				values[i] = ids.New()
			case c.Name == "body":
				values[i] = text(30)
			case strings.Contains(c.Name, "name"):
				values[i] = text(2)
			default:
				values[i] = ""
			}
		}
		if _, err := tx.Exec(ctx, query, values...); err != nil {
			return err
		}
	}
	return nil
}
