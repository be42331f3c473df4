package timeline

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Service is what pages and commands may do with timelines.
type Service struct {
	DB    *database.DB
	Kinds *Kinds
}

// Add writes an entry inside the transaction of whoever made it happen, and
// returns its id. It fills in id, author and moment, and the sight when none
// is given. The caller has checked that the actor may see the person. It
// returns Invalid for an entry that breaks a rule.
func Add(ctx context.Context, tx *trail.Tx, e Entry) (string, error) {
	if e.Sight == "" {
		e.Sight = SightCase
	}
	e.Body, _ = people.CleanLines(e.Body)
	e.Source, _ = people.Clean(e.Source)
	if err := fault.Check("timeline: add", e.Check()); err != nil {
		return "", err
	}
	e.ID, e.RecordedAt = ids.New(), tx.Now()
	e.AuthorID, e.AuthorName = tx.Actor.ID, tx.Actor.Name
	if err := insertEntry(ctx, tx, e); err != nil {
		return "", err
	}
	return e.ID, index(ctx, tx.Tx, e)
}

// TakeBack takes away an entry that a capability wrote of something that turned out
// otherwise or never was; the trail keeps it. One that somebody corrected, answered or
// lent since stays, for what they said of it.
func TakeBack(ctx context.Context, tx *trail.Tx, id string) error {
	n, err := restingOn(ctx, tx.Tx, id)
	if err != nil || n > 0 {
		return err
	}
	switch err := tx.Delete(ctx, entryTable, id); {
	case fault.Is(err, fault.NotFound):
		return nil
	case err != nil:
		return err
	}
	return texts.RemoveText(ctx, tx.Tx, id)
}

// Write adds an entry a person wrote by hand. It returns NotFound for a person
// the actor does not see, Forbidden for an actor who may not write, and
// Invalid for an entry without words or of a day still to come.
func (s *Service) Write(ctx context.Context, actor authz.Actor, e Entry, today string) (string, error) {
	const op = "timeline: write"
	if !actor.May(MayWrite) {
		return "", fault.New(fault.Forbidden, op)
	}
	if err := fault.Check(op, e.checkTyped(today)); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "timeline.entry.added", Kind: "person", ID: e.PersonID}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		if err = about(ctx, tx, deed, e.PersonID); err != nil {
			return err
		}
		e.ID, err = Add(ctx, tx, e)
		return err
	})
	return e.ID, err
}

// about says in a deed whom it is about. It returns NotFound for a person the
// actor does not see.
func about(ctx context.Context, tx *trail.Tx, deed *trail.Deed, personID string) error {
	p, err := people.Head(ctx, tx.Tx, tx.Actor, personID)
	deed.ID, deed.Args = personID, map[string]string{"name": p.Name}
	return err
}

// checkTyped adds the rules for what people type; today is their civil day.
func (e Entry) checkTyped(today string) []fault.Problem {
	var problems []fault.Problem
	if strings.TrimSpace(e.Body) == "" {
		problems = append(problems, fault.Problem{Field: "body", Key: "timeline.entry.body.missing"})
	}
	if today != "" && sortDay(e.On, time.Time{}) > today {
		problems = append(problems, fault.Problem{Field: "on", Key: "timeline.entry.on.ahead"})
	}
	return problems
}

// Entry returns one entry with what it said before, newest first, and what the
// person has to say to it. It returns
// NotFound when it is not there, when the actor does not see the person, and
// when it is outside the actor's sight.
func (s *Service) Entry(ctx context.Context, actor authz.Actor, id string) (Entry, []Edit, error) {
	var e Entry
	var edits []Edit
	err := s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if e, err = readable(ctx, tx, actor, id); err != nil {
			return err
		}
		if edits, err = editsOf(ctx, tx, id); err != nil {
			return err
		}
		e.Said, err = statementsOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return Entry{}, nil, err
	}
	return e, edits, nil
}

// readable returns an entry the actor may read, or NotFound.
func readable(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Entry, error) {
	e, err := entryByID(ctx, tx, id)
	if err != nil {
		return e, err
	}
	if err := people.Visible(ctx, tx, actor, e.PersonID); err != nil {
		return Entry{}, err
	}
	one := []Entry{e}
	if err := borrow(ctx, tx, actor, one); err != nil {
		return Entry{}, err
	}
	if e = one[0]; !e.Lent && !e.InSight(actor) {
		return Entry{}, fault.New(fault.NotFound, "timeline: entry")
	}
	return e, nil
}

// Correct changes what an entry says and when it was; what it said before is
// kept and shown beside it. rev is the one the form was made from. It returns
// Conflict when somebody else corrected it since, and Forbidden when it is a
// colleague's entry and the actor may not correct those.
func (s *Service) Correct(ctx context.Context, actor authz.Actor, id, rev, body string, on partialdate.Date) error {
	const op = "timeline: correct"
	deed := &trail.Deed{Action: "timeline.entry.corrected", Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		old, err := readable(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if !old.correctable(actor) {
			return fault.New(fault.Forbidden, op)
		}
		if err := about(ctx, tx, deed, old.PersonID); err != nil {
			return err
		}
		e := old
		e.Body, _ = people.CleanLines(body)
		e.On = on
		if err := fault.Check(op, e.Check()); err != nil {
			return err
		}
		if e.Body == old.Body && e.On == old.On {
			return nil
		}
		if err := keepEdit(ctx, tx, old); err != nil {
			return err
		}
		if err := updateText(ctx, tx, e, rev); err != nil {
			return err
		}
		return index(ctx, tx.Tx, e)
	})
}

func (e Entry) correctable(actor authz.Actor) bool {
	return !e.Lent && (actor.May(MayCorrect) || actor.May(MayWrite) && e.AuthorID == actor.ID)
}

// sortDay is the day an entry is ordered by: the earliest it can be, or the day
// it was written down when nobody knows.
func sortDay(on partialdate.Date, recorded time.Time) string {
	switch {
	case !on.IsZero():
		first, _ := on.Bounds()
		return string(first)
	case recorded.IsZero():
		return ""
	}
	return recorded.Format(time.DateOnly)
}
