package grievances

import (
	"context"

	"github.com/throughcare/throughcare/grievances/pattern"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
)

// patterns counts what was opened from a day to another, and from begin to the day
// before from.
func patterns(ctx context.Context, tx *database.Tx, actor authz.Actor, begin, from, to civil.Day) ([]pattern.Row, error) {
	sight, seen := wall(tx, actor)
	args := append([]any{from, from, from, begin, to}, seen...)
	return database.All(ctx, tx, func(scan database.Scan) (p pattern.Row, err error) {
		return p, scan(&p.FacilityID, &p.Facility, &p.Topic, &p.People, &p.Matters, &p.Before)
	}, `SELECT g.facility_id, coalesce(max(f.name), ''), g.topic,
			count(DISTINCT CASE WHEN g.opened_on >= ? THEN g.person_id END) AS people,
			count(CASE WHEN g.opened_on >= ? THEN 1 END),
			count(DISTINCT CASE WHEN g.opened_on < ? THEN g.person_id END)
		FROM grievance g LEFT JOIN facility f ON f.id = g.facility_id
		WHERE g.opened_on >= ? AND g.opened_on <= ? AND `+sight+`
		GROUP BY g.facility_id, g.topic ORDER BY coalesce(max(f.name), ''), people DESC, g.topic`, args...)
}

// alike counts the others who told of the theme of a grievance at its facility since a day.
func alike(ctx context.Context, tx *database.Tx, actor authz.Actor, g Grievance, since civil.Day) (pattern.Alike, error) {
	sight, seen := wall(tx, actor)
	args := append([]any{g.FacilityID, g.Topic, g.PersonID, since}, seen...)
	return database.One(ctx, tx, func(scan database.Scan) (a pattern.Alike, err error) {
		return a, scan(&a.Others, &a.Since)
	}, `SELECT count(DISTINCT g.person_id), coalesce(min(g.opened_on), '') FROM grievance g
		WHERE g.facility_id = ? AND g.topic = ? AND g.person_id <> ? AND g.opened_on >= ? AND `+sight, args...)
}

// firstOpened is the day on which the first grievance in sight was opened, or "".
func firstOpened(ctx context.Context, tx *database.Tx, actor authz.Actor) (string, error) {
	sight, seen := wall(tx, actor)
	return database.One(ctx, tx, text, `SELECT coalesce(min(g.opened_on), '') FROM grievance g WHERE `+sight, seen...)
}
