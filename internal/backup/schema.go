package backup

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
)

// left names the tables that are not backed up: the list of migrations, which a
// new record brings along, and what must not come to life again.
var left = []string{"migration", "session", "session_key", "sign_in_link", "sign_in_throttle", "answered_form", "answered_challenge"}

// derived reports whether a table is made anew from others: its name says so.
func derived(table string) bool {
	return strings.HasPrefix(table, "search_") || strings.HasPrefix(table, "sorted_")
}

// tables lists what is backed up, in order of name.
func tables(ctx context.Context, tx *database.Tx) ([]section, error) {
	query := `SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND substr(m.name, 1, 7) <> ?`
	own := "sqlite_"
	if tx.Engine() == database.Postgres {
		query = `SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
			JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
			WHERE c.table_schema = current_schema() AND t.table_type = ?`
		own = "BASE TABLE"
	}
	found := map[string][]column{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var table, name, declared string
		err := scan(&table, &name, &declared)
		if err == nil && !slices.Contains(left, table) && !derived(table) {
			found[table] = append(found[table], column{Name: name, Kind: kindOf(declared)})
		}
		return err
	}, query, own)
	return ordered(found), err
}

// ordered puts tables and columns in order of name: engines list columns as
// they were added.
func ordered(found map[string][]column) []section {
	var out []section
	for table, columns := range found {
		slices.SortFunc(columns, func(a, b column) int { return strings.Compare(a.Name, b.Name) })
		out = append(out, section{Table: table, Columns: columns})
	}
	slices.SortFunc(out, func(a, b section) int { return strings.Compare(a.Table, b.Table) })
	return out
}

// kindOf is the kind of a declared SQL type, of either engine.
func kindOf(declared string) kind {
	switch declared = strings.ToUpper(declared); {
	case strings.Contains(declared, "INT"):
		return kindWhole
	case strings.Contains(declared, "DOUBLE"), strings.Contains(declared, "REAL"):
		return kindReal
	case strings.Contains(declared, "BYTEA"), strings.Contains(declared, "BLOB"):
		return kindBytes
	}
	return kindText
}

func (s section) names() []string {
	names := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = c.Name
	}
	return names
}

func (s section) query() string {
	return "SELECT " + strings.Join(s.names(), ", ") + " FROM " + s.Table
}

// schema is the name of the newest migration.
func schema(ctx context.Context, tx *database.Tx) (string, error) {
	return database.One(ctx, tx, scanText, `SELECT max(name) FROM migration`)
}

// newestChange is the newest change, or "".
func newestChange(ctx context.Context, tx *database.Tx) (string, error) {
	return database.One(ctx, tx, scanText, `SELECT COALESCE((SELECT id FROM change ORDER BY at DESC, id DESC LIMIT 1), '')`)
}

func scanText(scan database.Scan) (string, error) {
	var s string
	err := scan(&s)
	return s, err
}
