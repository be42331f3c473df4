package roster

import (
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
)

// Kind is what a list claims of somebody.
type Kind string

// The kinds.
const (
	Moved    Kind = "moved"    // somewhere else, or on the way
	Released Kind = "released" // and the list says so
	NewDate  Kind = "new-date" // another day of release
	NotSeen  Kind = "not-seen" // not on the list; nothing more
	Unsure   Kind = "unsure"   // a question
)

// Kinds lists them, what hurts most to miss first.
func Kinds() []Kind { return []Kind{Released, Moved, NewDate, Unsure, NotSeen} }

// State says what became of a claim.
type State string

// The states.
const (
	Open      State = "open"
	Accepted  State = "accepted"
	Dismissed State = "dismissed"
	Overtaken State = "overtaken" // a later list says something else
)

// Claim is what a list says of somebody of ours.
type Claim struct {
	ID, Rev    string
	RunID      string
	Layout     string
	PersonID   string
	Person     string // name
	Kind       Kind
	Why        Why    // of a question
	FacilityID string // where to
	Place      string // as the list writes it
	To         string // as the directory calls that place, of a claim that was kept
	Transit    bool
	On         civil.Day // of a release, or the new date
	From       string    // where we thought they are
	AsOf       civil.Day // the day the list is of
	Row        int
	NameSaid   string
	NumberSaid string
	Had        partialdate.Date // the date of release in the record, of a claim of a new one
	State      State
	DecidedAt  time.Time
	Decider    string // name

	released   bool // what the row says besides, of a question about who it is
	releasedOn civil.Day
	release    civil.Day
}

// said is what the row of a question says, for whoever it turns out to be.
func (c Claim) said(l Layout) said {
	return said{
		row: c.Row, name: c.NameSaid, number: c.NumberSaid, place: c.Place, facility: c.FacilityID, transit: holds(l.Transit, c.Place), away: holds(l.Away, c.Place),
		released: c.released, releasedOn: c.releasedOn, release: c.release,
	}
}

// same reports whether two claims say the same.
func (c Claim) same(o Claim) bool {
	return c.Layout == o.Layout && c.PersonID == o.PersonID && c.Kind == o.Kind && c.Why == o.Why && c.FacilityID == o.FacilityID &&
		search.Fold(c.Place) == search.Fold(o.Place) && c.Transit == o.Transit && c.On == o.On && c.NumberSaid == o.NumberSaid
}

// said is what one row says of one person.
type said struct {
	row        int
	why        Why
	name       string
	number     string
	place      string // as written
	facility   string // "" when nobody knows it
	transit    bool
	away       bool
	released   bool
	releasedOn civil.Day // the day of it
	release    civil.Day
}

// agrees reports whether two rows say the same of where somebody is.
func (s said) agrees(o said) bool {
	return s.why == o.why && s.released == o.released && s.transit == o.transit && s.away == o.away &&
		(s.facility == o.facility && (s.facility != "" || search.Fold(s.place) == search.Fold(o.place)))
}

// judge turns what a list says of one person into claims. asOf is the day the
// list is of.
func judge(p Ours, s said, asOf civil.Day) []Claim {
	claim := func(kind Kind, why Why) Claim {
		return Claim{PersonID: p.ID, Person: p.Name, Kind: kind, Why: why, Place: s.place, FacilityID: s.facility, Transit: s.transit, From: whereabouts(p.Stay), AsOf: asOf,
			Row: s.row, NameSaid: s.name, NumberSaid: s.number, State: Open}
	}
	var out []Claim
	if s.why != "" {
		c := claim(Unsure, s.why)
		c.released, c.releasedOn, c.release = s.released, s.releasedOn, s.release
		return append(out, c)
	}
	if s.released {
		return judgeRelease(p, s, asOf, claim)
	}
	if s.releasedOn != "" { // said to be ahead
		c := claim(Unsure, ReleaseAhead)
		c.On = s.releasedOn
		out = append(out, c)
	}
	if c, ok := judgePlace(p, s, claim); ok {
		out = append(out, c)
	}
	if s.release != "" && !p.Release.IsZero() && sameDay(p.Release, s.release) {
		return out
	}
	if s.release != "" {
		c := claim(NewDate, "")
		c.On, c.Had = s.release, p.Release
		out = append(out, c)
	}
	return out
}

// judgeRelease weighs that a list says that somebody was released.
func judgeRelease(p Ours, s said, asOf civil.Day, claim func(Kind, Why) Claim) []Claim {
	c := claim(Released, "")
	c.On, c.FacilityID = s.releasedOn, ""
	switch {
	case p.Stay.State == custody.Released || p.Dead:
		return nil
	case s.releasedOn > asOf:
		c.Kind, c.Why = Unsure, ReleaseAhead
	case s.releasedOn != "" && p.Stay.After(partialdate.On(s.releasedOn)):
		c.Kind, c.Why = Unsure, ReleaseBefore
	}
	return []Claim{c}
}

// judgePlace weighs where a list says that somebody is.
func judgePlace(p Ours, s said, claim func(Kind, Why) Claim) (Claim, bool) {
	switch {
	case p.Dead || p.Stay.State == custody.Released && p.Stay.Confidence == custody.Confirmed:
		return claim(Unsure, Contradicts), true
	case s.away:
		return claim(Unsure, Away), true
	case s.transit:
		return claim(Moved, ""), p.Stay.State != custody.InTransit
	case s.place == "":
		return Claim{}, false
	case s.facility != "":
		return claim(Moved, ""), p.Stay.State != custody.Held || p.Stay.FacilityID != s.facility
	case p.Stay.State == custody.Held && search.Fold(p.Stay.Facility) == search.Fold(s.place):
		return Claim{}, false
	}
	return claim(Unsure, PlaceUnknown), true
}

func sameDay(d partialdate.Date, day civil.Day) bool {
	exact, ok := d.Day()
	return ok && exact == day
}

// whereabouts words where we think somebody is.
func whereabouts(s custody.Stay) string {
	if s.State == custody.Held {
		return s.Facility
	}
	return string(s.State)
}

// expected reports whether somebody ought to be on a list of everybody: they
// have a number of it, live, and are not known to be elsewhere.
func (k *linker) expected(i int) bool {
	p := k.people[i]
	switch {
	case k.layout.Partial || !k.has[i] || p.Dead || p.Stay.State == custody.Released:
		return false
	case k.sure[i] || k.layout.Region == "":
		return k.sure[i]
	}
	return p.Stay.State == custody.Held && p.Region == k.layout.Region
}
