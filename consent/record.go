package consent

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Answer is what somebody said when they were asked.
type Answer struct {
	PersonID string
	Act      Act // Give or Refuse
	Terms
	FormID string // the paper it came back on
	Of     string // the line it corrects, "" for a new word of theirs
	Why    string // why it is corrected
}

// Record adds what somebody said to the ledger and returns the line's id. With
// Of it corrects a line: both stay, and the new one counts. It returns Invalid
// with every problem found, NotFound for a line that is not theirs, and
// Conflict for a paper that was answered already.
func (s *Service) Record(ctx context.Context, actor authz.Actor, a Answer) (id string, err error) {
	a.Terms = a.clean()
	deed := &trail.Deed{Action: "consent.refused"}
	if a.Act == Give {
		deed.Action = "consent.given"
	}
	if a.Of != "" {
		deed.Action = "consent.corrected"
	}
	err = s.change(ctx, actor, a.PersonID, deed, func(tx *trail.Tx, f File) error {
		e, err := s.answer(ctx, tx, f, a)
		if err != nil {
			return err
		}
		id = e.ID
		return s.settle(ctx, tx, a.PersonID)
	})
	return id, err
}

// answer checks what was said and writes its line, with its place on the
// timeline and the reminder of its end.
func (s *Service) answer(ctx context.Context, tx *trail.Tx, f File, a Answer) (Entry, error) {
	var err error
	if a.Audience, err = known(ctx, tx.Tx, tx.Actor, f.Person, a.Audience); err != nil {
		return Entry{}, err
	}
	if err := a.fits(f, s.Today(ctx)); err != nil {
		return Entry{}, err
	}
	e := s.line(ctx, tx, a.PersonID, a.Act, a.Of)
	e.Terms, e.Note, e.FormID = a.Terms, a.Why, a.FormID
	e.FromAt = e.From.Start(s.zone(ctx))
	if e.Act == Give {
		e.UntilAt = e.Until.Add(1).Start(s.zone(ctx))
		if e.TaskID, err = s.remind(ctx, tx, e); err != nil {
			return Entry{}, err
		}
	} else {
		e.Classes, e.Until = Of(AllClasses()...), "" // a no is a no to all of it
	}
	if err := insertEntry(ctx, tx, e); err != nil {
		return Entry{}, err
	}
	return e, tell(ctx, tx, e, "consent.line."+string(e.Act)+"."+e.Purpose, e.From, e.Limits)
}

// fits returns what is wrong with an answer, held against what is there.
func (a *Answer) fits(f File, today civil.Day) error {
	const op = "consent: record"
	p := a.check(a.Act, today)
	if a.Of == "" {
		inUse := slices.ContainsFunc(f.Purposes, func(u Purpose) bool { return u.Key == a.Purpose && u.Used })
		p.when(!inUse && !slices.ContainsFunc(p, func(x fault.Problem) bool { return x.Field == "purpose" }), "purpose", "consent.purpose.unused")
	}
	if t := f.Text(a.TextID); a.TextID != "" {
		p.when(t.Purpose != a.Purpose || t.Lang != a.Lang, "text", "consent.text.other")
	}
	if err := fault.Check(op, p); err != nil {
		return err
	}
	if a.FormID != "" && !slices.ContainsFunc(f.Forms, func(form Form) bool { return form.ID == a.FormID }) {
		return fault.New(fault.Conflict, op)
	}
	return a.corrects(f)
}

// corrects checks the line an answer corrects: the newest of its consent, and
// not one that was never said.
func (a *Answer) corrects(f File) (err error) {
	const op = "consent: correct"
	if a.Of == "" {
		return nil
	}
	if a.Why, err = why(op, "why", a.Why); err != nil {
		return err
	}
	c, err := f.Consent(a.Of)
	switch {
	case err != nil:
		return err
	case c.ID != a.Of, c.Mistake != nil:
		return fault.New(fault.Conflict, op)
	}
	return nil
}

// known gives a recipient of the record their name: one who is around the
// person, or whom the actor may see.
func known(ctx context.Context, tx *database.Tx, actor authz.Actor, person people.Full, a Audience) (Audience, error) {
	if a.PersonID == "" {
		return a, nil
	}
	for _, r := range person.Around {
		if r.Other.ID == a.PersonID {
			return Audience{r.Other.ID, r.Other.Name}, nil
		}
	}
	other, err := people.Head(ctx, tx, actor, a.PersonID)
	return Audience{other.ID, other.Name}, err
}

// line begins a line of the ledger.
func (s *Service) line(ctx context.Context, tx *trail.Tx, personID string, act Act, of string) Entry {
	return Entry{
		ID: ids.New(), PersonID: personID, Act: act, Of: of, Terms: Terms{From: s.Today(ctx)}, FromAt: tx.Now(),
		RecordedAt: tx.Now(), RecordedBy: tx.Actor.ID, RecordedName: tx.Actor.Name,
	}
}

// tell puts a line on the person's timeline.
func tell(ctx context.Context, tx *trail.Tx, e Entry, titleKey string, on civil.Day, body string) error {
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: e.PersonID, Kind: KindLine, TitleKey: titleKey, TitleArgs: map[string]string{"whom": e.Audience.Name},
		Body: body, On: partialdate.On(on), Link: timeline.Link{Kind: entryTable, ID: e.ID},
	})
	return err
}

// remind puts the end of a consent on the list of the person's worker, to be
// seen from Notice days before. One that is over needs no reminder.
func (s *Service) remind(ctx context.Context, tx *trail.Tx, e Entry) (taskID string, err error) {
	today := s.Today(ctx)
	if e.Until < today {
		return "", nil
	}
	t := tasks.Task{PersonID: e.PersonID, Kind: TaskEnds, DueOn: e.Until, Link: tasks.Link{Kind: entryTable, ID: e.ID}}
	if on := remindOn(e.Until); on > today {
		t.WaitUntil = on
	}
	return s.give(ctx, tx, t)
}

// give hands a task to whoever works with the person, or to the actor where
// nobody does.
func (s *Service) give(ctx context.Context, tx *trail.Tx, t tasks.Task) (id string, err error) {
	if s.Worker != nil {
		if t.WorkerID, t.CaseID, err = s.Worker(ctx, tx.Tx, t.PersonID); err != nil {
			return "", err
		}
	}
	if t.WorkerID == "" {
		t.WorkerID = tx.Actor.ID
	}
	t, err = tasks.Add(ctx, tx, t)
	return t.ID, err
}

// settle ends the reminders of consents that allow nothing any more, and of
// what was corrected.
func (s *Service) settle(ctx context.Context, tx *trail.Tx, personID string) error {
	consents, err := readOf(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	for _, c := range consents {
		for i, id := range c.reminders {
			if c.Live() && i == len(c.reminders)-1 {
				continue
			}
			if err := finish(ctx, tx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish ends a task that has nothing to say any more, unless it has ended.
func finish(ctx context.Context, tx *trail.Tx, taskID string) error {
	t, err := tasks.One(ctx, tx.Tx, taskID)
	if err != nil || t.State != tasks.Open {
		return err
	}
	return tasks.End(ctx, tx, taskID, "", tasks.Replaced, "")
}
