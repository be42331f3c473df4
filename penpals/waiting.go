package penpals

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/people"
)

// Waits says whether somebody is on a list.
type Waits string

// How somebody can stand on a list.
const (
	Waiting   Waits = "waiting"
	Paused    Waits = "paused" // keeps the place, and is not proposed to anybody
	Withdrawn Waits = "withdrawn"
)

// AllWaits lists them in the order offered.
func AllWaits() []Waits { return []Waits{Waiting, Paused, Withdrawn} }

// Profile is what both sides say of themselves.
type Profile struct {
	Languages []string // codes, BCP 47
	Interests []string // as they said it
	Wishes    string   // limits, and what they hope for
	Most      int      // with how many they want to write at once
	AskedOn   civil.Day
	State     Waits
	StateOn   civil.Day
	StateWhy  string
}

// Inside is somebody inside who asked for a pen pal.
type Inside struct {
	ID, Rev  string
	PersonID string
	Called   string // the name a writer is told
	Profile
	AuthorName string
}

// Writer is somebody outside who writes.
type Writer struct {
	ID, Rev   string
	Name      string
	AccountID string // an account of ours, "" for none
	Way       string // the one way to reach them: a number, an address for mail
	Profile
	AuthorName string
}

// The most that is kept, in characters and in number.
const (
	maxLine  = 300
	maxWords = 4000
	maxList  = 30
	maxPairs = 20
)

func (p Profile) clean() Profile {
	p.Wishes, _ = people.CleanLines(p.Wishes)
	p.StateWhy, _ = people.Clean(p.StateWhy)
	p.Interests = cleanList(p.Interests)
	p.Languages = cleanList(p.Languages)
	if p.State == "" {
		p.State = Waiting
	}
	return p
}

// cleanList leaves out what is empty or there already. Commas stand between.
func cleanList(list []string) (out []string) {
	seen := map[string]bool{}
	for _, one := range list {
		one, _ = people.Clean(strings.ReplaceAll(one, ",", " "))
		if key := search.Fold(one); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, one)
		}
	}
	return out
}

func (p Profile) check(today civil.Day) []fault.Problem {
	return fault.Broken(
		fault.When(slices.ContainsFunc(p.Languages, func(l string) bool { return !slices.Contains(tongues.Codes(), l) }), "languages", "penpals.languages.unknown"),
		fault.When(p.Most < 1 || p.Most > maxPairs, "most", "penpals.most.wrong"), fault.When(!p.AskedOn.Valid() || p.AskedOn > today, "asked", "penpals.day.ahead"),
		fault.When(!slices.Contains(AllWaits(), p.State), "state", "penpals.state.missing"), fault.When(p.State != Waiting && p.StateWhy == "", "why", "penpals.why.missing"),
		fault.When(len(p.Interests) > maxList || len(p.Languages) > maxList, "interests", "penpals.words.long"), long("interests", strings.Join(p.Interests, ","), maxWords),
		long("wishes", p.Wishes, maxWords), long("why", p.StateWhy, maxLine),
	)
}

func (i Inside) clean() Inside {
	i.Called, _ = people.Clean(i.Called)
	i.Profile = i.Profile.clean()
	return i
}

func (i Inside) check(today civil.Day) []fault.Problem {
	return append(fault.Broken(fault.When(i.Called == "", "called", "penpals.called.missing"), long("called", i.Called, people.MaxName)), i.Profile.check(today)...)
}

func (w Writer) clean() Writer {
	w.Name, _ = people.Clean(w.Name)
	w.Way, _ = people.Clean(w.Way)
	w.Profile = w.Profile.clean()
	return w
}

func (w Writer) check(today civil.Day) []fault.Problem {
	return append(fault.Broken(
		fault.When(w.Name == "", "name", "penpals.name.missing"), fault.When(w.Way == "", "way", "penpals.reach.missing"), long("name", w.Name, people.MaxName), long("way", w.Way, maxLine),
	), w.Profile.check(today)...)
}

func long(field, text string, most int) fault.Rule {
	return fault.TooLong(field, "penpals.words.long", text, most)
}
