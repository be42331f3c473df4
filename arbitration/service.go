package arbitration

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Service is what pages and commands may do with arbitration.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Worker says who works with a person, and in which case; nil knows nobody.
	Worker func(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error)
	// Clocks gives the clocks of a grievance that run; nil gives none.
	Clocks func(ctx context.Context, grievanceID string) ([]Clock, error)
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if !actor.May(MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return s.DB.Read(ctx, fn)
}

// Open begins a matter. It returns NotFound for a person the actor does not see.
func (s *Service) Open(ctx context.Context, actor authz.Actor, n New) (id string, err error) {
	const op = "arbitration.opened"
	if !actor.May(MayWrite) || !actor.May(people.MayRead) {
		return "", fault.New(fault.Forbidden, op)
	}
	n = n.clean()
	if err := fault.Check(op, n.check()); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: op, Kind: "person", ID: n.PersonID}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, n.PersonID)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": p.Name}
		m := Matter{ID: ids.New(), PersonID: n.PersonID, GrievanceID: n.GrievanceID, Title: n.Title, Other: n.Other, Asks: n.Asks, State: Open, OpenedOn: s.Today(ctx), WorkerID: actor.ID, AuthorName: actor.Name}
		if s.Worker != nil {
			if worker, _, err := s.Worker(ctx, tx.Tx, n.PersonID); err != nil {
				return err
			} else if worker != "" {
				m.WorkerID = worker
			}
		}
		id = m.ID
		if err := tx.Insert(ctx, table, m.ID, m.set()); err != nil {
			return err
		}
		return s.note(ctx, tx, m, "arbitration.entry.opened", m.Title)
	})
	return id, err
}

// note puts what happened on the person's timeline. What the neutral writes never is.
func (s *Service) note(ctx context.Context, tx *trail.Tx, m Matter, key, body string) error {
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: m.PersonID, Kind: entryKind, TitleKey: key, Body: body, On: partialdate.On(s.Today(ctx)), Link: timeline.Link{Kind: LinkKind, ID: m.ID},
	})
	return err
}

// change makes one change to a matter that the actor works on or is the neutral of.
func (s *Service) change(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Matter) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		m, name, err := visible(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		deed.ID, deed.Args = m.PersonID, map[string]string{"name": name}
		return fn(tx, deed, m)
	})
}

// open makes one change to a matter that has not ended.
func (s *Service) open(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Matter) error) error {
	return s.change(ctx, actor, action, id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		if m.State != Open {
			return fault.New(fault.Conflict, action)
		}
		return fn(tx, deed, m)
	})
}

// View is everything of a matter as one reader sees it.
type View struct {
	Matter
	Person    string
	Number    string
	IsNeutral bool // the reader is the neutral: the notes are theirs, the record of the person is not
	Positions []Position
	Sittings  []Sitting
	Promises  []Promise
	Papers    []Paper
	Notes     []Note // of the neutral, for the neutral
	Clocks    []Clock
	Today     civil.Day
}

// Next is the first sitting to come, or "".
func (v View) Next() civil.Day {
	for _, one := range v.Sittings {
		if !one.Held && one.On >= v.Today {
			return one.On
		}
	}
	return ""
}

// Late lists the clocks that the talks run past.
func (v View) Late() []Clock {
	var list []Clock
	for _, c := range v.Clocks {
		if v.State == Open && c.Passed(v.Today, v.Next()) {
			list = append(list, c)
		}
	}
	return list
}

// View returns a matter, or NotFound for one about somebody the actor does not see and is
// not the neutral of.
func (s *Service) View(ctx context.Context, actor authz.Actor, id string) (v View, err error) {
	err = s.read(ctx, actor, "arbitration: view", func(tx *database.Tx) error {
		v.Today = s.Today(ctx)
		if v.Matter, v.Person, err = visible(ctx, tx, actor, id); err != nil {
			return err
		}
		v.IsNeutral = v.NeutralID == actor.ID
		trail.Saw(ctx, trail.Page, v.PersonID)
		return load(ctx, tx, &v)
	})
	if err != nil || v.GrievanceID == "" || s.Clocks == nil {
		return v, err
	}
	v.Clocks, err = s.Clocks(ctx, v.GrievanceID)
	return v, err
}

// Row is a matter in a list.
type Row struct {
	Matter
	Person string
	Next   civil.Day // the first sitting to come; ""
}

// List lists the matters the actor sees, open ones first, those with a sitting to come
// before the others.
func (s *Service) List(ctx context.Context, actor authz.Actor) (list []Row, err error) {
	err = s.read(ctx, actor, "arbitration: list", func(tx *database.Tx) error {
		list, err = listed(ctx, tx, actor, s.Today(ctx), "")
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(r Row) string { return r.PersonID })
	return list, err
}

// OfPerson lists the matters of a person that the actor sees.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) (list []Row, err error) {
	err = s.read(ctx, actor, "arbitration: of person", func(tx *database.Tx) error {
		list, err = listed(ctx, tx, actor, s.Today(ctx), " AND a.person_id = ?", personID)
		return err
	})
	return list, err
}
