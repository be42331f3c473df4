package custody

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Service is what people may do here.
type Service struct {
	DB   *database.DB
	Bus  *event.Bus
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// Move is one move of one person or of twelve.
type Move struct {
	State      State  // where to: "" or Held with a facility, or one of the others
	FacilityID string // "" unless held
	Unit       string
	On         partialdate.Date // zero when not known
	Source     string
	SourceOn   partialdate.Date
	Confidence Confidence
	Overrule   bool // what is recorded now was wrong
	// Expected is the current stay each person had when the form was made, by
	// person; a person who was moved since is a Conflict. nil asks nothing.
	Expected map[string]string
}

// MostMoved is how many people one move takes.
const MostMoved = 500

// Move moves people in one change that can be undone as one: for each, the
// stay that was current ends, a new one begins, the timeline says so, and
// those who listen are told. It returns the stays in the order of the people;
// one that is Beside contradicts something newer or surer and moved nobody.
// It returns NotFound when any of them is not the
// actor's to see, Invalid for a move that breaks a rule, and Conflict when
// somebody was moved meanwhile.
func (s *Service) Move(ctx context.Context, actor authz.Actor, personIDs []string, m Move) ([]Stay, error) {
	const op = "custody: move"
	switch {
	case !actor.May(MayWrite):
		return nil, fault.New(fault.Forbidden, op)
	case len(personIDs) == 0:
		return nil, fault.Bad(op, "person", "custody.stay.person.missing")
	case len(personIDs) > MostMoved:
		return nil, fault.Bad(op, "person", "custody.move.many", "most", MostMoved)
	}
	today := s.Today(ctx)
	if m.State == "" {
		m.State = Held
	}
	deed := &trail.Deed{Kind: "person", ID: personIDs[0]}
	deed.Action = "custody.moved.one." + string(m.State)
	if len(personIDs) > 1 {
		deed.Action, deed.ID = "custody.moved.many."+string(m.State), ""
	}
	var moved []Stay
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		moved = moved[:0]
		for _, id := range personIDs {
			is, err := s.moveOne(ctx, tx, id, today, m)
			if err != nil {
				return err
			}
			moved = append(moved, is)
		}
		return s.word(ctx, tx, deed, personIDs, m)
	})
	return moved, err
}

func (s *Service) moveOne(ctx context.Context, tx *trail.Tx, id string, today civil.Day, m Move) (Stay, error) {
	if err := people.Visible(ctx, tx.Tx, tx.Actor, id); err != nil {
		return Stay{}, err
	}
	was, err := current(ctx, tx.Tx, id)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return Stay{}, err
	}
	if m.Expected != nil && m.Expected[id] != was.ID {
		return Stay{}, fault.New(fault.Conflict, "custody: move")
	}
	is, err := Place(ctx, tx, s.Bus, today, NewStay{
		PersonID: id, FacilityID: m.FacilityID, Unit: strings.TrimSpace(m.Unit), State: m.State, Since: m.On, Overrule: m.Overrule,
		Source: strings.TrimSpace(m.Source), SourceOn: m.SourceOn, Confidence: m.Confidence,
	})
	if err != nil {
		return Stay{}, err
	}
	if is.FacilityID != "" {
		if is.Facility, err = facilityName(ctx, tx.Tx, is.FacilityID); err != nil {
			return Stay{}, err
		}
	}
	return is, note(ctx, tx, was, is, today)
}

// word fills in the sentence of a move.
func (s *Service) word(ctx context.Context, tx *trail.Tx, deed *trail.Deed, personIDs []string, m Move) error {
	names, err := people.Names(ctx, tx.Tx, personIDs[:1])
	if err != nil {
		return err
	}
	deed.Args = map[string]string{"name": names[personIDs[0]].Name, "count": strconv.Itoa(len(personIDs))}
	if m.FacilityID != "" {
		deed.Args["to"], err = facilityName(ctx, tx.Tx, m.FacilityID)
	}
	return err
}

// Current returns where a person is, or NotFound when nothing is known or the
// person is not the actor's to see.
func (s *Service) Current(ctx context.Context, actor authz.Actor, personID string) (st Stay, err error) {
	err = s.read(ctx, actor, personID, func(tx *database.Tx) error {
		st, err = current(ctx, tx, personID)
		return err
	})
	return st, err
}

// Stays lists where a person is and was, the current one first, then the
// newest.
func (s *Service) Stays(ctx context.Context, actor authz.Actor, personID string) (list []Stay, err error) {
	err = s.read(ctx, actor, personID, func(tx *database.Tx) error {
		list, err = stays(ctx, tx, personID)
		return err
	})
	return list, err
}

// Milestones lists the dates claimed for a person, earliest first; see Best.
func (s *Service) Milestones(ctx context.Context, actor authz.Actor, personID string) (list []Milestone, err error) {
	err = s.read(ctx, actor, personID, func(tx *database.Tx) error {
		list, err = milestones(ctx, tx, personID)
		return err
	})
	return list, err
}

func (s *Service) read(ctx context.Context, actor authz.Actor, personID string, fn func(*database.Tx) error) error {
	if !actor.May(MayRead) {
		return fault.New(fault.NotFound, "custody: read")
	}
	return s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		return fn(tx)
	})
}

// SetMilestone records a date for a person.
func (s *Service) SetMilestone(ctx context.Context, actor authz.Actor, n NewMilestone) (m Milestone, err error) {
	err = s.change(ctx, actor, n.PersonID, "custody.milestone.set", func(tx *trail.Tx, _ map[string]string) (err error) {
		if m, err = AddMilestone(ctx, tx, n); err != nil {
			return err
		}
		return event.Tell(ctx, s.Bus, tx, Dated{n.PersonID})
	})
	return m, err
}

// EndMilestone ends a date that does not hold any more. It returns Conflict
// when somebody changed it since.
func (s *Service) EndMilestone(ctx context.Context, actor authz.Actor, personID, id, rev string) error {
	return s.change(ctx, actor, personID, "custody.milestone.ended", func(tx *trail.Tx, _ map[string]string) error {
		if err := endMilestone(ctx, tx, personID, id, rev); err != nil {
			return err
		}
		return event.Tell(ctx, s.Bus, tx, Dated{personID})
	})
}

func (s *Service) change(ctx context.Context, actor authz.Actor, personID, action string, fn func(*trail.Tx, map[string]string) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID, Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args["name"] = p.Name
		return fn(tx, deed.Args)
	})
}

// Past lists the dates that were claimed once and do not hold any more, the
// last ended first.
func (s *Service) Past(ctx context.Context, actor authz.Actor, personID string) (list []Milestone, err error) {
	err = s.read(ctx, actor, personID, func(tx *database.Tx) error {
		list, err = pastMilestones(ctx, tx, personID)
		return err
	})
	return list, err
}

// At lists the people an actor may see who are at a facility now, by name, and
// how many there are.
func (s *Service) At(ctx context.Context, actor authz.Actor, facilityID string, limit int) (list []There, total int, err error) {
	if !actor.May(MayRead) || !actor.May(people.MayRead) {
		return nil, 0, nil
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, total, err = thereAt(ctx, tx, actor, facilityID, limit)
		return err
	})
	return list, total, err
}

// CountAt counts the people an actor may see at each facility that has any.
func (s *Service) CountAt(ctx context.Context, actor authz.Actor) (counts map[string]int, err error) {
	if !actor.May(MayRead) || !actor.May(people.MayRead) {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		counts, err = countAt(ctx, tx, actor)
		return err
	})
	return counts, err
}

// CurrentOf is Current inside the transaction of a caller who has narrowed to
// people the actor may see.
func CurrentOf(ctx context.Context, tx *database.Tx, personID string) (Stay, error) {
	return current(ctx, tx, personID)
}

// MilestonesOf is Milestones for such a caller.
func MilestonesOf(ctx context.Context, tx *database.Tx, personID string) ([]Milestone, error) {
	return milestones(ctx, tx, personID)
}
