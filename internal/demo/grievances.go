package demo

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/timeline"
)

// procedure is how the invented department hears grievances.
const procedure = "tk-doc"

var (
	//go:embed tamarack.yaml
	tamarackYAML []byte
	//go:embed grievances.json
	grievancesJSON []byte
)

// complaint is a grievance of somebody with a story, or of one of the others: what
// became of it, and how it ended. Days are days before today.
type complaint struct {
	Who                                                              string
	Other                                                            int // in place of Who: the first, the second ... of those without a story
	At, Title, Topic, Unit, What, Harm, Reprisal, TheirNumber, Sight string
	Incident                                                         int // 0 for no day
	Wanted                                                           []string
	Answers                                                          map[string]string
	Events                                                           []happening
	Needs                                                            []need
	Draft                                                            struct {
		Step  string
		Boxes map[string]string
	}
	Said []struct {
		How, Words string
		From       bool
		Ago        int
	}
	End struct {
		State, Why string
		Ago        int
	}
}

type happening struct {
	Kind, Step, Way, Words, Source, Receipt string
	Ago, Signed                             int
}

type need struct {
	Step, Words, State string
	Own                bool
	Ago                int
}

// grievances opens a dozen matters in the procedure of the invented department, each
// elsewhere on its way.
func (f *filler) grievances(ctx context.Context) error {
	if _, err := f.rec.Rules.Install(ctx, f.ruth(), tamarackYAML, f.Organisation); err != nil {
		return err
	}
	var all []complaint
	if err := json.Unmarshal(grievancesJSON, &all); err != nil {
		return err
	}
	for _, c := range all {
		who := f.folk[c.Who]
		if c.Other > 0 {
			if c.Other > len(f.rest) {
				continue
			}
			who = f.rest[c.Other-1]
		}
		if err := f.complaint(ctx, who, c); err != nil {
			return fmt.Errorf("grievance %q: %w", c.Title, err)
		}
	}
	return nil
}

func (f *filler) complaint(ctx context.Context, who string, c complaint) error {
	s, ruth := f.rec.Grievances, f.ruth()
	n := grievances.New{
		PersonID: who, FacilityID: f.places[c.At], Title: c.Title, Topic: grievances.Topic(c.Topic), What: c.What, Unit: c.Unit, Wanted: c.Wanted,
		Harm: c.Harm, Reprisal: grievances.Reprisal(c.Reprisal), TheirNumber: c.TheirNumber, Procedure: procedure, Answers: c.Answers,
		Sight: timeline.Sight(c.Sight),
	}
	if c.Incident > 0 {
		n.Incident = partialdate.On(f.ago(c.Incident))
	}
	id, err := s.Open(ctx, ruth, n)
	if err != nil {
		return err
	}
	for _, e := range c.Events {
		if _, err := s.Record(ctx, ruth, id, f.happened(e)); err != nil {
			return fmt.Errorf("%s of %s: %w", e.Kind, e.Step, err)
		}
	}
	if err := f.papers(ctx, id, c); err != nil || c.End.State == "" {
		return err
	}
	return s.End(ctx, ruth, id, "", grievances.Ending{State: grievances.State(c.End.State), On: f.ago(c.End.Ago), Why: c.End.Why})
}

// papers are what a step needs, what is drafted, and what was written of it.
func (f *filler) papers(ctx context.Context, id string, c complaint) error {
	s, ruth := f.rec.Grievances, f.ruth()
	for _, n := range c.Needs {
		v := way.Need{Step: n.Step, Words: n.Words, Own: n.Own, State: way.NeedState(n.State)}
		if v.State == way.Asked {
			v.AskedOn = f.ago(n.Ago)
		}
		if err := s.SetNeed(ctx, ruth, id, v); err != nil {
			return err
		}
	}
	for _, v := range c.Said {
		said := grievances.Said{How: cmp.Or(v.How, timeline.KindNote), From: v.From, Words: v.Words, On: partialdate.On(f.ago(v.Ago))}
		if err := s.Say(ctx, ruth, id, said); err != nil {
			return err
		}
	}
	if c.Draft.Step == "" {
		return nil
	}
	return s.SaveDraft(ctx, ruth, id, c.Draft.Step, grievances.Typed{Boxes: c.Draft.Boxes})
}

func (f *filler) happened(e happening) way.Event {
	v := way.Event{
		Kind: way.EventKind(e.Kind), Step: e.Step, Way: way.Way(e.Way), On: partialdate.On(f.ago(e.Ago)), Words: e.Words, Source: e.Source, Receipt: e.Receipt,
	}
	if e.Signed > 0 {
		v.SignedOn = partialdate.On(f.ago(e.Signed))
	}
	return v
}
