package grievances

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/timeline"
)

// State says how a grievance stands.
type State string

// The states. All but Open are ends, each with why.
const (
	Open      State = "open"
	Settled   State = "settled"   // they got what they wanted, or enough of it
	Withdrawn State = "withdrawn" // the person does not want to go on
	Exhausted State = "exhausted" // every level was gone through
	Lost      State = "lost"      // a deadline went by and cannot be repaired
	Closed    State = "closed"    // for another reason
)

// States lists them in the order shown.
func States() []State { return []State{Open, Settled, Withdrawn, Exhausted, Lost, Closed} }

// Topic is what a grievance is about, the same everywhere, so that they can be
// counted together.
type Topic string

// Topics lists them in the order offered.
func Topics() []Topic {
	return []Topic{
		"medical", "mental-health", "safety", "force", "harassment", "discrimination", "discipline", "segregation", "property", "mail", "visits",
		"food", "hygiene", "religion", "disability", "classification", "transfer", "money", "work", "release", "library", "policy", "other",
	}
}

// special are the topics whose words are of the class of health, faith and the like
// (security design 3.1, C4).
var special = []Topic{"medical", "mental-health", "discrimination", "harassment", "religion", "disability"}

// Special reports whether what is said under the topic may be read only by those
// who read special fields of the person.
func (t Topic) Special() bool { return slices.Contains(special, t) }

// Reprisal says whether the person told of a reprisal.
type Reprisal string

// What they told. A reprisal itself is an event of its way.
const (
	NotAsked  Reprisal = ""
	NoneTold  Reprisal = "none"
	TheyFear  Reprisal = "feared"
	Happened  Reprisal = "happened"
	WontSayIt Reprisal = "would-not-say"
)

// Reprisals lists them in the order offered.
func Reprisals() []Reprisal { return []Reprisal{NotAsked, NoneTold, TheyFear, Happened, WontSayIt} }

// Grievance is one matter of one person at the facility where it happened.
type Grievance struct {
	ID, Rev     string
	PersonID    string
	FacilityID  string
	Title       string
	Topic       Topic
	What        string // what happened, in their words or ours
	Incident    partialdate.Date
	IncidentAt  string // "21:10" where the facility is, or ""
	Discovered  partialdate.Date
	Unit        string   // where in the facility
	Wanted      []string // what would put it right, a line each
	Harm        string
	Reprisal    Reprisal
	TheirNumber string // what the facility calls it
	WorkerID    string // "" for nobody's yet
	CaseID      string
	Rules       rulepacks.Ref // the version it keeps
	Track       rulepacks.Track
	Answers     map[string]string // to the questions of the pack, by their ids
	State       State
	StateOn     civil.Day
	StateWhy    string
	Sight       timeline.Sight // who may read what it says
	TwinID      string         // the same matter on the other procedure beside it: an ordinary complaint and one of discrimination
	MovedTo     string         // facility the person moved to since anybody looked at where to file; ""
	OpenedOn    civil.Day
	AuthorID    string
	AuthorName  string
	CreatedAt   time.Time // UTC
}

// Code is what the record calls the grievance on paper: "G-7F3A9C".
func (g Grievance) Code() string { return CodeOf(g.ID) }

// CodeOf gives the code of an id: its last six characters.
func CodeOf(id string) string { return "G-" + strings.ToUpper(id[max(0, len(id)-6):]) }

// New is what somebody enters to open one. The zero track is the standard one.
type New struct {
	PersonID    string
	FacilityID  string
	Title       string
	Topic       Topic
	What        string
	Incident    partialdate.Date
	IncidentAt  string
	Discovered  partialdate.Date
	Unit        string
	Wanted      []string
	Harm        string
	Reprisal    Reprisal
	TheirNumber string
	WorkerID    string
	Procedure   string
	Answers     map[string]string
	Sight       timeline.Sight
	TwinID      string
}

// The most a grievance holds, in characters.
const (
	MaxTitle = 200
	MaxWords = way.MaxWords
	maxLine  = way.MaxLine
	maxLines = 20
)

// clean brings the words into the form they are kept in.
func (n New) clean() New {
	n.Title, _ = people.Clean(n.Title)
	n.What, _ = people.CleanLines(n.What)
	n.Unit, _ = people.Clean(n.Unit)
	n.Harm, _ = people.CleanLines(n.Harm)
	n.TheirNumber, _ = people.Clean(n.TheirNumber)
	wanted := n.Wanted
	n.Wanted = nil
	for _, line := range wanted {
		if line, _ = people.Clean(line); line != "" {
			n.Wanted = append(n.Wanted, line)
		}
	}
	if n.Sight == "" {
		n.Sight = timeline.SightCase
	}
	return n
}

// check returns what is wrong with n on a day, by the names of its fields.
func (n New) check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	now := partialdate.On(today)
	problem(n.PersonID == "", "person", "grievances.person.missing")
	problem(n.FacilityID == "", "facility", "grievances.facility.missing")
	problem(n.Title == "", "title", "grievances.title.missing")
	problem(utf8.RuneCountInString(n.Title) > MaxTitle, "title", "grievances.words.long", "count", MaxTitle)
	problem(n.Topic != "" && !slices.Contains(Topics(), n.Topic), "topic", "grievances.topic.unknown")
	problem(n.Procedure == "", "procedure", "grievances.procedure.missing")
	for field, text := range map[string]string{"what": n.What, "harm": n.Harm} {
		problem(utf8.RuneCountInString(text) > MaxWords, field, "grievances.words.long", "count", MaxWords)
	}
	for field, text := range map[string]string{"unit": n.Unit, "their_number": n.TheirNumber} {
		problem(utf8.RuneCountInString(text) > maxLine, field, "grievances.words.long", "count", maxLine)
	}
	problem(len(n.Wanted) > maxLines, "wanted", "grievances.wanted.many", "count", maxLines)
	for _, line := range n.Wanted {
		problem(utf8.RuneCountInString(line) > maxLine, "wanted", "grievances.words.long", "count", maxLine)
	}
	problem(n.Incident.Compare(now) == partialdate.After, "incident", "grievances.day.ahead")
	problem(n.Discovered.Compare(now) == partialdate.After, "discovered", "grievances.day.ahead")
	problem(n.Discovered.Compare(n.Incident) == partialdate.Before, "discovered", "grievances.discovered.before")
	problem(n.IncidentAt != "" && !civil.ValidHour(n.IncidentAt), "at", "grievances.hour.wrong")
	problem(!slices.Contains(Reprisals(), n.Reprisal), "reprisal", "grievances.reprisal.unknown")
	problem(!slices.Contains(timeline.Sights(), n.Sight), "sight", "timeline.entry.sight.unknown")
	return bad
}

// trackOf is the track that the answers to the questions of a procedure lead to,
// with the answer that chose it. The last question that names one decides.
func trackOf(p *rulepacks.Procedure, answers map[string]string) (rulepacks.Track, *rulepacks.Answer) {
	track, chosen := rulepacks.Standard, (*rulepacks.Answer)(nil)
	for i := range p.Questions {
		q := &p.Questions[i]
		for k := range q.Answers {
			if a := &q.Answers[k]; answers[q.ID] == a.ID && a.Track != "" && (chosen == nil || a.Track != rulepacks.Standard) {
				track, chosen = a.Track, a
			}
		}
	}
	return track, chosen
}

// known keeps the answers that the procedure asks for.
func known(p *rulepacks.Procedure, answers map[string]string) map[string]string {
	kept := map[string]string{}
	for _, q := range p.Questions {
		for _, a := range q.Answers {
			if answers[q.ID] == a.ID {
				kept[q.ID] = a.ID
			}
		}
	}
	return kept
}
