package grievances

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const eventColumns = `e.id, e.rev, e.grievance_id, e.person_id, e.kind, e.step, e.way, e.on_date, e.at_time, e.signed_on, e.until_on, e.source, e.receipt,
	e.file_id, e.words, e.entry_id, e.recorded_at, e.author_id, e.author_name`

func scanEvent(scan database.Scan) (way.Event, error) {
	var e way.Event
	var recorded int64
	err := scan(&e.ID, &e.Rev, &e.GrievanceID, &e.PersonID, &e.Kind, &e.Step, &e.Way, &e.On, &e.At, &e.SignedOn, &e.Until, &e.Source, &e.Receipt,
		&e.FileID, &e.Words, &e.EntryID, &recorded, &e.AuthorID, &e.AuthorName)
	e.RecordedAt = database.FromMicros(recorded)
	return e, err
}

// eventsOf lists what happened to a grievance, the oldest first: by its day, and where
// that is not known by when it was recorded.
func eventsOf(ctx context.Context, tx *database.Tx, id string) ([]way.Event, error) {
	return database.All(ctx, tx, scanEvent, `SELECT `+eventColumns+` FROM grievance_event e WHERE e.grievance_id = ?
		ORDER BY ltrim(e.on_date, '~'), e.at_time, e.recorded_at, e.id`, id)
}

func eventOf(ctx context.Context, tx *database.Tx, grievanceID, id string) (way.Event, error) {
	return database.One(ctx, tx, scanEvent, `SELECT `+eventColumns+` FROM grievance_event e WHERE e.grievance_id = ? AND e.id = ?`, grievanceID, id)
}

func eventSet(e way.Event) trail.Set {
	return trail.Set{
		"way": string(e.Way), "on_date": e.On.String(), "at_time": e.At, "signed_on": e.SignedOn.String(), "until_on": string(e.Until), "source": e.Source,
		"receipt": e.Receipt, "file_id": e.FileID, "words": e.Words,
	}
}

func insertEvent(ctx context.Context, tx *trail.Tx, e way.Event) error {
	set := eventSet(e)
	for column, value := range (trail.Set{
		"grievance_id": e.GrievanceID, "person_id": e.PersonID, "kind": string(e.Kind), "step": e.Step, "entry_id": e.EntryID,
		"recorded_at": database.Micros(e.RecordedAt), "author_id": e.AuthorID, "author_name": e.AuthorName,
	}) {
		set[column] = value
	}
	return tx.Insert(ctx, eventTable, e.ID, set)
}

// filedSince counts how often a person put in under a procedure from a day on, other
// than one grievance: some procedures take so many a week.
func filedSince(ctx context.Context, tx *database.Tx, personID, code, except string, since civil.Day) (n int, err error) {
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM grievance_event e JOIN grievance g ON g.id = e.grievance_id
		WHERE e.person_id = ? AND e.kind = ? AND g.rules_code = ? AND g.id <> ? AND ltrim(e.on_date, '~') >= ?`, personID, way.Submitted, code, except, since)
}

const needColumns = `n.id, n.rev, n.grievance_id, n.step, n.words, n.own, n.state, n.asked_on, n.why, n.file_id`

func scanNeed(scan database.Scan) (n way.Need, err error) {
	return n, scan(&n.ID, &n.Rev, &n.GrievanceID, &n.Step, &n.Words, &n.Own, &n.State, &n.AskedOn, &n.Why, &n.FileID)
}

func needsOf(ctx context.Context, tx *database.Tx, grievanceID string) ([]way.Need, error) {
	return database.All(ctx, tx, scanNeed, `SELECT `+needColumns+` FROM grievance_need n WHERE n.grievance_id = ? ORDER BY n.added_at, n.id`, grievanceID)
}

func needSet(n way.Need) trail.Set {
	return trail.Set{"state": string(n.State), "asked_on": string(n.AskedOn), "why": n.Why, "file_id": n.FileID}
}

func insertNeed(ctx context.Context, tx *trail.Tx, g Grievance, n way.Need) error {
	set := needSet(n)
	own := 0
	if n.Own {
		own = 1
	}
	for column, value := range (trail.Set{
		"grievance_id": g.ID, "person_id": g.PersonID, "step": n.Step, "words": n.Words, "own": own, "added_at": database.Micros(tx.Now()),
	}) {
		set[column] = value
	}
	return tx.Insert(ctx, needTable, n.ID, set)
}

// Box is one box of the form of a step as it is drafted.
type box struct{ id, rev, box, body, name string }

func boxesOf(ctx context.Context, tx *database.Tx, grievanceID, step string) (map[string]box, int64, error) {
	boxes, last := map[string]box{}, int64(0)
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var b box
		var saved int64
		err := scan(&b.id, &b.rev, &b.box, &b.body, &b.name, &saved)
		boxes[b.box], last = b, max(last, saved)
		return err
	}, `SELECT id, rev, box, body, saved_name, saved_at FROM grievance_box WHERE grievance_id = ? AND step = ? ORDER BY saved_at`, grievanceID, step)
	return boxes, last, err
}

// draftsOf says which forms of a grievance were begun, by step.
func draftsOf(ctx context.Context, tx *database.Tx, grievanceID string) (map[string]Draft, error) {
	drafts := map[string]Draft{}
	return drafts, database.Each(ctx, tx, func(scan database.Scan) error {
		var step, body, by string
		var saved int64
		if err := scan(&step, &body, &by, &saved); err != nil {
			return err
		}
		d := drafts[step]
		if at := database.FromMicros(saved); !at.Before(d.At) {
			d.At, d.By = at, by
		}
		d.Words += len(strings.Fields(body))
		drafts[step] = d
		return nil
	}, `SELECT step, body, saved_name, saved_at FROM grievance_box WHERE grievance_id = ? AND box NOT IN ('_extra', '_single') ORDER BY saved_at`, grievanceID)
}
