package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
)

// PutAll is Put for many subjects, for imports: a few hundred to a few thousand
// at a time go in several times faster than one by one. When a subject comes
// twice, the last entry holds.
func (x *Index) PutAll(ctx context.Context, tx *database.Tx, entries []Entry) error {
	old, err := rowsOf(ctx, tx, entries)
	if err != nil {
		return fmt.Errorf("search: put all: %w", err)
	}
	var fresh []row
	at := map[string]int{} // subject to place in fresh
	for _, e := range entries {
		r := row{subject: e.Subject}
		r.set(e)
		if before, ok := old[e.Subject]; ok {
			if r.key = before.key; r != before {
				if err := x.replace(ctx, tx, &before, &r); err != nil {
					return fmt.Errorf("search: put all: %w", err)
				}
				old[e.Subject] = r
			}
			continue
		}
		if i, ok := at[e.Subject]; ok {
			fresh[i] = r
			continue
		}
		at[e.Subject] = len(fresh)
		fresh = append(fresh, r)
	}
	if err := x.admit(ctx, tx, fresh); err != nil {
		return fmt.Errorf("search: put all: %w", err)
	}
	return nil
}

// rowsOf returns the rows the index has for the subjects of entries.
func rowsOf(ctx context.Context, tx *database.Tx, entries []Entry) (map[string]row, error) {
	out := map[string]row{}
	ids := make([]any, len(entries))
	for i, e := range entries {
		ids[i] = e.Subject
	}
	return out, padded(ids, 64, func(chunk []any) error {
		return database.Each(ctx, tx, func(scan database.Scan) error {
			r, err := scanRow(scan)
			out[r.subject] = r
			return err
		}, selectRow+` WHERE subject_id IN `+database.In(64), chunk...)
	})
}

// padded calls fn with n of args at a time; the last chunk repeats its first
// argument, so that there is one text of the statement to prepare.
func padded(args []any, n int, fn func([]any) error) error {
	for len(args) > 0 {
		chunk := args[:min(n, len(args))]
		args = args[len(chunk):]
		if len(chunk) < n {
			chunk = append(make([]any, 0, n), chunk...)
			for len(chunk) < n {
				chunk = append(chunk, chunk[0])
			}
		}
		if err := fn(chunk); err != nil {
			return err
		}
	}
	return nil
}

// admit writes subjects the index does not have yet.
func (x *Index) admit(ctx context.Context, tx *database.Tx, rows []row) error {
	keys := make(map[string]int64, len(rows))
	err := eachChunk(rows, func(chunk []row) error {
		args := make([]any, 0, 4*len(chunk))
		for _, r := range chunk {
			args = append(args, r.subject, r.names, r.numbers, r.born)
		}
		return database.Each(ctx, tx, func(scan database.Scan) error {
			var key int64
			var subject string
			err := scan(&key, &subject)
			keys[subject] = key
			return err
		}, insertion(`search_subject (subject_id, names, numbers, born)`, 4, len(chunk))+` RETURNING key, subject_id`, args...)
	})
	if err != nil {
		return err
	}
	var p postings
	for i := range rows {
		rows[i].key = keys[rows[i].subject]
		p.of(&rows[i])
	}
	return x.insert(ctx, tx, &p)
}

// insert writes postings that are not there yet, in the order of their tables,
// so that neighbours are written together.
func (x *Index) insert(ctx context.Context, tx *database.Tx, p *postings) error {
	p.sorted()
	err := eachChunk(p.pairs, func(chunk []pair) error {
		args := make([]any, 0, 3*len(chunk))
		for _, r := range chunk {
			args = append(args, int64(r.word), int64(r.other), r.key)
		}
		return run(ctx, tx, insertion(`search_pair (word, other, key)`, 3, len(chunk)), args)
	})
	if err != nil {
		return err
	}
	err = eachChunk(p.numbers, func(chunk []numberRow) error {
		args := make([]any, 0, 2*len(chunk))
		for _, r := range chunk {
			args = append(args, r.number, r.key)
		}
		return run(ctx, tx, insertion(`search_number (number, key)`, 2, len(chunk)), args)
	})
	if err != nil {
		return err
	}
	return x.insertWords(ctx, tx, p.words)
}

// insertWords writes words whether or not this process knows them: what it knows
// may have been rolled back, or removed by another.
func (x *Index) insertWords(ctx context.Context, tx *database.Tx, words []string) error {
	x.words.add(words...)
	return eachChunk(words, func(chunk []string) error {
		args := make([]any, len(chunk))
		for i, w := range chunk {
			args[i] = w
		}
		return run(ctx, tx, insertion(`search_word (word)`, 1, len(chunk))+` ON CONFLICT (word) DO NOTHING`, args)
	})
}

func run(ctx context.Context, tx *database.Tx, query string, args []any) error {
	_, err := tx.Exec(ctx, query, args...)
	return err
}

// chunks are the numbers of rows one statement writes: few, so that few texts
// are prepared.
var chunks = [...]int{64, 8, 2, 1}

func eachChunk[T any](rows []T, fn func([]T) error) error {
	for _, n := range chunks {
		for len(rows) >= n {
			if err := fn(rows[:n]); err != nil {
				return err
			}
			rows = rows[n:]
		}
	}
	return nil
}

// insertion is the text of an INSERT of rows with columns each.
func insertion(into string, columns, rows int) string {
	one := database.In(columns)
	return `INSERT INTO ` + into + ` VALUES ` + strings.Repeat(one+",", rows-1) + one
}

// withdraw deletes postings, and the words that nobody's name has any more.
func withdraw(ctx context.Context, tx *database.Tx, p *postings) error {
	p.sorted()
	for _, r := range p.pairs {
		err := run(ctx, tx, `DELETE FROM search_pair WHERE word = ? AND other = ? AND key = ?`, []any{int64(r.word), int64(r.other), r.key})
		if err != nil {
			return err
		}
	}
	for _, r := range p.numbers {
		if err := run(ctx, tx, `DELETE FROM search_number WHERE number = ? AND key = ?`, []any{r.number, r.key}); err != nil {
			return err
		}
	}
	for _, w := range p.words {
		err := run(ctx, tx, `DELETE FROM search_word WHERE word = ? AND NOT EXISTS (SELECT 1 FROM search_pair WHERE word = ?)`,
			[]any{w, int64(idOf(w))})
		if err != nil {
			return err
		}
	}
	return nil
}
