package consent

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Service is what people may do with consents.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Worker is who works with a person, and in which case; "" where nobody
	// does. nil means that nobody ever does.
	Worker func(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error)
}

func (s *Service) zone(ctx context.Context) *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone(ctx)
}

// Today is the day it is where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day { return civil.Of(s.DB.Now(), s.zone(ctx)) }

// File is everything about one person's consents.
type File struct {
	Person      people.Full
	Consents    []Consent    // what was said last first
	Disclosures []Disclosure // the newest first
	Forms       []Form       // those that wait for an answer, the newest first
	Texts       []Text       // every version there is
	Purposes    []Purpose    // as the organisation uses them
	Level       Level        // how far up the ladder of publication
}

// Text returns the version of an id, the zero Text for none.
func (f File) Text(id string) Text {
	for _, t := range f.Texts {
		if t.ID == id {
			return t
		}
	}
	return Text{}
}

// Consent returns the consent a line belongs to, by the line's id, or NotFound.
func (f File) Consent(lineID string) (Consent, error) {
	for _, c := range f.Consents {
		for _, id := range c.lines {
			if id == lineID {
				return c, nil
			}
		}
	}
	return Consent{}, fault.New(fault.NotFound, "consent: line")
}

// Under lists what left on the strength of a consent: everything that went to
// the same recipient for the same purpose, also under an earlier word of theirs.
func (f File) Under(c Consent) []Disclosure {
	p, _ := purposeOf(c.Purpose)
	var list []Disclosure
	for _, d := range f.Disclosures {
		if d.Basis.Kind == "" && d.Purpose == c.Purpose && (!p.Named || d.Audience.Same(c.Audience)) {
			list = append(list, d)
		}
	}
	return list
}

// Recipients names whom disclosures went to, each once, in the order of the
// first of theirs.
func Recipients(list []Disclosure) []string {
	var names []string
	var seen []Audience
next:
	for _, d := range list {
		for _, a := range seen {
			if a.Same(d.Audience) {
				continue next
			}
		}
		seen, names = append(seen, d.Audience), append(names, d.Audience.Name)
	}
	return names
}

// Of returns the file of a person the actor may see, or NotFound. It returns
// Forbidden for an actor who may not read consents.
func (s *Service) Of(ctx context.Context, actor authz.Actor, personID string) (f File, err error) {
	if !actor.May(MayRead) {
		return f, fault.New(fault.Forbidden, "consent: of a person")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		f, err = file(ctx, tx, actor, personID)
		return err
	})
	return f, err
}

func file(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (f File, err error) {
	if f.Person, err = people.Everything(ctx, tx, actor, personID); err != nil {
		return File{}, err
	}
	if f.Consents, err = readOf(ctx, tx, personID); err != nil {
		return File{}, err
	}
	if f.Disclosures, err = disclosuresOf(ctx, tx, personID); err != nil {
		return File{}, err
	}
	forms, err := formsOf(ctx, tx, personID)
	if err != nil {
		return File{}, err
	}
	for _, form := range forms {
		if form.Open {
			f.Forms = append(f.Forms, form)
		}
	}
	if f.Texts, err = texts(ctx, tx); err != nil {
		return File{}, err
	}
	f.Level = PersonLevel(f.Consents)
	f.Purposes, err = used(ctx, tx)
	return f, err
}

// Standing is what a person's page shows of their consents.
func (s *Service) Standing(ctx context.Context, actor authz.Actor, personID string) (list []Consent, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "consent: standing")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		list, err = readOf(ctx, tx, personID)
		return err
	})
	return list, err
}

// change makes one change to the ledger of a person: it checks that the actor
// may, and puts the person's name into the sentence of the deed.
func (s *Service) change(ctx context.Context, actor authz.Actor, personID string, deed *trail.Deed, fn func(*trail.Tx, File) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, "consent: change")
	}
	deed.Kind, deed.ID = "person", personID
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		f, err := file(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": f.Person.Name}
		return fn(tx, f)
	})
}
