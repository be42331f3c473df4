package families

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const selectCall = `SELECT c.id, c.rev, c.called_at, c.about, c.caller, c.words, c.follow_on, c.household_id, c.task_id, c.author_name FROM family_call c`

func scanCall(s database.Scan) (c Call, err error) {
	var at int64
	err = s(&c.ID, &c.Rev, &at, &c.About, &c.Caller, &c.Words, &c.FollowOn, &c.HouseholdID, &c.taskID, &c.AuthorName)
	c.At = database.FromMicros(at)
	return c, err
}

// callByID is a call. One that became a household is read by whoever sees that.
func callByID(ctx context.Context, tx *database.Tx, id string) (Call, error) {
	return database.One(ctx, tx, scanCall, selectCall+` WHERE c.id = ?`, id)
}

func calls(ctx context.Context, tx *database.Tx, actor authz.Actor, limit int) ([]Call, error) {
	wall, seen := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanCall, selectCall+` WHERE c.person_id = '' OR `+wall+` ORDER BY c.called_at DESC, c.id DESC LIMIT ?`, append(seen, limit)...)
}

func facilityName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, database.Value[string], `SELECT name FROM facility WHERE id = ?`, id)
}

const selectTrip = `SELECT t.id, t.rev, t.facility_id, coalesce(f.name, ''), t.on_date, t.at_time, t.meet, t.seats,
	(SELECT count(*) FROM family_seat s WHERE s.trip_id = t.id AND s.waiting = 0), (SELECT count(*) FROM family_seat s WHERE s.trip_id = t.id AND s.waiting = 1)
	FROM family_trip t LEFT JOIN facility f ON f.id = t.facility_id`

func scanTrip(s database.Scan) (t Trip, err error) {
	return t, s(&t.ID, &t.Rev, &t.FacilityID, &t.Facility, &t.On, &t.At, &t.Meet, &t.Seats, &t.Taken, &t.Waiting)
}

func tripByID(ctx context.Context, tx *database.Tx, id string) (Trip, error) {
	return database.One(ctx, tx, scanTrip, selectTrip+` WHERE t.id = ?`, id)
}

func trips(ctx context.Context, tx *database.Tx, from civil.Day) ([]Trip, error) {
	return database.All(ctx, tx, scanTrip, selectTrip+` WHERE t.on_date >= ? ORDER BY t.on_date, t.at_time, t.id`, from)
}

// seatsOf lists the seats of a trip of the people the actor sees, those in the line last.
func seatsOf(ctx context.Context, tx *database.Tx, actor authz.Actor, tripID string) ([]Seat, error) {
	wall, seen := actor.PersonWall("s.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (one Seat, err error) {
		return one, s(&one.ID, &one.Rev, &one.PersonID, &one.Name, &one.Child, &one.Waiting)
	}, `SELECT s.id, s.rev, s.person_id, p.name, s.child, s.waiting FROM family_seat s JOIN person p ON p.id = s.person_id WHERE s.trip_id = ? AND `+wall+` ORDER BY s.waiting, s.id`,
		append([]any{tripID}, seen...)...)
}

func hasSeat(ctx context.Context, tx *database.Tx, tripID, personID string) (bool, error) {
	n, err := database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM family_seat WHERE trip_id = ? AND person_id = ?`, tripID, personID)
	return n > 0, err
}

// isChild reports whether somebody is a child of a household.
func isChild(ctx context.Context, tx *database.Tx, personID string) (bool, error) {
	n, err := database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM household_member WHERE person_id = ? AND child = 1`, personID)
	return n > 0, err
}

// adultsWith counts the adults of a child's households who have a seat.
func adultsWith(ctx context.Context, tx *database.Tx, tripID, childID string) (int, error) {
	return database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM family_seat s JOIN household_member a ON a.person_id = s.person_id AND a.child = 0
		WHERE s.trip_id = ? AND s.waiting = 0 AND a.household_id IN (SELECT c.household_id FROM household_member c WHERE c.person_id = ?)`, tripID, childID)
}

// childrenAlone counts the children of somebody's households on a trip for whom no adult
// has a seat any more.
func childrenAlone(ctx context.Context, tx *database.Tx, tripID, adultID string) (int, error) {
	return database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM family_seat s WHERE s.trip_id = ? AND s.child = 1
		AND EXISTS (SELECT 1 FROM household_member c JOIN household_member a ON a.household_id = c.household_id WHERE c.person_id = s.person_id AND a.person_id = ?)
		AND NOT EXISTS (SELECT 1 FROM household_member c JOIN household_member a ON a.household_id = c.household_id AND a.child = 0
			JOIN family_seat o ON o.person_id = a.person_id AND o.trip_id = s.trip_id AND o.waiting = 0 WHERE c.person_id = s.person_id)`, tripID, adultID)
}

// firstWaiting is the first adult in the line for a trip, or a child whose adult rides.
func firstWaiting(ctx context.Context, tx *database.Tx, tripID string) (id string, found bool, err error) {
	list, err := database.All(ctx, tx, database.Value[string], `SELECT s.id FROM family_seat s WHERE s.trip_id = ? AND s.waiting = 1 AND (s.child = 0 OR EXISTS (
		SELECT 1 FROM household_member c JOIN household_member a ON a.household_id = c.household_id AND a.child = 0
			JOIN family_seat o ON o.person_id = a.person_id AND o.trip_id = s.trip_id AND o.waiting = 0 WHERE c.person_id = s.person_id)) ORDER BY s.id LIMIT 1`, tripID)
	if err != nil || len(list) == 0 {
		return "", false, err
	}
	return list[0], true, nil
}

func scanProgramme(s database.Scan) (p Programme, err error) {
	return p, s(&p.ID, &p.Rev, &p.Name, &p.About, &p.Weeks)
}

func programmeByID(ctx context.Context, tx *database.Tx, id string) (Programme, error) {
	return database.One(ctx, tx, scanProgramme, `SELECT id, rev, name, about, weeks FROM family_programme WHERE id = ?`, id)
}

func programmes(ctx context.Context, tx *database.Tx) ([]Programme, error) {
	return database.All(ctx, tx, scanProgramme, `SELECT id, rev, name, about, weeks FROM family_programme ORDER BY name, id`)
}

const selectEnrolment = `SELECT e.id, e.rev, e.person_id, p.name, e.programme_id, e.child, e.began_on, e.exit_on, e.left_on, e.left_why, e.start_score, e.mid_score, e.end_score, e.worker_id, coalesce(a.name, ''), e.task_id
	FROM family_enrolment e JOIN person p ON p.id = e.person_id LEFT JOIN account a ON a.id = e.worker_id`

func scanEnrolment(s database.Scan) (e Enrolment, err error) {
	return e, s(&e.ID, &e.Rev, &e.PersonID, &e.Person, &e.ProgrammeID, &e.Child, &e.Began, &e.Exit, &e.LeftOn, &e.LeftWhy, &e.Start, &e.Mid, &e.End, &e.WorkerID, &e.Worker, &e.taskID)
}

func (e Enrolment) set() trail.Set {
	return trail.Set{
		"person_id": e.PersonID, "programme_id": e.ProgrammeID, "child": database.Flag(e.Child), "began_on": string(e.Began), "exit_on": string(e.Exit), "left_on": string(e.LeftOn), "left_why": e.LeftWhy,
		"start_score": e.Start, "mid_score": e.Mid, "end_score": e.End, "worker_id": e.WorkerID, "task_id": e.taskID,
	}
}

func enrolmentByID(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Enrolment, error) {
	wall, seen := actor.PersonWall("e.person_id", database.Micros(tx.Now()))
	return database.One(ctx, tx, scanEnrolment, selectEnrolment+` WHERE e.id = ? AND `+wall, append([]any{id}, seen...)...)
}

func enrolments(ctx context.Context, tx *database.Tx, actor authz.Actor, programmeID string) ([]Enrolment, error) {
	wall, seen := actor.PersonWall("e.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanEnrolment, selectEnrolment+` WHERE e.programme_id = ? AND `+wall+` ORDER BY e.began_on DESC, e.child, p.name, e.id`, append([]any{programmeID}, seen...)...)
}

// inProgramme reports whether somebody is in a programme on a day already.
func inProgramme(ctx context.Context, tx *database.Tx, programmeID, personID string, on civil.Day) (bool, error) {
	n, err := database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM family_enrolment WHERE programme_id = ? AND person_id = ? AND exit_on > ? AND left_on = ''`, programmeID, personID, on)
	return n > 0, err
}

func taps(ctx context.Context, tx *database.Tx, facilityID string, on civil.Day) (map[Part]Counts, error) {
	parts := map[Part]Counts{}
	return parts, database.Each(ctx, tx, func(s database.Scan) error {
		var part Part
		var kind TapKind
		var n int
		err := s(&part, &kind, &n)
		if parts[part] == nil {
			parts[part] = Counts{}
		}
		parts[part][kind] = n
		return err
	}, `SELECT part, kind, count(*) FROM family_tap WHERE facility_id = ? AND on_date = ? GROUP BY part, kind`, facilityID, on)
}

// ownHouseholds lists the households that were opened for somebody.
func ownHouseholds(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	return database.All(ctx, tx, database.Value[string], `SELECT id FROM household WHERE person_id = ?`, personID)
}
