package families

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	table          = "household"
	memberTable    = "household_member"
	insideTable    = "household_inside"
	needTable      = "household_need"
	aidTable       = "household_aid"
	tellTable      = "household_tell"
	capTable       = "aid_cap"
	callTable      = "family_call"
	programmeTable = "family_programme"
	enrolmentTable = "family_enrolment"
	tripTable      = "family_trip"
	seatTable      = "family_seat"
	tapTable       = "family_tap"
)

const columns = `h.id, h.rev, h.person_id, h.name, h.note, h.state, h.opened_on, h.closed_on, h.closed_why, h.worker_id, h.author_name`

func scan(s database.Scan, more ...any) (h Household, err error) {
	return h, s(append([]any{&h.ID, &h.Rev, &h.HeadID, &h.Name, &h.Note, &h.State, &h.OpenedOn, &h.ClosedOn, &h.ClosedWhy, &h.WorkerID, &h.AuthorName}, more...)...)
}

func (h Household) set() trail.Set {
	return trail.Set{
		"person_id": h.HeadID, "name": h.Name, "note": h.Note, "state": string(h.State), "opened_on": string(h.OpenedOn), "closed_on": string(h.ClosedOn),
		"closed_why": h.ClosedWhy, "worker_id": h.WorkerID, "author_name": h.AuthorName,
	}
}

// visible is a household whose relative the actor sees, or NotFound.
func visible(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Household, error) {
	wall, seen := actor.PersonWall("h.person_id", database.Micros(tx.Now()))
	return database.One(ctx, tx, func(s database.Scan) (Household, error) { return scan(s) },
		`SELECT `+columns+` FROM household h WHERE h.id = ? AND `+wall, append([]any{id}, seen...)...)
}

// Row is a household in a list.
type Row struct {
	Household
	Members int // whom the reader sees
	Wanted  int // needs nobody has met yet
}

func listed(ctx context.Context, tx *database.Tx, actor authz.Actor, state State, limit int) ([]Row, error) {
	now := database.Micros(tx.Now())
	wall, seen := actor.PersonWall("h.person_id", now)
	inner, known := actor.PersonWall("m.person_id", now)
	args := append(append(append(append([]any{}, known...), state), seen...), limit)
	return database.All(ctx, tx, func(s database.Scan) (r Row, err error) {
		r.Household, err = scan(s, &r.Members, &r.Wanted)
		return r, err
	}, `SELECT `+columns+`, (SELECT count(*) FROM household_member m WHERE m.household_id = h.id AND `+inner+`),
		(SELECT count(*) FROM household_need n WHERE n.household_id = h.id AND n.state IN ('wanted', 'referred'))
		FROM household h WHERE h.state = ? AND `+wall+` ORDER BY h.name, h.id LIMIT ?`, args...)
}

// ofPerson lists the households somebody belongs to or has inside, of those the actor sees.
func ofPerson(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]Household, error) {
	wall, seen := actor.PersonWall("h.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (Household, error) { return scan(s) }, `SELECT `+columns+` FROM household h
		WHERE (EXISTS (SELECT 1 FROM household_member m WHERE m.household_id = h.id AND m.person_id = ?)
			OR EXISTS (SELECT 1 FROM household_inside i WHERE i.household_id = h.id AND i.person_id = ?)) AND `+wall+` ORDER BY h.name, h.id`,
		append([]any{personID, personID}, seen...)...)
}

func insertMember(ctx context.Context, tx *trail.Tx, householdID string, m Member) error {
	return tx.Insert(ctx, memberTable, ids.New(), trail.Set{"person_id": m.PersonID, "household_id": householdID, "relation": m.Relation, "child": database.Flag(m.Child)})
}

func isMember(ctx context.Context, tx *database.Tx, householdID, personID string) (bool, error) {
	n, err := database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM household_member WHERE household_id = ? AND person_id = ?`, householdID, personID)
	return n > 0, err
}

// members lists those of a household whom the actor sees: a child only for who was named.
func members(ctx context.Context, tx *database.Tx, actor authz.Actor, householdID string) ([]Member, error) {
	wall, seen := actor.PersonWall("m.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (m Member, err error) {
		return m, s(&m.ID, &m.Rev, &m.PersonID, &m.Relation, &m.Child, &m.Name, &m.Born)
	}, `SELECT m.id, m.rev, m.person_id, m.relation, m.child, p.name, p.born FROM household_member m JOIN person p ON p.id = m.person_id
		WHERE m.household_id = ? AND `+wall+` ORDER BY m.child, m.id`, append([]any{householdID}, seen...)...)
}

// inside lists who of theirs is in prison, of those the actor sees.
func inside(ctx context.Context, tx *database.Tx, actor authz.Actor, householdID string) ([]Inside, error) {
	wall, seen := actor.PersonWall("i.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (i Inside, err error) {
		return i, s(&i.ID, &i.Rev, &i.PersonID, &i.Relation, &i.Name, &i.Place)
	}, `SELECT i.id, i.rev, i.person_id, i.relation, p.name, coalesce(f.name, '') FROM household_inside i JOIN person p ON p.id = i.person_id
		LEFT JOIN stay s ON s.person_id = i.person_id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id
		WHERE i.household_id = ? AND `+wall+` ORDER BY i.id`, append([]any{householdID}, seen...)...)
}

// rowOf reports whether a row is of a household, and not the relative it was opened for.
func rowOf(ctx context.Context, tx *database.Tx, table, id string, h Household) (bool, error) {
	n, err := database.One(ctx, tx, database.Value[int], `SELECT count(*) FROM `+table+` WHERE id = ? AND household_id = ? AND person_id <> ?`, id, h.ID, h.HeadID)
	return n > 0, err
}

// belongs returns NotFound for a row that is not of a household.
func belongs(ctx context.Context, tx *database.Tx, table, id, householdID string) error {
	of, err := database.One(ctx, tx, database.Value[string], `SELECT household_id FROM `+table+` WHERE id = ?`, id)
	if err == nil && of != householdID {
		err = fault.New(fault.NotFound, "families: belongs")
	}
	return err
}

func needsOf(ctx context.Context, tx *database.Tx, householdID string) ([]Need, error) {
	return database.All(ctx, tx, func(s database.Scan) (n Need, err error) {
		return n, s(&n.ID, &n.Rev, &n.Words, &n.State, &n.StateOn, &n.Outcome)
	}, `SELECT id, rev, words, state, state_on, outcome FROM household_need WHERE household_id = ? ORDER BY CASE state WHEN 'wanted' THEN 0 WHEN 'referred' THEN 1 ELSE 2 END, id`, householdID)
}

func aidOf(ctx context.Context, tx *database.Tx, householdID string) ([]Aid, error) {
	return database.All(ctx, tx, func(s database.Scan) (a Aid, err error) {
		return a, s(&a.ID, &a.Rev, &a.Kind, &a.Amount, &a.On, &a.How, &a.OverWhy, &a.AuthorName)
	}, `SELECT id, rev, kind, amount, given_on, how, over_why, author_name FROM household_aid WHERE household_id = ? ORDER BY given_on DESC, id DESC`, householdID)
}

func capsOf(ctx context.Context, tx *database.Tx) ([]Cap, error) {
	return database.All(ctx, tx, func(s database.Scan) (c Cap, err error) {
		return c, s(&c.ID, &c.Rev, &c.Kind, &c.Amount, &c.Days)
	}, `SELECT id, rev, kind, amount, days FROM aid_cap ORDER BY kind, id`)
}

func tellsOf(ctx context.Context, tx *database.Tx, actor authz.Actor, householdID string) ([]Tell, error) {
	wall, seen := actor.PersonWall("t.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(s database.Scan) (t Tell, err error) {
		return t, s(&t.ID, &t.Rev, &t.PersonID, &t.Person, &t.What, &t.Whom, &t.May, &t.Until, &t.AgreedOn, &t.AuthorName)
	}, `SELECT t.id, t.rev, t.person_id, p.name, t.what, t.whom, t.may, t.until_on, t.agreed_on, t.author_name FROM household_tell t JOIN person p ON p.id = t.person_id
		WHERE t.household_id = ? AND `+wall+` ORDER BY t.id`, append([]any{householdID}, seen...)...)
}
