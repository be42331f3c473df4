package penpals

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// About says whom an incident is about.
type About string

// Whom it can be about.
const (
	AboutInside About = "inside"
	AboutWriter About = "writer"
	AboutOther  About = "other" // the prison, somebody who read along
)

// Abouts lists them in the order offered.
func Abouts() []About { return []About{AboutInside, AboutWriter, AboutOther} }

// Sort is what went wrong.
type Sort string

// The sorts.
const (
	Money     Sort = "money"
	Pressure  Sort = "pressure" // romantic, sexual, or to do something
	Threat    Sort = "threat"
	Found     Sort = "found" // one found out where the other lives
	Worry     Sort = "worry" // for somebody's safety
	Otherwise Sort = "other"
)

// Sorts lists them in the order offered.
func Sorts() []Sort { return []Sort{Money, Pressure, Threat, Found, Worry, Otherwise} }

// Incident is something that went wrong between two who write.
type Incident struct {
	ID, Rev    string
	PersonID   string
	PairID     string
	WriterID   string
	About      About
	Sort       Sort
	HappenedOn civil.Day
	Words      string
	Outcome    string
	ClosedOn   civil.Day // "" while somebody has to look into it
	AuthorID   string
	AuthorName string
	ReportedAt time.Time

	Shut bool // the reader may know that there is one, and nothing of it
}

func (i Incident) check(today civil.Day) []fault.Problem {
	return fault.Broken(
		fault.When(!slices.Contains(Abouts(), i.About), "about", "penpals.about.missing"), fault.When(!slices.Contains(Sorts(), i.Sort), "sort", "penpals.sort.missing"),
		fault.When(i.Words == "", "words", "penpals.incident.words.missing"), fault.When(!i.HappenedOn.Valid() || i.HappenedOn > today, "on", "penpals.day.ahead"),
		long("words", i.Words, maxWords),
	)
}

// Report keeps what went wrong. The pair is paused in the same change, and whoever minds
// it has a task. It is read by those who hold MayReadIncidents, and by its author.
func (s *Service) Report(ctx context.Context, actor authz.Actor, pairID string, i Incident) error {
	const op = "penpals.incident.reported"
	today := s.Today(ctx)
	i.Words, _ = people.CleanLines(i.Words)
	i.HappenedOn = cmp.Or(i.HappenedOn, today)
	if err := fault.Check(op, i.check(today)); err != nil {
		return err
	}
	return s.change(ctx, actor, op, pairID, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		i.PersonID, i.PairID, i.WriterID, i.AuthorID, i.AuthorName, i.ReportedAt = p.PersonID, p.ID, p.WriterID, actor.ID, actor.Name, tx.Now()
		if err := tx.Insert(ctx, incidentTable, ids.New(), i.set()); err != nil {
			return err
		}
		if p.State != Ended && p.PausedOn == "" {
			if err := s.pause(ctx, tx, p); err != nil {
				return err
			}
		}
		_, err := tasks.Add(ctx, tx, tasks.Task{
			PersonID: p.PersonID, Kind: TaskIncident, DueOn: today, WorkerID: p.CoordinatorID, Link: tasks.Link{Kind: LinkKind, ID: p.ID}, Args: map[string]string{"code": p.Code},
		})
		return err
	})
}

// Close says what became of an incident. The pair stays paused until it is taken up again
// or ended.
func (s *Service) Close(ctx context.Context, actor authz.Actor, incidentID, rev, outcome string) (pairID string, err error) {
	const op = "penpals.incident.closed"
	outcome, _ = people.CleanLines(outcome)
	if err := fault.Check(op, fault.Broken(fault.When(outcome == "", "outcome", "penpals.outcome.missing"), long("outcome", outcome, maxWords))); err != nil {
		return "", err
	}
	i, err := s.incidentOf(ctx, actor, incidentID)
	if err != nil {
		return "", err
	}
	return i.PairID, s.change(ctx, actor, op, i.PairID, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		if i.ClosedOn != "" {
			return fault.New(fault.Conflict, op)
		}
		if err := tx.Update(ctx, incidentTable, i.ID, rev, trail.Set{"state": "closed", "outcome": outcome, "closed_on": string(s.Today(ctx))}); err != nil {
			return err
		}
		open, err := openIncidents(ctx, tx.Tx, p.ID)
		if err != nil || open > 0 {
			return err
		}
		return s.settle(ctx, tx, p, TaskIncident)
	})
}

// incidentOf returns an incident for those who may close it: who hold MayReadIncidents.
func (s *Service) incidentOf(ctx context.Context, actor authz.Actor, id string) (i Incident, err error) {
	if !actor.May(MayReadIncidents) {
		return i, fault.New(fault.NotFound, "penpals: incident")
	}
	err = s.read(ctx, actor, "penpals: incident", func(tx *database.Tx) error {
		i, err = incident(ctx, tx, id)
		return err
	})
	return i, err
}

// shut leaves out what a reader may not know of an incident.
func (i Incident) shut(actor authz.Actor) Incident {
	if actor.May(MayReadIncidents) || i.AuthorID != "" && i.AuthorID == actor.ID {
		return i
	}
	return Incident{ID: i.ID, PairID: i.PairID, ClosedOn: i.ClosedOn, Shut: true}
}
