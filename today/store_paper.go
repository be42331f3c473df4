package today

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
)

// places gives address and telephone of where the people in rows are held, in
// the order of the rows.
func (r reading) places(ctx context.Context, rows []Row) ([]Facility, error) {
	order := map[string]int{}
	people := []any{}
	for _, row := range rows {
		if row.PersonID != "" && row.Facility != "" {
			if _, known := order[row.Facility]; !known {
				order[row.Facility] = len(order)
				people = append(people, row.PersonID)
			}
		}
	}
	if len(people) == 0 {
		return nil, nil
	}
	list, err := database.All(ctx, r.tx, scanPlace, `SELECT f.id, f.name, f.phone, coalesce(a.lines, ''), coalesce(a.town, ''), coalesce(a.region, ''), coalesce(a.postcode, '')
		FROM stay s JOIN facility f ON f.id = s.facility_id LEFT JOIN facility_address a ON a.facility_id = f.id AND a.ended_at = 0 AND a.purpose IN ('visits', 'street')
		WHERE s.current = 1 AND s.person_id IN `+database.In(len(people))+` ORDER BY f.id, CASE a.purpose WHEN 'visits' THEN 0 ELSE 1 END`, people...)
	list = slices.CompactFunc(list, func(a, b Facility) bool { return a.ID == b.ID })
	slices.SortStableFunc(list, func(a, b Facility) int { return cmp.Compare(order[a.Name], order[b.Name]) })
	return list, err
}

func scanPlace(scan database.Scan) (f Facility, err error) {
	var lines, town, region, postcode string
	err = scan(&f.ID, &f.Name, &f.Phone, &lines, &town, &region, &postcode)
	f.Lines = append(strings.Split(lines, "\n"), strings.TrimSpace(strings.Join([]string{town, region, postcode}, " ")))
	f.Lines = slices.DeleteFunc(f.Lines, func(s string) bool { return strings.TrimSpace(s) == "" })
	return f, err
}

// packRows lists what is due until a day, and counts the contacts.
func (r reading) packRows(ctx context.Context, until civil.Day) ([]Row, int, error) {
	open, err := r.open(ctx)
	if err != nil {
		return nil, 0, err
	}
	dates, _, err := r.dates(ctx, PackDays)
	if err != nil {
		return nil, 0, err
	}
	rows := slices.DeleteFunc(slices.Concat(open, dates), func(row Row) bool { return row.Due() > until })
	due, err := r.contactsUntil(ctx, "", until, packContacts)
	if err != nil {
		return nil, 0, err
	}
	whose, workers := r.whose("c.worker_id")
	wall, args := r.wall("c.person_id")
	n, err := database.One(ctx, r.tx, scanCount,
		`SELECT count(*) FROM case_file c WHERE `+whose+` AND c.state = 'active' AND c.next_on > '' AND c.next_on <= ?`+wall,
		slices.Concat(workers, []any{until}, args)...)
	return append(rows, due...), n, err
}

// describe adds number, unit and take-care lines, in two queries.
func (r reading) describe(ctx context.Context, list []Packed) error {
	at := map[string]*Packed{}
	args := []any{}
	for i := range list {
		if id := list[i].PersonID; id != "" {
			at[id] = &list[i]
			args = append(args, id)
		}
	}
	if len(args) == 0 {
		return nil
	}
	err := database.Each(ctx, r.tx, func(scan database.Scan) error {
		var id, number, unit string
		err := scan(&id, &number, &unit)
		at[id].Number, at[id].Unit = number, unit
		return err
	}, `SELECT p.id, p.number, coalesce(s.unit, '') FROM person p LEFT JOIN stay s ON s.person_id = p.id AND s.current = 1 WHERE p.id IN `+database.In(len(args)), args...)
	if err != nil {
		return err
	}
	return database.Each(ctx, r.tx, func(scan database.Scan) error {
		var id, line string
		err := scan(&id, &line)
		at[id].Care = append(at[id].Care, line)
		return err
	}, `SELECT person_id, line FROM take_care WHERE ended_at = 0 AND person_id IN `+database.In(len(args))+` ORDER BY person_id, id`, args...)
}

// names gives the names of people.
func (r reading) names(ctx context.Context, ids map[string]bool) (map[string]string, error) {
	names := map[string]string{}
	if len(ids) == 0 {
		return names, nil
	}
	list := make([]any, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	err := database.Each(ctx, r.tx, func(scan database.Scan) error {
		var id, name string
		err := scan(&id, &name)
		names[id] = name
		return err
	}, `SELECT id, name FROM person WHERE id IN `+database.In(len(list)), list...)
	return names, err
}

func (r reading) lines(ctx context.Context, since time.Time) ([]Line, error) {
	clause, args := r.actor.PersonWall("l.person_id", database.Micros(r.tx.Now()))
	return database.All(ctx, r.tx, func(scan database.Scan) (l Line, err error) {
		var at int64
		err = scan(&l.ID, &l.Author, &at, &l.PersonID, &l.Person, &l.Text)
		l.At = database.FromMicros(at)
		return l, err
	}, `SELECT l.id, l.author_name, l.at, l.person_id, coalesce(p.name, ''), l.line FROM handover_line l LEFT JOIN person p ON p.id = l.person_id
		WHERE l.at >= ? AND (l.person_id = '' OR `+clause+`) ORDER BY l.at DESC, l.id LIMIT 200`, append([]any{database.Micros(since)}, args...)...)
}
