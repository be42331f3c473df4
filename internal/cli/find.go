package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/search"
)

type findCommand struct {
	phraseFlag
	Words []string `arg:"" help:"Names, numbers, places, languages, in any order and spelling."`
	Limit int      `help:"At most so many people." default:"10"`
	As    string   `help:"Find what this account may see." placeholder:"NAME"`
}

// found is one line of the answer, as the contract of the command line has it.
type found struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Numbers  []string `json:"numbers"`
	Facility string   `json:"facility"`
	Score    float64  `json:"score"`
	Why      string   `json:"why"`
}

// Run finds people and prints why each is there.
func (c findCommand) Run(s *session) error {
	rec, err := s.open(c.phraseFlag)
	if err != nil {
		return err
	}
	defer func() { _ = rec.Close() }() // it was only read
	actor, err := s.actor(rec, c.As)
	if err != nil {
		return err
	}
	began := time.Now()
	list, _, err := rec.Find.People(context.WithoutCancel(s), actor, strings.Join(c.Words, " "), c.Limit)
	if err != nil {
		return err
	}
	took := time.Since(began)
	results := make([]found, len(list))
	for i, p := range list {
		results[i] = found{ID: p.ID, Name: p.Name, Numbers: append([]string{}, p.Numbers...), Facility: p.Facility, Score: p.Score, Why: reasons(p)}
	}
	out := map[string]any{"results": results, "took_ms": float64(took.Microseconds()) / 1000}
	return s.print(out, func(w io.Writer) {
		for _, r := range results {
			fmt.Fprintf(w, "%s  %s  %s  %s  (%s)\n", r.ID, r.Name, strings.Join(r.Numbers, ", "), r.Facility, r.Why)
		}
	})
}

// reasons says why somebody was found, in the codes of the search.
func reasons(p find.Person) string {
	var parts []string
	for _, w := range p.Why {
		how := make([]string, len(w.Reasons))
		for i, r := range w.Reasons {
			how[i] = string(r)
		}
		if len(how) == 0 {
			how = []string{string(search.Exact)}
		}
		parts = append(parts, fmt.Sprintf("%s %q: %s", w.Field, w.Text, strings.Join(how, ", ")))
	}
	return strings.Join(parts, "; ")
}
