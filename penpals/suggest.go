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

// Match is two who could write to each other.
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
	open := foldAll(longest(writers))
	for _, p := range foldAll(longest(inside)) {
		if p.Free < 1 {
			continue
		}
		var best *scored
		for n := range open {
			if one, ok := score(p, &open[n], apart); ok && (best == nil || better(one, *best) < 0) {
				best = &one
			}
		}
		if best != nil {
			best.writer.Free--
			list = append(list, Match{p.ID, best.writer.ID, Reasons(p.Side, best.writer.Side, today)})
		}
	}
	return list
}

// Candidates lists the writers who could write to somebody, the best first.
func Candidates(p Side, writers []Side, apart Apart, today civil.Day) (list []Match) {
	var all []scored
	who, open := foldAll([]Side{p})[0], foldAll(writers)
	for n := range open {
		if one, ok := score(who, &open[n], apart); ok {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, better)
	for _, one := range all {
		list = append(list, Match{p.ID, one.writer.ID, Reasons(p, one.writer.Side, today)})
	}
	return list
}

// folded is a Side whose words are folded once, to be compared with many.
type folded struct {
	Side
	languages, interests []string
}

func foldAll(list []Side) []folded {
	out := make([]folded, len(list))
	for i, s := range list {
		out[i] = folded{Side: s}
		for _, l := range s.Languages {
			out[i].languages = append(out[i].languages, search.Fold(l))
		}
		for _, t := range s.Interests {
			out[i].interests = append(out[i].interests, search.Fold(t))
		}
	}
	return out
}

// scored is a writer as they suit somebody.
type scored struct {
	writer *folded
	common int // interests
}

// score says how a writer suits somebody; not ok for one who must not or cannot write to
// them.
func score(p folded, w *folded, apart Apart) (s scored, ok bool) {
	known := len(p.languages) > 0 && len(w.languages) > 0
	if w.Free < 1 || known && common(p.languages, w.languages) == 0 || apart.Keeps(p.ID, w.ID) {
		return s, false
	}
	return scored{w, common(p.interests, w.interests)}, true
}

// better orders writers: more in common, then longer waiting.
func better(a, b scored) int {
	return cmp.Or(cmp.Compare(b.common, a.common), cmp.Compare(a.writer.AskedOn, b.writer.AskedOn), cmp.Compare(a.writer.ID, b.writer.ID))
}

func common(a, b []string) (n int) {
	for _, one := range a {
		if slices.Contains(b, one) {
			n++
		}
	}
	return n
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
