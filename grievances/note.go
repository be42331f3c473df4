package grievances

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// entry is an entry about a grievance: as restricted as the grievance. What a special
// topic says stands with the grievance alone.
func (g Grievance) entry(kind, titleKey string, args map[string]string, body string) timeline.Entry {
	if g.Topic.Special() {
		body = ""
	}
	return timeline.Entry{
		PersonID: g.PersonID, CaseID: g.CaseID, Kind: kind, TitleKey: titleKey, TitleArgs: args, Body: body, Sight: g.Sight,
		Link: timeline.Link{Kind: LinkKind, ID: g.ID},
	}
}

// noteOpened puts the grievance on the timeline. Its words and numbers make it
// findable.
func (s *Service) noteOpened(ctx context.Context, tx *trail.Tx, g Grievance) error {
	place, err := placeOf(ctx, tx.Tx, g.FacilityID)
	if err != nil {
		return err
	}
	e := g.entry(entryStep, "grievances.entry.opened", map[string]string{"at": place.Name, "code": g.Code()}, strings.TrimSpace(g.Code()+" "+g.Title+"\n"+g.TheirNumber))
	e.On = partialdate.On(s.Today(ctx))
	_, err = timeline.Add(ctx, tx, e)
	return err
}

// noteMovedDay says that it began on another day than was thought.
func (s *Service) noteMovedDay(ctx context.Context, tx *trail.Tx, was, is Grievance) error {
	day := func(g Grievance) string {
		if !g.Incident.IsZero() {
			return g.Incident.String()
		}
		return g.Discovered.String()
	}
	e := is.entry(entryStep, "grievances.entry.day", map[string]string{"from": day(was), "to": day(is)}, "")
	e.On = partialdate.On(s.Today(ctx))
	_, err := timeline.Add(ctx, tx, e)
	return err
}

// noteEvent puts an event on the timeline and returns the id of its entry.
func (s *Service) noteEvent(ctx context.Context, tx *trail.Tx, m Matter, e way.Event) (string, error) {
	key, kind := "grievances.entry."+string(e.Kind), entryStep
	switch {
	case e.Kind == way.Answered:
		key += "." + string(e.Way)
		if e.Way != way.Granted {
			kind = entryRefused
		}
	case e.Kind == way.ReprisalTold || e.Kind == way.Thwarted:
		kind = entryReprisal
	case e.Kind == way.MoreTime && e.Way != "":
		key += "." + string(e.Way)
	}
	args := map[string]string{}
	if step, ok := m.Version.Step(e.Step); ok {
		args["step"] = step.Title
	}
	if e.Until != "" {
		args["until"] = string(e.Until)
	}
	note := m.entry(kind, key, args, e.Words)
	note.On, note.At, note.Source = e.On, e.At, sourceOf(e)
	if note.On.IsZero() {
		note.On = partialdate.On(s.Today(ctx))
	}
	return timeline.Add(ctx, tx, note)
}

// sourceOf is how we know of an event, with the number of its proof.
func sourceOf(e way.Event) string {
	switch {
	case e.Receipt == "":
		return e.Source
	case e.Source == "":
		return e.Receipt
	}
	return e.Source + ", " + e.Receipt
}

// noteState says how the grievance ended, or that it goes on.
func (s *Service) noteState(ctx context.Context, tx *trail.Tx, g Grievance, state State, on civil.Day, why string) error {
	kind := entryStep
	if state == Lost {
		kind = entryRefused
	}
	e := g.entry(kind, "grievances.entry.state."+string(state), nil, why)
	e.On = partialdate.On(on)
	_, err := timeline.Add(ctx, tx, e)
	return err
}

// Said is what somebody said or wrote of a grievance, beside the steps.
type Said struct {
	How    string // a kind of the timeline: letter, call, visit, note
	From   bool   // from the person; otherwise to them, where that says something
	Words  string
	On     partialdate.Date
	Source string
}

// sayings are the kinds of the timeline that can be said of a grievance.
var sayings = []string{timeline.KindLetter, timeline.KindCall, timeline.KindVisit, timeline.KindNote}

// Sayings lists how something can be said of a grievance, in the order offered.
func Sayings() []string { return slices.Clone(sayings) }

// Say puts what somebody said of a grievance on the timeline of the person, tied to it
// and as restricted as it. It returns Invalid for nothing said and a day to come.
func (s *Service) Say(ctx context.Context, actor authz.Actor, id string, said Said) error {
	const op = "grievances.said"
	said.Words, _ = people.CleanLines(said.Words)
	var bad []fault.Problem
	if strings.TrimSpace(said.Words) == "" {
		bad = append(bad, fault.Problem{Field: "words", Key: "grievances.said.missing"})
	}
	if !slices.Contains(sayings, said.How) {
		bad = append(bad, fault.Problem{Field: "how", Key: "grievances.said.how"})
	}
	today := s.Today(ctx)
	if said.On.Compare(partialdate.On(today)) == partialdate.After {
		bad = append(bad, fault.Problem{Field: "on", Key: "grievances.day.ahead"})
	}
	if err := fault.Check(op, bad); err != nil {
		return err
	}
	return s.change(ctx, actor, op, id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		e := timeline.Entry{
			PersonID: m.PersonID, CaseID: m.CaseID, Kind: said.How, Body: said.Words, On: said.On, Source: said.Source, Sight: m.Sight,
			Link: timeline.Link{Kind: LinkKind, ID: m.ID},
		}
		if said.How == timeline.KindLetter {
			if e.Direction = timeline.Out; said.From {
				e.Direction = timeline.In
			}
		}
		if e.On.IsZero() {
			e.On = partialdate.On(today)
		}
		_, err := timeline.Add(ctx, tx, e)
		return err
	})
}
