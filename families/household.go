package families

import (
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// State says whether a household is helped.
type State string

// The states of a household.
const (
	Open   State = "open"
	Closed State = "closed"
)

// Household is a family that is helped in its own right.
type Household struct {
	ID, Rev    string
	HeadID     string // the relative it was opened for
	Name       string // "The Karimi family"
	Note       string
	State      State
	OpenedOn   civil.Day
	ClosedOn   civil.Day
	ClosedWhy  string
	WorkerID   string
	AuthorName string
}

// Member is somebody of a household.
type Member struct {
	ID, Rev  string
	PersonID string
	Name     string
	Relation string // "mother", "son": of the household
	Child    bool
	Born     string // as far as it is known
}

// Inside is somebody of theirs in prison, for those who see that person.
type Inside struct {
	ID, Rev  string
	PersonID string
	Name     string
	Place    string
	Relation string // "his brother"
}

// NeedState says how far a need is.
type NeedState string

// The states of a need.
const (
	Wanted   NeedState = "wanted"
	Referred NeedState = "referred"
	Met      NeedState = "met"
	Dropped  NeedState = "dropped"
)

// NeedStates lists them in the order offered.
func NeedStates() []NeedState { return []NeedState{Wanted, Referred, Met, Dropped} }

// Need is what a household needs.
type Need struct {
	ID, Rev string
	Words   string
	State   NeedState
	StateOn civil.Day
	Outcome string // referred to whom, with what came of it
}

// Aid is money or its worth that was given.
type Aid struct {
	ID, Rev    string
	Kind       AidKind
	Amount     int // in the smallest unit: cents, pence
	On         civil.Day
	How        string // "food card, handed over"
	OverWhy    string // why it went beyond a cap
	AuthorName string
}

// AidKind says what aid is for.
type AidKind string

// AidKinds lists what aid can be for.
func AidKinds() []AidKind {
	return []AidKind{"food", "rent", "heat", "travel", "phone", "clothes", "school", "other"}
}

// Cap is how much aid of a kind a household gets within so many days.
type Cap struct {
	ID, Rev string
	Kind    AidKind // "" caps all kinds together
	Amount  int
	Days    int
}

// Left is what a cap leaves for a day, given what was given already; below 0 when more
// was given than it allows.
func (c Cap) Left(given []Aid, on civil.Day) int {
	left := c.Amount
	for _, a := range given {
		if (c.Kind == "" || a.Kind == c.Kind) && a.On <= on && a.On > on.Add(-c.Days) {
			left -= a.Amount
		}
	}
	return left
}

// tightest is the cap that leaves least for aid of a kind on a day; false without one.
func tightest(caps []Cap, given []Aid, kind AidKind, on civil.Day) (left int, found bool) {
	for _, c := range caps {
		if c.Kind != "" && c.Kind != kind {
			continue
		}
		if l := c.Left(given, on); !found || l < left {
			left, found = l, true
		}
	}
	return left, found
}

// Tell is who may know what of the family.
type Tell struct {
	ID, Rev    string
	PersonID   string // whom it is about
	Person     string
	What       string // "where we live"
	Whom       string // "their father", "the school"
	May        bool   // or must not
	Until      civil.Day
	AgreedOn   civil.Day
	AuthorName string
}

// Holds reports whether it is still to be kept to.
func (t Tell) Holds(on civil.Day) bool { return t.Until == "" || t.Until >= on }

// The longest texts, in characters, and the most money of one gift, in the smallest unit.
const (
	maxLine   = 200
	maxNote   = 4000
	maxAmount = 100_000_00
)

func long(field, text string, most int) fault.Rule {
	return fault.TooLong(field, "families.words.long", text, most)
}

func (a Aid) check(today civil.Day) []fault.Problem {
	return fault.Broken(
		fault.When(!slices.Contains(AidKinds(), a.Kind), "kind", "families.aid.kind.missing"),
		fault.When(a.Amount <= 0 || a.Amount > maxAmount, "amount", "families.aid.amount.invalid"),
		fault.When(!a.On.Valid() || a.On > today, "on", "families.day.ahead"),
		long("how", a.How, maxLine), long("why", a.OverWhy, maxLine),
	)
}
