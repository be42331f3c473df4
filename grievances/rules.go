package grievances

import (
	"context"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/rulepacks"
)

// choose finds the version of a procedure that was in force on the day a grievance
// began: the first day its earliest event may have been, or today when nobody knows.
func choose(b *rulepacks.Book, procedure string, events map[rulepacks.Event]rulepacks.When, today civil.Day) (rulepacks.Version, error) {
	on := rulepacks.Ask{Events: events}.EventDay()
	if on == "" {
		on = today
	}
	if v, ok := b.InForce(procedure, on); ok {
		return v, nil
	}
	if len(b.Versions(procedure)) == 0 {
		return rulepacks.Version{}, fault.Bad("grievances: choose", "procedure", "grievances.procedure.missing")
	}
	return rulepacks.Version{}, fault.Bad("grievances: choose", "incident", "grievances.procedure.force", "day", string(on))
}

// Matter is a grievance with what its clocks are counted from.
type Matter struct {
	Grievance
	way.Course
}

// matter brings together what the clocks of a grievance are counted from.
func (s *Service) matter(ctx context.Context, tx *database.Tx, g Grievance) (m Matter, err error) {
	m = g.matter()
	if m.Book, err = s.Rules.Book(ctx, tx); err != nil {
		return m, err
	}
	if m.Version, err = s.Rules.Kept(ctx, tx, g.Rules); err != nil {
		return m, err
	}
	if m.Corrected, err = s.Rules.Corrections(ctx, tx, g.FacilityID, g.Rules.Code); err != nil {
		return m, err
	}
	if m.Zone, err = zoneOf(ctx, tx, g.FacilityID); err != nil {
		return m, err
	}
	m.Events, err = eventsOf(ctx, tx, g.ID)
	return m, err
}

func (g Grievance) matter() Matter {
	return Matter{g, way.Course{Kind: g.Track, Began: way.Begun(g.Incident, g.IncidentAt, g.Discovered), Over: g.State != Open}}
}
