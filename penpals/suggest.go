package penpals

import (
	"cmp"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/search"
)

// Side is somebody on a list as matching sees them.
type Side struct {
	ID        string // of the person, or of the writer
	Languages []string
	Interests []string
	AskedOn   civil.Day
	Free      int // with how many more they want to write
}

// Apart holds who must not be proposed to whom: pairs of a person and a writer. An empty
// id stands for everybody.
type Apart map[[2]string]bool

// Keeps reports whether a person and a writer are kept apart.
func (a Apart) Keeps(person, writer string) bool {
	return a[[2]string{person, writer}] || a[[2]string{person, ""}] || a[[2]string{"", writer}]
}

// Reason is one thing that speaks for two: a language, an interest, how long they wait.
type Reason struct {
	Key   string   // of the message, below "penpals.reason."
	Words []string // codes of languages, or interests
	Days  int      // of waiting
}

// The keys of reasons.
const (
	ByLanguage  = "language"
	NoLanguage  = "no-language" // one of them has said none
	ByInterest  = "interest"
	InsideWaits = "inside-waits"
	WriterWaits = "writer-waits"
)

// Suggestion of two who could write to each other.
type Match struct {
	Person, Writer string
	Reasons        []Reason
}

// Suggest brings two lists together on a day. Whoever inside has waited longest chooses
// first, among the writers with whom they share a language, or of whom nobody knows one:
// the one with the most interests in common, then the one who has waited longest. Nobody
// gets more than one writer at a time, nobody more than they want, and nobody anybody they
// are kept apart from.
func Suggest(inside, writers []Side, apart Apart, today civil.Day) (list []Match) {
	inside, writers = longest(inside), longest(writers)
	free := make(map[string]int, len(writers))
	for _, w := range writers {
		free[w.ID] = w.Free
	}
	for _, p := range inside {
		if p.Free < 1 {
			continue
		}
		open := slices.DeleteFunc(slices.Clone(writers), func(w Side) bool { return free[w.ID] < 1 })
		if found := Candidates(p, open, apart, today); len(found) > 0 {
			free[found[0].Writer]--
			list = append(list, found[0])
		}
	}
	return list
}

// Candidates lists the writers who could write to somebody, the best first.
func Candidates(p Side, writers []Side, apart Apart, today civil.Day) []Match {
	type scored struct {
		Match
		shared  int
		askedOn civil.Day
	}
	var all []scored
	for _, w := range writers {
		shares, known := sharedLanguages(p, w)
		if w.Free < 1 || known && len(shares) == 0 || apart.Keeps(p.ID, w.ID) {
			continue
		}
		all = append(all, scored{Match{p.ID, w.ID, Reasons(p, w, today)}, len(shared(p.Interests, w.Interests)), w.AskedOn})
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.askedOn, b.askedOn), cmp.Compare(a.Writer, b.Writer))
	})
	list := make([]Match, len(all))
	for i, one := range all {
		list[i] = one.Match
	}
	return list
}

// Reasons says what speaks for two on a day.
func Reasons(p, w Side, today civil.Day) []Reason {
	var list []Reason
	shares, known := sharedLanguages(p, w)
	switch {
	case !known:
		list = append(list, Reason{Key: NoLanguage})
	case len(shares) > 0:
		list = append(list, Reason{Key: ByLanguage, Words: shares})
	}
	if both := shared(p.Interests, w.Interests); len(both) > 0 {
		list = append(list, Reason{Key: ByInterest, Words: both})
	}
	return append(list, Reason{Key: InsideWaits, Days: today.Since(p.AskedOn)}, Reason{Key: WriterWaits, Days: today.Since(w.AskedOn)})
}

// sharedLanguages are those both have; known is false where one of them has said none.
func sharedLanguages(p, w Side) (both []string, known bool) {
	return shared(p.Languages, w.Languages), len(p.Languages) > 0 && len(w.Languages) > 0
}

// shared is what stands in both lists, in the words of the first.
func shared(a, b []string) (both []string) {
	for _, one := range a {
		if slices.ContainsFunc(b, func(other string) bool { return search.Fold(other) == search.Fold(one) }) {
			both = append(both, one)
		}
	}
	return both
}

// longest orders a list by how long somebody has waited.
func longest(list []Side) []Side {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Side) int { return cmp.Or(cmp.Compare(a.AskedOn, b.AskedOn), cmp.Compare(a.ID, b.ID)) })
	return list
}
