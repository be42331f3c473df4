package today

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// Service answers what a day holds.
type Service struct {
	DB    *database.DB
	Kinds *tasks.Kinds
	Cases *casework.Service                    // for what it suggests
	Zone  func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Off reports the days on which nobody works; nil knows weekends only.
	Off func(civil.Day) bool
	// Needs says which permission it takes to be told of a change, by its action,
	// beyond seeing whom it is about; "" for none, nil asks for none.
	Needs func(action string) authz.Permission
	// Ready tells, of some people, who has a plan for going home, and whether it is ready;
	// nil knows of no plans.
	Ready func(ctx context.Context, tx *database.Tx, personIDs []string) (map[string]bool, error)
}

// Now returns the present day where the organisation is.
func (s *Service) Now(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// Team stands for everybody's day, which leads see, where a worker is asked for.
const Team = "team"

// Day returns the day of a worker: "" for workerID is the actor, "" for on the
// present. A lead sees anybody's and that of the Team, a colleague the day of
// whom they cover; for everybody else it is NotFound. A volunteer's day is
// short: what is to do, and birthdays.
func (s *Service) Day(ctx context.Context, actor authz.Actor, workerID string, on civil.Day) (Day, error) {
	d, err := s.read(ctx, actor, workerID, on, s.fill)
	d.saw(ctx, trail.List)
	if err != nil || d.Short {
		return d, err
	}
	if s.Cases != nil && d.WorkerID != Team {
		d.Quieted, err = s.Cases.Quieted(ctx, actor, d.WorkerID, unsetRows)
	}
	return d, err
}

// Urgent counts what cannot wait in the actor's own day, for the navigation of
// every page: it reads the few tasks and dates that could, and ranks only them.
func (s *Service) Urgent(ctx context.Context, actor authz.Actor) (n int, err error) {
	_, err = s.read(ctx, actor, "", "", func(ctx context.Context, r reading, _ *Day) error {
		n, err = r.urgent(ctx)
		return err
	})
	return n, err
}

// All returns the rows of today without a fold: at most limit of them.
func (s *Service) All(ctx context.Context, actor authz.Actor, workerID string, on civil.Day, limit int) (Day, error) {
	d, err := s.read(ctx, actor, workerID, on, func(ctx context.Context, r reading, d *Day) error { return s.ranked(ctx, r, d, limit) })
	d.saw(ctx, trail.List)
	return d, err
}

// saw takes down whose casework the rows of a day show.
func (d Day) saw(ctx context.Context, look trail.Look) {
	for _, rows := range [][]Row{d.CantWait, d.Today, d.Week} {
		trail.SawAll(ctx, look, rows, func(r Row) string { return r.PersonID })
	}
	trail.SawAll(ctx, look, d.Quieted, func(s casework.Suggestion) string { return s.PersonID })
}

// read opens a worker's day to those who may see it, and fills it.
func (s *Service) read(ctx context.Context, actor authz.Actor, workerID string, on civil.Day, fill func(context.Context, reading, *Day) error) (Day, error) {
	const op = "today: day"
	d := Day{On: cmp.Or(on, s.Now(ctx)), WorkerID: cmp.Or(workerID, actor.ID), Short: actor.Role == authz.Volunteer}
	if !actor.May(tasks.MayRead) || !actor.May(casework.MayRead) {
		return d, fault.New(fault.Forbidden, op)
	}
	err := s.DB.Read(ctx, func(tx *database.Tx) error {
		may, err := s.mayOpen(ctx, tx, actor, d)
		if err != nil {
			return err
		}
		if !may {
			return fault.New(fault.NotFound, op)
		}
		r := reading{tx: tx, actor: actor, workers: []string{d.WorkerID}, on: d.On, kinds: s.Kinds, off: s.Off}
		switch d.WorkerID {
		case actor.ID:
			d.Worker = actor.Name
		case Team:
			err = r.team(ctx)
		default:
			d.Worker, err = workerName(ctx, tx, d.WorkerID)
		}
		if err != nil {
			return err
		}
		if r, err = r.measured(ctx); err != nil {
			return err
		}
		return fill(ctx, r, &d)
	})
	return d, err
}

func (s *Service) mayOpen(ctx context.Context, tx *database.Tx, actor authz.Actor, d Day) (bool, error) {
	if d.WorkerID == Team {
		return actor.May(casework.MayLead), nil
	}
	return casework.MayOpenDay(ctx, tx, actor, d.WorkerID, d.On)
}

// fill answers everything the page of a day shows.
func (s *Service) fill(ctx context.Context, r reading, d *Day) error {
	if err := s.ranked(ctx, r, d, FirstRows); err != nil {
		return err
	}
	var err error
	if d.Active, d.Unset, d.Bands, err = r.cases(ctx); err != nil {
		return err
	}
	if d.WorkerID != Team {
		if d.Birthdays, err = r.birthdays(ctx); err != nil {
			return err
		}
	}
	if d.Short {
		return nil
	}
	if d.Unset > 0 {
		if d.UnsetIs, err = r.unset(ctx, unsetRows); err != nil {
			return err
		}
	}
	return s.fillNews(ctx, r, d)
}

// fillNews adds what colleagues did since the reader was last here, on the
// reader's own day.
func (s *Service) fillNews(ctx context.Context, r reading, d *Day) (err error) {
	if d.WorkerID != r.actor.ID {
		return nil
	}
	if d.Since, err = r.lastHere(ctx); err != nil {
		return err
	}
	news, err := r.news(ctx, d.Since, func(e trail.Entry) bool { return s.tells(r.actor, e) })
	d.News = news[:min(newsRows, len(news))]
	d.NewsMore = len(news) - len(d.News)
	return err
}

// planned says of those who go home whether they have a plan, and whether it is ready.
func (s *Service) planned(ctx context.Context, r reading, home []Home) ([]Home, error) {
	if s.Ready == nil || len(home) == 0 {
		return home, nil
	}
	ids := make([]string, len(home))
	for i, h := range home {
		ids[i] = h.PersonID
	}
	ready, err := s.Ready(ctx, r.tx, ids)
	for i, h := range home {
		home[i].Ready, home[i].Planned = ready[h.PersonID]
	}
	return home, err
}

// ranked fills the tiers. Contacts are many, so that only those that can be
// shown are read; how many there are is counted.
func (s *Service) ranked(ctx context.Context, r reading, d *Day, shown int) error {
	open, err := r.open(ctx)
	if err != nil {
		return err
	}
	dates, home, err := r.dates(ctx, homeDays)
	if err != nil {
		return err
	}
	if r.actor.May(custody.MayRead) && !d.Short {
		if d.Home, err = s.planned(ctx, r, home); err != nil {
			return err
		}
	}
	due, err := r.dueContacts(ctx, shown)
	if err != nil {
		return err
	}
	week, err := r.contactsUntil(ctx, r.on, r.on.Add(7), weekRows)
	if err != nil {
		return err
	}
	weekContacts := 0
	if d.Overdue, d.DueToday, weekContacts, err = r.contacts(ctx); err != nil {
		return err
	}
	own := slices.Concat(open, dates)
	d.place(slices.Concat(own, due, week), shown)
	d.count(own, weekContacts, s.Kinds.Of(tasks.KindContact))
	return nil
}

// place sorts rows into the tiers and cuts them to what is shown. On the day of
// the team, what is nobody's comes first in its tier.
func (d *Day) place(rows []Row, shown int) {
	Sort(rows)
	if d.WorkerID == Team {
		slices.SortStableFunc(rows, func(a, b Row) int {
			return cmp.Or(cmp.Compare(a.Tier, b.Tier), cmp.Compare(min(1, len(a.WorkerID)), min(1, len(b.WorkerID))))
		})
	}
	for _, row := range rows {
		switch row.Tier {
		case CantWait:
			d.CantWait = append(d.CantWait, row)
		case Now:
			d.Today = append(d.Today, row)
		case Week:
			d.Week = append(d.Week, row)
		}
	}
	d.Today = d.Today[:min(shown, len(d.Today))]
	d.Week = d.Week[:min(weekRows, len(d.Week))]
}

// count says how many things the tiers hold in all: own ones were all read,
// contacts were counted.
func (d *Day) count(own []Row, weekContacts int, contact tasks.Kind) {
	kinds := map[string]int{}
	order := []tasks.Kind{}
	add := func(k tasks.Kind, n int) {
		if n > 0 && kinds[k.Key] == 0 {
			order = append(order, k)
		}
		kinds[k.Key] += n
	}
	for _, row := range own {
		switch {
		case row.Task.Kind == tasks.KindContact: // counted with the others
		case row.Tier == Now:
			d.TodayAll++
		case row.Tier == Week:
			add(row.Kind, 1)
		}
	}
	d.TodayAll += d.Overdue + d.DueToday
	add(contact, weekContacts)
	for _, k := range order {
		d.WeekKinds = append(d.WeekKinds, KindCount{Kind: k, Count: kinds[k.Key]})
		d.WeekAll += kinds[k.Key]
	}
}
