package rulepacks

import (
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
)

// Mark says how sure we are of a rule.
type Mark string

// The marks, from sure to doubtful.
const (
	Verified   Mark = "verified"   // read in the statute, the regulation or the agency's own words
	Published  Mark = "published"  // read in what the agency publishes of how it counts
	Secondary  Mark = "secondary"  // read in a guide, the press or a court's summary
	Unverified Mark = "unverified" // general knowledge: nobody has looked it up for this program
)

// Marks lists them in the order shown.
func Marks() []Mark { return []Mark{Verified, Published, Secondary, Unverified} }

// Evidence is who says so: what every rule carries.
type Evidence struct {
	Citation   string    `yaml:"citation"`    // "28 CFR 542.15(a)"
	Source     string    `yaml:"source"`      // the ID of a source of the pack, or ""
	VerifiedOn civil.Day `yaml:"verified_on"` // when somebody last read it there
	Mark       Mark      `yaml:"mark"`
}

// Source is where rules were read.
type Source struct {
	ID     string    `yaml:"id"`
	Title  string    `yaml:"title"`
	URL    string    `yaml:"url"`
	ReadOn civil.Day `yaml:"read_on"`
}

// Pack is one file of rules.
type Pack struct {
	Name         string      `yaml:"pack"`         // "us-bop"
	Version      string      `yaml:"version"`      // of the file: "2026-11"
	Title        string      `yaml:"title"`        // for people
	Jurisdiction string      `yaml:"jurisdiction"` // ISO 3166: "US", "US-SC", "GB-SCT"
	Note         string      `yaml:"note"`         // what whoever uses it should know
	Template     bool        `yaml:"template"`     // a pack to copy: its procedures are offered nowhere
	Sources      []Source    `yaml:"sources"`
	Calendars    []Calendar  `yaml:"calendars"`
	Procedures   []Procedure `yaml:"procedures"`

	ID string `yaml:"-"` // of the installed pack; "" for one that is not
}

// Procedure is one way to complain, in the version that was in force from a day to
// a day.
type Procedure struct {
	Code          string     `yaml:"code"` // "us-bop"; the versions of a procedure share it
	Title         string     `yaml:"title"`
	Agency        string     `yaml:"agency"`
	Applies       Applies    `yaml:"applies"`
	EffectiveFrom civil.Day  `yaml:"effective_from"` // "" from the beginning
	EffectiveTo   civil.Day  `yaml:"effective_to"`   // "" until further notice; its last day
	Calendar      string     `yaml:"calendar"`       // whose working days count; an ID of a calendar
	WhoFiles      string     `yaml:"who_files"`      // in words: "only the person themselves"
	Note          string     `yaml:"note"`
	Outside       []string   `yaml:"outside"` // what has another way
	Questions     []Question `yaml:"questions"`
	Steps         []Step     `yaml:"steps"`
	Evidence      `yaml:",inline"`
}

// Applies says at which facilities a procedure is the ordinary one; what is empty
// does not narrow.
type Applies struct {
	Country string   `yaml:"country"` // ISO 3166-1 alpha-2
	Regions []string `yaml:"regions"` // ISO 3166-2 without the country: TX, ENG
	Levels  []string `yaml:"levels"`  // federal, state, county, ...
	Kinds   []string `yaml:"kinds"`   // prison, jail, juvenile, reentry, ...
}

// Track is the kind of matter, which changes the limits.
type Track string

// The tracks. Standard is meant where none is named.
const (
	Standard          Track = "standard"
	Emergency         Track = "emergency"
	Sensitive         Track = "sensitive"
	Medical           Track = "medical"
	Disciplinary      Track = "disciplinary"
	Property          Track = "property"
	StaffMisconduct   Track = "staff_misconduct"
	SexualAbuse       Track = "sexual_abuse"
	PolicyNotIncident Track = "policy_not_incident"
)

// Tracks lists them in the order shown.
func Tracks() []Track {
	return []Track{Standard, Emergency, Sensitive, Medical, Disciplinary, Property, StaffMisconduct, SexualAbuse, PolicyNotIncident}
}

// Question finds the track of a matter.
type Question struct {
	ID      string   `yaml:"id"`
	Ask     string   `yaml:"ask"` // "An incident, or a standing policy?"
	Answers []Answer `yaml:"answers"`
}

// Answer is one answer to a question. Only an answer that changes something names
// a track, or the step at which the matter begins.
type Answer struct {
	ID       string `yaml:"id"`
	Says     string `yaml:"says"`
	Track    Track  `yaml:"track"`
	Begin    string `yaml:"begin"` // the ID of the step at which it begins; "" for the ordinary one
	Note     string `yaml:"note"`  // what follows from it, in words
	Evidence `yaml:",inline"`
}

// StepKind is the sort of step.
type StepKind string

// The kinds of step.
const (
	Informal  StepKind = "informal"
	Formal    StepKind = "formal"
	Appeal    StepKind = "appeal"
	Ombudsman StepKind = "ombudsman"
	Court     StepKind = "court"
)

// StepKinds lists them in the order of a procedure.
func StepKinds() []StepKind { return []StepKind{Informal, Formal, Appeal, Ombudsman, Court} }

// Step is one level of a procedure.
type Step struct {
	ID        string   `yaml:"id"` // "bp-9"
	Title     string   `yaml:"title"`
	Kind      StepKind `yaml:"kind"`
	DecidedBy string   `yaml:"decided_by"`
	SendTo    string   `yaml:"send_to"`
	After     []string `yaml:"after"`    // the steps it can follow; none for where one begins
	StartOn   []Track  `yaml:"start_on"` // tracks on which one may begin here, whatever it follows
	Tracks    []Track  `yaml:"tracks"`   // the only tracks that have this step; none for all
	Optional  bool     `yaml:"optional"` // leaving it out does no harm
	Form      Form     `yaml:"form"`
	Needs     []string `yaml:"needs"` // what goes with it: "Copy of the BP-9 and its answer"
	Note      string   `yaml:"note"`
	Limits    []Limit  `yaml:"limits"`
}

// Form is what a step is written on, and what fits on it.
type Form struct {
	Name       string  `yaml:"name"`
	Title      string  `yaml:"title"`
	OneIssue   bool    `yaml:"one_issue"`   // a second matter on it is refused
	ExtraPages int     `yaml:"extra_pages"` // how many may be attached; 0 is none, -1 as many as one likes
	PerWeek    int     `yaml:"per_week"`    // how many a person may file in a week; 0 for no limit
	Fields     []Field `yaml:"fields"`
	Evidence   `yaml:",inline"`
}

// Field is one box of a form.
type Field struct {
	ID    string `yaml:"id"`
	Label string `yaml:"label"`
	From  string `yaml:"from"`  // what fills it: name, number, facility, unit, incident_on, about, wanted, today, tried; "" is written by hand
	Lines int    `yaml:"lines"` // how many lines fit; 0 for one
	Chars int    `yaml:"chars"` // how many characters fit; 0 when nobody counted
}

// For is what a limit is a limit for.
type For string

// What limits are for. The clocks of Filing and Onward are ours to meet or use, the
// others are theirs.
const (
	Filing          For = "filing"          // by when the step must be taken
	Response        For = "response"        // by when they must answer
	Acknowledgement For = "acknowledgement" // by when they must say that they have it
	Onward          For = "appeal"          // from when, or by when, one may go on without an answer
)

// Fors lists them in the order shown.
func Fors() []For { return []For{Filing, Acknowledgement, Response, Onward} }

// Ours reports whether the clock is ours to meet.
func (f For) Ours() bool { return f == Filing }

// Unit is what a limit is counted in.
type Unit string

// The units. NoLimit says that there is none, which is a rule too.
const (
	Hour        Unit = "hour"
	CalendarDay Unit = "calendar_day"
	WorkingDay  Unit = "working_day"
	Week        Unit = "week"
	Month       Unit = "month"
	Year        Unit = "year"
	NoLimit     Unit = "no_limit"
)

// Units lists them in the order shown.
func Units() []Unit {
	return []Unit{Hour, CalendarDay, WorkingDay, Week, Month, Year, NoLimit}
}

// Event is what starts a clock.
type Event string

// The events, in the order in which they happen.
const (
	Incident       Event = "incident"
	Discovery      Event = "discovery"
	AnswerSigned   Event = "previous_response_signed"
	AnswerReceived Event = "previous_response_received"
	Deposited      Event = "deposited"
	Submitted      Event = "submitted"
	Logged         Event = "logged"
)

// Events lists them in the order in which they happen.
func Events() []Event {
	return []Event{Incident, Discovery, AnswerSigned, AnswerReceived, Deposited, Submitted, Logged}
}

// Silence is what it means when they do not answer in time.
type Silence string

// What silence means.
const (
	Denial     Silence = "denial"      // counts as refused
	MayProceed Silence = "may_proceed" // the next step opens
	Chase      Silence = "chase"       // nothing opens; ask again
	Nothing    Silence = "nothing"
)

// Silences lists them in the order shown.
func Silences() []Silence { return []Silence{Denial, MayProceed, Chase, Nothing} }

// Ways to count.
const (
	NextDay        = "next_day"         // the day after the event is the first
	SameDay        = "same_day"         // the day of the event is the first
	NoRoll         = "none"             // a day off stays the last day
	NextWorkingDay = "next_working_day" // the last day moves on from a day off
)

// Limit is one rule of time.
type Limit struct {
	For       For        `yaml:"for"`
	Tracks    []Track    `yaml:"tracks"` // none for every track that has no limit of its own
	N         int        `yaml:"n"`
	Unit      Unit       `yaml:"unit"`
	StartsOn  []Event    `yaml:"starts_on"`  // the first one whose day is known starts it
	CountFrom string     `yaml:"count_from"` // NextDay when empty
	Roll      string     `yaml:"roll"`       // NoRoll when empty
	Calendar  string     `yaml:"calendar"`   // the procedure's when empty
	AlsoRead  []Reading  `yaml:"also_read_as"`
	MailDays  int        `yaml:"mail_days"` // how long the post takes, where it must have arrived
	Extension *Extension `yaml:"extension"`
	Tolling   []string   `yaml:"tolling"` // when it stops, in words
	Silence   Silence    `yaml:"silence"`
	LateIf    []string   `yaml:"late_allowed_if"`
	MetWhen   string     `yaml:"met_when"` // what counts as in time, in words
	Note      string     `yaml:"note"`
	Evidence  `yaml:",inline"`
}

// Reading is another way somebody reads the same limit; the safe date takes the
// shortest. One that starts on other events holds where one of them is known.
type Reading struct {
	N        int     `yaml:"n"`
	Unit     Unit    `yaml:"unit"`
	StartsOn []Event `yaml:"starts_on"` // the limit's own when empty
	Note     string  `yaml:"note"`
	Evidence `yaml:",inline"`
}

// Extension is more time that may be taken.
type Extension struct {
	N        int    `yaml:"n"`
	Unit     Unit   `yaml:"unit"`
	Times    int    `yaml:"times"`  // how often; 1 when 0
	Notice   string `yaml:"notice"` // what must be told to whom, in words
	Evidence `yaml:",inline"`
}

// Step returns the step of an ID.
func (p *Procedure) Step(id string) (*Step, bool) {
	for i := range p.Steps {
		if p.Steps[i].ID == id {
			return &p.Steps[i], true
		}
	}
	return nil, false
}

// On reports whether a matter on a track has the step.
func (s *Step) On(t Track) bool {
	return len(s.Tracks) == 0 || slices.Contains(s.Tracks, t)
}

// Limit returns the limit of the step for something on a track: the track's own, or
// else the one for every track.
func (s *Step) Limit(what For, t Track) (*Limit, bool) {
	var general *Limit
	for i := range s.Limits {
		l := &s.Limits[i]
		switch {
		case l.For != what:
		case slices.Contains(l.Tracks, t):
			return l, true
		case len(l.Tracks) == 0:
			general = l
		}
	}
	return general, general != nil
}

// First lists the steps at which a matter on a track may begin: those that the track
// alone may begin at come first.
func (p *Procedure) First(t Track) []*Step {
	list := p.stepsWhere(func(s *Step) bool { return s.On(t) && slices.Contains(s.StartOn, t) })
	return append(list, p.stepsWhere(func(s *Step) bool {
		return s.On(t) && len(s.After) == 0 && !slices.Contains(s.StartOn, t)
	})...)
}

// Next lists the steps that may follow a step on a track.
func (p *Procedure) Next(id string, t Track) []*Step {
	return p.stepsWhere(func(s *Step) bool { return s.On(t) && slices.Contains(s.After, id) })
}

func (p *Procedure) stepsWhere(which func(*Step) bool) []*Step {
	var list []*Step
	for i := range p.Steps {
		if which(&p.Steps[i]) {
			list = append(list, &p.Steps[i])
		}
	}
	return list
}

// InForce reports whether the version was in force on a day.
func (p *Procedure) InForce(on civil.Day) bool {
	return p.EffectiveFrom <= on && (p.EffectiveTo == "" || on <= p.EffectiveTo)
}
