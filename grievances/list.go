package grievances

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/rulepacks"
)

// Which names a list of grievances.
type Which string

// The lists.
const (
	AllOpen   Which = ""
	WaitsOurs Which = "ours"   // a clock of ours runs
	TheyOwe   Which = "theirs" // they have it, and have time
	LateOurs  Which = "late"   // our day has passed
	SilentNow Which = "silent" // they did not answer in time
	NoClock   Which = "still"  // nothing runs: no day is known, or nothing is left to take
	AllEnded  Which = "ended"
	Every     Which = "every" // open and ended
)

// Lists names them in the order shown.
func Lists() []Which {
	return []Which{AllOpen, WaitsOurs, TheyOwe, LateOurs, SilentNow, NoClock, AllEnded, Every}
}

// Filter narrows a list.
type Filter struct {
	Which    Which
	Words    string // of the title, the person, the facility or a number
	Facility string
	Topic    Topic
	Worker   string
	Rules    string // code of a procedure
	Sort     string // "clock", "person", "at", "opened"
	Desc     bool
	Limit    int
}

// Row is a grievance in a list.
type Row struct {
	Grievance
	Person, ScriptName, ScriptLang, Number string
	Facility, Worker                       string
	Step                                   string     // the step that is to be taken, or that they have; "" for none
	Clock                                  *way.Clock // the clock that comes first; nil for none
	Shut                                   bool       // its words are not this reader's
	Which                                  Which      // how it stands
}

// By is the day of the clock that comes first, "" for none.
func (r Row) By() civil.Day {
	if r.Clock == nil {
		return ""
	}
	return r.Clock.By
}

// List returns grievances in the actor's sight, soonest clock first unless asked
// otherwise, with how many there are. Every clock is counted anew.
func (s *Service) List(ctx context.Context, actor authz.Actor, f Filter) (rows []Row, total int, err error) {
	err = s.read(ctx, actor, "grievances: list", func(tx *database.Tx) error {
		all, err := s.rowsOf(ctx, tx, actor, f.Which)
		if err != nil {
			return err
		}
		rows = slices.DeleteFunc(all, func(r Row) bool { return !f.takes(r) })
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	f.order(rows)
	total = len(rows)
	if f.Limit > 0 && total > f.Limit {
		rows = rows[:f.Limit]
	}
	trail.SawAll(ctx, trail.List, rows, func(r Row) string { return r.PersonID })
	return rows, total, nil
}

// Counts says how many grievances each list has.
func (s *Service) Counts(ctx context.Context, actor authz.Actor) (counts map[Which]int, err error) {
	counts = map[Which]int{}
	err = s.read(ctx, actor, "grievances: counts", func(tx *database.Tx) error {
		rows, err := s.rows(ctx, tx, actor, false)
		for _, r := range rows {
			counts[AllOpen]++
			counts[r.Which]++
		}
		if err != nil {
			return err
		}
		counts[AllEnded], err = countEnded(ctx, tx, actor)
		counts[Every] = counts[AllOpen] + counts[AllEnded]
		return err
	})
	return counts, err
}

// Choices are the facilities and the procedures of the grievances in the actor's sight:
// their names by their ids and codes.
func (s *Service) Choices(ctx context.Context, actor authz.Actor) (facilities, procedures map[string]string, err error) {
	facilities, procedures = map[string]string{}, map[string]string{}
	err = s.read(ctx, actor, "grievances: choices", func(tx *database.Tx) error {
		book, err := s.Rules.Book(ctx, tx)
		if err != nil {
			return err
		}
		return eachPlace(ctx, tx, actor, func(id, name, code string) {
			facilities[id], procedures[code] = name, code
			if versions := book.Versions(code); len(versions) > 0 {
				procedures[code] = versions[len(versions)-1].Title
			}
		})
	})
	return facilities, procedures, err
}

// OpenCount is how many are open, for the navigation.
func (s *Service) OpenCount(ctx context.Context, actor authz.Actor) (n int, err error) {
	err = s.read(ctx, actor, "grievances: count", func(tx *database.Tx) error {
		n, err = countOpen(ctx, tx, actor)
		return err
	})
	return n, err
}

// OfPerson lists the grievances of a person that the actor may see, open ones first.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) (rows []Row, err error) {
	err = s.read(ctx, actor, "grievances: of person", func(tx *database.Tx) error {
		for _, ended := range []bool{false, true} {
			some, err := s.rowsWhere(ctx, tx, actor, ended, ` AND g.person_id = ?`, personID)
			if err != nil {
				return err
			}
			Filter{}.order(some)
			rows = append(rows, some...)
		}
		return nil
	})
	return rows, err
}

// rowsOf reads the open ones, the ended ones, or both.
func (s *Service) rowsOf(ctx context.Context, tx *database.Tx, actor authz.Actor, which Which) ([]Row, error) {
	rows, err := s.rows(ctx, tx, actor, which == AllEnded)
	if err != nil || which != Every {
		return rows, err
	}
	ended, err := s.rows(ctx, tx, actor, true)
	return append(rows, ended...), err
}

func (s *Service) rows(ctx context.Context, tx *database.Tx, actor authz.Actor, ended bool) ([]Row, error) {
	return s.rowsWhere(ctx, tx, actor, ended, "")
}

// rowsWhere reads grievances with their events, and counts.
func (s *Service) rowsWhere(ctx context.Context, tx *database.Tx, actor authz.Actor, ended bool, clause string, args ...any) ([]Row, error) {
	rows, err := listed(ctx, tx, actor, ended, clause, args...)
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	c, err := s.counter(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if err := c.count(ctx, tx, actor, &rows[i]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// counter counts the clocks of many grievances.
type counter struct {
	s         *Service
	book      *rulepacks.Book
	events    map[string][]way.Event
	corrected map[[2]string][]rulepacks.Correction
	zones     map[string]string
	today     civil.Day
}

func (s *Service) counter(ctx context.Context, tx *database.Tx, rows []Row) (*counter, error) {
	c := &counter{s: s, corrected: map[[2]string][]rulepacks.Correction{}, zones: map[string]string{}, today: s.Today(ctx)}
	ids := make([]any, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	var err error
	if c.book, err = s.Rules.Book(ctx, tx); err != nil {
		return nil, err
	}
	c.events, err = eventsOfAll(ctx, tx, ids)
	return c, err
}

// matter is the grievance of a row with what is needed to count.
func (c *counter) matter(ctx context.Context, tx *database.Tx, g Grievance) (m Matter, err error) {
	m = g.matter()
	m.Book, m.Events = c.book, c.events[g.ID]
	if m.Version, err = c.s.Rules.Kept(ctx, tx, g.Rules); err != nil {
		return m, err
	}
	at := [2]string{g.FacilityID, g.Rules.Code}
	var known bool
	if m.Corrected, known = c.corrected[at]; !known {
		if m.Corrected, err = c.s.Rules.Corrections(ctx, tx, at[0], at[1]); err != nil {
			return m, err
		}
		c.corrected[at] = m.Corrected
	}
	if m.Zone, known = c.zones[g.FacilityID]; !known {
		m.Zone, err = zoneOf(ctx, tx, g.FacilityID)
		c.zones[g.FacilityID] = m.Zone
	}
	return m, err
}

func (c *counter) count(ctx context.Context, tx *database.Tx, actor authz.Actor, r *Row) error {
	m, err := c.matter(ctx, tx, r.Grievance)
	if err != nil {
		return err
	}
	line := m.Line(c.today)
	if now := line.Current(); now != nil {
		r.Step = now.Title
	}
	if len(line.Running) > 0 {
		r.Clock = &line.Running[0]
	}
	r.Which = stands(r.State, line, c.today)
	reads, err := readsWords(ctx, tx, actor, r.Grievance)
	if err == nil && !reads {
		r.Grievance, r.Shut = r.shut(), true
	}
	return err
}

// stands says in which list of open grievances one stands: with what cannot wait first.
func stands(state State, line way.Line, today civil.Day) Which {
	ours, mine := line.Ours()
	theirs, owed := line.Theirs()
	switch {
	case state != Open:
		return AllEnded
	case mine && ours.LateOn(today):
		return LateOurs
	case mine:
		return WaitsOurs
	case owed && theirs.LateOn(today):
		return SilentNow
	case owed:
		return TheyOwe
	}
	return NoClock
}

func (f Filter) takes(r Row) bool {
	words := search.Fold(f.Words)
	switch {
	case f.Which != AllOpen && f.Which != Every && f.Which != r.Which, f.Rules != "" && f.Rules != r.Rules.Code, f.Facility != "" && f.Facility != r.FacilityID, f.Topic != "" && f.Topic != r.Topic, f.Worker != "" && f.Worker != r.WorkerID:
		return false
	case words == "":
		return true
	}
	return strings.Contains(search.Fold(strings.Join([]string{r.Title, r.Person, r.ScriptName, r.Number, r.TheirNumber, r.Code(), r.Facility, r.Step}, " ")), words)
}

// order sorts rows; those without a clock come last, whichever way.
func (f Filter) order(rows []Row) {
	slices.SortStableFunc(rows, func(a, b Row) int {
		n := 0
		switch f.Sort {
		case "person":
			n = cmp.Compare(search.Fold(a.Person), search.Fold(b.Person))
		case "at":
			n = cmp.Compare(search.Fold(a.Facility), search.Fold(b.Facility))
		case "opened":
			n = cmp.Compare(a.OpenedOn, b.OpenedOn)
		default:
			if (a.By() == "") != (b.By() == "") {
				return cmp.Compare(boolInt(a.By() == ""), boolInt(b.By() == ""))
			}
			n = cmp.Compare(a.By(), b.By())
		}
		if f.Desc {
			n = -n
		}
		return cmp.Or(n, cmp.Compare(a.ID, b.ID))
	})
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
