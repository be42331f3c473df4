package employment

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// Employer is somebody who may hire.
type Employer struct {
	ID, Rev string
	Name    string
	Town    string
	Contact string
	Note    string
	Bars    []string // kinds of convictions they do not take: their own rule, as they say it
	OwnerID string   // who of us knows them
	Owner   string
}

// Word is a contact with an employer.
type Word struct {
	On         civil.Day
	Words      string
	AuthorName string
}

// Vacancy is work on offer.
type Vacancy struct {
	ID, Rev    string
	EmployerID string
	Employer   string
	Title      string
	Hours      int    // a week
	Pay        string // as they say it
	Needs      string // keys of papers, separated by spaces
	Places     int
	Until      civil.Day // "" until filled
	Closed     bool
	Put        int // people put forward whose answer is open
	Placed     int
	Bars       []string // of the employer
}

// Free is how many places are left.
func (v Vacancy) Free() int { return max(0, v.Places-v.Placed) }

// Seeker is somebody who looks for work.
type Seeker struct {
	ID, Rev  string
	PersonID string
	Person   string
	Wants    string
	Hours    int       // at most, a week; 0 for any
	From     civil.Day // not before; "" at once
	Can      string    // in words: "forklift, nights"
	Bars     []string  // kinds of convictions; empty for whoever may not read them
	BarsSaid bool      // somebody has said which, if any
	Papers   []string  // that are in hand
	WorkerID string
	Worker   string
	EndedOn  civil.Day
}

// State says how far somebody put forward is.
type State string

// The states of somebody put forward.
const (
	Put       State = "put-forward"
	Interview State = "interview"
	Offered   State = "offered"
	Refused   State = "refused"   // by the employer
	Withdrawn State = "withdrawn" // by the person
	Placed    State = "placed"
)

// States lists them in the order offered.
func States() []State { return []State{Put, Interview, Offered, Refused, Withdrawn} }

// Open reports whether the answer is still to come.
func (s State) Open() bool { return s == Put || s == Interview || s == Offered }

// Candidate is somebody put forward for a vacancy.
type Candidate struct {
	ID, Rev   string
	PersonID  string
	Person    string
	VacancyID string
	Vacancy   string
	Employer  string
	State     State
	StateOn   civil.Day
	MeetOn    civil.Day // of the interview
	Note      string
	WorkerID  string

	taskID string
}

// Placement is a job somebody has or had.
type Placement struct {
	ID, Rev    string
	PersonID   string
	Person     string
	EmployerID string
	Employer   string
	VacancyID  string
	Title      string
	Start, End civil.Day // End "" while it lasts
	EndWhy     string
	Since      civil.Day // released or convicted, for the incentive
	Hours      int       // worked since the start, as far as proved
	Wages      int       // paid since, in the smallest unit
	FiledOn    civil.Day // the form of the incentive went out
	WorkerID   string
	Clock      civil.Day // from when on the days count
	Proofs     []Proof

	formTask, keptTask string
}

// Proof is how we know that somebody still worked at a point.
type Proof struct {
	Days       int
	Kind       string // "pay-stub", "employer", "self"
	On         civil.Day
	AuthorName string
}

// ProofKinds lists how it may be known, surest first.
func ProofKinds() []string { return []string{"pay-stub", "employer", "self"} }

// Proved is the proof of a point; false without one.
func (p Placement) Proved(days int) (Proof, bool) {
	i := slices.IndexFunc(p.Proofs, func(x Proof) bool { return x.Days == days })
	if i < 0 {
		return Proof{}, false
	}
	return p.Proofs[i], true
}

// Next is the first point without a proof, while the job lasts or when it lasted until
// then; false when there is none to come.
func (p Placement) Next() (Kept, bool) {
	if p.Clock == "" {
		return Kept{}, false
	}
	for _, k := range Rules().Retention.Kept(p.Clock) {
		if _, ok := p.Proved(k.Days); !ok && (p.End == "" || p.End >= k.On) {
			return k, true
		}
	}
	return Kept{}, false
}

// Reason says for or against a match, as the key of a message below "employment.why." and
// its words.
type Reason struct {
	Key     string
	Args    []any
	Against bool
}

// Match is somebody who looks for work held against a vacancy.
type Match struct {
	Seeker
	Reasons []Reason
	Out     bool // something rules it out
	Score   int  // more is better
}

// Hold holds somebody against a vacancy. judges says whether the reader may read which
// limits are about somebody: who may not is told to ask their worker, never why.
func Hold(s Seeker, v Vacancy, today civil.Day, judges bool) (m Match) {
	m.Seeker = s
	add := func(points int, against bool, key string, args ...any) {
		m.Score += points
		m.Out = m.Out || against
		m.Reasons = append(m.Reasons, Reason{key, args, against})
	}
	if s.Hours > 0 && v.Hours > s.Hours {
		add(0, true, "hours-many", "count", v.Hours, "most", s.Hours)
	} else {
		add(1, false, "hours", "count", v.Hours)
	}
	if s.From > today && (v.Until == "" || s.From > v.Until) && v.Until != "" {
		add(0, true, "late", "day", string(s.From))
	}
	for _, word := range strings.Fields(strings.ToLower(v.Title)) {
		if len(word) > 3 && strings.Contains(strings.ToLower(s.Wants+" "+s.Can), word) {
			add(3, false, "wants", "what", word)
			break
		}
	}
	for _, paper := range strings.Fields(v.Needs) {
		if slices.Contains(s.Papers, paper) {
			add(1, false, "paper", "paper_key", "employment.paper."+paper)
		} else {
			add(-1, false, "paper-missing", "paper_key", "employment.paper."+paper)
		}
	}
	m.bars(v, judges, add)
	return m
}

func (m *Match) bars(v Vacancy, judges bool, add func(int, bool, string, ...any)) {
	switch {
	case len(v.Bars) == 0:
	case !judges || !m.BarsSaid:
		add(0, false, "ask-worker")
	default:
		for _, bar := range v.Bars {
			if slices.Contains(m.Seeker.Bars, bar) {
				add(0, true, "bar")
				return
			}
		}
		add(1, false, "no-bar")
	}
}

// The longest texts, in characters.
const (
	maxLine = 200
	maxNote = 4000
)

func long(field, text string, most int) fault.Rule {
	return fault.TooLong(field, "employment.words.long", text, most)
}

// only keeps the words that are known, once each.
func only(words, known []string) (out []string) {
	for _, k := range known {
		if slices.Contains(words, k) {
			out = append(out, k)
		}
	}
	return out
}
