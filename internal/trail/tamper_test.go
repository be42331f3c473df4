package trail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// The tables of the trail, and one of the record, with what tells their rows apart. Their columns come
// from the schema, so that a new one is meddled with as soon as it is there.
var tables = []struct {
	name string
	key  []string
}{
	{"change", []string{"id"}},
	{"change_image", []string{"change_id", "part"}},
	{"trail_chain", []string{"n"}},
	{"trail_cut", []string{"change_id", "by_n"}},
	{"reading", []string{"n"}},
	{"reading_subject", []string{"n", "subject"}},
	{"sorted_reading", []string{"subject", "n"}},
	{"setting", []string{"id"}}, // the record itself
}

// unguard drops the triggers, as somebody would who opens the record with its
// key and another program.
func unguard(t testing.TB, db *database.DB) {
	t.Helper()
	ctx := t.Context()
	err := db.Write(ctx, func(tx *database.Tx) error {
		query, drop := `SELECT name FROM sqlite_schema WHERE type = 'trigger'`, `DROP TRIGGER %s`
		if tx.Engine() == database.Postgres {
			query = `SELECT t.tgname || ' ON ' || c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
				WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal`
		}
		names, err := database.All(ctx, tx, scanID, query)
		for _, name := range names {
			if strings.Contains(name, "_no_") && err == nil {
				_, err = tx.Exec(ctx, fmt.Sprintf(drop, name))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// meddler alters the trail in one transaction that is rolled back afterwards.
type meddler struct {
	*history
	tx *database.Tx
}

// A way of meddling returns what it did, or "" when it found nothing to do. The
// inner ones leave something that does not fit; the others leave a chain that
// does, and only an anchor shows them.
var (
	inner = map[string]func(*meddler) string{"edit": (*meddler).edit, "delete": (*meddler).delete, "swap": (*meddler).swap, "add": (*meddler).add}
	outer = map[string]func(*meddler) string{"truncate": (*meddler).truncate, "roll back": (*meddler).rollBack, "make anew": (*meddler).makeAnew}
)

// Edits, deletions, swaps, truncations and rollbacks made in the database with
// its key are found (security design, P21).
func TestMeddlingIsFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHistory(t, db, 21)
		for range 120 {
			h.step()
		}
		if err := sorted(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		unguard(t, db)
		anchor := verified(t.Context(), t, db).Head
		short, err := ParseAnchors(anchor.Words())
		if err != nil || len(short) != 1 {
			t.Fatal(err)
		}
		done := map[string]int{}
		for range times(150, 1000) {
			m := &meddler{history: h}
			name, what, report, alone := m.meddle(short[0])
			if report.Broken == nil {
				t.Fatalf("not found against the anchor: %s: %s", name, what)
			}
			if inner[name] != nil && alone.Broken == nil {
				t.Fatalf("not found without an anchor: %s: %s", name, what)
			}
			done[name]++
		}
		for name := range inner {
			if done[name] == 0 {
				t.Errorf("nobody tried to %s", name)
			}
		}
		if r := verified(t.Context(), t, db, anchor); r.Broken != nil {
			t.Errorf("the trail itself was harmed: %v", r.Broken)
		}
		t.Logf("%v", done)
	})
}

// meddle alters something in one random way, and verifies with and without the
// anchor before it is taken back.
func (m *meddler) meddle(anchor Anchor) (name, what string, with, without Report) {
	m.t.Helper()
	ctx := m.t.Context()
	ways := slices.Sorted(func(yield func(string) bool) {
		for name := range inner {
			_ = yield(name)
		}
		for name := range outer {
			_ = yield(name)
		}
	})
	for what == "" {
		name = ways[m.rand.IntN(len(ways))]
		err := m.db.Write(ctx, func(tx *database.Tx) (err error) {
			m.tx = tx
			way := inner[name]
			if way == nil {
				way = outer[name]
			}
			if what = way(m); what == "" {
				return errChanged
			}
			if with, err = Verify(ctx, tx, anchor); err != nil {
				return err
			}
			if without, err = Verify(ctx, tx); err != nil {
				return err
			}
			return errChanged
		})
		if !errors.Is(err, errChanged) {
			m.t.Fatalf("%s %s: %v", name, what, err)
		}
	}
	return name, what, with, without
}

func (m *meddler) exec(query string, args ...any) {
	m.t.Helper()
	if _, err := m.tx.Exec(m.t.Context(), query, args...); err != nil {
		m.t.Fatalf("%s: %v", query, err)
	}
}

// row is a random row of a random table, as it is.
func (m *meddler) row(table string, key []string) map[string]any {
	m.t.Helper()
	columns, err := columnsOf(m.t.Context(), m.tx, table)
	if err != nil {
		m.t.Fatal(err)
	}
	rows, err := database.All(m.t.Context(), m.tx, func(scan database.Scan) (map[string]any, error) {
		values, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range dest {
			dest[i] = &values[i]
		}
		row := map[string]any{}
		err := scan(dest...)
		for i, c := range columns {
			row[c] = values[i]
		}
		return row, err
	}, `SELECT `+strings.Join(columns, ", ")+` FROM `+table+` ORDER BY `+strings.Join(key, ", "))
	if err != nil || len(rows) == 0 {
		m.t.Fatalf("%s: %d rows, %v", table, len(rows), err)
	}
	return rows[m.rand.IntN(len(rows))]
}

func columnsOf(ctx context.Context, tx *database.Tx, table string) ([]string, error) {
	query := `SELECT name FROM pragma_table_info(?) ORDER BY name`
	if tx.Engine() == database.Postgres {
		query = `SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY column_name`
	}
	return database.All(ctx, tx, scanID, query, table)
}

func where(key []string, row map[string]any) (string, []any) {
	var clause []string
	var args []any
	for _, k := range key {
		clause = append(clause, k+" = ?")
		args = append(args, row[k])
	}
	return strings.Join(clause, " AND "), args
}

// edit alters one value, by as little as it can.
func (m *meddler) edit() string {
	table := tables[m.rand.IntN(len(tables))]
	row := m.row(table.name, table.key)
	columns := slices.Sorted(func(yield func(string) bool) {
		for c := range row {
			_ = yield(c)
		}
	})
	column := columns[m.rand.IntN(len(columns))]
	clause, args := where(table.key, row)
	m.exec(`UPDATE `+table.name+` SET `+column+` = ? WHERE `+clause, append([]any{m.another(row[column], slices.Contains(table.key, column))}, args...)...)
	return fmt.Sprintf("%s.%s of %v", table.name, column, args)
}

// another is a value that differs; no other row has it when it must be unique.
func (m *meddler) another(v any, unique bool) any {
	if s, ok := v.(string); ok && unique {
		return s + " copy"
	}
	return m.altered(v)
}

func (m *meddler) altered(v any) any {
	switch v := v.(type) {
	case int64:
		return v + 1_000_000 // no other row has it
	case string:
		if v == "" || m.rand.IntN(2) == 0 {
			return v + "x"
		}
		i := m.rand.IntN(len(v))
		for v[i] >= 0x80 {
			i--
		}
		return v[:i] + string(rune(v[i]^1|0x20&^v[i])) + v[i+1:]
	}
	m.t.Fatalf("a value of type %T", v)
	return nil
}

func (m *meddler) delete() string {
	table := tables[m.rand.IntN(len(tables))]
	row := m.row(table.name, table.key)
	clause, args := where(table.key, row)
	m.exec(`DELETE FROM `+table.name+` WHERE `+clause, args...)
	return fmt.Sprintf("%s %v", table.name, args)
}

// swap exchanges what two rows hold, all or one column of it.
func (m *meddler) swap() string {
	table := tables[m.rand.IntN(len(tables))]
	one, other := m.row(table.name, table.key), m.row(table.name, table.key)
	var columns []string
	for c := range one {
		if !slices.Contains(table.key, c) && one[c] != other[c] {
			columns = append(columns, c)
		}
	}
	slices.Sort(columns)
	if len(columns) == 0 {
		return ""
	}
	if m.rand.IntN(2) == 0 {
		columns = columns[:1]
	}
	if slices.Contains(columns, "undoes") { // no two may undo the same
		clause, args := where(table.key, one)
		m.exec(`UPDATE `+table.name+` SET undoes = '' WHERE `+clause, args...)
		clause, args = where(table.key, other)
		m.exec(`UPDATE `+table.name+` SET undoes = '' WHERE `+clause, args...)
	}
	for _, pair := range [][2]map[string]any{{one, other}, {other, one}} {
		clause, args := where(table.key, pair[0])
		for _, c := range columns {
			m.exec(`UPDATE `+table.name+` SET `+c+` = ? WHERE `+clause, append([]any{pair[1][c]}, args...)...)
		}
	}
	return fmt.Sprintf("%s %v of %v and %v", table.name, columns, one[table.key[0]], other[table.key[0]])
}

// add puts a row in that looks like another.
func (m *meddler) add() string {
	table := tables[m.rand.IntN(len(tables))]
	row := m.row(table.name, table.key)
	var columns []string
	var args []any
	for c, v := range row {
		if slices.Contains(table.key, c) || c == "undoes" {
			v = m.another(v, true)
		}
		columns, args = append(columns, c), append(args, v)
	}
	m.exec(`INSERT INTO `+table.name+` (`+strings.Join(columns, ", ")+`) VALUES `+database.In(len(args)), args...)
	return fmt.Sprintf("a row to %s like that of %v", table.name, row[table.key[0]])
}

// cut removes all entries from the n-th on, with all that belongs to them.
func (m *meddler) cut(n int64) {
	m.exec(`DELETE FROM trail_cut WHERE by_n >= ?`, n)
	m.exec(`DELETE FROM change_image WHERE change_id IN (SELECT entry FROM trail_chain WHERE n >= ?)`, n)
	m.exec(`DELETE FROM change WHERE id IN (SELECT entry FROM trail_chain WHERE n >= ?)`, n)
	for _, table := range []string{"sorted_reading", "reading_subject", "reading", "trail_chain"} {
		m.exec(`DELETE FROM `+table+` WHERE n >= ?`, n)
	}
}

func (m *meddler) somewhere() int64 { return 1 + m.rand.Int64N(m.changes+m.readings) }

func (m *meddler) truncate() string {
	n := m.somewhere()
	m.cut(n)
	return fmt.Sprint("from ", n)
}

// rollBack puts an older record back, and lets the program go on from there.
func (m *meddler) rollBack() string {
	n := m.somewhere()
	m.cut(n)
	m.goOn(int(m.rand.Int64N(2 * (m.changes + m.readings - n + 1))))
	return fmt.Sprint("to ", n)
}

// makeAnew rewrites history with the key of the trail itself.
func (m *meddler) makeAnew() string {
	n := m.somewhere()
	length := m.changes + m.readings
	m.cut(n)
	m.goOn(int(length - n + 1))
	return fmt.Sprint("from ", n)
}

func (m *meddler) goOn(entries int) {
	for i := range entries {
		r := reading{at: int64(i), actor: colleagues[0], look: Page, subjects: []string{"somebody"}}
		if err := addReadings(m.t.Context(), m.tx, []reading{r}); err != nil {
			m.t.Fatal(err)
		}
	}
}

// The first entry that does not fit is named.
func TestTheFirstThatDoesNotFitIsNamed(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	h := newHistory(t, db, 5)
	for h.changes < 10 {
		h.put("a")
	}
	unguard(t, db)
	ctx := t.Context()
	err := db.Write(ctx, func(tx *database.Tx) error {
		for _, n := range []int{8, 5} {
			if _, err := tx.Exec(ctx, `UPDATE change SET actor_name = ? WHERE id = (SELECT entry FROM trail_chain WHERE n = ?)`, "Nobody", n); err != nil {
				return err
			}
		}
		r, err := Verify(ctx, tx)
		if err != nil || r.Broken == nil || r.Broken.N != 5 || r.Broken.Actor != "Nobody" || r.Broken.Why != Altered {
			t.Errorf("%+v, %v; the fifth does not fit", r.Broken, err)
		}
		tail, err := VerifyTail(ctx, tx, 3)
		if err != nil || tail.Broken == nil || tail.Broken.N != 8 {
			t.Errorf("the tail: %+v, %v; the eighth does not fit", tail.Broken, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A chain that overlooks a field of its entries is caught: the test that
// nothing is overlooked is one that can fail.
func TestAFieldThatIsOverlookedIsCaught(t *testing.T) {
	t.Parallel()
	for column, blind := range map[string]func(*sealed){
		"":             nil,
		"at":           func(s *sealed) { s.at = 0 },
		"actor_id":     func(s *sealed) { s.actorID = "" },
		"actor_name":   func(s *sealed) { s.actorName = "" },
		"action":       func(s *sealed) { s.action = "" },
		"subject_kind": func(s *sealed) { s.kind = "" },
		"subject_id":   func(s *sealed) { s.subject = "" },
		"undoes":       func(s *sealed) { s.undoes = "" },
		"reversible":   func(s *sealed) { s.keeps = 0 },
	} {
		t.Run(column, func(t *testing.T) {
			t.Parallel()
			db := dbtest.SQLite(t, dbtest.NewClock().Now)
			older(t, db, 4, blind)
			found, err := overlooked(t.Context(), t, db, blind)
			if err != nil {
				t.Fatal(err)
			}
			want := []string{}
			if column != "" {
				want = []string{column}
			}
			if !slices.Equal(found, want) {
				t.Errorf("overlooked: %v, want %v", found, want)
			}
		})
	}
}

// overlooked alters every column of an entry in turn, and returns those whose
// altering a chain does not show.
func overlooked(ctx context.Context, t *testing.T, db *database.DB, blind func(*sealed)) (found []string, err error) {
	var columns []string
	err = db.Read(ctx, func(tx *database.Tx) error {
		columns, err = columnsOf(ctx, tx, "change")
		return err
	})
	found = []string{}
	for _, column := range columns {
		wrote := db.Write(ctx, func(tx *database.Tx) error {
			m := &meddler{history: &history{t: t}, tx: tx}
			m.history.rand = newHistory(t, db, 7).rand
			row := m.row("change", []string{"at", "id"})
			m.exec(`UPDATE change SET `+column+` = ? WHERE id = ?`, m.altered(row[column]), row["id"])
			c, err := chainOf(tx)
			if err != nil {
				return err
			}
			c.blind = blind
			r, err := c.verify(ctx, 0, nil)
			if err == nil && r.Broken == nil {
				found = append(found, column)
			}
			return errors.Join(err, errChanged)
		})
		if !errors.Is(wrote, errChanged) {
			return nil, wrote
		}
	}
	return found, err
}
