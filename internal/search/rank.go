package search

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// Field says what of a person matched.
type Field string

// The fields of a person that can be found.
const (
	Name   Field = "name"
	Number Field = "number"
	Born   Field = "born"
)

// Why says that one name or number of a person matched, and how. What matched
// exactly says so; otherwise every way in which it differs is named.
type Why struct {
	Field   Field
	Text    string // as it was written when it was put in
	Reasons []Reason
}

// Hit is a person found.
type Hit struct {
	Subject string
	Score   float64 // 0 to 1; comparable within one answer only
	Why     []Why
}

// match is how well one row answers a request.
type match struct {
	key     int64
	hit     Hit
	name    float64 // the part that is the name's
	number  float64
	born    bornMatch
	letters string // the best name, folded, to tell namesakes
}

// leastScore is what a hit has to reach: half of what was asked, nearly.
const leastScore = 0.4

// judge compares a row with what was asked.
func (r *request) judge(row *row) match {
	m := match{key: row.key, hit: Hit{Subject: row.subject}}
	r.judgeNames(row, &m)
	r.judgeNumbers(row, &m)
	r.judgeBorn(row, &m)
	return m
}

// judgeNames takes the name that comes closest. Where one in the letters of the
// query is nearly as close as one in others, it says more to whoever asked.
func (r *request) judgeNames(row *row, m *match) {
	var best Why
	closest := 0.0
	for name := range strings.SplitSeq(row.names, "\n") {
		toks := fold.Tokens(name)
		for _, words := range r.readings {
			score, reasons := judgeName(words, toks)
			m.name = max(m.name, score)
			if len(toks) > 0 && toks[0].Script != words[0].Script {
				score -= minusScript
			}
			if score > closest {
				closest, best = score, Why{Field: Name, Text: name, Reasons: reasons}
			}
		}
	}
	if best.Text != "" {
		m.hit.Why = append(m.hit.Why, best)
		m.letters = fold.Text(best.Text)
	}
}

// Marks for what the words alone do not say.
const (
	worthLikeNumber = 0.98
	minusSpare      = 0.02 // for each word of the name that was not asked for
	mostSpare       = 3
	minusScript     = 0.05 // for telling, not for ranking
	weighInitial    = 0.5
)

// judgeName pairs the words asked with those of a name, the best pairs first.
func judgeName(words []*likeness.Asked, name []fold.Token) (score float64, reasons []Reason) {
	var grid [fold.MostWords][fold.MostWords]float64
	var how [fold.MostWords][fold.MostWords]Reason
	words, name = words[:min(len(words), fold.MostWords)], name[:min(len(name), fold.MostWords)]
	for i, a := range words {
		for j, t := range name {
			grid[i][j], how[i][j] = a.Meets(t)
		}
	}
	var at [fold.MostWords]int // place in the name, from 1
	for range words {
		i, j := highest(&grid, len(words), len(name))
		if grid[i][j] == 0 {
			break
		}
		at[i] = j + 1
		score += weightOf(words[i]) * grid[i][j]
		reasons = appendReason(reasons, how[i][j])
		cross(&grid, i, j)
	}
	if score == 0 {
		return 0, nil
	}
	return score/weightOfAll(words) - minusSpare*float64(min(mostSpare, max(0, len(name)-len(words)))), ordered(at[:len(words)], reasons)
}

func weightOf(a *likeness.Asked) float64 {
	if a.IsInitial() {
		return weighInitial
	}
	return 1
}

func weightOfAll(words []*likeness.Asked) (sum float64) {
	for _, a := range words {
		sum += weightOf(a)
	}
	return sum
}

func highest(grid *[fold.MostWords][fold.MostWords]float64, rows, columns int) (row, column int) {
	best := 0.0
	for i := range rows {
		for j := range columns {
			if grid[i][j] > best {
				best, row, column = grid[i][j], i, j
			}
		}
	}
	return row, column
}

func cross(grid *[fold.MostWords][fold.MostWords]float64, row, column int) {
	for k := range fold.MostWords {
		grid[row][k], grid[k][column] = 0, 0
	}
}

// appendReason keeps each reason once, and Exact only when it is the only one.
func appendReason(reasons []Reason, how Reason) []Reason {
	for _, r := range reasons {
		if r == how {
			return reasons
		}
	}
	switch {
	case how == Exact && len(reasons) > 0:
		return reasons
	case len(reasons) == 1 && reasons[0] == Exact:
		return []Reason{how}
	}
	reasons = append(reasons, how)
	slices.Sort(reasons)
	return reasons
}

// ordered adds Swapped when the words asked do not follow in the name.
func ordered(at []int, reasons []Reason) []Reason {
	last := 0
	for _, place := range at {
		if place == 0 {
			continue
		}
		if place < last {
			return appendReason(reasons, Swapped)
		}
		last = place
	}
	return reasons
}

func (r *request) judgeNumbers(row *row, m *match) {
	if len(r.numbers) == 0 {
		return
	}
	var best Why
	for number := range strings.SplitSeq(row.numbers, "\n") {
		key := NumberKey(number)
		if key == "" {
			continue
		}
		for i := range r.numbers {
			if score, how := r.numbers[i].meets(key, number); score > m.number {
				m.number, best = score, Why{Field: Number, Text: number, Reasons: []Reason{how}}
			}
		}
	}
	if best.Text != "" {
		m.hit.Why = append(m.hit.Why, best)
	}
}

// meets compares an asked number with one that is held.
func (n *numberAsked) meets(key, text string) (float64, Reason) {
	for _, form := range n.forms {
		if key == form.key && form.plain == plainNumber(text) {
			return 1, Exact
		}
		if key == form.key {
			return worthLikeNumber, LookAlike
		}
	}
	switch {
	case len(n.key) >= shortestVaried && abs(len(key)-len(n.key)) <= 1 && n.pattern.Distance(key) == 1:
		return 0.9, OneDigit
	case len(n.key) >= 3 && strings.HasPrefix(key, n.key):
		return 0.75 + 0.2*float64(len(n.key))/float64(len(key)), BeginsWith
	}
	return 0, ""
}

func abs(n int) int { return max(n, -n) }

// plainNumber is a number without its separators, to tell look-alikes from the
// same characters.
func plainNumber(s string) string {
	folded := strings.ReplaceAll(fold.Text(s), " ", "")
	return strings.TrimLeft(folded, "0")
}

// bornMatch says how two dates of birth agree.
type bornMatch int

const (
	bornUnknown bornMatch = iota
	bornSame              // the same as far as both are known
	bornClose             // one figure or the order differs, or one of them is only about right
	bornOther
)

func (r *request) judgeBorn(row *row, m *match) {
	if r.born == "" || row.born == "" {
		return
	}
	m.born = compareBorn(r.born, row.born)
	if m.born == bornSame || m.born == bornClose {
		m.hit.Why = append(m.hit.Why, Why{Field: Born, Text: row.born, Reasons: []Reason{bornReason(m.born)}})
	}
}

func bornReason(b bornMatch) Reason {
	if b == bornSame {
		return Exact
	}
	return OneDigit
}

// compareBorn compares two partial dates (2006, 2006-01, 2006-01-02, ~2006).
func compareBorn(a, b string) bornMatch {
	about := strings.HasPrefix(a, "~") || strings.HasPrefix(b, "~")
	a, b = strings.TrimPrefix(a, "~"), strings.TrimPrefix(b, "~")
	n := min(len(a), len(b))
	if n < 4 {
		return bornUnknown
	}
	if a[:n] == b[:n] {
		return bornSame
	}
	if about && abs(yearOf(a)-yearOf(b)) <= 3 {
		return bornClose
	}
	if n == len("2006-01-02") && (likeness.NewPattern(a).Distance(b) == 1 || a[:5]+a[8:]+"-"+a[5:7] == b) {
		return bornClose
	}
	return bornOther
}

func yearOf(date string) int {
	year := 0
	for _, c := range date[:4] {
		year = year*10 + int(c-'0')
	}
	return year
}
