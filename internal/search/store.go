package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search/fold"
)

// Entry is what a subject can be found by.
type Entry struct {
	Subject string   // the id
	Names   []string // as written, in any script; the one in use first
	Numbers []string // as written
	Born    string   // a partial date: 1984, 1984-03, 1984-03-02, or ""
}

// Put makes the index say about a subject what e says and nothing else. To put
// the same again changes nothing.
func (x *Index) Put(ctx context.Context, tx *database.Tx, e Entry) error {
	return x.change(ctx, tx, e.Subject, func(r *row) { r.set(e) })
}

// Reindex replaces the names and numbers of a subject and leaves the date of
// birth. It is what brings the index up to date after rows were restored.
func (x *Index) Reindex(ctx context.Context, tx *database.Tx, subject string, names, numbers []string) error {
	return x.change(ctx, tx, subject, func(r *row) { r.names, r.numbers = lines(names), lines(numbers) })
}

// PutNames replaces the names of a subject.
func (x *Index) PutNames(ctx context.Context, tx *database.Tx, subject string, names []string) error {
	return x.change(ctx, tx, subject, func(r *row) { r.names = lines(names) })
}

// PutNumbers replaces the numbers of a subject.
func (x *Index) PutNumbers(ctx context.Context, tx *database.Tx, subject string, numbers []string) error {
	return x.change(ctx, tx, subject, func(r *row) { r.numbers = lines(numbers) })
}

// PutBorn replaces the date of birth of a subject.
func (x *Index) PutBorn(ctx context.Context, tx *database.Tx, subject, born string) error {
	return x.change(ctx, tx, subject, func(r *row) { r.born = born })
}

// Remove takes a subject out of the index, and out of the list of words those
// that nobody else's name has. Removing an absent subject is no error.
func (x *Index) Remove(ctx context.Context, tx *database.Tx, subject string) error {
	old, err := rowOf(ctx, tx, subject)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("search: remove: %w", err)
	}
	var gone postings
	gone.of(&old)
	if err := withdraw(ctx, tx, &gone); err != nil {
		return fmt.Errorf("search: remove: %w", err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM search_subject WHERE key = ?`, old.key); err != nil {
		return fmt.Errorf("search: remove: %w", err)
	}
	return nil
}

// row is one row of search_subject.
type row struct {
	key                           int64
	subject, names, numbers, born string
}

const selectRow = `SELECT key, subject_id, names, numbers, born FROM search_subject`

func scanRow(scan database.Scan) (r row, err error) {
	err = scan(&r.key, &r.subject, &r.names, &r.numbers, &r.born)
	return r, err
}

func rowOf(ctx context.Context, tx *database.Tx, subject string) (row, error) {
	return database.One(ctx, tx, scanRow, selectRow+` WHERE subject_id = ?`, subject)
}

func (r *row) set(e Entry) {
	r.names, r.numbers, r.born = lines(e.Names), lines(e.Numbers), e.Born
}

// lines stores texts one a line; what would break a line or the database is a
// space in a name anyway.
func lines(texts []string) string {
	var b strings.Builder
	for _, s := range texts {
		s = strings.TrimSpace(strings.Map(lineRune, strings.ToValidUTF8(fold.Clip(s, fold.LongestText), " ")))
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	return b.String()
}

func lineRune(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// change writes the difference between what the index says about a subject and
// what it is to say.
func (x *Index) change(ctx context.Context, tx *database.Tx, subject string, edit func(*row)) error {
	old, err := rowOf(ctx, tx, subject)
	isNew := fault.Is(err, fault.NotFound)
	if err != nil && !isNew {
		return fmt.Errorf("search: put: %w", err)
	}
	fresh := old
	fresh.subject = subject
	edit(&fresh)
	switch {
	case isNew:
		err = x.admit(ctx, tx, []row{fresh})
	case fresh != old:
		err = x.replace(ctx, tx, &old, &fresh)
	}
	if err != nil {
		return fmt.Errorf("search: put: %w", err)
	}
	return nil
}

func (x *Index) replace(ctx context.Context, tx *database.Tx, old, fresh *row) error {
	_, err := tx.Exec(ctx, `UPDATE search_subject SET names = ?, numbers = ?, born = ? WHERE key = ?`,
		fresh.names, fresh.numbers, fresh.born, fresh.key)
	if err != nil {
		return err
	}
	var before, after postings
	before.of(old)
	after.of(fresh)
	added, gone := after.without(&before), before.without(&after)
	if err := x.insert(ctx, tx, added); err != nil {
		return err
	}
	return withdraw(ctx, tx, gone)
}

// postings are the rows of the index tables for some subjects.
type postings struct {
	pairs   []pair
	numbers []numberRow
	words   []string // distinct only after sorting
}

type pair struct {
	word, other wordID
	key         int64
}

type numberRow struct {
	number string
	key    int64
}

// of adds the postings of one subject.
func (p *postings) of(r *row) {
	for name := range strings.SplitSeq(r.names, "\n") {
		p.name(fold.Words(name), r.key)
	}
	for n := range strings.SplitSeq(r.numbers, "\n") {
		if key := NumberKey(n); key != "" {
			p.numbers = append(p.numbers, numberRow{key, r.key})
		}
	}
}

// name adds each word with each other word of the name.
func (p *postings) name(words []string, key int64) {
	p.words = append(p.words, words...)
	if len(words) == 1 {
		p.pairs = append(p.pairs, pair{idOf(words[0]), 0, key})
		return
	}
	var ids [fold.MostWords]wordID
	for i, w := range words {
		ids[i] = idOf(w)
	}
	for i := range words {
		for j := range words {
			if i != j {
				p.pairs = append(p.pairs, pair{ids[i], ids[j], key})
			}
		}
	}
}

// sorted brings the rows into the order of their tables, each once.
func (p *postings) sorted() *postings {
	slices.SortFunc(p.pairs, comparePairs)
	p.pairs = slices.Compact(p.pairs)
	slices.SortFunc(p.numbers, compareNumbers)
	p.numbers = slices.Compact(p.numbers)
	slices.Sort(p.words)
	p.words = slices.Compact(p.words)
	return p
}

func comparePairs(a, b pair) int {
	return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.other, b.other), cmp.Compare(a.key, b.key))
}

func compareNumbers(a, b numberRow) int {
	return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.key, b.key))
}

// without returns the rows of p that q does not have.
func (p *postings) without(q *postings) *postings {
	return &postings{
		pairs:   minus(p.pairs, q.pairs),
		numbers: minus(p.numbers, q.numbers),
		words:   minus(p.words, q.words),
	}
}

func minus[T comparable](all, drop []T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return slices.Contains(drop, v) })
}
