package consent

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/people"
)

// Act is what a line of the ledger says.
type Act string

// The acts. The first two are what somebody answered when they were asked.
const (
	Give     Act = "given"
	Refuse   Act = "refused"
	Withdraw Act = "withdrawn" // takes back what Of gave
	Void     Act = "void"      // Of was recorded by mistake: it was never said
)

// How is the way somebody said it.
type How string

// The ways.
const (
	ByForm       How = "form" // our own paper, signed
	ByLetter     How = "letter"
	ByPhone      How = "phone"
	InPerson     How = "in-person"
	ThroughOther How = "lawyer" // through a lawyer
)

// Hows lists them in the order offered.
func Hows() []How { return []How{ByForm, ByLetter, ByPhone, InPerson, ThroughOther} }

// Audience is who something goes to: somebody of the record, or a name. The
// zero Audience is whoever the purpose itself says.
type Audience struct {
	PersonID string
	Name     string
}

// Same reports whether two audiences are one. Two people of the record are told
// apart by who they are, never by name.
func (a Audience) Same(b Audience) bool {
	if a.PersonID != "" && b.PersonID != "" {
		return a.PersonID == b.PersonID
	}
	return search.Fold(a.Name) == search.Fold(b.Name)
}

// Terms are what somebody was asked and what they said to it.
type Terms struct {
	Purpose  string
	Audience Audience
	Classes  Classes // a refusal is of all
	How      How
	Lang     string // in which it was talked or written about, BCP 47
	TextID   string // the version of our text they were shown; "" for none of ours
	Witness  string
	From     civil.Day // the day they said it, from which it holds
	Until    civil.Day // the last day it holds; "" for a refusal
	Limits   string    // in their own words
}

// Entry is one line of the ledger. It is never changed.
type Entry struct {
	ID, Rev  string
	PersonID string
	Act      Act
	Of       string // the line it corrects, withdraws or voids; "" for a first word
	Terms
	Note         string // why it was corrected or void, or what was said when it was withdrawn
	FormID       string // the paper it answers
	TaskID       string // the reminder of its end
	FromAt       time.Time
	UntilAt      time.Time // the first moment after it; zero for a refusal
	RecordedAt   time.Time // UTC
	RecordedBy   string    // account id
	RecordedName string    // as it was then
}

// Limits of what is typed, in characters, and of how long a consent holds.
const (
	maxShort  = 200
	maxLong   = 2000
	MaxMonths = 60
)

type problems []fault.Problem

func (p *problems) when(broken bool, field, key string, args ...any) {
	if broken {
		*p = append(*p, fault.Problem{Field: field, Key: key, Args: args})
	}
}

func (p *problems) long(field, text string, most int) {
	p.when(utf8.RuneCountInString(text) > most, field, "consent.text.long", "most", most)
}

// clean brings what was typed into the form it is kept in. A purpose without a
// recipient of its own has none.
func (t Terms) clean() Terms {
	t.Witness, _ = people.Clean(t.Witness)
	t.Limits, _ = people.CleanLines(t.Limits)
	t.Audience.Name, _ = people.Clean(t.Audience.Name)
	if p, known := purposeOf(t.Purpose); known && !p.Named {
		t.Audience = Audience{}
	}
	return t
}

// check returns what is wrong with an answer, given on a day.
func (t Terms) check(act Act, today civil.Day) problems {
	var p problems
	p.when(act != Give && act != Refuse, "act", "consent.act.missing")
	purpose, known := purposeOf(t.Purpose)
	p.when(!known, "purpose", "consent.purpose.missing")
	p.when(purpose.Named && t.Audience.Name == "", "audience", "consent.audience.missing")
	p.when(act == Give && t.Classes == 0, "class", "consent.class.missing")
	p.when(!slices.Contains(Hows(), t.How), "how", "consent.how.missing")
	p.when(!slices.Contains(tongues.Codes(), t.Lang), "lang", "consent.lang.missing")
	p.when(!t.From.Valid() || t.From > today, "from", "consent.from.future")
	if act == Give {
		p.when(t.Until == "", "until", "consent.until.missing")
		p.when(t.Until != "" && t.Until < t.From, "until", "consent.until.before")
		p.when(t.Until > t.From.AddMonths(MaxMonths), "until", "consent.until.late", "count", MaxMonths/12)
	}
	p.long("audience", t.Audience.Name, maxShort)
	p.long("witness", t.Witness, maxShort)
	p.long("limits", t.Limits, maxLong)
	return p
}

// why cleans a reason that has to be given.
func why(op, field, text string) (string, error) {
	text, _ = people.CleanLines(text)
	var p problems
	p.when(strings.TrimSpace(text) == "", field, "consent.why.missing")
	p.long(field, text, maxLong)
	return text, fault.Check(op, p)
}
