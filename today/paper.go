package today

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
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

// sheetRows is how many rows fit on two pages, with room to write.
const sheetRows = 20

// Sheet returns the day of a worker for paper; see Day for whose.
func (s *Service) Sheet(ctx context.Context, actor authz.Actor, workerID string, on civil.Day) (sheet Sheet, err error) {
	sheet.Day, err = s.read(ctx, actor, workerID, on, func(ctx context.Context, r reading, d *Day) error {
		if err := s.ranked(ctx, r, d, sheetRows); err != nil {
			return err
		}
		for _, row := range slices.Concat(d.CantWait, d.Today) {
			if row.Due() == d.On && row.Hour() != "" {
				sheet.Timed = append(sheet.Timed, row)
			} else {
				sheet.Untimed = append(sheet.Untimed, row)
			}
		}
		sheet.Untimed = sheet.Untimed[:min(len(sheet.Untimed), max(0, sheetRows-len(sheet.Timed)))]
		slices.SortStableFunc(sheet.Timed, func(a, b Row) int { return cmp.Compare(a.Hour(), b.Hour()) })
		sheet.Places, err = r.places(ctx, sheet.Timed)
		return err
	})
	sheet.saw(ctx, trail.Print)
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

// Contact reports whether all there is to do is to be in touch again.
func (p Packed) Contact() bool {
	return len(p.Rows) == 1 && p.Rows[0].Task.IsNext && p.Rows[0].Kind.Key == tasks.KindContact && p.Rows[0].Task.Title == "" && len(p.Care) == 0
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
	trail.SawAll(ctx, trail.Print, pack.People, func(p Packed) string { return p.PersonID })
	return pack, err
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
