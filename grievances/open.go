package grievances

import (
	"context"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
)

// Open opens a grievance under the rules that were in force on the day it began, and
// writes its first clock down as a task. It returns NotFound for a person the actor
// does not see and Invalid for what breaks a rule, by the fields of the form.
func (s *Service) Open(ctx context.Context, actor authz.Actor, n New) (id string, err error) {
	const op = "grievances.grievance.opened"
	if !actor.May(MayWrite) {
		return "", fault.New(fault.Forbidden, op)
	}
	today := s.Today(ctx)
	n = n.clean()
	if err := fault.Check(op, n.check(today)); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: op, Kind: "person", ID: n.PersonID}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if err := about(ctx, tx, deed, n.PersonID); err != nil {
			return err
		}
		g, err := s.file(ctx, tx, n, today)
		if err != nil {
			return err
		}
		if err := insertGrievance(ctx, tx, g); err != nil {
			return err
		}
		if err := s.twin(ctx, tx, g); err != nil {
			return err
		}
		if err := s.noteOpened(ctx, tx, g); err != nil {
			return err
		}
		id = g.ID
		return s.sync(ctx, tx, id)
	})
	return id, err
}

// file makes the grievance of what was entered.
func (s *Service) file(ctx context.Context, tx *trail.Tx, n New, today civil.Day) (Grievance, error) {
	g := Grievance{
		ID: ids.New(), PersonID: n.PersonID, State: Open, OpenedOn: today, WorkerID: n.WorkerID, TwinID: n.TwinID,
		AuthorID: tx.Actor.ID, AuthorName: tx.Actor.Name, CreatedAt: tx.Now(),
	}
	g.take(n)
	if err := s.choose(ctx, tx.Tx, &g, n.Procedure, today); err != nil {
		return g, err
	}
	if place, err := placeOf(ctx, tx.Tx, n.FacilityID); err != nil || place.ID == "" {
		return g, fault.OrBad(err, "grievances", "facility", "grievances.facility.missing")
	}
	if s.Worker == nil {
		return g, nil
	}
	worker, file, err := s.Worker(ctx, tx.Tx, n.PersonID)
	g.CaseID = file
	switch {
	case g.WorkerID != "":
	case worker != "":
		g.WorkerID = worker
	default:
		g.WorkerID = tx.Actor.ID
	}
	return g, err
}

// take puts what was entered into the grievance.
func (g *Grievance) take(n New) {
	g.FacilityID, g.Title, g.Topic, g.What = n.FacilityID, n.Title, n.Topic, n.What
	g.Incident, g.IncidentAt, g.Discovered = n.Incident, n.IncidentAt, n.Discovered
	g.Unit, g.Wanted, g.Harm, g.Reprisal, g.TheirNumber = n.Unit, n.Wanted, n.Harm, n.Reprisal, n.TheirNumber
	g.Answers, g.Sight = n.Answers, n.Sight
}

// choose gives the grievance the rules of its day and the track of its answers. One
// that has rules of that procedure keeps them unless it began on another day.
func (s *Service) choose(ctx context.Context, tx *database.Tx, g *Grievance, procedure string, today civil.Day) error {
	book, err := s.Rules.Book(ctx, tx)
	if err != nil {
		return err
	}
	events := way.Begun(g.Incident, g.IncidentAt, g.Discovered)
	v, err := choose(book, procedure, events, today)
	if err != nil {
		return err
	}
	g.Rules = v.Ref()
	g.settle(&v)
	if first := v.First(g.Track); len(first) > 0 {
		_, err := book.Due(rulepacks.Ask{Procedure: procedure, Step: first[0].ID, Track: g.Track, Events: events, Version: &v})
		return fault.Check("grievances: choose", incidentProblems(err))
	}
	return nil
}

// settle keeps the answers that the version asks for, and the track they lead to.
func (g *Grievance) settle(v *rulepacks.Version) {
	g.Answers = known(v.Procedure, g.Answers)
	g.Track, _ = trackOf(v.Procedure, g.Answers)
}

func incidentProblems(err error) []fault.Problem {
	bad := way.OrderProblems(err)
	for i := range bad {
		bad[i].Field = "incident"
	}
	return bad
}

// twin ties the matter it stands beside to it.
func (s *Service) twin(ctx context.Context, tx *trail.Tx, g Grievance) error {
	if g.TwinID == "" {
		return nil
	}
	other, err := visible(ctx, tx.Tx, tx.Actor, g.TwinID)
	if err != nil {
		return err
	}
	if other.PersonID != g.PersonID || other.TwinID != "" {
		return fault.Bad("grievances: twin", "twin", "grievances.twin.taken")
	}
	return tx.Update(ctx, table, other.ID, "", trail.Set{"twin_id": g.ID})
}

// Change corrects what a grievance says. When it turns out to have begun on another
// day, or under another procedure, the rules of that day hold; otherwise it keeps its
// own. It returns Conflict when somebody else changed it since rev.
func (s *Service) Change(ctx context.Context, actor authz.Actor, id, rev string, n New) error {
	today := s.Today(ctx)
	n = n.clean()
	return s.change(ctx, actor, "grievances.grievance.changed", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		n.PersonID = m.PersonID
		if err := fault.Check("grievances: change", n.check(today)); err != nil {
			return err
		}
		if place, err := placeOf(ctx, tx.Tx, n.FacilityID); err != nil || place.ID == "" {
			return fault.OrBad(err, "grievances", "facility", "grievances.facility.missing")
		}
		g := m.Grievance
		g.take(n)
		if n.WorkerID != "" {
			g.WorkerID = n.WorkerID
		}
		was, is := rulepacks.Ask{Events: m.Began}.EventDay(), rulepacks.Ask{Events: way.Begun(g.Incident, g.IncidentAt, g.Discovered)}.EventDay()
		if was == is && n.Procedure == m.Rules.Code {
			g.settle(&m.Version)
		} else if err := s.choose(ctx, tx.Tx, &g, n.Procedure, today); err != nil {
			return err
		}
		if was != is {
			if err := s.noteMovedDay(ctx, tx, m.Grievance, g); err != nil {
				return err
			}
		}
		return tx.Update(ctx, table, id, rev, g.set())
	})
}

// Preview is what a grievance would be counted by, before it is saved.
type Preview struct {
	Version  rulepacks.Version
	Track    rulepacks.Track
	Chosen   *rulepacks.Answer // the answer that chose the track; nil for the standard one
	Line     way.Line
	Book     *rulepacks.Book
	Timeless bool // no day is known, and nothing is counted
}

// Preview counts the first clock of what was entered so far: a facility, a procedure,
// a day and answers are enough. It returns Invalid, by the fields of the form, for
// what cannot be counted.
func (s *Service) Preview(ctx context.Context, actor authz.Actor, n New) (p Preview, err error) {
	today := s.Today(ctx)
	err = s.read(ctx, actor, "grievances: preview", func(tx *database.Tx) error {
		g := Grievance{FacilityID: n.FacilityID, Incident: n.Incident, IncidentAt: n.IncidentAt, Discovered: n.Discovered, Answers: n.Answers, State: Open}
		if err := s.choose(ctx, tx, &g, n.Procedure, today); err != nil {
			return err
		}
		m, err := s.matter(ctx, tx, g)
		if err != nil {
			return err
		}
		p.Version, p.Track, p.Book = m.Version, g.Track, m.Book
		_, p.Chosen = trackOf(m.Version.Procedure, g.Answers)
		p.Line, p.Timeless = m.Line(today), len(m.Began) == 0
		return nil
	})
	return p, err
}

// Procedures lists the procedures that there are on a day: those that are the ordinary
// ones at a facility first, and then the others.
func (s *Service) Procedures(ctx context.Context, actor authz.Actor, facilityID string, on partialdate.Date) (here, others []rulepacks.Version, err error) {
	err = s.read(ctx, actor, "grievances: procedures", func(tx *database.Tx) error {
		book, err := s.Rules.Book(ctx, tx)
		if err != nil {
			return err
		}
		day, _ := on.Bounds()
		if day == "" {
			day = s.Today(ctx)
		}
		place, err := placeOf(ctx, tx, facilityID)
		if err != nil {
			return err
		}
		here, others = proceduresAt(book, place, day)
		return nil
	})
	return here, others, err
}

func proceduresAt(b *rulepacks.Book, place Place, on civil.Day) (here, others []rulepacks.Version) {
	ordinary := map[string]bool{}
	if place.ID != "" && place.Country != "" {
		here = b.At(rulepacks.Place{Country: place.Country, Region: place.Region, Level: place.Level, Kind: place.Kind}, on)
	}
	for _, v := range here {
		ordinary[v.Code] = true
	}
	for _, code := range b.Codes() {
		if v, ok := b.InForce(code, on); ok && !ordinary[code] {
			others = append(others, v)
		}
	}
	return here, others
}

// Where is where somebody is held now, for the form; the zero Place when nobody knows.
func (s *Service) Where(ctx context.Context, actor authz.Actor, personID string) (p Place, unit string, err error) {
	err = s.read(ctx, actor, "grievances: where", func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		p, unit, err = whereIs(ctx, tx, personID)
		return err
	})
	return p, unit, err
}

// Called lists the people of a number, or of a whole name, whom the actor may see: at
// most two, for more than one is nobody in particular.
func (s *Service) Called(ctx context.Context, actor authz.Actor, who string) (list []people.Card, err error) {
	err = s.read(ctx, actor, "grievances: called", func(tx *database.Tx) error {
		list, err = people.Called(ctx, tx, actor, who)
		return err
	})
	return list, err
}
