package letters

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Service is what pages and commands may do with letters.
type Service struct {
	DB           *database.DB
	Zone         func(context.Context) *time.Location // where the organisation is; nil means UTC
	Organisation func(context.Context) string
	// Day writes a day in a language.
	Day func(lang string, day civil.Day) string
	// Worker is the name of who works with a person, "" for nobody; nil knows nobody.
	Worker func(ctx context.Context, tx *database.Tx, personID string) (string, error)
	// Active lists the people with an open case whom an actor sees; nil knows none.
	Active func(ctx context.Context, actor authz.Actor) ([]string, error)
	// Agreed says whether somebody has agreed to a purpose; nil knows of no consent.
	Agreed func(ctx context.Context, actor authz.Actor, personID, purpose string) (bool, error)
	// Heard is told of a letter to one person, so that their case knows of it; nil tells
	// nobody.
	Heard func(ctx context.Context, tx *trail.Tx, personID string, on civil.Day, out bool) error
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

func may(actor authz.Actor, what authz.Permission, op string) error {
	if !actor.May(what) || !actor.May(people.MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return nil
}

// read runs fn in a reading transaction for an actor who writes letters.
func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if err := may(actor, MayWrite, op); err != nil {
		return err
	}
	return s.DB.Read(ctx, fn)
}

// Templates lists the templates with their versions, those not offered any more last.
func (s *Service) Templates(ctx context.Context, actor authz.Actor) (list []Template, err error) {
	err = s.read(ctx, actor, "letters: templates", func(tx *database.Tx) error {
		list, err = templates(ctx, tx)
		return err
	})
	return list, err
}

// Template returns a template with its versions, or NotFound.
func (s *Service) Template(ctx context.Context, actor authz.Actor, id string) (t Template, err error) {
	err = s.read(ctx, actor, "letters: template", func(tx *database.Tx) error {
		t, err = template(ctx, tx, id)
		return err
	})
	return t, err
}

// SaveTemplate adds a template, or changes its name and whether it is offered.
func (s *Service) SaveTemplate(ctx context.Context, actor authz.Actor, t Template) (id string, err error) {
	const op = "letters.template.saved"
	if err := may(actor, MayChange, op); err != nil {
		return "", err
	}
	t.Name, _ = people.Clean(t.Name)
	switch {
	case t.Name == "":
		return "", fault.Bad(op, "name", "letters.name.missing")
	case len([]rune(t.Name)) > mostName:
		return "", fault.Bad(op, "name", "letters.long", "count", mostName)
	}
	deed := &trail.Deed{Action: op, Kind: "letters", Args: map[string]string{"name": t.Name}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if id = t.ID; id != "" {
			return tx.Update(ctx, templateTable, id, t.Rev, t.set())
		}
		id = ids.New()
		return tx.Insert(ctx, templateTable, id, t.set())
	})
	return id, err
}

// SaveVersion gives a template its words in a language, in the place of those it had.
func (s *Service) SaveVersion(ctx context.Context, actor authz.Actor, v Version) error {
	const op = "letters.version.saved"
	if err := may(actor, MayChange, op); err != nil {
		return err
	}
	v = v.clean()
	if err := fault.Check(op, v.check()); err != nil {
		return err
	}
	deed := &trail.Deed{Action: op, Kind: "letters"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		t, err := template(ctx, tx.Tx, v.TemplateID)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": t.Name, "lang": v.Lang}
		for _, had := range t.Versions {
			if had.Lang == v.Lang && had.ID != v.ID {
				return fault.Bad(op, "lang", "letters.lang.twice")
			}
		}
		if v.ID != "" {
			return tx.Update(ctx, versionTable, v.ID, v.Rev, v.set())
		}
		return tx.Insert(ctx, versionTable, ids.New(), v.set())
	})
}

// DropVersion takes the words of a language away.
func (s *Service) DropVersion(ctx context.Context, actor authz.Actor, templateID, id string) error {
	const op = "letters.version.dropped"
	if err := may(actor, MayChange, op); err != nil {
		return err
	}
	deed := &trail.Deed{Action: op, Kind: "letters"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		t, err := template(ctx, tx.Tx, templateID)
		if err != nil {
			return err
		}
		for _, v := range t.Versions {
			if v.ID == id {
				deed.Args = map[string]string{"name": t.Name, "lang": v.Lang}
				return tx.Delete(ctx, versionTable, id)
			}
		}
		return fault.New(fault.NotFound, op)
	})
}
