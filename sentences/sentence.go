package sentences

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/release"
)

// Sentence is what a court imposed on somebody.
type Sentence struct {
	ID, Rev    string
	PersonID   string
	Source     string // where it is from: "the warrant", "a letter"
	RecordedAt time.Time
	release.Ask

	taskID, queried string
}

// New is what somebody learns of a sentence.
type New struct {
	PersonID string
	Source   string
	release.Ask
}

// The longest source, in characters.
const maxSource = 200

// Check returns what is wrong with n. What cannot be calculated is no fault: the
// sentence is recorded all the same, and the page says why there is no estimate.
func (n New) Check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	problem(n.PersonID == "", "person", "sentences.person.missing")
	problem(!slices.Contains(release.Jurisdictions(), n.Jurisdiction), "jurisdiction", "sentences.jurisdiction.unknown")
	problem(!n.Imposed.Valid(), "imposed", "sentences.imposed.missing")
	problem(n.Length == release.Length{}, "length", "sentences.length.invalid")
	problem(utf8.RuneCountInString(n.Source) > maxSource, "source", "sentences.source.long")
	for field, days := range map[string]int{
		"remand": n.Remand, "tagged_bail": n.TaggedBail, "added": n.Added, "away": n.Away, "jail_credit": n.JailCredit, "time_credit": n.TimeCredit,
	} {
		problem(days < 0 || days > MaxDays, field, "sentences.days.invalid")
	}
	return bad
}

// MaxDays is the most days of one kind that are taken off or added.
const MaxDays = 9999

// Standing is the official date and the estimate side by side.
type Standing struct {
	Sentence Sentence         // zero when none is recorded
	Said     partialdate.Date // the official date of release, as far as it is known
	Official civil.Day        // the same when its day is known; "" otherwise, and then nothing is compared
	Source   string           // who says so
	SourceOn partialdate.Date // and when
	Estimate release.Estimate
	Refused  error // why there is no estimate
}

// Due is the day release falls due by the estimate; "" without one.
func (s Standing) Due() civil.Day {
	var due civil.Day
	for _, k := range [...]release.Key{release.CRD, release.ARD, release.PRRD, release.ProjectedRelease} {
		due = max(due, s.Estimate.On(k))
	}
	return due
}

// Apart is by how many days the official date is later than the estimate, negative
// when it is earlier. An official day between the one somebody walks out on and the
// one release falls due agrees with the estimate: prisons record either.
func (s Standing) Apart() int {
	due, out := s.Due(), s.Estimate.ReleaseDay
	if out == "" {
		out = due
	}
	switch {
	case s.Official == "" || due == "":
		return 0
	case s.Official > due:
		return s.Official.Since(due)
	case s.Official < out:
		return s.Official.Since(out)
	}
	return 0
}
