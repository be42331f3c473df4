package imports

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// row does with one row what was found out and decided.
func (w *saver) row(ctx context.Context, tx *trail.Tx, r sheet.Row) (err error) {
	l, special := w.lines[r.Number]
	switch {
	case special && (l.Saved || l.Open() || l.Decision == Out || l.Verdict == Refused):
		return nil
	case special && l.Verdict == Same:
		w.made[r.Number] = l.Decision
		return nil
	case !special && r.Number <= w.batch.Through:
		return nil // saved by an earlier run
	}
	d := w.reader.Read(r, l.Detail.Repairs)
	if len(d.Refused) > 0 {
		return nil // it was refused by the check, and has a line
	}
	person := l.Decision
	if l.Decision == Twin {
		twin := slices.IndexFunc(l.Detail.Maybe, func(c Candidate) bool { return c.Row > 0 })
		if person = w.made[l.Detail.Maybe[twin].Row]; person == "" {
			return nil // that row is not saved either, or was in an earlier run
		}
	}
	if special {
		l.Saved = true
		w.done = append(w.done, l)
	}
	if special && person != Add {
		if person, err = w.kept(ctx, tx, person); err != nil {
			return err
		}
		w.counts.Updated++
		w.made[r.Number] = person
		return w.update(ctx, tx, person, d)
	}
	w.counts.Created++
	return w.add(ctx, tx, d)
}

// kept is the record of somebody whose own may have become part of another
// since the row was decided.
func (w *saver) kept(ctx context.Context, tx *trail.Tx, person string) (string, error) {
	if w.s.Kept == nil {
		return person, nil
	}
	return w.s.Kept(ctx, tx.Tx, person)
}

// add records somebody new, where they are, and their case.
func (w *saver) add(ctx context.Context, tx *trail.Tx, d reading.Draft) error {
	p, err := people.Add(ctx, tx, nil, d.Person)
	if err != nil {
		return err
	}
	w.made[d.Row] = p.ID
	w.entries = append(w.entries, d.Person.Entry(p.ID))
	if err := w.rest(ctx, tx, p.ID, d); err != nil || w.batch.What != Cases {
		return err
	}
	return w.open(ctx, tx, p.ID, d)
}

// rest is what a row says beside who somebody is.
func (w *saver) rest(ctx context.Context, tx *trail.Tx, personID string, d reading.Draft) error {
	if err := w.place(ctx, tx, personID, &d); err != nil {
		return err
	}
	for _, field := range pointFields {
		on := d.Points[field]
		if on.IsZero() {
			continue
		}
		n := custody.NewMilestone{PersonID: personID, Kind: milestoneKinds[field], On: on, Source: w.batch.FileName, SourceOn: w.asOf()}
		if _, err := custody.AddMilestone(ctx, tx, n); err != nil {
			return err
		}
		if err := event.Tell(ctx, w.s.Custody.Bus, tx, custody.Dated{PersonID: personID}); err != nil {
			return err
		}
	}
	for _, line := range d.Care {
		c := people.Care{Line: line, Reason: w.batch.FileName, ReviewOn: partialdate.On(w.reader.Today.Add(reviewDays))}
		if err := people.AddCare(ctx, tx, personID, c); err != nil {
			return err
		}
	}
	if len(d.Notes) == 0 {
		return nil
	}
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: personID, Kind: timeline.KindNote, Body: joined(d.Notes), On: w.asOf(), Source: w.batch.FileName,
	})
	return err
}

func joined(notes []string) string {
	text, _ := people.CleanLines(strings.Join(notes, "\n"))
	return text
}

// reviewDays is when a take-care line that came with a file is looked at again.
const reviewDays = 90

// asOf is the day the list is of.
func (w *saver) asOf() partialdate.Date {
	return partialdate.On(cmp.Or(w.batch.Mapping.AsOf, w.reader.Today))
}

// place records where somebody is. A place we do not know is kept as a note, so
// that nothing of the file is lost.
func (w *saver) place(ctx context.Context, tx *trail.Tx, personID string, d *reading.Draft) error {
	if d.Facility == "" && d.Unit == "" {
		return nil
	}
	there := w.places.place(d.Facility, d.Region)
	if there.FacilityID == "" {
		if d.Facility != "" {
			w.counts.Places++
		}
		d.Notes = append(slices.Clip(d.Notes), strings.Trim(w.batch.Mapping.Heading(reading.Facility, reading.Unit)+": "+d.Facility+", "+d.Unit, ", "))
		return nil
	}
	n := d.Stay(personID, there.FacilityID)
	n.SourceOn = w.asOf()
	_, err := custody.Place(ctx, tx, w.s.Custody.Bus, w.reader.Today, n)
	return err
}

// open opens the case of a row. A row without a state is active.
func (w *saver) open(ctx context.Context, tx *trail.Tx, personID string, d reading.Draft) error {
	n := d.Case
	n.PersonID, n.ProgrammeID = personID, w.batch.Mapping.Programme
	n.WorkerID = w.worker(d.Worker)
	if n.IntervalDays == 0 {
		n.IntervalDays = w.batch.Mapping.Interval
	}
	if n.State == casework.Closed {
		n.ClosingReason = cmp.Or(d.Closing, w.batch.FileName)
	}
	_, err := casework.Open(ctx, tx, w.reader.Today, n)
	return err
}

// worker is the account a row names, or that of the mapping, or whoever
// imports; the program itself works on no case.
func (w *saver) worker(name string) string {
	if id, ok := w.workers[search.Fold(name)]; ok && name != "" {
		return id
	}
	if w.batch.Mapping.Worker != "" || strings.HasPrefix(w.actor.ID, "system:") {
		return w.batch.Mapping.Worker
	}
	return w.actor.ID
}

// update gives somebody we know what is new in a row.
func (w *saver) update(ctx context.Context, tx *trail.Tx, personID string, d reading.Draft) error {
	differences, err := w.s.compare(ctx, tx.Tx, w.actor, w.batch, w.places, personID, d)
	if err != nil {
		return err
	}
	gain, more, file := people.Gain{Source: w.batch.FileName}, reading.Draft{Region: d.Region, Since: d.Since, Person: people.NewPerson{Source: d.Person.Source}}, ""
	for _, diff := range differences {
		if diff.Kept != "" {
			continue
		}
		switch diff.What {
		case whatCase, whatContact:
			file = diff.What
		default:
			gather(&gain, &more, diff, d)
		}
	}
	if err := people.Enrich(ctx, tx, w.s.Index, personID, gain); err != nil {
		return err
	}
	if err := w.rest(ctx, tx, personID, more); err != nil {
		return err
	}
	switch file {
	case whatCase:
		return w.open(ctx, tx, personID, d)
	case whatContact:
		return w.contact(ctx, tx, personID, d)
	}
	return nil
}

// gather sorts what a row adds to somebody.
func gather(gain *people.Gain, more *reading.Draft, diff Difference, d reading.Draft) {
	switch diff.What {
	case whatName:
		gain.Names = append(gain.Names, diff.To)
	case whatNumber:
		at := slices.IndexFunc(d.Person.Numbers, func(n people.Number) bool { return n.Text == diff.To })
		gain.Numbers = append(gain.Numbers, d.Person.Numbers[at])
	case whatBorn:
		gain.Born = d.Person.Born
	case whatLanguage:
		at := slices.IndexFunc(d.Person.Languages, func(l people.Language) bool { return l.Lang == diff.To })
		gain.Languages = append(gain.Languages, d.Person.Languages[at])
	case whatCare:
		more.Care = append(more.Care, diff.To)
	case whatNote:
		more.Notes = d.Notes
	case whatPlace, whatUnit:
		more.Facility, more.Unit = d.Facility, d.Unit
	}
	if kind, ok := strings.CutPrefix(diff.What, whatFact+"."); ok {
		gain.Facts = append(gain.Facts, people.Fact{Kind: kind, Value: diff.To})
	}
	if on, ok := d.Points[reading.Field(diff.What)]; ok {
		more.Point(reading.Field(diff.What), on)
	}
}

// contact keeps a later word than ours.
func (w *saver) contact(ctx context.Context, tx *trail.Tx, personID string, d reading.Draft) error {
	c, err := casework.OpenCaseOf(ctx, tx.Tx, personID, w.batch.Mapping.Programme)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return casework.BringContact(ctx, tx, w.reader.Today, c, d.Case.LastContactOn, d.Case.LastContactHow)
}
