package consent

import (
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Form is a form on paper that goes to somebody to be signed.
type Form struct {
	ID, Rev  string
	PersonID string
	Purpose  string
	Audience Audience
	Classes  Classes
	Months   int // how long it holds from the day it is signed
	Lang     string
	TextID   string
	AskedAt  time.Time
	AskedBy  string // the name of who printed it
	Open     bool   // it has not come back, and nobody gave it up
}

func (f Form) check(list []Text) error {
	var p problems
	purpose, known := purposeOf(f.Purpose)
	p.when(!known, "purpose", "consent.purpose.missing")
	p.when(purpose.Named && f.Audience.Name == "" && f.Audience.PersonID == "", "audience", "consent.audience.missing")
	p.when(f.Classes == 0, "class", "consent.class.missing")
	p.when(f.Months < 1 || f.Months > MaxMonths, "months", "consent.months.range", "high", MaxMonths)
	p.when(!slices.Contains(tongues.Codes(), f.Lang), "lang", "consent.lang.missing")
	p.when(known && f.Lang != "" && Newest(list, f.Purpose, f.Lang).ID == "", "lang", "consent.lang.none")
	p.long("audience", f.Audience.Name, maxShort)
	return fault.Check("consent: form", p)
}

// AskOnPaper keeps that a form goes to somebody, with the newest text in their
// language, and returns its id. It returns Invalid for a form that says too
// little, and where there is no text in that language yet.
func (s *Service) AskOnPaper(ctx context.Context, actor authz.Actor, form Form) (id string, err error) {
	form.Audience = Terms{Purpose: form.Purpose, Audience: form.Audience}.clean().Audience
	err = s.change(ctx, actor, form.PersonID, &trail.Deed{Action: "consent.form.printed"}, func(tx *trail.Tx, f File) error {
		if err := form.check(f.Texts); err != nil {
			return err
		}
		if form.Audience, err = known(ctx, tx.Tx, actor, f.Person, form.Audience); err != nil {
			return err
		}
		form.ID, form.TextID = ids.New(), Newest(f.Texts, form.Purpose, form.Lang).ID
		id = form.ID
		return insertForm(ctx, tx, form)
	})
	return id, err
}

// Paper is a form with all that is printed on it.
type Paper struct {
	Form
	Person people.Person
	Text   Text
}

// Paper returns a form of somebody the actor may see, or NotFound.
func (s *Service) Paper(ctx context.Context, actor authz.Actor, personID, formID string) (p Paper, err error) {
	if !actor.May(MayRead) {
		return p, fault.New(fault.Forbidden, "consent: paper")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if p.Person, err = people.Head(ctx, tx, actor, personID); err != nil {
			return err
		}
		if p.Form, err = formByID(ctx, tx, personID, formID); err != nil {
			return err
		}
		all, err := texts(ctx, tx)
		p.Text = File{Texts: all}.Text(p.TextID)
		return err
	})
	return p, err
}

// GiveUp says that a form never came back. It returns Conflict for one that was
// answered or given up already.
func (s *Service) GiveUp(ctx context.Context, actor authz.Actor, personID, formID string) error {
	return s.change(ctx, actor, personID, &trail.Deed{Action: "consent.form.lost"}, func(tx *trail.Tx, _ File) error {
		form, err := formByID(ctx, tx.Tx, personID, formID)
		if err != nil {
			return err
		}
		if !form.Open {
			return fault.New(fault.Conflict, "consent: give up")
		}
		return tx.Update(ctx, formTable, formID, form.Rev, trail.Set{"ended_at": database.Micros(tx.Now())})
	})
}
