package disclosing

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
)

// Sort is what a packet is for.
type Sort string

// The sorts.
const (
	Own   Sort = "own"   // somebody's record, for themselves
	Order Sort = "order" // what an order or a duty covers
)

// State is how far a packet is.
type State string

// The states. A packet that was made can be made again, as it stands then.
const (
	Draft   State = "draft"
	Made    State = "made"
	Dropped State = "dropped"
)

// Act is what becomes of one thing of a packet.
type Act string

// The acts.
const (
	Include Act = "include" // as it stands
	Mask    Act = "mask"    // without what is about somebody else
	Leave   Act = "leave"   // not at all, with the reason
)

// Acts lists them in the order offered.
func Acts() []Act { return []Act{Include, Mask, Leave} }

// Scope is what a packet covers.
type Scope struct {
	Kinds       []string        // of things, none for all
	Classes     consent.Classes // none for all
	From, Until civil.Day       // "" for open
}

// Ground is why something is handed over, as the paper that asks for it says.
type Ground struct {
	Kind      consent.BasisKind
	Audience  string // who asked, and receives it: the court, the authority
	Citation  string // the law or the paragraph
	Reference string // the number of the order
	On        civil.Day
	Reason    string // in the words of whoever has to answer for it
}

// Choice is what was decided about one thing.
type Choice struct {
	Thing  string // as Thing.Key
	Act    Act
	Reason string // of Leave
}

// Packet is what leaves the record in one piece.
type Packet struct {
	ID, Rev string
	Sort    Sort
	Lang    string        // of the paper: "en", "es"
	People  []people.Card // whom it is about
	Ground  Ground
	Scope   Scope
	Notices []string // keys of the notices of the law that go with it
	Choices map[string]Choice
	State   State

	Things, Masked, LeftOut int    // of the last time it was made
	Sum                     string // SHA-256 of it, in hex
	CreatedAt, MadeAt       time.Time
	CreatedBy, MadeBy       string // names, as they were then
}

// kinds of things, in the order they are read out.
var kinds = []string{
	"person", "name", "number", "language", "stay", "milestone", "fact", "care", "around", "around-of", "entry", "edit", "statement", "file",
	"case", "span", "answer", "task", "handover", "consent", "shared", "form", "ask", "grant", "conflict", "restriction", "glass", "offer", "hold", "keep", "merge", "packet",
}

// Kinds lists every kind of thing there is.
func Kinds() []string { return slices.Clone(kinds) }

// Limits of what is typed, in characters, and of how many one packet is about.
const (
	maxShort  = 200
	maxLong   = 2000
	minReason = consent.MinReason
	mostWho   = 200
)

type problems []fault.Problem

func (p *problems) when(broken bool, field, key string, args ...any) {
	if broken {
		*p = append(*p, fault.Problem{Field: field, Key: key, Args: args})
	}
}

// check returns what is wrong with the ground and the scope of an order.
func (g Ground) check(s Scope, today civil.Day) problems {
	var p problems
	p.when(!slices.Contains(consent.BasisKinds(), g.Kind), "basis", "disclosing.basis.missing")
	p.when(g.Audience == "", "audience", "disclosing.audience.missing")
	p.when(g.Citation == "", "citation", "disclosing.citation.missing")
	p.when(utf8.RuneCountInString(g.Reason) < minReason, "reason", "disclosing.reason.short", "count", minReason)
	p.when(g.On != "" && (!g.On.Valid() || g.On > today), "ordered_on", "disclosing.on.ahead")
	p.when(s.From != "" && s.Until != "" && s.Until < s.From, "until", "disclosing.until.before")
	for field, text := range map[string]string{"audience": g.Audience, "citation": g.Citation, "reference": g.Reference} {
		p.when(utf8.RuneCountInString(text) > maxShort, field, "disclosing.text.long", "count", maxShort)
	}
	p.when(utf8.RuneCountInString(g.Reason) > maxLong, "reason", "disclosing.text.long", "count", maxLong)
	for _, kind := range s.Kinds {
		p.when(!slices.Contains(kinds, kind), "kinds", "disclosing.kinds.unknown")
	}
	return p
}

// Out is why a thing is not covered: "" when it is, or the end of a message
// "disclosing.out.".
func (s Scope) Out(t people.Told) string {
	switch {
	case len(s.Kinds) > 0 && !slices.Contains(s.Kinds, t.Kind):
		return "kind"
	case s.Classes != 0 && !s.Classes.Has(consent.Of(consent.Class(t.Class.String()))):
		return "class"
	case s.From == "" && s.Until == "":
		return ""
	}
	on, err := partialdate.Parse(t.On)
	if err != nil || on.IsZero() {
		return "undated"
	}
	first, last := on.Bounds()
	switch {
	case s.From != "" && last < s.From, s.Until != "" && first > s.Until:
		return "day"
	case s.From != "" && first < s.From, s.Until != "" && last > s.Until:
		return "undated" // some day of that month, perhaps within
	}
	return ""
}
