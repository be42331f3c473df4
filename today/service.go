package today

import (
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/tasks"
)

// Homes tells who of a worker's people goes home when.
type Homes interface {
	GoingHome(ctx context.Context, actor authz.Actor, workerID string, from, to civil.Day) ([]custody.Home, error)
}

// Service answers what a day holds.
type Service struct {
	DB    *database.DB
	Kinds *tasks.Kinds
	Homes Homes                                // nil where nobody's way home is kept
	Cases *casework.Service                    // for what it suggests
	Zone  func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Off reports the days on which nobody works; nil knows weekends only.
	Off func(civil.Day) bool
}

// Now returns the present day where the organisation is.
func (s *Service) Now(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// Day returns the day of a worker: "" for workerID is the actor, "" for on the
// present. A lead sees anybody's, and a colleague the day of whom they cover;
// for everybody else it is NotFound.
func (s *Service) Day(ctx context.Context, actor authz.Actor, workerID string, on civil.Day) (Day, error) {
	d, err := s.read(ctx, actor, workerID, on, s.fill)
	if err != nil {
		return d, err
	}
	if s.Homes != nil && actor.May(custody.MayRead) {
		if d.Home, err = s.Homes.GoingHome(ctx, actor, d.WorkerID, d.On, d.On.Add(homeDays)); err != nil {
			return d, err
		}
	}
	if s.Cases != nil {
		d.Quieted, err = s.Cases.Quieted(ctx, actor, d.WorkerID, unsetRows)
	}
	return d, err
}

// Urgent counts what cannot wait in the actor's own day, for the navigation.
func (s *Service) Urgent(ctx context.Context, actor authz.Actor) (int, error) {
	d, err := s.read(ctx, actor, "", "", func(ctx context.Context, r reading, d *Day) error {
		open, err := r.open(ctx)
		if err != nil {
			return err
		}
		dates, err := r.dates(ctx)
		d.place(slices.Concat(open, dates), 0)
		return err
	})
	return len(d.CantWait), err
}

// All returns the rows of today without a fold: at most limit of them.
func (s *Service) All(ctx context.Context, actor authz.Actor, workerID string, on civil.Day, limit int) (Day, error) {
	return s.read(ctx, actor, workerID, on, func(ctx context.Context, r reading, d *Day) error { return s.ranked(ctx, r, d, limit) })
}

// read opens a worker's day to those who may see it, and fills it.
func (s *Service) read(ctx context.Context, actor authz.Actor, workerID string, on civil.Day, fill func(context.Context, reading, *Day) error) (Day, error) {
	const op = "today: day"
	d := Day{On: on, WorkerID: workerID}
	if !actor.May(tasks.MayRead) || !actor.May(casework.MayRead) {
		return d, fault.New(fault.Forbidden, op)
	}
	if d.On == "" {
		d.On = s.Now(ctx)
	}
	if d.WorkerID == "" {
		d.WorkerID = actor.ID
	}
	err := s.DB.Read(ctx, func(tx *database.Tx) error {
		may, err := casework.MayOpenDay(ctx, tx, actor, d.WorkerID, d.On)
		if err != nil {
			return err
		}
		if !may {
			return fault.New(fault.NotFound, op)
		}
		if d.Worker, err = workerName(ctx, tx, actor, d.WorkerID); err != nil {
			return err
		}
		return fill(ctx, reading{tx: tx, actor: actor, worker: d.WorkerID, on: d.On, kinds: s.Kinds, off: s.Off}, &d)
	})
	return d, err
}

func workerName(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (string, error) {
	if id == actor.ID {
		return actor.Name, nil
	}
	return database.One(ctx, tx, func(scan database.Scan) (s string, err error) { err = scan(&s); return s, err },
		`SELECT name FROM account WHERE id = ?`, id)
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
	if d.Unset > 0 {
		if d.UnsetIs, err = r.unset(ctx, unsetRows); err != nil {
			return err
		}
	}
	if d.Birthdays, err = r.birthdays(ctx, d.Active); err != nil {
		return err
	}
	if d.Since, err = r.lastHere(ctx); err != nil {
		return err
	}
	news, err := r.news(ctx, d.Since)
	d.News = news[:min(newsRows, len(news))]
	d.NewsMore = len(news) - len(d.News)
	return err
}

// ranked fills the tiers. Contacts are many, so that only those that can be
// shown are read; how many there are is counted.
func (s *Service) ranked(ctx context.Context, r reading, d *Day, shown int) error {
	open, err := r.open(ctx)
	if err != nil {
		return err
	}
	dates, err := r.dates(ctx)
	if err != nil {
		return err
	}
	due, err := r.dueContacts(ctx, shown)
	if err != nil {
		return err
	}
	week, err := r.weekContacts(ctx, weekRows)
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

// place sorts rows into the tiers and cuts them to what is shown.
func (d *Day) place(rows []Row, shown int) {
	Sort(rows)
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
