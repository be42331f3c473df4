package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// byNames looks at the people whose names have two of the words asked, or one
// where only one was asked.
func (f *finding) byNames(ctx context.Context) error {
	for _, words := range f.req.readings {
		whole, initials := split(words)
		guesses := make([][]guess, len(whole))
		for i, a := range whole {
			guesses[i] = f.guesses(a)
		}
		var err error
		switch {
		case len(whole) >= 2:
			err = f.byPairs(ctx, combine(guesses, len(words), mostCombined))
		case len(whole) == 1 && len(initials) > 0:
			err = f.byInitial(ctx, guesses[0], initials)
		}
		if err == nil && (f.best < poorName || len(words) == 1) {
			err = f.bySingles(ctx, guesses)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// How good a name has to be for other ways to be tried no more, and how much
// worse than the best one a name may be to be worth a look.
const (
	poorName  = 0.75
	farBehind = 0.15
)

// guesses asks the vocabulary once for each word.
func (f *finding) guesses(a *likeness.Asked) []guess {
	found, ok := f.guessed[a.Text]
	if !ok {
		found = f.x.words.guesses(a)
		f.guessed[a.Text] = found
	}
	return found
}

// enough reports whether there is no need to look for names that fit no better
// than bound.
func (f *finding) enough(bound float64) bool {
	return f.best >= poorName && bound < f.best-farBehind || f.good(bound) >= f.limit
}

// split tells whole words from initials.
func split(words []*likeness.Asked) (whole, initials []*likeness.Asked) {
	for _, a := range words {
		if a.IsInitial() {
			initials = append(initials, a)
		} else {
			whole = append(whole, a)
		}
	}
	return whole, initials
}

// good counts the matches whose name is at least so good.
func (f *finding) good(name float64) int {
	n := 0
	for i := range f.matches {
		if f.matches[i].name >= name {
			n++
		}
	}
	return n
}

// combination is a pair of words that a name may have.
type combination struct {
	word, other wordID
	bound       float64 // the best score a name with the two can have
	exact       bool
}

// Limits on pairs of words looked up for one reading of a query.
const (
	mostCombined  = 1024
	boundSteps    = 400 // of 0.0025
	fewestGuesses = 16
)

// combine returns the most promising pairs of guesses for different words of a
// query of n words, the best first. It sorts by counting: there are thousands.
func combine(guesses [][]guess, n, most int) []combination {
	per := max(fewestGuesses, 192/len(guesses))
	var counts [boundSteps + 1]int
	each := func(fn func(a, b *guess, step int)) {
		for i := range guesses {
			for j := i + 1; j < len(guesses); j++ {
				for k := range guesses[i][:min(per, len(guesses[i]))] {
					for l := range guesses[j][:min(per, len(guesses[j]))] {
						a, b := &guesses[i][k], &guesses[j][l]
						fn(a, b, int((2-a.worth-b.worth)*boundSteps))
					}
				}
			}
		}
	}
	each(func(_, _ *guess, step int) { counts[min(step, boundSteps)]++ })
	total, last := 0, 0
	for last = range counts {
		start := total
		total += counts[last]
		counts[last] = start
		if total >= most {
			break
		}
	}
	out := make([]combination, total)
	each(func(a, b *guess, step int) {
		if step <= last {
			out[counts[step]] = combinationOf(a, b, n)
			counts[step]++
		}
	})
	return out[:min(len(out), most)]
}

// combinationOf orders two words so that the rarer is looked up first: its rows
// stand together on one page.
func combinationOf(a, b *guess, n int) combination {
	c := combination{
		word: a.id, other: b.id,
		bound: (a.worth + b.worth + float64(n-2)) / float64(n),
		exact: a.how == Exact && b.how == Exact,
	}
	if a.at < b.at {
		c.word, c.other = b.id, a.id
	}
	return c
}

// byPairs looks up combinations in turn until there are enough matches that no
// later one can surpass.
func (f *finding) byPairs(ctx context.Context, all []combination) error {
	for size := pairsFirst; len(all) > 0; size = pairsAtOnce {
		chunk := all[:min(size, len(all))]
		all = all[len(chunk):]
		there, err := f.present(ctx, chunk, size)
		if err != nil {
			return err
		}
		for _, c := range there {
			if err := f.holders(ctx, c); err != nil {
				return err
			}
			if f.enough(c.bound) {
				return nil
			}
		}
		if len(all) > 0 && f.enough(all[0].bound) || len(f.seen) > mostRows {
			return nil
		}
	}
	return nil
}

// How many pairs one statement looks up: few at first, because they often
// suffice.
const (
	pairsFirst  = 16
	pairsAtOnce = 96
	mostRows    = 240 // rows read in one search by pairs
)

// present returns those of the combinations that some name has.
func (f *finding) present(ctx context.Context, chunk []combination, size int) ([]combination, error) {
	args := make([]any, 0, 2*size)
	for i := range size {
		c := chunk[min(i, len(chunk)-1)]
		args = append(args, int64(c.word), int64(c.other))
	}
	there := make([]bool, size)
	err := database.Each(ctx, f.tx, func(scan database.Scan) error {
		i, err := number(scan)
		there[i] = true
		return err
	}, presence[size], args...)
	var out []combination
	for i, c := range chunk {
		if there[i] {
			out = append(out, c)
		}
	}
	return out, err
}

// presence holds the statement for each number of pairs. The place of a pair is
// part of the text, so that only words are bound.
var presence = map[int]string{pairsFirst: presenceOf(pairsFirst), pairsAtOnce: presenceOf(pairsAtOnce)}

func presenceOf(n int) string {
	var b strings.Builder
	b.WriteString(`SELECT v.column1 FROM (VALUES `)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `(%d, CAST(? AS BIGINT), CAST(? AS BIGINT))`, i)
	}
	b.WriteString(`) AS v WHERE EXISTS (SELECT 1 FROM search_pair p WHERE p.word = v.column2 AND p.other = v.column3)`)
	return b.String()
}

// holders looks at people whose name has both words: many when the words are
// exactly those asked, a few otherwise.
func (f *finding) holders(ctx context.Context, c combination) error {
	return f.postings(ctx, f.share(c.exact), `word = ? AND other = ?`, int64(c.word), int64(c.other))
}

// share is how many people one name may bring.
func (f *finding) share(exact bool) int {
	switch {
	case f.req.born != "":
		return 200
	case exact:
		return max(f.limit, 16)
	}
	return 5
}

// mostWalled is how many holders of one name are passed by before one is found
// that the wall lets through.
const mostWalled = 5000

// postings looks at up to n of the people whose rows of search_pair meet the
// condition, those the wall lets through.
func (f *finding) postings(ctx context.Context, n int, where string, args ...any) error {
	if f.wall == "1=1" {
		keys, err := database.All(ctx, f.tx, number, `SELECT key FROM search_pair WHERE `+where+` LIMIT ?`, append(args, n)...)
		if err != nil {
			return err
		}
		return f.rows(ctx, keys)
	}
	before := len(f.matches)
	keys, err := database.All(ctx, f.tx, number, `SELECT key FROM search_pair WHERE `+where+` LIMIT ?`, append(args, mostWalled)...)
	for err == nil && len(keys) > 0 && len(f.matches)-before < n {
		some := keys[:min(len(keys), 4*rowsAtOnce)]
		keys = keys[len(some):]
		err = f.rows(ctx, some)
	}
	return err
}

// byInitial looks at people who have one of the guessed words and another that
// begins with an initial.
func (f *finding) byInitial(ctx context.Context, guesses []guess, initials []*likeness.Asked) error {
	for _, g := range guesses[:min(len(guesses), 32)] {
		for _, a := range initials {
			from, to := initialRange(a.Text)
			err := f.postings(ctx, f.share(g.how == Exact), `word = ? AND other BETWEEN ? AND ?`, int64(g.id), int64(from), int64(to))
			if err != nil {
				return err
			}
		}
		if f.enough(g.worth - 0.1) {
			return nil
		}
	}
	return nil
}

// bySingles looks at people who have one of the words asked.
func (f *finding) bySingles(ctx context.Context, guesses [][]guess) error {
	most := 40
	if len(guesses) > 1 {
		most = 4
	}
	for _, list := range guesses {
		for i, g := range list[:min(len(list), most)] {
			if i > 0 && f.enough(g.worth-0.1) {
				break
			}
			if err := f.postings(ctx, f.share(g.how == Exact), `word = ?`, int64(g.id)); err != nil {
				return err
			}
		}
	}
	return nil
}
