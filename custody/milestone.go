package custody

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Kind is a sort of point on somebody's way.
type Kind string

// The kinds, in the order they usually come.
const (
	Arrested  Kind = "arrested"
	Sentenced Kind = "sentenced"
	Hearing   Kind = "hearing"
	Parole    Kind = "parole"
	Release   Kind = "release"
)

// Kinds lists them in that order.
func Kinds() []Kind { return []Kind{Arrested, Sentenced, Hearing, Parole, Release} }

// Once reports whether there is one such day in a sentence, so that a new date
// takes the place of the old. Arrests, sentences and hearings come more often.
func (k Kind) Once() bool { return k == Release || k == Parole }

// Claim says whose date it is.
type Claim string

// The claims. The official one wins.
const (
	Official Claim = "official"
	Estimate Claim = "estimate"
)

// Milestone is a point on somebody's way, past or to come.
type Milestone struct {
	ID, Rev    string
	PersonID   string
	Kind       Kind
	On         partialdate.Date
	At         string // "08:30", or ""
	Detail     string
	Claim      Claim
	Source     string
	SourceOn   partialdate.Date
	RecordedAt time.Time // UTC
}

// NewMilestone is what somebody learns of a date.
type NewMilestone struct {
	PersonID string
	Kind     Kind
	On       partialdate.Date
	At       string
	Detail   string
	Claim    Claim // "" is Official
	Source   string
	SourceOn partialdate.Date
}

// Check returns what is wrong with n.
func (n NewMilestone) Check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	problem(n.PersonID == "", "person", "custody.stay.person.missing")
	problem(!slices.Contains(Kinds(), n.Kind), "kind", "custody.milestone.kind.unknown")
	problem(n.On.IsZero(), "on", "custody.milestone.on.missing")
	problem(n.At != "" && !civil.ValidHour(n.At), "at", "custody.milestone.at.invalid")
	problem(n.Claim != Official && n.Claim != Estimate, "claim", "custody.milestone.claim.unknown")
	problem(utf8.RuneCountInString(n.Detail) > longest, "detail", "custody.milestone.detail.long")
	problem(utf8.RuneCountInString(n.Source) > longest, "source", "custody.stay.source.long")
	return bad
}

// Best picks, of the dates claimed for each kind, the one to go by: the
// official one before an estimate, the newest of each. They come back in the
// order of their days. Hearings and arrests may happen more than once and are
// all kept.
func Best(all []Milestone) []Milestone {
	best := map[Kind]int{}
	var out []Milestone
	for _, m := range all {
		once := m.Kind.Once()
		at, seen := best[m.Kind]
		switch {
		case !once || !seen:
			best[m.Kind] = len(out)
			out = append(out, m)
		case beats(m, out[at]):
			out[at] = m
		}
	}
	slices.SortStableFunc(out, func(a, b Milestone) int {
		fa, _ := a.On.Bounds()
		fb, _ := b.On.Bounds()
		switch {
		case fa < fb:
			return -1
		case fa > fb:
			return 1
		}
		return 0
	})
	return out
}

func beats(a, b Milestone) bool {
	if a.Claim != b.Claim {
		return a.Claim == Official
	}
	return a.RecordedAt.After(b.RecordedAt)
}
