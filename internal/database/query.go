package database

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
)

// Scan copies the columns of a row into destinations, as database/sql does:
// pointers to string, int64, int, float64, bool (from 0 and 1), []byte, any, a
// type based on one of these, or a sql.Scanner.
type Scan = func(dest ...any) error

// Exec runs one statement and returns the number of rows it changed.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	args, err := tx.ready(args)
	if err != nil {
		return 0, err
	}
	n, err := tx.session.exec(ctx, query, args)
	return n, tx.fail(err)
}

// One returns the first row of query, or a NotFound fault when there is none.
func One[T any](ctx context.Context, tx *Tx, scan func(Scan) (T, error), query string, args ...any) (T, error) {
	var v T
	found := false
	err := tx.query(ctx, query, args, func(r result) (err error) {
		if v, err = scan(r.Scan); err != nil {
			return err
		}
		found = true
		return errEnough
	})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "database: one row")
	}
	return v, err
}

// All returns every row of query.
func All[T any](ctx context.Context, tx *Tx, scan func(Scan) (T, error), query string, args ...any) ([]T, error) {
	var out []T
	err := tx.query(ctx, query, args, func(r result) error {
		v, err := scan(r.Scan)
		if err == nil {
			out = append(out, v)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Each calls row for every row of query, without keeping them. row runs no
// statement of the same transaction; an error from it ends the reading.
func Each(ctx context.Context, tx *Tx, row func(Scan) error, query string, args ...any) error {
	return tx.query(ctx, query, args, func(r result) error { return row(r.Scan) })
}

var tableName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// Row returns all columns of the row of table with the given id, or NotFound:
// text as string, whole numbers as int64, NULL as nil.
func (tx *Tx) Row(ctx context.Context, table, id string) (map[string]any, error) {
	if !tableName.MatchString(table) {
		return nil, fmt.Errorf("database: row: %q is no table name", table)
	}
	var image map[string]any
	err := tx.query(ctx, "SELECT * FROM "+table+" WHERE id = ?", []any{id}, func(r result) (err error) {
		image, err = imageOf(r)
		return err
	})
	if err == nil && image == nil {
		err = fault.New(fault.NotFound, "database: row of "+table)
	}
	return image, err
}

// RowsOf returns all columns of some rows of table by id, as Row returns them; those that
// are not there are left out.
func (tx *Tx) RowsOf(ctx context.Context, table string, ids []string) (map[string]map[string]any, error) {
	if !tableName.MatchString(table) {
		return nil, fmt.Errorf("database: rows of: %q is no table name", table)
	}
	images := make(map[string]map[string]any, len(ids))
	return images, tx.query(ctx, "SELECT * FROM "+table+" WHERE id IN "+In(len(ids)), Args(ids), func(r result) error {
		image, err := imageOf(r)
		if err == nil {
			images[image["id"].(string)] = image
		}
		return err
	})
}

// Rows calls row with all columns of every row of table, as Row returns them.
// row runs no statement of the same transaction.
func (tx *Tx) Rows(ctx context.Context, table string, row func(map[string]any) error) error {
	if !tableName.MatchString(table) {
		return fmt.Errorf("database: rows: %q is no table name", table)
	}
	return tx.query(ctx, "SELECT * FROM "+table, nil, func(r result) error {
		image, err := imageOf(r)
		if err != nil {
			return err
		}
		return row(image)
	})
}

func imageOf(r result) (map[string]any, error) {
	names, err := r.Columns()
	if err != nil {
		return nil, err
	}
	values, dest := make([]any, len(names)), make([]any, len(names))
	for i := range dest {
		dest[i] = &values[i]
	}
	if err := r.Scan(dest...); err != nil {
		return nil, err
	}
	image := make(map[string]any, len(names))
	for i, name := range names {
		image[name] = values[i]
	}
	return image, nil
}

// errEnough ends the reading of a result early, without being an error.
var errEnough = errors.New("enough")

func (tx *Tx) query(ctx context.Context, query string, args []any, each func(result) error) error {
	args, err := tx.ready(args)
	if err != nil {
		return err
	}
	tx.reading = true
	defer func() { tx.reading = false }()
	var ours error // from each: the caller's business, not the statement's
	err = tx.session.query(ctx, query, args, func(r result) error {
		ours = each(r)
		return ours
	})
	switch {
	case ours == errEnough:
		return nil
	case ours != nil:
		return ours
	}
	return tx.fail(err)
}

// ready says whether a statement may run now, and brings its arguments into
// the few types both engines take.
func (tx *Tx) ready(args []any) ([]any, error) {
	if tx.failed != nil {
		return nil, fmt.Errorf("database: a statement had failed: %w", tx.failed)
	}
	if tx.reading {
		return nil, errors.New("database: a result of this transaction is still being read")
	}
	return arguments(args)
}

func (tx *Tx) fail(err error) error {
	if err != nil {
		tx.failed = err
	}
	return err
}

// In returns n placeholders in brackets, for "WHERE id IN "+In(len(ids)). For
// no value it returns a list that nothing is in.
func In(n int) string {
	if n <= 0 {
		return "(NULL)"
	}
	return "(" + strings.Repeat("?,", n-1) + "?)"
}

// Micros is how an instant is stored: microseconds since 1970 in UTC.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// FromMicros is the instant that Micros stored, in UTC.
func FromMicros(n int64) time.Time { return time.UnixMicro(n).UTC() }
