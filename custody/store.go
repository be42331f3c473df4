package custody

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of this capability.
const (
	stayTable      = "stay"
	milestoneTable = "milestone"
)

const selectStay = `SELECT s.id, s.rev, s.person_id, s.facility_id, coalesce(f.name, ''),
	s.unit, s.state, s.since, s.until, s.source, s.source_on, s.confidence, s.recorded_at, s.recorded_by, s.current, s.beside
	FROM stay s LEFT JOIN facility f ON f.id = s.facility_id`

func scanStay(scan database.Scan) (Stay, error) {
	var s Stay
	var at int64
	err := scan(&s.ID, &s.Rev, &s.PersonID, &s.FacilityID, &s.Facility, &s.Unit, &s.State, &s.Since, &s.Until, &s.Source, &s.SourceOn,
		&s.Confidence, &at, &s.RecordedBy, &s.Current, &s.Beside)
	s.RecordedAt = database.FromMicros(at)
	return s, err
}

func current(ctx context.Context, tx *database.Tx, personID string) (Stay, error) {
	return database.One(ctx, tx, scanStay, selectStay+` WHERE s.person_id = ? AND s.current = 1`, personID)
}

func stays(ctx context.Context, tx *database.Tx, personID string) ([]Stay, error) {
	return database.All(ctx, tx, scanStay, selectStay+` WHERE s.person_id = ? ORDER BY s.current DESC, s.since_sort DESC, s.recorded_at DESC, s.id`, personID)
}

func stayByID(ctx context.Context, tx *database.Tx, id string) (Stay, error) {
	return database.One(ctx, tx, scanStay, selectStay+` WHERE s.id = ?`, id)
}

// visible tells which of some people an actor may see.
func visible(ctx context.Context, tx *database.Tx, actor authz.Actor, personIDs []string) (map[string]bool, error) {
	wall, wallArgs := actor.PersonWall("p.id", database.Micros(tx.Now()))
	var args []any
	for _, id := range personIDs {
		args = append(args, id)
	}
	seen := map[string]bool{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		err := scan(&id)
		seen[id] = true
		return err
	}, `SELECT p.id FROM person p WHERE p.id IN `+database.In(len(personIDs))+` AND `+wall, append(args, wallArgs...)...)
	return seen, err
}

// lineOf lists a person's stays, without the claims beside them.
func lineOf(ctx context.Context, tx *database.Tx, personID string) ([]Stay, error) {
	return database.All(ctx, tx, scanStay, selectStay+` WHERE s.person_id = ? AND s.beside = 0 ORDER BY s.current DESC, s.since_sort DESC, s.id`, personID)
}

func insertStay(ctx context.Context, tx *trail.Tx, s Stay) error {
	return tx.Insert(ctx, stayTable, s.ID, trail.Set{
		"person_id": s.PersonID, "facility_id": s.FacilityID, "unit": s.Unit, "state": string(s.State),
		"since": s.Since.String(), "since_sort": order(s.Since, s.SourceOn), "until": s.Until.String(), "source": s.Source,
		"source_on": s.SourceOn.String(), "confidence": string(s.Confidence), "recorded_at": database.Micros(s.RecordedAt),
		"recorded_by": s.RecordedBy, "current": database.Flag(s.Current), "beside": database.Flag(s.Beside),
	})
}

// facilityName is the name of a facility, or NotFound.
func facilityName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, func(scan database.Scan) (name string, err error) { return name, scan(&name) },
		`SELECT name FROM facility WHERE id = ?`, id)
}

const milestoneColumns = `m.id, m.rev, m.person_id, m.kind, m.on_date, m.at_time, m.detail, m.claim, m.source, m.source_on, m.recorded_at`

func scanMilestone(scan database.Scan) (Milestone, error) {
	var m Milestone
	var at int64
	err := scan(&m.ID, &m.Rev, &m.PersonID, &m.Kind, &m.On, &m.At, &m.Detail, &m.Claim, &m.Source, &m.SourceOn, &at)
	m.RecordedAt = database.FromMicros(at)
	return m, err
}

func milestones(ctx context.Context, tx *database.Tx, personID string) ([]Milestone, error) {
	return database.All(ctx, tx, scanMilestone, `SELECT `+milestoneColumns+` FROM milestone m WHERE m.person_id = ? AND m.ended_at = 0
		ORDER BY m.on_sort, m.recorded_at, m.id`, personID)
}

func milestoneByID(ctx context.Context, tx *database.Tx, id string) (Milestone, error) {
	return database.One(ctx, tx, scanMilestone, `SELECT `+milestoneColumns+` FROM milestone m WHERE m.id = ? AND m.ended_at = 0`, id)
}

func insertMilestone(ctx context.Context, tx *trail.Tx, n NewMilestone) (Milestone, error) {
	m := Milestone{
		ID: ids.New(), Rev: tx.Change, PersonID: n.PersonID, Kind: n.Kind, On: n.On, At: n.At, Detail: n.Detail, Claim: n.Claim,
		Source: n.Source, SourceOn: n.SourceOn, RecordedAt: tx.Now(),
	}
	first, _ := n.On.Bounds()
	return m, tx.Insert(ctx, milestoneTable, m.ID, trail.Set{
		"person_id": m.PersonID, "kind": string(m.Kind), "on_date": m.On.String(), "on_sort": string(first), "at_time": m.At,
		"detail": m.Detail, "claim": string(m.Claim), "source": m.Source, "source_on": m.SourceOn.String(),
		"recorded_at": database.Micros(m.RecordedAt), "recorded_by": tx.Actor.ID, "ended_at": 0,
	})
}

// pastMilestones lists the dates that were ended, newest first.
func pastMilestones(ctx context.Context, tx *database.Tx, personID string) ([]Milestone, error) {
	return database.All(ctx, tx, scanMilestone, `SELECT `+milestoneColumns+` FROM milestone m WHERE m.person_id = ? AND m.ended_at <> 0
		ORDER BY m.ended_at DESC, m.id`, personID)
}

// There is somebody at a facility now.
type There struct {
	PersonID string
	Name     string
	Number   string
	Unit     string
	Since    partialdate.Date
	StayID   string
}

// thereAt lists the people an actor may see who are at a facility now.
func thereAt(ctx context.Context, tx *database.Tx, actor authz.Actor, facilityID string, limit int) (list []There, total int, err error) {
	wall, wallArgs := actor.PersonWall("s.person_id", database.Micros(tx.Now()))
	from := ` FROM stay s JOIN person p ON p.id = s.person_id WHERE s.facility_id = ? AND s.current = 1 AND ` + wall
	args := append([]any{facilityID}, wallArgs...)
	total, err = database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, `SELECT count(*)`+from, args...)
	if err != nil {
		return nil, 0, err
	}
	list, err = database.All(ctx, tx, func(scan database.Scan) (t There, err error) {
		return t, scan(&t.PersonID, &t.Name, &t.Number, &t.Unit, &t.Since, &t.StayID)
	}, `SELECT s.person_id, p.name, p.number, s.unit, s.since, s.id`+from+` ORDER BY p.sort_key, p.id LIMIT ?`, append(args, limit)...)
	return list, total, err
}

// countAt counts the people an actor may see at each facility that has any.
func countAt(ctx context.Context, tx *database.Tx, actor authz.Actor) (map[string]int, error) {
	wall, args := actor.PersonWall("s.person_id", database.Micros(tx.Now()))
	out := map[string]int{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		var n int
		err := scan(&id, &n)
		out[id] = n
		return err
	}, `SELECT s.facility_id, count(*) FROM stay s WHERE s.current = 1 AND s.facility_id <> '' AND `+wall+` GROUP BY s.facility_id`, args...)
	return out, err
}

// staysAt lists the ids of all stays at a facility.
func staysAt(ctx context.Context, tx *database.Tx, facilityID string) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT id FROM stay WHERE facility_id = ? ORDER BY id`, facilityID)
}

// homeless counts the stays whose facility is not there.
func homeless(ctx context.Context, tx *database.Tx) (int, error) {
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM stay s WHERE s.facility_id <> '' AND NOT EXISTS (SELECT 1 FROM facility f WHERE f.id = s.facility_id)`)
}
