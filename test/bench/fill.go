package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/search/searchtest"
)

// filler adds people who are like somebody of the demo, past the trail: rows of
// theirs are copied and given other names, numbers and days.
type filler struct {
	rec    *app.Record
	size   size
	people *searchtest.Population
	rng    *rand.Rand
	places []string
	likes  map[string]*likeness
}

// batch is how many people are written at once.
const batch = 250_000

func (f *filler) fill(ctx context.Context, tx *database.Tx) (err error) {
	f.rng = rand.New(rand.NewPCG(7, 297))
	if err := f.learn(ctx, tx); err != nil {
		return err
	}
	f.places, err = database.All(ctx, tx, text, `SELECT id FROM facility ORDER BY id`)
	for done := 0; done < f.size.people && err == nil; done += batch {
		err = f.batch(ctx, tx, min(batch, f.size.people-done), done)
		note("%d people", min(f.size.people, done+batch))
	}
	return err
}

// learn finds the rows that others are made like.
func (f *filler) learn(ctx context.Context, tx *database.Tx) error {
	f.likes = map[string]*likeness{}
	for table, which := range map[string]string{
		"person": `number <> '' AND script_name = '' AND died = ''`, "person_name": `kind = 'used'`, "person_number": `place = 0`,
		"stay": `current = 1 AND facility_id <> ''`, "timeline_entry": `kind = 'letter' AND body <> ''`,
		"case_file": `state = 'active'`, "case_span": `closed_on = ''`, "task": `is_next = 1 AND state = 'open'`, "account": `role = 'worker'`,
	} {
		l, err := like(ctx, tx, table, which)
		if err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		f.likes[table] = l
	}
	return nil
}

func (f *filler) batch(ctx context.Context, tx *database.Tx, n, done int) error {
	entries := make([]search.Entry, n)
	for i := range entries {
		entries[i] = f.people.Next()
	}
	for _, step := range []func(context.Context, *database.Tx, []search.Entry) error{
		f.heads, f.names, f.numbers, f.stays, f.index, f.entries,
		func(ctx context.Context, tx *database.Tx, entries []search.Entry) error {
			return f.cases(ctx, tx, entries, done)
		},
	} {
		if err := step(ctx, tx, entries); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) heads(ctx context.Context, tx *database.Tx, entries []search.Entry) error {
	return f.likes["person"].write(ctx, tx, len(entries), func(i int, r row) {
		e := entries[i]
		key := search.Fold(e.Names[0])
		words := strings.Fields(key)
		r.set("id", e.Subject)
		r.set("name", e.Names[0])
		r.set("name_key", key)
		r.set("sort_key", words[len(words)-1]+" "+words[0])
		r.set("number", e.Numbers[0])
		r.set("born", e.Born)
	})
}

func (f *filler) names(ctx context.Context, tx *database.Tx, entries []search.Entry) error {
	at := flat(entries, func(e search.Entry) []string { return e.Names })
	return f.likes["person_name"].write(ctx, tx, len(at), func(i int, r row) {
		r.set("person_id", at[i].e.Subject)
		r.set("text", at[i].text)
		r.set("place", at[i].place)
		if at[i].place > 0 {
			r.set("kind", "other")
		}
	})
}

func (f *filler) numbers(ctx context.Context, tx *database.Tx, entries []search.Entry) error {
	at := flat(entries, func(e search.Entry) []string { return e.Numbers })
	return f.likes["person_number"].write(ctx, tx, len(at), func(i int, r row) {
		r.set("person_id", at[i].e.Subject)
		r.set("text", at[i].text)
		r.set("number_key", search.NumberKey(at[i].text))
		r.set("place", at[i].place)
	})
}

// part is one name or number of somebody.
type part struct {
	e     search.Entry
	text  string
	place int
}

func flat(entries []search.Entry, of func(search.Entry) []string) []part {
	var out []part
	for _, e := range entries {
		for place, text := range of(e) {
			out = append(out, part{e, text, place})
		}
	}
	return out
}

func (f *filler) stays(ctx context.Context, tx *database.Tx, entries []search.Entry) error {
	return f.likes["stay"].write(ctx, tx, len(entries), func(i int, r row) {
		r.set("person_id", entries[i].Subject)
		r.set("facility_id", f.places[f.rng.IntN(len(f.places))])
		r.set("unit", fmt.Sprintf("%c-%03d", 'A'+f.rng.IntN(6), f.rng.IntN(400)))
	})
}

func (f *filler) index(ctx context.Context, tx *database.Tx, entries []search.Entry) error {
	return f.rec.Index.PutAll(ctx, tx, entries)
}

func text(scan database.Scan) (s string, err error) { return s, scan(&s) }

// likeness writes rows that are like one that is there.
type likeness struct {
	table   string
	columns []string
	at      map[string]int
	values  []any
}

func like(ctx context.Context, tx *database.Tx, table, which string) (*likeness, error) {
	id, err := database.One(ctx, tx, text, `SELECT id FROM `+table+` WHERE `+which+` ORDER BY id LIMIT 1`)
	if err != nil {
		return nil, err
	}
	image, err := tx.Row(ctx, table, id)
	l := &likeness{table: table, at: map[string]int{}}
	for column, value := range image {
		l.at[column] = len(l.columns)
		l.columns, l.values = append(l.columns, column), append(l.values, value)
	}
	return l, err
}

// row is one row on its way in.
type row struct {
	*likeness
	values []any
}

func (r row) set(column string, value any) {
	at, ok := r.at[column]
	if !ok {
		panic(r.table + " has no column " + column)
	}
	r.values[at] = value
}

// rowsAtOnce is how many rows one statement writes.
const rowsAtOnce = 100

// write writes n rows, each a copy with an id of its own and what change sets.
func (l *likeness) write(ctx context.Context, tx *database.Tx, n int, change func(i int, r row)) error {
	width := len(l.columns)
	args := make([]any, 0, width*rowsAtOnce)
	one := database.In(width)
	for i := 0; i < n; {
		args = args[:0]
		size := min(rowsAtOnce, n-i)
		for range size {
			args = append(args, l.values...)
			r := row{l, args[len(args)-width:]}
			r.set("id", ids.New())
			change(i, r)
			i++
		}
		query := `INSERT INTO ` + l.table + ` (` + strings.Join(l.columns, ", ") + `) VALUES ` + strings.Repeat(one+",", size-1) + one
		if _, err := tx.Exec(ctx, query, args...); err != nil {
			return fmt.Errorf("%s: %w", l.table, err)
		}
	}
	return nil
}
