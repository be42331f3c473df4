package roster

import (
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// Ours is somebody of ours as a list is held against them.
type Ours struct {
	ID      string
	Name    string
	Names   []string // all of them, also former ones
	Born    partialdate.Date
	Dead    bool
	Numbers []OurNumber
	Stay    custody.Stay // where we think they are; zero when nobody knows
	Region  string       // of that place
	Release partialdate.Date
}

// OurNumber is a number of theirs.
type OurNumber struct{ Text, Issuer string }

// Why is a reason for which somebody has to look.
type Why string

// The reasons.
const (
	NameDiffers   Why = "name-differs"   // the number fits, the name does not
	BornDiffers   Why = "born-differs"   // and another day of birth or age
	NoName        Why = "no-name"        // the list has no name to hold against the number
	NoNumber      Why = "no-number"      // name and birth fit, and no number says so
	OtherNumber   Why = "other-number"   // name and birth fit, under another number
	TwoPeople     Why = "two-people"     // the number is of two people of ours
	RowsDiffer    Why = "rows-differ"    // the list says two things of one person
	PlaceUnknown  Why = "place-unknown"  // a place we do not know, or know two of
	Away          Why = "away"           // out, and not released
	ReleaseAhead  Why = "release-ahead"  // a day of release that lies after the list
	ReleaseBefore Why = "release-before" // a release that lies before what we know
	Contradicts   Why = "contradicts"    // says that somebody is held whom we know released or dead
)

// Who reports whether a reason asks who it is, so that "yes, this is them" answers it.
func (w Why) Who() bool { return slices.Contains(asksWho, w) }

var asksWho = []Why{NameDiffers, BornDiffers, NoName, NoNumber, OtherNumber, TwoPeople}

// match is one row that may be one person.
type match struct {
	who int // in linker.people
	why Why // "" when it is them
}

// linker finds people by what a row says. It is made once for a list.
type linker struct {
	layout  Layout
	people  []Ours
	numbers map[string][]int
	seconds map[string][]int
	sure    map[int]bool // somebody names the authority of their number
	has     map[int]bool // they have a number that may be of this list
	pairs   map[[2]string][]int
}

func newLinker(l Layout, people []Ours) *linker {
	k := &linker{layout: l, people: people, numbers: map[string][]int{}, seconds: map[string][]int{}, sure: map[int]bool{}, has: map[int]bool{}, pairs: map[[2]string][]int{}}
	for i, p := range people {
		for _, n := range p.Numbers {
			k.number(i, n)
		}
		for _, name := range p.Names {
			for _, pair := range pairsOf(search.Words(name)) {
				if at := k.pairs[pair]; !slices.Contains(at, i) {
					k.pairs[pair] = append(at, i)
				}
			}
		}
	}
	return k
}

func (k *linker) number(i int, n OurNumber) {
	key := search.NumberKey(n.Text)
	if key == "" {
		return
	}
	if can, sure := k.layout.gives(k.layout.Issuers, n.Issuer, n.Text); can {
		if at := k.numbers[key]; !slices.Contains(at, i) {
			k.numbers[key] = append(at, i)
		}
		k.has[i], k.sure[i] = true, k.sure[i] || sure
	}
	if len(k.layout.Seconds) == 0 {
		return
	}
	if _, sure := k.layout.gives(k.layout.Seconds, n.Issuer, n.Text); sure {
		k.seconds[key] = append(k.seconds[key], i)
	}
}

// pairsOf are the pairs of different words of a name, each in order.
func pairsOf(words []string) (pairs [][2]string) {
	for i, a := range words {
		for _, b := range words[i+1:] {
			if a > b {
				pairs = append(pairs, [2]string{b, a})
			} else if a < b {
				pairs = append(pairs, [2]string{a, b})
			}
		}
	}
	return pairs
}

// nameOf is the name of a row as one text.
func nameOf(r Row) string {
	if name := r.Get(Name); name != "" {
		return name
	}
	return strings.Join(strings.Fields(r.Get(First)+" "+r.Get(Middle)+" "+r.Get(Last)+" "+r.Get(Suffix)), " ")
}

// find tells whom of ours a row may be; mostly nobody.
func (k *linker) find(r Row, asOf civil.Day) []match {
	who := k.byNumber(r)
	if len(who) == 0 {
		return k.byName(r, asOf)
	}
	var out []match
	for _, i := range who {
		why := k.verify(i, r, asOf)
		if len(who) > 1 {
			why = TwoPeople
		}
		out = append(out, match{i, why})
	}
	return out
}

// byNumber are the people whose number a row has, by each of its numbers.
func (k *linker) byNumber(r Row) []int {
	var who []int
	if key := search.NumberKey(r.Get(Number)); key != "" && k.layout.ours(r) {
		who = append(who, k.numbers[key]...)
	}
	if key := search.NumberKey(r.Get(Second)); key != "" {
		for _, i := range k.seconds[key] {
			if !slices.Contains(who, i) {
				who = append(who, i)
			}
		}
	}
	return who
}

// verify holds name and birth of a row against somebody whose number it has.
func (k *linker) verify(i int, r Row, asOf civil.Day) Why {
	p, name := k.people[i], nameOf(r)
	birth := k.birth(p, r, asOf)
	switch {
	case name == "" && (!k.sure[i] || birth == unlike):
		return NoName
	case name == "":
		return ""
	case birth == unlike:
		return BornDiffers
	}
	switch alike(p.Names, name) {
	case whole:
		return ""
	case partly:
		if birth == like {
			return ""
		}
	}
	return NameDiffers
}

// byName asks about people whose name and birth fit, and whose number does not
// say so.
func (k *linker) byName(r Row, asOf civil.Day) (out []match) {
	name := nameOf(r)
	if name == "" {
		return nil
	}
	var seen []int
	for _, pair := range pairsOf(search.Words(name)) {
		for _, i := range k.pairs[pair] {
			if slices.Contains(seen, i) {
				continue
			}
			seen = append(seen, i)
			if why := k.likely(i, name, r, asOf); why != "" {
				out = append(out, match{i, why})
			}
		}
	}
	return out
}

// likely is why to ask about somebody of a like name, or nothing. Of somebody
// who has a number only the very day of birth raises a question.
func (k *linker) likely(i int, name string, r Row, asOf civil.Day) Why {
	p := k.people[i]
	birth := k.birth(p, r, asOf)
	switch {
	case alike(p.Names, name) != whole || birth == unlike:
		return ""
	case !k.has[i] && (birth == like || birth == unsaid && k.sameHouse(p, r)):
		return NoNumber
	case k.has[i] && birth == like && r.Get(Born) != "":
		return OtherNumber
	}
	return ""
}

// sameHouse reports whether a list puts somebody where we think they are.
func (k *linker) sameHouse(p Ours, r Row) bool {
	return p.Stay.Facility != "" && search.Fold(p.Stay.Facility) == search.Fold(r.Get(Place))
}

// likenessOf is what comparing gives.
type likenessOf int

const (
	unsaid likenessOf = iota // nothing to compare
	like
	unlike
	partly
	whole
)

// birth holds the day of birth or the age of a row against somebody's.
func (k *linker) birth(p Ours, r Row, asOf civil.Day) likenessOf {
	if p.Born.IsZero() {
		return unsaid
	}
	if born, ok := k.layout.day(r.Get(Born)); ok {
		if partialdate.On(born).Compare(p.Born) == partialdate.Before || partialdate.On(born).Compare(p.Born) == partialdate.After {
			return unlike
		}
		return like
	}
	text, on := r.Get(Age), asOf
	if then := r.Get(AgeThen); then != "" {
		day, _ := k.layout.day(r.Get(ReleasedOn))
		text, on = then, day
	}
	age, err := strconv.Atoi(text)
	if err != nil || on == "" || age <= 0 {
		return unsaid
	}
	first, last := p.Born.Bounds()
	if age < years(last, on)-1 || age > years(first, on)+1 {
		return unlike
	}
	return like
}

// years is the age on a day.
func years(born, on civil.Day) int {
	y, m, d := born.Date()
	ny, nm, nd := on.Date()
	if nm < m || nm == m && nd < d {
		return ny - y - 1
	}
	return ny - y
}

// alike tells how far a name of a list is one of somebody's: wholly when every
// word of the shorter one has its like in the other, and there are two at
// least; partly when one has.
func alike(names []string, name string) likenessOf {
	best := unlike
	said := fold.Tokens(name)
	for _, n := range names {
		ours := fold.Tokens(n)
		short, long := ours, said
		if len(said) < len(ours) {
			short, long = said, ours
		}
		switch met := meeting(short, long); {
		case met == len(short) && met >= 2, met == 1 && len(ours) == 1 && len(said) == 1:
			return whole
		case met >= 2 && met >= len(short)-1: // a middle name that only one of them has
			return whole
		case met >= 1:
			best = partly
		}
	}
	return best
}

// meeting counts the words that have their like in another name, each once.
func meeting(short, long []fold.Token) int {
	taken := make([]bool, len(long))
	met := 0
	for _, t := range short {
		asked := likeness.NewAsked(t, false)
		for i, other := range long {
			if taken[i] {
				continue
			}
			if worth, _ := asked.Meets(other); worth >= likeness.Least {
				taken[i], met = true, met+1
				break
			}
		}
	}
	return met
}
