package employment

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// Place keeps that somebody starts a job: for a vacancy, or elsewhere. For whoever is of
// the class of the tax credit the worker is asked for the form, and at each point whether
// the job lasts.
func (s *Service) Place(ctx context.Context, actor authz.Actor, p Placement) (id string, err error) {
	p.Title, _ = people.Clean(p.Title)
	if err := fault.Check("employment: place", fault.Broken(
		fault.When(p.Title == "", "title", "employment.title.missing"), fault.When(!p.Start.Valid() || p.Start > s.Today(ctx).Add(180), "start", "employment.day.invalid"),
		fault.When(p.Since != "" && !p.Since.Valid(), "since", "employment.day.invalid"), long("title", p.Title, maxLine),
	)); err != nil {
		return "", err
	}
	p.ID, p.WorkerID, p.Clock = ids.New(), actor.ID, p.Start
	return p.ID, s.about(ctx, actor, "employment.placed", p.PersonID, func(tx *trail.Tx, deed *trail.Deed) error {
		if _, err := employerByID(ctx, tx.Tx, p.EmployerID); err != nil {
			return err
		}
		deed.Args["title"] = p.Title
		if err := s.taken(ctx, tx, p); err != nil {
			return err
		}
		if err := s.works(ctx, tx, p); err != nil {
			return err
		}
		if err := tx.Insert(ctx, placementTable, p.ID, p.set()); err != nil {
			return err
		}
		if err := s.form(ctx, tx, &p); err != nil {
			return err
		}
		if err := s.recount(ctx, tx, p.PersonID); err != nil {
			return err
		}
		return s.note(ctx, tx, p.PersonID, "employment.entry.placed", p.Title)
	})
}

// taken says of somebody put forward that they have the job.
func (s *Service) taken(ctx context.Context, tx *trail.Tx, p Placement) error {
	if p.VacancyID == "" {
		return nil
	}
	list, err := candidatesFor(ctx, tx.Tx, p.VacancyID, p.PersonID)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := tasks.EndIfOpen(ctx, tx, c.taskID); err != nil {
			return err
		}
		if err := tx.Update(ctx, candidateTable, c.ID, "", trail.Set{"state": string(Placed), "state_on": string(s.Today(ctx)), "task_id": ""}); err != nil {
			return err
		}
	}
	return nil
}

// form asks for the form of the tax credit, also while nothing is certified.
func (s *Service) form(ctx context.Context, tx *trail.Tx, p *Placement) error {
	wotc, ok := Rules().Incentive("wotc")
	if !ok || !wotc.Eligible(p.Since, p.Start) {
		return nil
	}
	t, err := tasks.Add(ctx, tx, tasks.Task{PersonID: p.PersonID, Kind: TaskForm, WorkerID: p.WorkerID, DueOn: wotc.FileBy(p.Start), Link: tasks.Link{Kind: LinkKind, ID: p.ID}, Args: map[string]string{"title": p.Title}})
	if err != nil {
		return err
	}
	p.formTask = t.ID
	return tx.Update(ctx, placementTable, p.ID, "", trail.Set{"form_task_id": t.ID})
}

// recount counts from when on the days of somebody's jobs run, and asks for the next proof
// of the job that lasts.
func (s *Service) recount(ctx context.Context, tx *trail.Tx, personID string) error {
	list, err := placementsOf(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	for _, p := range counted(list) {
		want, open := p.Next()
		open = open && p.End == ""
		if err := s.ask(ctx, tx, p, want, open); err != nil {
			return err
		}
	}
	return nil
}

// counted gives every placement the day its days count from: that of the first of the jobs
// that follow each other without too long a gap, up to and with its own.
func counted(list []Placement) []Placement {
	slices.SortFunc(list, func(a, b Placement) int { return a.Start.Since(b.Start) })
	var jobs []Job
	for i, p := range list {
		jobs = append(jobs, Job{p.Start, p.End})
		list[i].Clock = Rules().Retention.Clock(jobs)
	}
	return list
}

// ask keeps the one task for the next proof.
func (s *Service) ask(ctx context.Context, tx *trail.Tx, p Placement, next Kept, open bool) error {
	if p.keptTask != "" {
		t, err := tasks.One(ctx, tx.Tx, p.keptTask)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil && t.State == tasks.Open {
			if open {
				return tasks.Change(ctx, tx, tasks.Changed{Task: t, Due: tasks.Due{On: next.On}, Worker: p.WorkerID, Args: keptArgs(p, next)})
			}
			if err := tasks.End(ctx, tx, t.ID, "", tasks.Done, ""); err != nil {
				return err
			}
			return tx.Update(ctx, placementTable, p.ID, "", trail.Set{"kept_task_id": ""})
		}
	}
	if !open {
		return nil
	}
	t, err := tasks.Add(ctx, tx, tasks.Task{PersonID: p.PersonID, Kind: TaskKept, WorkerID: p.WorkerID, DueOn: next.On, Link: tasks.Link{Kind: LinkKind, ID: p.ID}, Args: keptArgs(p, next)})
	if err != nil {
		return err
	}
	return tx.Update(ctx, placementTable, p.ID, "", trail.Set{"kept_task_id": t.ID})
}

func keptArgs(p Placement, next Kept) map[string]string {
	return map[string]string{"title": p.Title, "after": number(next.Days)}
}

func (s *Service) placement(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, Placement) error) error {
	deed := &trail.Deed{Action: action, Kind: "person"}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		p, err := placementByID(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		deed.ID, deed.Args["name"], deed.Args["title"] = p.PersonID, p.Person, p.Title
		if err := fn(tx, p); err != nil {
			return err
		}
		return s.recount(ctx, tx, p.PersonID)
	})
}

// Prove keeps how we know that somebody worked at a point, and what they worked and earned
// since the start as far as it is known; 0 leaves that as it is.
func (s *Service) Prove(ctx context.Context, actor authz.Actor, id string, x Proof, hours, wages int) error {
	x.On = cmp.Or(x.On, s.Today(ctx))
	if err := fault.Check("employment: prove", fault.Broken(
		fault.When(!slices.Contains(Rules().Retention.Days, x.Days), "days", "employment.proof.days.missing"), fault.When(!slices.Contains(ProofKinds(), x.Kind), "kind", "employment.proof.kind.missing"),
		fault.When(!x.On.Valid() || x.On > s.Today(ctx), "on", "employment.day.ahead"), fault.When(hours < 0 || hours > 10_000, "hours", "employment.hours.invalid"), fault.When(wages < 0 || wages > 100_000_000, "wages", "employment.wages.invalid"),
	)); err != nil {
		return err
	}
	return s.placement(ctx, actor, "employment.proved", id, func(tx *trail.Tx, p Placement) error {
		if _, twice := p.Proved(x.Days); twice {
			return fault.Bad("employment: prove", "days", "employment.proof.twice")
		}
		if err := tx.Insert(ctx, proofTable, ids.New(), trail.Set{"person_id": p.PersonID, "placement_id": p.ID, "days": x.Days, "kind": x.Kind, "proved_on": string(x.On), "author_name": actor.Name}); err != nil {
			return err
		}
		return tx.Update(ctx, placementTable, p.ID, "", trail.Set{"hours": cmp.Or(hours, p.Hours), "wages": cmp.Or(wages, p.Wages)})
	})
}

// File says that the form of the tax credit went out.
func (s *Service) File(ctx context.Context, actor authz.Actor, id string, on civil.Day) error {
	on = cmp.Or(on, s.Today(ctx))
	if !on.Valid() || on > s.Today(ctx) {
		return fault.Bad("employment: file", "on", "employment.day.ahead")
	}
	return s.placement(ctx, actor, "employment.filed", id, func(tx *trail.Tx, p Placement) error {
		if err := tasks.EndIfOpen(ctx, tx, p.formTask); err != nil {
			return err
		}
		return tx.Update(ctx, placementTable, p.ID, "", trail.Set{"filed_on": string(on)})
	})
}

// End says that a job ended, on its last day and with why.
func (s *Service) End(ctx context.Context, actor authz.Actor, id, rev string, last civil.Day, why string) error {
	why, _ = people.Clean(why)
	return s.placement(ctx, actor, "employment.ended", id, func(tx *trail.Tx, p Placement) error {
		if err := fault.Check("employment: end", fault.Broken(fault.When(!last.Valid() || last < p.Start || last > s.Today(ctx), "last", "employment.last.invalid"), fault.When(why == "", "why", "employment.why.missing"), long("why", why, maxLine))); err != nil {
			return err
		}
		if err := tx.Update(ctx, placementTable, p.ID, rev, trail.Set{"end_on": string(last), "end_why": why}); err != nil {
			return err
		}
		return s.note(ctx, tx, p.PersonID, "employment.entry.ended", p.Title)
	})
}
