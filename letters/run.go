package letters

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/people"
)

// Scope says who gets a run.
type Scope string

// The scopes.
const (
	ToOne      Scope = "one"      // one person
	ToFacility Scope = "facility" // everybody we know at a facility
	ToActive   Scope = "active"   // everybody inside with an open case
	ToAll      Scope = "all"      // everybody inside
)

// Scopes lists those of many, in the order offered.
func Scopes() []Scope { return []Scope{ToFacility, ToActive, ToAll} }

// State says how a run stands.
type State string

// The states.
const (
	Made   State = "made"
	Posted State = "posted"
)

// Run is letters that go out together.
type Run struct {
	ID, Rev    string
	Name       string
	TemplateID string // "" when its text was written for it
	Scope      Scope
	FacilityID string
	Agreed     string    // the purpose of consent that people must have agreed to, "" for none
	Envelope   string    // as label.Find knows it
	Sender     []string  // the return address
	Dated      civil.Day // the day the letters bear
	Postage    int       // of one letter, in hundredths of the currency
	State      State
	PostedOn   civil.Day
	AuthorID   string
	AuthorName string
	MadeAt     time.Time
	Texts      []Version
}

// Sheet is the envelope.
func (r Run) Sheet() label.Sheet {
	s, _ := label.Find(r.Envelope)
	return s
}

// Envelopes lists the envelopes letters are folded for.
func Envelopes() (list []label.Sheet) {
	for _, s := range label.Sheets() {
		if s.Kind == label.OnEnvelope && s.Letter != "" {
			list = append(list, s)
		}
	}
	return list
}

// New is a run as it is entered.
type New struct {
	ID       string // given beforehand, so that its page is known; "" for any
	Name     string
	Template string    // the words of a template
	Own      []Version // or words for this run, by language
	Scope    Scope
	Person   string // of ToOne
	Facility string // of ToFacility
	Agreed   string
	Envelope string
	Sender   []string
	Dated    civil.Day
	Postage  int
}

func (n New) clean() New {
	n.Name, _ = people.Clean(n.Name)
	n.Sender = slices.DeleteFunc(slices.Clone(n.Sender), func(s string) bool { return strings.TrimSpace(s) == "" })
	for i := range n.Sender {
		n.Sender[i], _ = people.Clean(n.Sender[i])
	}
	n.Own = slices.Clone(n.Own)
	for i := range n.Own {
		n.Own[i] = n.Own[i].clean()
	}
	return n
}

func (n New) check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	_, known := label.Find(n.Envelope)
	problem(n.Name == "" && n.Scope != ToOne, "name", "letters.name.missing")
	problem(utf8.RuneCountInString(n.Name) > mostName, "name", "letters.long", "count", mostName)
	problem(n.Template == "" && len(n.Own) == 0, "template", "letters.text.missing")
	problem(n.Template != "" && len(n.Own) > 0, "template", "letters.text.two")
	problem(n.Scope != ToOne && !slices.Contains(Scopes(), n.Scope), "scope", "letters.scope.missing")
	problem(n.Scope == ToFacility && n.Facility == "", "facility", "letters.facility.missing")
	problem(!known, "envelope", "letters.envelope.missing")
	problem(len(n.Sender) == 0, "sender", "letters.sender.missing")
	problem(len(n.Sender) > 6 || utf8.RuneCountInString(strings.Join(n.Sender, "")) > 400, "sender", "letters.sender.long")
	problem(!n.Dated.Valid(), "dated", "letters.dated.wrong")
	problem(n.Postage < 0 || n.Postage > 1_000_000, "postage", "letters.postage.wrong")
	for _, v := range n.Own {
		bad = append(bad, v.check()...)
	}
	return bad
}

// Why is why somebody's letter does not go out.
type Why string

// The reasons. Those of the paper are label's.
const (
	Goes       Why = ""
	AtHome     Why = "home"
	InTransit  Why = "transit"
	Nowhere    Why = "nowhere" // nobody knows where they are
	NoAddress  Why = "address"
	Barred     Why = "rule"    // a rule of the facility lets no letters in
	TooMany    Why = "pages"   // more pages than a rule of the facility lets in
	NotAgreed  Why = "agreed"  // they have not agreed to what the run is for
	HasMoved   Why = "moved"   // since the run was made
	NoRoom     Why = "tight"   // the address does not fit the window
	ByBrowser  Why = "letters" // our letters do not have theirs: a browser prints it
	HasNoWords Why = "nothing"
)

// The warnings.
const (
	WarnLanguage = "language" // no version in a language they read
	WarnStale    = "stale"    // the address was not checked for a quarter of a year
	WarnRule     = "rule"     // a rule of the facility warns
	WarnStandsIn = "stands-in"
)

// Piece is one letter of a run.
type Piece struct {
	ID, Rev    string
	RunID      string
	Place      int
	PersonID   string
	FacilityID string
	Lang       string
	Address    []string
	Called     string // the name they use
	Number     string
	AtPlace    string // the name of the facility
	Worker     string
	Pages      int
	Why        Why
	Warns      []string
	EntryID    string
}

// Goes reports whether the letter goes out, printed here or by a browser.
func (p Piece) Goes() bool { return p.Why == Goes || p.Why == ByBrowser }
