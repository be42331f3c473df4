package sentences

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/release"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/tasks"
)

// Service is what people may do here.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location                                // where the organisation is; nil means UTC
	Book func(context.Context, *database.Tx) (*rulepacks.Book, error)        // the holidays
	Who  func(context.Context, *database.Tx, string) (string, string, error) // who works with a person, and in which case; nil for nobody
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// Standing returns the official date of release and the estimate of somebody. It
// returns NotFound when the person is not the actor's to see.
func (s *Service) Standing(ctx context.Context, actor authz.Actor, personID string) (at Standing, err error) {
	if !actor.May(MayRead) {
		return Standing{}, fault.New(fault.NotFound, "sentences: read")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		at, err = s.standing(ctx, tx, personID)
		return err
	})
	return at, err
}

func (s *Service) standing(ctx context.Context, tx *database.Tx, personID string) (at Standing, err error) {
	if err := at.official(ctx, tx, personID); err != nil {
		return at, err
	}
	at.Sentence, err = current(ctx, tx, personID)
	if fault.Is(err, fault.NotFound) {
		return at, nil
	}
	if err != nil {
		return at, err
	}
	book, err := s.Book(ctx, tx)
	if err != nil {
		return at, err
	}
	calculator, err := release.New(book)
	if err != nil {
		return at, err
	}
	ask := at.Sentence.Ask
	ask.Today = s.Today(ctx)
	at.Estimate, at.Refused = calculator.Sentence(ask)
	if at.Refused != nil && !fault.Is(at.Refused, fault.Invalid) {
		return at, at.Refused
	}
	return at, nil
}

// official reads the official date of release.
func (at *Standing) official(ctx context.Context, tx *database.Tx, personID string) error {
	all, err := custody.MilestonesOf(ctx, tx, personID)
	for _, m := range custody.Best(all) {
		if m.Kind != custody.Release || m.Claim != custody.Official {
			continue
		}
		at.Said, at.Source, at.SourceOn = m.On, m.Source, m.SourceOn
		if m.On.Precision() == partialdate.Day && !m.On.About() {
			at.Official, _ = m.On.Bounds()
		}
	}
	return err
}

// Record keeps a sentence, in the place of the one recorded before, and asks to
// query the calculation when the official date differs from the estimate. It returns
// Invalid for a sentence that cannot be, and NotFound when the person is not the
// actor's to see.
func (s *Service) Record(ctx context.Context, actor authz.Actor, n New) error {
	n.Source = strings.TrimSpace(n.Source)
	return s.change(ctx, actor, n.PersonID, "sentences.recorded", func(tx *trail.Tx) error {
		if err := fault.Check("sentences: record", n.Check()); err != nil {
			return err
		}
		if err := s.endCurrent(ctx, tx, n.PersonID, ""); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err := insert(ctx, tx, n); err != nil {
			return err
		}
		return s.weigh(ctx, tx, n.PersonID)
	})
}

// End ends a sentence that does not hold any more. It returns Conflict when
// somebody changed it since.
func (s *Service) End(ctx context.Context, actor authz.Actor, personID, rev string) error {
	return s.change(ctx, actor, personID, "sentences.ended", func(tx *trail.Tx) error {
		return s.endCurrent(ctx, tx, personID, rev)
	})
}

func (s *Service) change(ctx context.Context, actor authz.Actor, personID, action string, fn func(*trail.Tx) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID, Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args["name"] = p.Name
		return fn(tx)
	})
}

// endCurrent ends the sentence that holds and takes its question back.
func (s *Service) endCurrent(ctx context.Context, tx *trail.Tx, personID, rev string) error {
	is, err := current(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	return end(ctx, tx, is, rev)
}

func end(ctx context.Context, tx *trail.Tx, is Sentence, rev string) error {
	if err := tx.Update(ctx, table, is.ID, rev, trail.Set{"ended_at": database.Micros(tx.Now())}); err != nil {
		return err
	}
	return takeBack(ctx, tx, is)
}

// Listen weighs the two dates again when an official one is recorded.
func (s *Service) Listen(bus *event.Bus) {
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e custody.Dated) error { return s.weigh(ctx, tx, e.PersonID) })
}

// weigh asks to query the calculation when the official date and the estimate are
// apart, once for each pair of dates, and takes the question back when they agree.
func (s *Service) weigh(ctx context.Context, tx *trail.Tx, personID string) error {
	at, err := s.standing(ctx, tx.Tx, personID)
	if err != nil || at.Sentence.ID == "" {
		return err
	}
	days := at.Apart()
	pair := string(at.Official) + " " + string(at.Due())
	switch {
	case days == 0:
		return takeBack(ctx, tx, at.Sentence)
	case pair == at.Sentence.queried:
		return nil
	}
	if err := takeBack(ctx, tx, at.Sentence); err != nil {
		return err
	}
	t := tasks.Task{
		PersonID: personID, Kind: TaskQuery, Link: tasks.Link{Kind: table, ID: at.Sentence.ID}, DueOn: s.queryBy(ctx, at),
		Args: map[string]string{"official": string(at.Official), "estimate": string(at.Due()), "gap": strconv.Itoa(max(days, -days))},
	}
	if s.Who != nil {
		if t.WorkerID, t.CaseID, err = s.Who(ctx, tx.Tx, personID); err != nil {
			return err
		}
	}
	if t, err = tasks.Add(ctx, tx, t); err != nil {
		return err
	}
	return tx.Update(ctx, table, at.Sentence.ID, "", trail.Set{"task_id": t.ID, "queried": pair})
}

// queryBy is the day by which the prison is asked: soon, and before the earlier of
// the two dates, when that is still to come.
func (s *Service) queryBy(ctx context.Context, at Standing) civil.Day {
	today := s.Today(ctx)
	by := today.Add(queryWithin)
	if first := min(at.Official, at.Due()); first > today {
		by = min(by, first)
	}
	return by
}

// takeBack ends the question of a sentence, where it is still open.
func takeBack(ctx context.Context, tx *trail.Tx, is Sentence) error {
	if is.taskID == "" {
		return nil
	}
	t, err := tasks.One(ctx, tx.Tx, is.taskID)
	switch {
	case fault.Is(err, fault.NotFound):
	case err != nil:
		return err
	case t.State == tasks.Open:
		if err := tasks.End(ctx, tx, t.ID, "", tasks.Replaced, ""); err != nil {
			return err
		}
	}
	return tx.Update(ctx, table, is.ID, "", trail.Set{"task_id": "", "queried": ""})
}
