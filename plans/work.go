package plans

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

func hoursText(o Offset) string { return strconv.Itoa(o.Hours()) }
func daysText(o Offset) string  { return strconv.Itoa(o.Days()) }

// NeedForm is what is entered of a need. What is not the form's stays as it is.
type NeedForm struct {
	Title      string // of one in own words; the words of a kind are not changed
	Due        Offset
	Must       bool
	OwnerID    string // an account, or
	OwnerName  string // somebody outside
	State      NeedState
	Note       string
	SupplyDays int
}

func (n *NeedForm) clean() {
	n.Title, _ = people.Clean(n.Title)
	n.OwnerName, _ = people.Clean(n.OwnerName)
	n.Note, _ = people.CleanLines(n.Note)
}

func (n NeedForm) check(own bool) []fault.Problem {
	return fault.Broken(
		fault.When(own && n.Title == "", "title", "plans.need.title.missing"), fault.When(!n.Due.Valid(), "due", "plans.need.due.invalid"),
		fault.When(!slices.Contains(NeedStates(), n.State), "state", "plans.need.state.unknown"), fault.When(n.SupplyDays < 0 || n.SupplyDays > maxSupply, "supply", "plans.need.supply.invalid"),
		long("title", n.Title, maxLine), long("owner_name", n.OwnerName, maxLine), long("note", n.Note, maxNote),
	)
}

// AddNeed adds a need in somebody's own words, or one of the outline's that was left out.
func (s *Service) AddNeed(ctx context.Context, actor authz.Actor, personID, key string, in NeedForm) error {
	in.clean()
	in.State = cmp.Or(in.State, Todo)
	return s.open(ctx, actor, "plans.need.added", personID, func(tx *trail.Tx, deed *trail.Deed, p Plan) error {
		n := Need{ID: ids.New(), PlanID: p.ID, PersonID: p.PersonID, Key: key}
		if key != "" {
			outline, _ := OutlineOf(p.Outline)
			heading, kind, known := outline.Kind(key)
			if !known {
				return fault.Bad("plans: add need", "kind", "plans.need.unknown")
			}
			n.Heading, n.Must, n.First, in.Due = heading, kind.Must, kind.First, cmp.Or(in.Due, kind.Due)
			if twice, err := hasKind(ctx, tx.Tx, p.ID, key); err != nil || twice {
				return fault.OrBad(err, "plans", "kind", "plans.need.twice")
			}
		}
		if err := fault.Check("plans: add need", in.check(key == "")); err != nil {
			return err
		}
		if err := s.apply(ctx, tx, p, &n, in); err != nil {
			return err
		}
		if err := tx.Insert(ctx, needTable, n.ID, n.set()); err != nil {
			return err
		}
		_, err := s.sync(ctx, tx, p)
		return err
	})
}

func hasKind(ctx context.Context, tx *database.Tx, planID, key string) (bool, error) {
	list, err := needsOf(ctx, tx, planID)
	return slices.ContainsFunc(list, func(n Need) bool { return n.Key == key }), err
}

// apply writes what was entered into a need.
func (s *Service) apply(ctx context.Context, tx *trail.Tx, p Plan, n *Need, in NeedForm) (err error) {
	if n.Key == "" {
		n.Title = in.Title
	}
	if in.OwnerID != "" {
		if in.OwnerName, err = accountName(ctx, tx.Tx, in.OwnerID); err != nil {
			return err
		}
	}
	if in.OwnerID == "" && in.OwnerName == "" {
		in.OwnerID = p.WorkerID
	}
	if n.State != in.State {
		n.StateOn = s.Now(ctx).On
	}
	n.Due, n.Must, n.OwnerID, n.OwnerName, n.State, n.Note, n.SupplyDays = in.Due, in.Must || n.Must && n.Key != "", in.OwnerID, in.OwnerName, in.State, in.Note, in.SupplyDays
	return nil
}

// ChangeNeed changes a need. It returns Conflict when somebody changed it since rev.
func (s *Service) ChangeNeed(ctx context.Context, actor authz.Actor, personID, id, rev string, in NeedForm) error {
	in.clean()
	return s.open(ctx, actor, "plans.need.changed", personID, func(tx *trail.Tx, _ *trail.Deed, p Plan) error {
		n, err := needByID(ctx, tx.Tx, p.ID, id)
		if err != nil {
			return err
		}
		if err := fault.Check("plans: change need", in.check(n.Key == "")); err != nil {
			return err
		}
		if err := s.apply(ctx, tx, p, &n, in); err != nil {
			return err
		}
		if err := tx.Update(ctx, needTable, n.ID, rev, n.set()); err != nil {
			return err
		}
		_, err = s.sync(ctx, tx, p)
		return err
	})
}

// Settle says in one press how far a need is.
func (s *Service) Settle(ctx context.Context, actor authz.Actor, personID, id, rev string, state NeedState) error {
	if !slices.Contains(NeedStates(), state) {
		return fault.Bad("plans: settle", "state", "plans.need.state.unknown")
	}
	return s.open(ctx, actor, "plans.need."+string(state), personID, func(tx *trail.Tx, _ *trail.Deed, p Plan) error {
		n, err := needByID(ctx, tx.Tx, p.ID, id)
		if err != nil {
			return err
		}
		if err := tx.Update(ctx, needTable, n.ID, rev, trail.Set{"state": string(state), "state_on": string(s.Now(ctx).On)}); err != nil {
			return err
		}
		_, err = s.sync(ctx, tx, p)
		return err
	})
}

// Say says what became of a call: Reached, NotReached for good, or Awaited for one more
// try. Somebody who is not reached goes to whoever is on duty at once.
func (s *Service) Say(ctx context.Context, actor authz.Actor, personID, id, rev string, state CallState, note string) error {
	note, _ = people.CleanLines(note)
	if err := fault.Check("plans: say", fault.Broken(fault.When(state != Reached && state != NotReached && state != Awaited, "state", "plans.call.state.missing"), long("note", note, maxNote))); err != nil {
		return err
	}
	return s.open(ctx, actor, "plans.call."+string(state), personID, func(tx *trail.Tx, _ *trail.Deed, p Plan) error {
		c, err := callByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if c.PlanID != p.ID {
			return fault.New(fault.NotFound, "plans: call")
		}
		c.State, c.Tries, c.Note = state, c.Tries+1, note
		if state != Awaited {
			c.SaidAt, c.SaidBy = tx.Now(), actor.Name
		}
		return s.said(ctx, tx, p, c, rev)
	})
}

func (s *Service) said(ctx context.Context, tx *trail.Tx, p Plan, c Call, rev string) (err error) {
	switch {
	case c.State == NotReached && c.alarmID == "":
		if c.alarmID, err = s.alarm(ctx, tx, p.PersonID, c.After); err != nil {
			return err
		}
		c.Alarmed = tx.Now()
	case c.State == Reached && c.alarmID != "":
		if err := tasks.EndIfOpen(ctx, tx, c.alarmID); err != nil {
			return err
		}
	}
	if err := tx.Update(ctx, callTable, c.ID, rev, c.set()); err != nil {
		return err
	}
	if _, err := s.sync(ctx, tx, p); err != nil {
		return err
	}
	return s.note(ctx, tx, p, "plans.entry.call."+string(c.State), map[string]string{"hours": hoursText(c.After)})
}

// SayOutcome says how it went.
func (s *Service) SayOutcome(ctx context.Context, actor authz.Actor, personID, rev string, in Outcome) error {
	in.Note, _ = people.CleanLines(in.Note)
	if in.Contact == Lost {
		in.Living, in.Income = "", ""
	}
	if err := fault.Check("plans: outcome", in.check()); err != nil {
		return err
	}
	return s.open(ctx, actor, "plans.outcome.said", personID, func(tx *trail.Tx, deed *trail.Deed, p Plan) error {
		list, err := outcomesOf(ctx, tx.Tx, p.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(o Outcome) bool { return o.ID == in.ID })
		if i < 0 {
			return fault.New(fault.NotFound, "plans: outcome")
		}
		o := list[i]
		if at, _ := o.After.From(p.Home); !p.Went || at == "" {
			return fault.Bad("plans: outcome", "contact", "plans.outcome.early")
		}
		o.Contact, o.Living, o.Income, o.Note, o.SaidOn, o.SaidBy = in.Contact, in.Living, in.Income, in.Note, s.Now(ctx).On, actor.Name
		if err := tx.Update(ctx, outcomeTable, o.ID, rev, o.set()); err != nil {
			return err
		}
		deed.Args["days"] = daysText(o.After)
		if _, err := s.sync(ctx, tx, p); err != nil {
			return err
		}
		return s.note(ctx, tx, p, "plans.entry.outcome."+string(o.Contact), map[string]string{"days": daysText(o.After)})
	})
}
