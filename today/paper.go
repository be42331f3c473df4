package today

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
)

// Sheet is a day on paper, for the road.
type Sheet struct {
	Day
	Timed    []Row // what has an hour today, in its order
	Untimed  []Row // what else cannot wait or is due, the first of it
	Contacts int   // contacts due that are left out of Untimed
	Places   []Facility
}

// Facility is where somebody goes: address and telephone.
type Facility struct {
	ID, Name, Phone string
	Lines           []string // of the address for visits, or of the street
}

// sheetRows is how many rows without an hour fit on two pages.
const sheetRows = 18

// Sheet returns the day of a worker for paper; see Day for whose.
func (s *Service) Sheet(ctx context.Context, actor authz.Actor, workerID string, on civil.Day) (sheet Sheet, err error) {
	sheet.Day, err = s.read(ctx, actor, workerID, on, func(ctx context.Context, r reading, d *Day) error {
		if err := s.ranked(ctx, r, d, sheetRows); err != nil {
			return err
		}
		for _, row := range slices.Concat(d.CantWait, d.Today) {
			switch {
			case row.Due() == d.On && row.Hour() != "":
				sheet.Timed = append(sheet.Timed, row)
			case len(sheet.Untimed) < sheetRows:
				sheet.Untimed = append(sheet.Untimed, row)
			}
		}
		slices.SortStableFunc(sheet.Timed, func(a, b Row) int { return cmp.Compare(a.Hour(), b.Hour()) })
		sheet.Places, err = r.places(ctx, sheet.Timed)
		return err
	})
	sheet.Contacts = max(0, sheet.Overdue+sheet.DueToday-sheet.contacts())
	return sheet, err
}

// contacts counts the contacts among the rows shown.
func (s Sheet) contacts() int {
	n := 0
	for _, row := range s.Untimed {
		if row.Task.IsNext {
			n++
		}
	}
	return n
}

// places gives address and telephone of where people in rows are held.
func (r reading) places(ctx context.Context, rows []Row) ([]Facility, error) {
	seen := map[string]bool{}
	var list []Facility
	for _, row := range rows {
		if row.PersonID == "" || seen[row.Facility] || row.Facility == "" {
			continue
		}
		seen[row.Facility] = true
		f, err := database.All(ctx, r.tx, scanPlace, `SELECT f.id, f.name, f.phone, a.lines, a.town, a.region, a.postcode
			FROM stay s JOIN facility f ON f.id = s.facility_id LEFT JOIN facility_address a ON a.facility_id = f.id AND a.ended_at = 0 AND a.purpose IN ('visits', 'street')
			WHERE s.person_id = ? AND s.current = 1 ORDER BY CASE a.purpose WHEN 'visits' THEN 0 ELSE 1 END LIMIT 1`, row.PersonID)
		if err != nil {
			return nil, err
		}
		list = append(list, f...)
	}
	return list, nil
}

func scanPlace(scan database.Scan) (f Facility, err error) {
	var lines, town, region, postcode *string
	err = scan(&f.ID, &f.Name, &f.Phone, &lines, &town, &region, &postcode)
	if lines == nil || err != nil {
		return f, err
	}
	f.Lines = append(strings.Split(*lines, "\n"), strings.TrimSpace(strings.Join([]string{*town, *region, *postcode}, " ")))
	f.Lines = slices.DeleteFunc(f.Lines, func(s string) bool { return strings.TrimSpace(s) == "" })
	return f, nil
}

// PackDays is how far a cover pack looks ahead.
const PackDays = 14

// Pack is what a colleague needs to stand in: everybody with something due in
// the coming two weeks.
type Pack struct {
	Day
	Until  civil.Day
	People []Packed
	Rest   int // people whose contact falls due and who are not in the pack
}

// Packed is one person of a pack.
type Packed struct {
	PersonID, Name, Number, Facility, Unit string
	LastOn                                 civil.Day
	LastHow                                casework.Channel
	Care                                   []string // what hurts somebody if it is forgotten
	Rows                                   []Row
}

// packContacts is how many contacts a pack holds, the quietest first.
const packContacts = 60

// Pack returns the coming fourteen days of a worker for whoever stands in; see
// Day for whose.
func (s *Service) Pack(ctx context.Context, actor authz.Actor, workerID string) (pack Pack, err error) {
	pack.Day, err = s.read(ctx, actor, workerID, "", func(ctx context.Context, r reading, d *Day) error {
		pack.Until = d.On.Add(PackDays)
		rows, contacts, err := r.packRows(ctx, pack.Until)
		if err != nil {
			return err
		}
		Sort(rows)
		pack.People = byPerson(rows)
		pack.Rest = max(0, contacts-packContacts)
		return r.describe(ctx, pack.People)
	})
	return pack, err
}

// packRows lists what is due until a day, and counts the contacts.
func (r reading) packRows(ctx context.Context, until civil.Day) ([]Row, int, error) {
	open, err := r.open(ctx)
	if err != nil {
		return nil, 0, err
	}
	dates, err := r.dates(ctx)
	if err != nil {
		return nil, 0, err
	}
	rows := slices.DeleteFunc(slices.Concat(open, dates), func(row Row) bool { return row.Due() > until })
	wall, args := r.wall("c.person_id")
	due, err := r.rows(ctx, rowColumns+fromCases+` WHERE c.worker_id = ? AND c.state = 'active' AND c.next_on > '' AND c.next_on <= ?`+wall+
		` ORDER BY c.next_on, c.person_id LIMIT ?`, append(append([]any{r.worker, until}, args...), packContacts)...)
	if err != nil {
		return nil, 0, err
	}
	n, err := database.One(ctx, r.tx, func(scan database.Scan) (n int, err error) { err = scan(&n); return n, err },
		`SELECT count(*) FROM case_file c WHERE c.worker_id = ? AND c.state = 'active' AND c.next_on > '' AND c.next_on <= ?`+wall,
		append([]any{r.worker, until}, args...)...)
	return append(rows, due...), n, err
}

func byPerson(rows []Row) []Packed {
	var list []Packed
	at := map[string]int{}
	for _, row := range rows {
		i, known := at[row.PersonID]
		if !known {
			i = len(list)
			at[row.PersonID] = i
			list = append(list, Packed{PersonID: row.PersonID, Name: row.Person, Facility: row.Facility, LastOn: row.LastOn, LastHow: row.LastHow})
		}
		list[i].Rows = append(list[i].Rows, row)
	}
	return list
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
