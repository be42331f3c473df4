package retention

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// allClosed are the people all of whose cases are closed, with the day the last one
// was, and whether one of them was ever taken up.
const allClosed = `(SELECT c.person_id, max(c.closed_on) AS closed, max(CASE WHEN c.opened_on <> '' THEN 1 ELSE 0 END) AS taken
	FROM case_file c GROUP BY c.person_id HAVING sum(CASE WHEN c.state <> 'closed' THEN 1 ELSE 0 END) = 0)`

// lastWord is the day of the last entry of somebody, or ”.
const lastWord = `coalesce((SELECT max(e.on_sort) FROM timeline_entry e WHERE e.person_id = p.id), '')`

// idle holds for people with no case, nothing to do, and nobody they are around.
const idle = `NOT EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = p.id)
	AND NOT EXISTS (SELECT 1 FROM task t WHERE t.person_id = p.id AND t.state = 'open')
	AND NOT EXISTS (SELECT 1 FROM relation r WHERE r.other_id = p.id AND r.ended_at = 0)`

// candidates lists what a schedule may let go of, with the day it is counted
// from, the earliest first; some of it may not be due yet.
func candidates(ctx context.Context, tx *database.Tx, actor authz.Actor, s Schedule, zone *time.Location, today civil.Day) ([]Item, error) {
	since := string(s.since(today))
	switch s.Key {
	case "closed", "refused":
		return closedCases(ctx, tx, actor, s.Key == "closed", since)
	case "contact":
		return ofPeople(ctx, tx, actor, `SELECT p.id, p.name, `+lastWord+` AS event FROM person p WHERE `+idle+` AND `+lastWord+` BETWEEN '0' AND ?`, since)
	case "nothing":
		return unused(ctx, tx, actor, zone, since)
	case "special":
		return ofPeople(ctx, tx, actor, `SELECT p.id, p.name, x.closed AS event FROM person p JOIN `+allClosed+` x ON x.person_id = p.id
			WHERE x.closed BETWEEN '0' AND ? AND EXISTS (SELECT 1 FROM person_fact f WHERE f.person_id = p.id AND f.kind IN (?, ?, ?))`,
			since, people.FactHealth, people.FactFaith, people.FactEthnicity)
	case "left":
		return timed(ctx, tx, zone, since, `SELECT a.id, a.name, a.disabled_at FROM account a WHERE a.disabled_at > 0 AND a.sign_in <> ''`)
	case "proofs":
		return timed(ctx, tx, zone, since, `SELECT e.id, '', max(d.at) FROM erased_person e JOIN disclosure d ON d.person_id = e.id GROUP BY e.id`)
	case "imports":
		return timed(ctx, tx, zone, since, `SELECT b.id, b.file_name, CASE WHEN b.saved_at > b.created_at THEN b.saved_at ELSE b.created_at END FROM import_batch b
			WHERE EXISTS (SELECT 1 FROM import_file f WHERE f.batch_id = b.id)`)
	}
	return nil, nil
}

// closedCases lists people by the day their last case was closed or the last
// word came, whichever is later: those who were taken up, or those who never
// were.
func closedCases(ctx context.Context, tx *database.Tx, actor authz.Actor, taken bool, since string) ([]Item, error) {
	return ofPeople(ctx, tx, actor, `SELECT p.id, p.name, CASE WHEN `+lastWord+` > x.closed THEN `+lastWord+` ELSE x.closed END AS event
		FROM person p JOIN `+allClosed+` x ON x.person_id = p.id WHERE x.closed BETWEEN '0' AND ? AND x.taken = ?`, since, database.Flag(taken))
}

// unused lists people of whom nothing is recorded but who they are, by the day
// they came in.
func unused(ctx context.Context, tx *database.Tx, actor authz.Actor, zone *time.Location, since string) ([]Item, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return timed(ctx, tx, zone, since, `SELECT p.id, p.name, p.created_at FROM person p WHERE `+idle+`
		AND NOT EXISTS (SELECT 1 FROM timeline_entry e WHERE e.person_id = p.id) AND (`+wall+`)`, args...)
}

// ofPeople lists people behind the actor's wall. The query ends in its WHERE.
func ofPeople(ctx context.Context, tx *database.Tx, actor authz.Actor, query string, args ...any) ([]Item, error) {
	wall, more := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (i Item, err error) { return i, scan(&i.ID, &i.Name, &i.Event) },
		query+` AND (`+wall+`) ORDER BY event, p.id`, append(args, more...)...)
}

// timed lists what happened at a moment, until a day.
func timed(ctx context.Context, tx *database.Tx, zone *time.Location, since, query string, args ...any) (list []Item, err error) {
	return list, database.Each(ctx, tx, func(scan database.Scan) error {
		var i Item
		var at int64
		err := scan(&i.ID, &i.Name, &at)
		if i.Event = civil.Of(database.FromMicros(at), zone); string(i.Event) <= since {
			list = append(list, i)
		}
		return err
	}, query, args...)
}
