package placename

import (
	"math"
	"math/bits"
	"slices"
	"strings"
)

// Lexicon is every word in the directory's names, by length, with how rare it is.
type Lexicon struct {
	byLength [][]entry
	rarity   map[string]float64
	unknown  float64
}

// entry is a word with the set of letters in it, which rules out most words
// before they are compared letter by letter.
type entry struct {
	word    string
	letters uint32
}

func lettersOf(w string) (set uint32) {
	for i := range len(w) {
		set |= 1 << (w[i] & 31)
	}
	return set
}

// kin is a word of the directory that a written word may stand for.
type kin struct {
	word  string
	alike float64 // 1 for the word itself
}

// NewLexicon makes a lexicon of the words of so many places, each word with the
// places it is in.
func NewLexicon(postings map[string][]int32, places int) Lexicon {
	l := Lexicon{rarity: make(map[string]float64, len(postings)), unknown: math.Log(1 + float64(places))}
	for w, in := range postings {
		l.rarity[w] = math.Log(1 + float64(places)/float64(len(in)))
		for len(l.byLength) <= len(w) {
			l.byLength = append(l.byLength, nil)
		}
		l.byLength[len(w)] = append(l.byLength[len(w)], entry{w, lettersOf(w)})
	}
	for _, ws := range l.byLength {
		slices.SortFunc(ws, func(a, b entry) int { return strings.Compare(a.word, b.word) })
	}
	return l
}

// Weight is how much a word tells: little for "county", much for "bowdon".
func (l Lexicon) Weight(w string) float64 {
	if r, ok := l.rarity[w]; ok {
		return r
	}
	return l.unknown
}

// kin returns the words w may stand for: itself, words one or two slips away,
// and longer words it begins.
func (l Lexicon) kin(w string) []kin {
	var out []kin
	if _, known := l.rarity[w]; known {
		out = append(out, kin{w, 1})
	}
	for _, a := range akin[w] {
		out = append(out, kin{a, 0.6})
	}
	if len(w) < 3 || isNumber(w) {
		return out
	}
	slips := 1
	if len(w) > 7 {
		slips = 2
	}
	mine := lettersOf(w)
	for n := max(1, len(w)-slips); n < len(l.byLength); n++ {
		for _, e := range l.byLength[n] {
			if bits.OnesCount32(mine&^e.letters) > slips {
				continue
			}
			if alike := closeness(w, e.word, slips); alike > 0 && e.word != w {
				out = append(out, kin{e.word, alike})
			}
		}
	}
	return out
}

// akin are words people use for one another.
var akin = map[string][]string{
	"jail":         {"detention", "prison", "sheriff"},
	"prison":       {"jail", "correctional", "penitentiary"},
	"detention":    {"jail"},
	"correctional": {"prison"},
	"facility":     {"center", "institution", "unit"},
	"center":       {"facility"},
	"institution":  {"facility"},
	"unit":         {"facility"},
	"penitentiary": {"prison"},
	"juvenile":     {"youth"},
	"youth":        {"juvenile"},
	"parish":       {"county"},
	"county":       {"parish"},
}

// closeness is how alike two different words are, 0 when not alike.
func closeness(w, v string, slips int) float64 {
	if len(v) > len(w)+slips {
		if len(w) > 3 && strings.HasPrefix(v, w) {
			return 0.55 + 0.35*float64(len(w))/float64(len(v))
		}
		return 0
	}
	d := Slips(w, v, slips)
	if d > slips {
		return 0
	}
	alike := 1 - 1.1*float64(d)/float64(max(len(w), len(v)))
	if w[0] != v[0] {
		alike -= 0.08 // people seldom get the first letter wrong
	}
	return alike
}

// Slips counts the letters dropped, added, exchanged or swapped between
// two words, or returns most+1 when there are more than most.
func Slips(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var rows [3][48]int
	if len(a) >= 47 || len(b) >= 47 {
		return most + 1
	}
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		now, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			n := min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				n = min(n, before[j-2]+1)
			}
			now[j] = n
			least = min(least, n)
		}
		if least > most {
			return most + 1
		}
	}
	return rows[len(a)%3][len(b)]
}
