package columns

import (
	"cmp"
	"slices"
)

// Kind is what the cells of a field are like.
type Kind string

// The kinds. Text is anything.
const (
	Text     Kind = "text"
	Name     Kind = "name"     // of a person
	Number   Kind = "number"   // that somebody was given
	Date     Kind = "date"     // in any form partialdate reads
	Facility Kind = "facility" // name of a prison or the like
	Choice   Kind = "choice"   // one of few values
)

// Target is a field that is looked for. Words are headings people write for it;
// the jargon this package knows to mean the same is added.
type Target struct {
	Key   string
	Words []string
	Kind  Kind
	Many  bool // more than one column may mean it
}

// Match is what a column probably means. Key is "" where nothing fits.
type Match struct {
	Column  int
	Key     string
	Score   float64 // 0 to 1: 1 is the very word over cells of the right kind
	Content bool    // guessed from the cells alone
}

// What a guess must reach. Without any headings a weaker one is better than none.
const (
	enough        = 0.45
	enoughContent = 0.3
)

// Guess says for each column which target it probably means. Samples are rows;
// short ones are taken as blank at the end. Every target is given to one column,
// the best, unless it takes many.
func Guess(headings []string, samples [][]string, targets []Target) []Match {
	matches := make([]Match, width(headings, samples))
	var candidates []candidate
	for i := range matches {
		matches[i].Column = i
		candidates = append(candidates, candidatesOf(i, headings, samples, targets)...)
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	taken := map[int]bool{}
	for _, c := range candidates {
		m := &matches[c.column]
		if m.Key != "" || taken[c.target] && !targets[c.target].Many {
			continue
		}
		taken[c.target] = true
		m.Key, m.Score, m.Content = targets[c.target].Key, c.score, c.content
	}
	return matches
}

func width(headings []string, samples [][]string) int {
	n := len(headings)
	for _, row := range samples {
		n = max(n, len(row))
	}
	return n
}

type candidate struct {
	column, target int
	score          float64
	content        bool
}

// candidatesOf scores every target for one column.
func candidatesOf(column int, headings []string, samples [][]string, targets []Target) []candidate {
	var heading phrase
	if column < len(headings) {
		heading = fold(headings[column])
	}
	cells := make([]string, 0, len(samples))
	for _, row := range samples {
		if column < len(row) {
			cells = append(cells, row[column])
		}
	}
	var out []candidate
	for i, t := range targets {
		c := candidate{column: column, target: i}
		if len(heading) > 0 {
			c.score = suited(headingScore(heading, t.Words), cells, t.Kind)
		} else if part, ok := fit(cells, t.Kind); ok && byContent(t.Kind) {
			c.score, c.content = part/2, true
		}
		if c.score >= enough || c.content && c.score >= enoughContent {
			out = append(out, c)
		}
	}
	return out
}

// byContent reports whether cells alone can speak for a kind: a date can mean
// too many things, a word anything.
func byContent(k Kind) bool { return k == Name || k == Number || k == Facility }

// headingScore says how well a heading says one of the words, or jargon that
// means the same, which counts a little less.
func headingScore(heading phrase, words []string) float64 {
	g := synonyms()
	best := 0.0
	for _, w := range words {
		p := fold(w)
		best = max(best, likeness(heading, p))
		for _, group := range g.in[p.key()] {
			for _, s := range g.all[group] {
				best = max(best, 0.97*likeness(heading, s))
			}
		}
	}
	return best
}

// suited lowers the score of a heading by what the cells say. Dates are easily
// told, so that a date field over other things is hardly one; names and
// facilities are not.
func suited(score float64, cells []string, kind Kind) float64 {
	part, ok := fit(cells, kind)
	switch {
	case !ok:
		return score * 0.9
	case kind == Date && part < 0.1:
		return score * 0.4
	case kind == Date:
		return score * (0.6 + 0.4*part)
	case kind == Number:
		return score * (0.75 + 0.25*part)
	}
	return score * (0.9 + 0.1*part)
}
