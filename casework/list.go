package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Which names a list of people that everybody has.
type Which string

// The lists everybody has.
const (
	All      Which = ""         // every active case
	Needs    Which = "needs"    // due or overdue, or nothing set
	Overdue  Which = "overdue"  // the day of the next action has passed
	Unset    Which = "unset"    // active without a next action
	QuietFor Which = "quiet"    // no word either way for QuietDays
	Home     Which = "home"     // going home within eight weeks
	NoNumber Which = "number"   // number not known
	Asleep   Which = "dormant"  // dormant cases
	Waits    Which = "waiting"  // on the waiting list
	Ended    Which = "closed"   // closed cases
	Everyone Which = "everyone" // everybody in the record, with a case or without
)

// QuietDays is how long without word counts as quiet (ux design 3.2, tier 4).
const QuietDays = 90

// HomeDays is how far the lists and Today look ahead for people going home.
const HomeDays = 56

// NotKnown as Filter.HomeWithin asks for those whose way home has no date.
const NotKnown = -1

// Filter chooses and orders a list of people.
type Filter struct {
	Which      Which
	WorkerID   string // whose cases; "" for everybody's
	FacilityID string
	Reads      string // language tag
	HomeWithin int    // days; 0 any time, NotKnown
	QuietFrom  int    // last word at least so many days ago; 0 any
	QuietTo    int    // and at most so many; 0 any
	Programme  string
	Stage      string   // stage of a programme
	People     []string // only these, as a search found them; nil for everybody
	Sort       Sort     // "" is SortNext, or SortName for Everyone
	Descending bool
	Limit      int // 0 means 25
	Offset     int
	Today      civil.Day // the present day; filled in by the service

	anyKind bool // relatives and lawyers too
}

// Sort names the column a list is ordered by.
type Sort string

// The columns that can be sorted by. Nothing set comes before every day: it is
// the flag R-NBP-1 asks for.
const (
	SortNext  Sort = "next"
	SortName  Sort = "name"
	SortAt    Sort = "at"
	SortLast  Sort = "last"
	SortHome  Sort = "home"
	SortSince Sort = "since" // on the waiting list, or closed
)

// Limits of one page of a list.
const (
	PageRows = 25
	MostRows = 20_000
)

// Row is one person in a list, with what the columns show. Text that is not
// known is empty.
type Row struct {
	PersonID    string
	CaseID      string // "" for somebody without a case
	Name        string
	SortKey     string
	ScriptName  string
	ScriptLang  string
	Number      string
	NumberState string
	State       State
	WorkerID    string
	Worker      string
	FacilityID  string
	Facility    string
	Unit        string
	StayState   string // held, in-transit, released, …; "" when never placed
	LastOn      civil.Day
	LastHow     Channel
	NextOn      civil.Day
	NextTime    string
	NextKind    string // of the task
	NextTitle   string
	HomeOn      string // partial date
	HomeSort    civil.Day
	HomeClaim   string    // official or estimate
	Since       civil.Day // on the waiting list, or closed
	Reason      string    // closing reason
}

// List returns one page of people the actor may see and how many the whole list
// holds.
func (s *Service) List(ctx context.Context, actor authz.Actor, f Filter) (rows []Row, total int, err error) {
	if !actor.May(MayRead) {
		return nil, 0, fault.New(fault.Forbidden, "casework: list")
	}
	f = f.tidy(s.Today(ctx))
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		q := f.query(actor, database.Micros(tx.Now()))
		if total, err = q.total(ctx, tx); err != nil {
			return err
		}
		rows, err = q.page(ctx, tx, f)
		return err
	})
	trail.SawAll(ctx, trail.List, rows, func(r Row) string { return r.PersonID })
	return rows, total, err
}

// Keys lists the ids of the cases of a whole list, for an action on all of it,
// at most MaxBulk+1.
func (s *Service) Keys(ctx context.Context, actor authz.Actor, f Filter) (keys []string, err error) {
	f.Limit, f.Offset = MaxBulk+1, 0
	f = f.tidy(s.Today(ctx))
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: keys")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		keys, err = f.query(actor, database.Micros(tx.Now())).keys(ctx, tx, f)
		return err
	})
	return keys, err
}

// Count says how many people each of some lists holds.
func (s *Service) Count(ctx context.Context, actor authz.Actor, workerID string, lists ...Which) (counts map[Which]int, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: count")
	}
	today := s.Today(ctx)
	counts = make(map[Which]int, len(lists))
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		for _, which := range lists {
			f := Filter{Which: which, WorkerID: workerID}.tidy(today)
			if counts[which], err = f.query(actor, database.Micros(tx.Now())).total(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, err
}

// tidy fills in what was left out and bounds what was asked.
func (f Filter) tidy(today civil.Day) Filter {
	f.Today = today
	if f.Which == Everyone {
		f.WorkerID = ""
	}
	if f.Sort == "" {
		f.Sort = SortNext
		switch f.Which {
		case Everyone, Ended:
			f.Sort = SortName
		case Waits:
			f.Sort = SortSince
		}
	}
	if f.Limit <= 0 {
		f.Limit = PageRows
	}
	f.Limit, f.Offset = min(f.Limit, MostRows), max(f.Offset, 0)
	return f
}

// Totals says how many people each of some filters holds.
func (s *Service) Totals(ctx context.Context, actor authz.Actor, filters ...Filter) (totals []int, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: totals")
	}
	today := s.Today(ctx)
	totals = make([]int, len(filters))
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		for i, f := range filters {
			if totals[i], err = f.tidy(today).query(actor, database.Micros(tx.Now())).total(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	return totals, err
}

// Lists are the lists everybody has, in the order shown.
func Lists() []Which {
	return []Which{All, Needs, Overdue, Unset, QuietFor, Home, NoNumber, Asleep, Waits, Ended, Everyone}
}
