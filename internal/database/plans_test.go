package database

import (
	"testing"

	"github.com/ncruces/go-sqlite3"
)

// A statement is prepared once, whatever values it runs with: also one that ends
// in LIMIT ?, which SQLite would otherwise plan anew for each of them.
func TestStatementsArePreparedOnce(t *testing.T) {
	t.Parallel()
	e, err := open(t.Context(), fileConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := e.close(); err != nil {
			t.Error(err)
		}
	}()
	const query = `SELECT name FROM sqlite_schema WHERE name > ? ORDER BY name LIMIT ?`
	err = e.(*sqliteEngine).readers.use(t.Context(), func(c *conn) error {
		for i := range int64(20) {
			if err := c.query(t.Context(), query, []any{string(rune('a' + i)), i}, func(result) error { return nil }); err != nil {
				return err
			}
		}
		if n := c.cache[query].Status(sqlite3.STMTSTATUS_REPREPARE, false); n != 0 {
			t.Errorf("prepared again %d times", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
