package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
)

// Query is a search for people.
type Query struct {
	Text     string // names, numbers, a year of birth, in any order
	Limit    int    // most hits; 0 means 10
	Wall     string // SQL condition on subject_id that a hit meets; "" or "1=1" for all
	WallArgs []any
}

// Find returns the people that come closest to what was asked, the best first,
// and for each what matched and how. Text that is too long is cut, not refused.
func (x *Index) Find(ctx context.Context, tx *database.Tx, q Query) ([]Hit, error) {
	if err := x.refresh(ctx, tx); err != nil {
		return nil, fmt.Errorf("search: find: %w", err)
	}
	f := newFinding(x, tx, understand(q.Text, x.words), q.Wall, q.WallArgs, q.Limit)
	if err := f.run(ctx); err != nil {
		return nil, fmt.Errorf("search: find: %w", err)
	}
	return f.answer((*request).found), nil
}

// finding is one search under way.
type finding struct {
	x      *Index
	tx     *database.Tx
	req    *request
	wall   string
	args   []any
	limit  int
	not    string  // a subject that is left out
	memory *Memory // of the words of a list, or nil

	seen    map[int64]bool // keys that were looked at
	matches []match
	best    float64            // the best name so far
	guessed map[string][]guess // by word asked
}

const (
	usualLimit   = 10
	highestLimit = 200
)

func newFinding(x *Index, tx *database.Tx, req *request, wall string, args []any, limit int) *finding {
	if wall == "" {
		wall, args = "1=1", nil
	}
	return &finding{
		x: x, tx: tx, req: req, wall: wall, args: args,
		limit: min(cmp.Or(max(limit, 0), usualLimit), highestLimit), seen: map[int64]bool{}, guessed: map[string][]guess{},
	}
}

func (f *finding) run(ctx context.Context) error {
	if len(f.req.readings) == 0 && len(f.req.numbers) == 0 {
		return nil
	}
	if f.wall != "1=1" {
		if few, err := f.few(ctx); err != nil || few {
			return err
		}
	}
	if err := f.byNumbers(ctx); err != nil {
		return err
	}
	return f.byNames(ctx)
}

// fewPeople is how many people are simply all compared.
const fewPeople = 1000

// few looks at everybody the wall lets through when they are few: somebody who
// may see twelve people is to find each of them, however common the name.
func (f *finding) few(ctx context.Context) (bool, error) {
	args := append(slices.Clone(f.args), fewPeople+1)
	rows := `(SELECT 1 AS one FROM search_subject WHERE (` + f.wall + `) LIMIT ?)`
	n, err := database.One(ctx, f.tx, number, `SELECT count(*) FROM `+rows+` AS seen`, args...)
	if err != nil || n > fewPeople {
		return false, err
	}
	return true, database.Each(ctx, f.tx, f.look, selectRow+` WHERE (`+f.wall+`)`, f.args...)
}

// look judges one row.
func (f *finding) look(scan database.Scan) error {
	r, err := scanRow(scan)
	if err != nil || r.subject == f.not {
		return err
	}
	if m := f.req.judge(&r); m.name > 0 || m.number > 0 {
		f.matches = append(f.matches, m)
		f.best = max(f.best, m.name)
	}
	return nil
}

// rowsAtOnce is how many rows one statement reads.
const rowsAtOnce = 16

// rows looks at the rows with the given keys that were not looked at before, and
// that the wall lets through.
func (f *finding) rows(ctx context.Context, keys []int64) error {
	var fresh []any
	for _, k := range keys {
		if !f.seen[k] {
			f.seen[k] = true
			fresh = append(fresh, k)
		}
	}
	slices.SortFunc(fresh, func(a, b any) int { return cmp.Compare(a.(int64), b.(int64)) })
	return padded(fresh, rowsAtOnce, func(chunk []any) error {
		return database.Each(ctx, f.tx, f.look, selectRow+` WHERE key IN `+database.In(rowsAtOnce)+` AND (`+f.wall+`)`, append(chunk[:len(chunk):len(chunk)], f.args...)...)
	})
}

// byNumbers looks at the people who have the number asked, or one that differs
// in one character or begins with it.
func (f *finding) byNumbers(ctx context.Context) error {
	for _, n := range f.req.numbers {
		keys := make([]string, len(n.forms))
		for i, form := range n.forms {
			keys[i] = form.key
		}
		if err := f.numbered(ctx, keys, 8); err != nil {
			return err
		}
		if n.perhaps && len(f.req.readings) > 0 || len(n.key) < 3 {
			continue
		}
		if len(n.key) >= shortestVaried {
			if err := f.numbered(ctx, numberVariants(n.key), 64); err != nil {
				return err
			}
		}
		more, err := database.All(ctx, f.tx, number, `SELECT key FROM search_number WHERE number > ? AND number < ? ORDER BY number, key LIMIT 16`,
			n.key, n.key+"~")
		if err == nil {
			err = f.rows(ctx, more)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mostNumbered is how many people one number and its variants may bring.
const mostNumbered = 160

func (f *finding) numbered(ctx context.Context, numbers []string, chunk int) error {
	slices.Sort(numbers)
	args := make([]any, len(numbers))
	for i, n := range numbers {
		args[i] = n
	}
	var keys []int64
	err := padded(args, chunk, func(args []any) error {
		more, err := database.All(ctx, f.tx, number, `SELECT key FROM search_number WHERE number IN `+database.In(len(args))+` LIMIT 80`, args...)
		keys = append(keys, more...)
		return err
	})
	if err != nil {
		return err
	}
	return f.rows(ctx, keys[:min(len(keys), mostNumbered)])
}

// answer puts the matches in order. Of people whose name fits only roughly, no
// more than three with one and the same name come before the others.
func (f *finding) answer(score func(*request, *match) float64) []Hit {
	for i := range f.matches {
		f.matches[i].hit.Score = score(f.req, &f.matches[i])
	}
	f.matches = slices.DeleteFunc(f.matches, func(m match) bool { return m.hit.Score < leastScore })
	slices.SortFunc(f.matches, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.hit.Score, a.hit.Score), cmp.Compare(a.hit.Subject, b.hit.Subject))
	})
	var first, later []Hit
	same := map[string]int{}
	for i := range f.matches {
		m := &f.matches[i]
		same[m.letters]++
		if m.number == 0 && m.name < 0.95 && same[m.letters] > mostNamesakes {
			later = append(later, m.hit)
		} else {
			first = append(first, m.hit)
		}
	}
	all := append(first, later...)
	return all[:min(len(all), f.limit)]
}

const mostNamesakes = 3

// found is the score of a match of Find.
func (r *request) found(m *match) float64 {
	named, numbered := len(r.readings) > 0, false
	for _, n := range r.numbers {
		numbered = numbered || !n.perhaps || m.number == 1 || !named
	}
	score := m.name
	switch {
	case named && numbered:
		score = (m.name + m.number) / 2
	case numbered:
		score = m.number
	}
	switch m.born {
	case bornSame:
		score += 0.04
	case bornOther:
		score -= 0.1
	}
	return min(score, 1)
}
