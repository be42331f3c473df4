package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
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
	if err := s.saw(rec, actor, list); err != nil {
		return err
	}
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

// watched gathers what a command reads.
func watched(s *session) (context.Context, *trail.Seen) { return trail.Watch(s) }

// saw records whom a command printed: what is on a screen of ours is counted, what
// goes into a file of somebody's is not known, so it counts as a file.
func (s *session) saw(rec *app.Record, actor authz.Actor, list []find.Person) error {
	ctx, seen := watched(s)
	trail.SawAll(ctx, trail.Export, list, func(p find.Person) string { return p.ID })
	return rec.Witness.Record(ctx, actor, seen)
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
