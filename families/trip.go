package families

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Trip is a bus or a car to a prison.
type Trip struct {
	ID, Rev    string
	FacilityID string
	Facility   string
	On         civil.Day
	At         string // "07:30", or ""
	Meet       string // where it leaves from
	Seats      int
	Taken      int // of everybody, whoever the reader sees
	Waiting    int
}

// Free is how many seats are left.
func (t Trip) Free() int { return max(0, t.Seats-t.Taken) }

// Seat is somebody's seat on a trip, or their place in the line for one.
type Seat struct {
	ID, Rev  string
	PersonID string
	Name     string
	Child    bool
	Waiting  bool
}

const mostSeats = 200

// PlanTrip plans a trip, or changes one that has an id. Fewer seats than are taken is
// refused: somebody must be told first.
func (s *Service) PlanTrip(ctx context.Context, actor authz.Actor, rev string, t Trip) (id string, err error) {
	t.Meet, _ = people.Clean(t.Meet)
	if err := fault.Check("families: trip", fault.Broken(
		fault.When(!t.On.Valid() || t.On < s.Today(ctx), "on", "families.day.past"), fault.When(t.At != "" && !civil.ValidHour(t.At), "at", "families.hour.wrong"),
		fault.When(t.Seats < 1 || t.Seats > mostSeats, "seats", "families.trip.seats.invalid"), fault.When(t.FacilityID == "", "facility", "families.trip.facility.missing"), long("meet", t.Meet, maxLine),
	)); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "families.trip.planned", Kind: "trip", ID: t.ID, Args: map[string]string{"day": string(t.On)}}
	return deed.ID, s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		if _, err := facilityName(ctx, tx.Tx, t.FacilityID); err != nil {
			return fault.OrBad(err, "families", "facility", "families.trip.facility.missing")
		}
		set := trail.Set{"facility_id": t.FacilityID, "on_date": string(t.On), "at_time": t.At, "meet": t.Meet, "seats": t.Seats}
		if t.ID == "" {
			deed.ID = ids.New()
			id = deed.ID
			return tx.Insert(ctx, tripTable, deed.ID, set)
		}
		is, err := tripByID(ctx, tx.Tx, t.ID)
		if err != nil {
			return err
		}
		if t.Seats < is.Taken {
			return fault.Bad("families: trip", "seats", "families.trip.seats.taken", "count", is.Taken)
		}
		return tx.Update(ctx, tripTable, t.ID, rev, set)
	})
}

// Book gives somebody a seat, or a place in the line when there is none left. A child
// rides with an adult of their household who has a seat.
func (s *Service) Book(ctx context.Context, actor authz.Actor, tripID, personID string) error {
	const op = "families: book"
	deed := &trail.Deed{Action: "families.seat.booked", Kind: "person", ID: personID}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		t, err := tripByID(ctx, tx.Tx, tripID)
		if err != nil {
			return err
		}
		if t.On < s.Today(ctx) {
			return fault.Bad(op, "person", "families.trip.over")
		}
		if twice, err := hasSeat(ctx, tx.Tx, tripID, personID); err != nil || twice {
			return fault.OrBad(err, "families", "person", "families.seat.twice")
		}
		child, err := isChild(ctx, tx.Tx, personID)
		if err != nil {
			return err
		}
		if child {
			if n, err := adultsWith(ctx, tx.Tx, tripID, personID); err != nil || n == 0 {
				return fault.OrBad(err, "families", "person", "families.seat.adult")
			}
		}
		deed.Args["name"] = p.Name
		if t.Free() == 0 {
			deed.Action = "families.seat.waiting"
		}
		return tx.Insert(ctx, seatTable, ids.New(), trail.Set{"person_id": personID, "trip_id": tripID, "child": database.Flag(child), "waiting": database.Flag(t.Free() == 0)})
	})
}

// Unbook gives a seat back; the next in the line has it. A child does not stay behind
// without an adult.
func (s *Service) Unbook(ctx context.Context, actor authz.Actor, tripID, seatID string) error {
	deed := &trail.Deed{Action: "families.seat.given-back", Kind: "person"}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		seats, err := seatsOf(ctx, tx.Tx, actor, tripID)
		if err != nil {
			return err
		}
		for _, one := range seats {
			if one.ID != seatID {
				continue
			}
			deed.ID, deed.Args["name"] = one.PersonID, one.Name
			return s.unbook(ctx, tx, tripID, one)
		}
		return fault.New(fault.NotFound, "families: seat")
	})
}

func (s *Service) unbook(ctx context.Context, tx *trail.Tx, tripID string, one Seat) error {
	if err := tx.Delete(ctx, seatTable, one.ID); err != nil {
		return err
	}
	if !one.Child && !one.Waiting {
		left, err := childrenAlone(ctx, tx.Tx, tripID, one.PersonID)
		if err != nil {
			return err
		}
		if left > 0 {
			return fault.Bad("families: unbook", "seat", "families.seat.children", "count", left)
		}
	}
	next, found, err := firstWaiting(ctx, tx.Tx, tripID)
	if err != nil || !found || one.Waiting {
		return err
	}
	return tx.Update(ctx, seatTable, next, "", trail.Set{"waiting": 0})
}

// Trips lists the trips to come, and those of the last month.
func (s *Service) Trips(ctx context.Context, actor authz.Actor) (list []Trip, err error) {
	err = s.read(ctx, actor, "families: trips", func(tx *database.Tx) error {
		list, err = trips(ctx, tx, s.Today(ctx).Add(-31))
		return err
	})
	return list, err
}

// Trip returns a trip with the seats of the people the actor sees; how many seats are
// taken it says of everybody.
func (s *Service) Trip(ctx context.Context, actor authz.Actor, id string) (t Trip, seats []Seat, err error) {
	err = s.read(ctx, actor, "families: trip", func(tx *database.Tx) error {
		if t, err = tripByID(ctx, tx, id); err != nil {
			return err
		}
		seats, err = seatsOf(ctx, tx, actor, id)
		return err
	})
	trail.SawAll(ctx, trail.List, seats, func(one Seat) string { return one.PersonID })
	return t, seats, err
}
