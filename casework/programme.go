package casework

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/fault"
)

// Programme is a kind of work an organisation defines itself: its stages, what
// is asked at the beginning, how often to be in touch, and why it can end.
type Programme struct {
	ID           string
	Rev          string
	Name         string
	About        string
	IntervalDays int // be in touch at least this often
	DormantDays  int // suggest setting aside after so many days without word; 0 never
	Place        int
	EndedAt      time.Time // zero while in use
	Stages       []Part
	Questions    []Part
	Reasons      []Part
}

// Part is one stage, question or closing reason of a programme.
type Part struct {
	ID      string // "" for a new one
	Name    string
	Form    Form     // of a question
	Choices []string // of a question of the form Choice
}

// Form says how a question is answered.
type Form string

// The forms of a question. Each can also be answered with why it is not known.
const (
	Text   Form = "text"
	YesNo  Form = "yes-no"
	Date   Form = "date"
	Number Form = "number"
	Choice Form = "choice"
)

// Forms lists them in the order shown.
func Forms() []Form { return []Form{Text, YesNo, Date, Number, Choice} }

// Defaults of a new programme, in days.
const (
	DefaultInterval = 42
	DefaultDormant  = 180
)

const (
	maxName  = 120
	maxParts = 60
)

// Check returns what is wrong with a programme.
func (p Programme) Check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	problem(strings.TrimSpace(p.Name) == "", "name", "casework.programme.name.missing")
	problem(utf8.RuneCountInString(p.Name) > maxName, "name", "casework.programme.name.long")
	problem(p.IntervalDays < 1 || p.IntervalDays > maxInterval, "interval_days", "casework.programme.interval.invalid")
	problem(p.DormantDays < 0 || p.DormantDays > maxInterval, "dormant_days", "casework.programme.dormant.invalid")
	for field, parts := range map[string][]Part{"stage": p.Stages, "question": p.Questions, "reason": p.Reasons} {
		problem(len(parts) > maxParts, field, "casework.programme.parts.many")
		problem(slices.ContainsFunc(parts, func(q Part) bool { return utf8.RuneCountInString(q.Name) > maxName }), field, "casework.programme.name.long")
	}
	for _, q := range p.Questions {
		problem(!slices.Contains(Forms(), q.Form), "question", "casework.programme.form.invalid")
		problem(q.Form == Choice && len(q.Choices) < 2, "question", "casework.programme.choices.missing")
	}
	slices.SortFunc(bad, func(a, b fault.Problem) int { return strings.Compare(a.Field+a.Key, b.Field+b.Key) })
	return bad
}

// tidy trims names and leaves out parts without one: an empty row of the form.
func (p Programme) tidy() Programme {
	p.Name, p.About = strings.TrimSpace(p.Name), strings.TrimSpace(p.About)
	p.Stages, p.Questions, p.Reasons = named(p.Stages), named(p.Questions), named(p.Reasons)
	for i := range p.Questions {
		if p.Questions[i].Form == "" {
			p.Questions[i].Form = Text
		}
	}
	return p
}

func named(parts []Part) []Part {
	var kept []Part
	for _, q := range parts {
		q.Name = strings.TrimSpace(q.Name)
		q.Choices = slices.DeleteFunc(slices.Clone(q.Choices), func(c string) bool { return strings.TrimSpace(c) == "" })
		if q.Name != "" {
			kept = append(kept, q)
		}
	}
	return kept
}

// Stage returns the stage with the given id, or a Part without a name.
func (p Programme) Stage(id string) Part {
	if i := slices.IndexFunc(p.Stages, func(q Part) bool { return q.ID == id }); i >= 0 {
		return p.Stages[i]
	}
	return Part{}
}

// Answer is what was answered to a question; State says why a value is missing:
// ” known, 'unknown', 'not-asked', 'would-not-say', 'contested'.
type Answer struct {
	QuestionID string
	Value      string
	State      string
}

// answerStates are why an answer can be missing.
var answerStates = []string{"", "unknown", "not-asked", "would-not-say", "contested"}

func (a Answer) check() []fault.Problem {
	if !slices.Contains(answerStates, a.State) || utf8.RuneCountInString(a.Value) > 10_000 {
		return []fault.Problem{{Field: "q_" + a.QuestionID, Key: "casework.answer.invalid"}}
	}
	return nil
}
