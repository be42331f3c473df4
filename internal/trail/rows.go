package trail

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"math"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
)

// Every image holds a sum of its row as the change left it. So the trail also
// proves the record: a row that somebody altered, added or removed past the
// program is not as any change left it.

// followers are columns that the database itself keeps in step with other rows
// (case_next, migration 61).
var followers = map[[2]string]bool{{"case_file", "next_on"}: true}

// sumSize is how many bytes of a row's sum are kept: nobody makes another row
// with the same 96 bits.
const sumSize = 12

type rowSum [sumSize]byte

// sumOf sums up a row as it was read.
func sumOf(table, id string, values map[string]any) (rowSum, error) {
	columns := slices.Sorted(maps.Keys(values))
	rev, _ := values["rev"].(string)
	return sumRow(make([]byte, 0, 512), table, id, rev, columns, func(i int) any { return values[columns[i]] })
}

// sumRow sums up a row, given its columns in order, in a buffer. What holds
// nothing (” or 0) does not count, so that a column that a later program adds
// changes no sum.
func sumRow(b []byte, table, id, rev string, columns []string, value func(i int) any) (rowSum, error) {
	b = appendText(appendText(appendText(b, table), id), rev)
	for i, c := range columns {
		if c == "id" || c == "rev" || followers[[2]string{table, c}] {
			continue
		}
		v, err := database.Stored(value(i))
		if err != nil {
			return rowSum{}, err
		}
		b = appendValue(b, c, v)
	}
	sum := sha256.Sum256(b)
	return rowSum(sum[:sumSize]), nil
}

func appendValue(b []byte, column string, v any) []byte {
	if f, ok := v.(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		v = int64(f) // as whoever wrote it may have said
	}
	switch v := v.(type) {
	case string:
		if v != "" {
			b = appendText(append(appendText(b, column), 's'), v)
		}
	case []byte:
		if len(v) > 0 {
			b = appendText(append(appendText(b, column), 'b'), v)
		}
	case int64:
		if v != 0 {
			b = appendNumber(append(appendText(b, column), 'n'), v)
		}
	case float64:
		b = appendNumber(append(appendText(b, column), 'f'), int64(math.Float64bits(v))) //nolint:gosec // the bits are meant
	}
	return b
}

// added is the sum of a row that is inserted, for its image.
func (tx *Tx) added(table, id, rev string, columns []string, values []any) (string, error) {
	if tx.buffer == nil {
		tx.buffer = make([]byte, 0, 512)
	}
	sum, err := sumRow(tx.buffer, table, id, rev, columns, func(i int) any { return values[i] })
	return encode(sum[:]), err
}

// changed is the sum of a row that is updated, for its image.
func changed(table, id, rev string, before, s Set) (string, error) {
	now := maps.Clone(before)
	maps.Copy(now, s)
	now["rev"] = rev
	sum, err := sumOf(table, id, now)
	return encode(sum[:]), err
}

// record is how the trail left every row, by a sum of its name. A row of an
// older program has no sum, and is left in the blank.
type record map[rowSum]rowSum

func nameOf(table, id string) rowSum {
	sum := sha256.Sum256(appendText(appendText(nil, table), id))
	return rowSum(sum[:sumSize])
}

// kept is what the image of a row says of how it was left.
type kept struct {
	name rowSum
	left rowSum
	gone bool
}

// read reads the images of a part. Damaged ones are found by their digest.
func read(images string) (rows []kept) {
	var list []row
	if json.Unmarshal([]byte(images), &list) != nil {
		return nil
	}
	for _, one := range list {
		k := kept{name: nameOf(one.Table, one.ID), gone: one.Op == "-"}
		if b, err := decode(one.Left); err == nil && len(b) == sumSize {
			k.left = rowSum(b)
		}
		rows = append(rows, k)
	}
	return rows
}

// follow takes in what a change left.
func (r record) follow(rows []kept) {
	for _, k := range rows {
		if k.gone {
			delete(r, k.name)
		} else {
			r[k.name] = k.left
		}
	}
}

// compare holds every row of the record against how the trail left it, and
// counts them.
func (r record) compare(ctx context.Context, tx *database.Tx) (rows int64, err error) {
	err = eachRow(ctx, tx, func(table, id string, values map[string]any) error {
		rows++
		name := nameOf(table, id)
		want, known := r[name]
		if !known {
			return &Break{Why: RowAdded, Table: table, Row: id}
		}
		delete(r, name)
		if got, err := sumOf(table, id, values); err != nil || got != want && want != (rowSum{}) {
			return &Break{Why: RowAltered, Table: table, Row: id}
		}
		return nil
	})
	if err == nil && len(r) > 0 {
		err = &Break{Why: RowGone}
	}
	return rows, err
}

// eachRow reads every row of every record table, those with a rev.
func eachRow(ctx context.Context, tx *database.Tx, row func(table, id string, values map[string]any) error) error {
	tables, err := tablesWith(ctx, tx, "id")
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := tx.Rows(ctx, table, func(values map[string]any) error {
			id, _ := values["id"].(string)
			return row(table, id, values)
		}); err != nil {
			return err
		}
	}
	return nil
}
