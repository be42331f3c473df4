package families

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// Programme is work that ends by itself after so many weeks (R-POP-7).
type Programme struct {
	ID, Rev string
	Name    string
	About   string
	Weeks   int
}

// NoScore stands for a score nobody took.
const NoScore = -1

// mostScore is the highest score of whatever scale a group uses.
const mostScore = 100

// Enrolment is somebody in a programme.
type Enrolment struct {
	ID, Rev         string
	PersonID        string
	Person          string
	ProgrammeID     string
	Child           bool
	Began           civil.Day
	Exit            civil.Day // the first day after it
	LeftOn          civil.Day // left before its end, or ""
	LeftWhy         string
	Start, Mid, End int // NoScore for none
	WorkerID        string
	Worker          string

	taskID string
}

// Over reports whether somebody is out of the programme on a day: it ended by itself, or
// they left.
func (e Enrolment) Over(on civil.Day) bool { return e.LeftOn != "" && e.LeftOn <= on || on >= e.Exit }

// Change is by how much somebody's score changed; false when either is missing.
func (e Enrolment) Change() (int, bool) {
	return e.End - e.Start, e.Start != NoScore && e.End != NoScore
}

// Result is what came of a programme.
type Result struct {
	Parents, Children int // enrolled in all; parents are whoever is no child
	Over              int // parents for whom it has ended
	Scored            int // of those, with a first and a last score
	Sum               int // of the changes
	Missing           []Missing
}

// Mean is the mean change of those with both scores; 0 without any.
func (r Result) Mean() float64 {
	if r.Scored == 0 {
		return 0
	}
	return float64(r.Sum) / float64(r.Scored)
}

// Missing is whose last score is missing, by who works with them.
type Missing struct {
	Worker string
	Who    []Enrolment
}

// Sum up what came of enrolments on a day. A child has no score of their own.
func Sum(list []Enrolment, on civil.Day) (r Result) {
	missing := map[string][]Enrolment{}
	for _, e := range list {
		if e.Child {
			r.Children++
			continue
		}
		r.Parents++
		if !e.Over(on) {
			continue
		}
		r.Over++
		if change, ok := e.Change(); ok {
			r.Scored, r.Sum = r.Scored+1, r.Sum+change
		} else {
			missing[e.Worker] = append(missing[e.Worker], e)
		}
	}
	for worker, who := range missing {
		r.Missing = append(r.Missing, Missing{worker, who})
	}
	slices.SortFunc(r.Missing, func(a, b Missing) int { return cmp.Compare(a.Worker, b.Worker) })
	return r
}

// SaveProgramme adds a programme, or changes one that has an id; who is in it already
// keeps their end.
func (s *Service) SaveProgramme(ctx context.Context, actor authz.Actor, rev string, p Programme) (id string, err error) {
	p.Name, _ = people.Clean(p.Name)
	p.About, _ = people.CleanLines(p.About)
	if err := fault.Check("families: programme", fault.Broken(fault.When(p.Name == "", "name", "families.programme.name.missing"), fault.When(p.Weeks < 1 || p.Weeks > 104, "weeks", "families.programme.weeks.invalid"), long("name", p.Name, maxLine), long("about", p.About, maxNote))); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "families.programme.saved", Kind: "programme", ID: cmp.Or(p.ID, ids.New()), Args: map[string]string{"name": p.Name}}
	return deed.ID, s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		set := trail.Set{"name": p.Name, "about": p.About, "weeks": p.Weeks}
		if p.ID == "" {
			return tx.Insert(ctx, programmeTable, deed.ID, set)
		}
		return tx.Update(ctx, programmeTable, p.ID, rev, set)
	})
}

// Enrol puts somebody into a programme from a day on. It ends by itself; on that day the
// worker is asked for the last score of whoever is no child.
func (s *Service) Enrol(ctx context.Context, actor authz.Actor, programmeID, personID string, began civil.Day, start int) error {
	const op = "families: enrol"
	began = cmp.Or(began, s.Today(ctx))
	if err := fault.Check(op, fault.Broken(fault.When(!began.Valid(), "began", "families.day.invalid"), fault.When(start < NoScore || start > mostScore, "start", "families.score.invalid"))); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "families.enrolled", Kind: "person", ID: personID}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		who, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		p, err := programmeByID(ctx, tx.Tx, programmeID)
		if err != nil {
			return err
		}
		deed.Args["name"], deed.Args["programme"] = who.Name, p.Name
		e := Enrolment{ID: ids.New(), PersonID: personID, ProgrammeID: programmeID, Began: began, Exit: began.Add(7 * p.Weeks), Start: start, Mid: NoScore, End: NoScore, WorkerID: actor.ID}
		if e.Child, err = isChild(ctx, tx.Tx, personID); err != nil {
			return err
		}
		if twice, err := inProgramme(ctx, tx.Tx, programmeID, personID, began); err != nil || twice {
			return fault.OrBad(err, "families", "person", "families.enrolled.twice")
		}
		if !e.Child {
			t, err := tasks.Add(ctx, tx, tasks.Task{PersonID: personID, Kind: TaskScore, WorkerID: actor.ID, DueOn: e.Exit, Link: tasks.Link{Kind: "family-programme", ID: programmeID}, Args: map[string]string{"programme": p.Name}})
			if err != nil {
				return err
			}
			e.taskID = t.ID
		}
		return tx.Insert(ctx, enrolmentTable, e.ID, e.set())
	})
}

// Score keeps scores; NoScore takes one away. With the last one the task is done.
func (s *Service) Score(ctx context.Context, actor authz.Actor, id, rev string, start, mid, end int) error {
	if err := fault.Check("families: score", fault.Broken(
		fault.When(start < NoScore || start > mostScore, "start", "families.score.invalid"), fault.When(mid < NoScore || mid > mostScore, "mid", "families.score.invalid"), fault.When(end < NoScore || end > mostScore, "end", "families.score.invalid"),
	)); err != nil {
		return err
	}
	return s.enrolment(ctx, actor, "families.scored", id, func(tx *trail.Tx, e Enrolment) error {
		if err := tx.Update(ctx, enrolmentTable, e.ID, rev, trail.Set{"start_score": start, "mid_score": mid, "end_score": end}); err != nil {
			return err
		}
		if end == NoScore {
			return nil
		}
		return tasks.EndIfOpen(ctx, tx, e.taskID)
	})
}

// Leave takes somebody out of a programme before its end, with why.
func (s *Service) Leave(ctx context.Context, actor authz.Actor, id, rev, why string) error {
	why, _ = people.Clean(why)
	if err := fault.Check("families: leave", fault.Broken(fault.When(why == "", "why", "families.why.missing"), long("why", why, maxLine))); err != nil {
		return err
	}
	return s.enrolment(ctx, actor, "families.left", id, func(tx *trail.Tx, e Enrolment) error {
		if err := tx.Update(ctx, enrolmentTable, e.ID, rev, trail.Set{"left_on": string(s.Today(ctx)), "left_why": why}); err != nil {
			return err
		}
		return tasks.EndIfOpen(ctx, tx, e.taskID)
	})
}

func (s *Service) enrolment(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, Enrolment) error) error {
	deed := &trail.Deed{Action: action, Kind: "person"}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		e, err := enrolmentByID(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		deed.ID, deed.Args["name"] = e.PersonID, e.Person
		return fn(tx, e)
	})
}

// Programmes lists the programmes.
func (s *Service) Programmes(ctx context.Context, actor authz.Actor) (list []Programme, err error) {
	err = s.read(ctx, actor, "families: programmes", func(tx *database.Tx) error {
		list, err = programmes(ctx, tx)
		return err
	})
	return list, err
}

// Programme returns a programme with the people in it whom the actor sees, and what came
// of it for them.
func (s *Service) Programme(ctx context.Context, actor authz.Actor, id string) (p Programme, list []Enrolment, r Result, err error) {
	err = s.read(ctx, actor, "families: programme", func(tx *database.Tx) error {
		if p, err = programmeByID(ctx, tx, id); err != nil {
			return err
		}
		list, err = enrolments(ctx, tx, actor, id)
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(e Enrolment) string { return e.PersonID })
	return p, list, Sum(list, s.Today(ctx)), err
}
