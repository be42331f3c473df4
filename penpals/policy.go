package penpals

import (
	_ "embed"
	"encoding/json"
	"strings"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/people"
)

// Policy is what an organisation has decided about pen pals. What is never told to a
// writer, the offence and the address of a cell, is no choice.
type Policy struct {
	Rev         string // "" where nothing was decided yet
	NudgeDays   int    // so many days without a letter, and somebody asks both how it goes
	RematchDays int    // so many, and another pen pal is offered
	Box         []string
	TellsNumber bool   // writers are told the prison number
	Coordinator string // the account that minds all pairs; "" for whoever brought two together
}

// Suggested is what an organisation begins with, and where that is from.
type Suggested struct {
	NudgeDays   int    `json:"nudge_days"`
	RematchDays int    `json:"rematch_days"`
	Citation    string `json:"citation"`
	Mark        string `json:"mark"`        // how sure we are, as in rule packs
	VerifiedOn  string `json:"verified_on"` // "" while nobody held it against its source
}

//go:embed policy.json
var suggestedText []byte

// Suggestion is what an organisation begins with.
var Suggestion = func() (s Suggested) {
	if err := json.Unmarshal(suggestedText, &s); err != nil {
		panic("penpals: policy.json: " + err.Error()) // it is built in, and a test reads it
	}
	return s
}()

// mostDays is the longest silence that can be waited for.
const mostDays = 730

func (p Policy) clean() Policy {
	var box []string
	for _, line := range p.Box {
		if line, _ = people.Clean(line); line != "" {
			box = append(box, line)
		}
	}
	p.Box = box
	return p
}

func (p Policy) check() []fault.Problem {
	return fault.Broken(
		fault.When(p.NudgeDays < 1 || p.NudgeDays > mostDays, "nudge", "penpals.days.wrong"),
		fault.When(p.RematchDays <= p.NudgeDays || p.RematchDays > mostDays, "rematch", "penpals.days.order"),
		fault.When(len(p.Box) > 6, "box", "penpals.box.long"), long("box", strings.Join(p.Box, "\n"), maxWords),
	)
}
