package penpals

import (
	"cmp"
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Asked is what is known before somebody is put on the list.
type Asked struct {
	Person people.Full
	Listed *Inside // on the list already; nil when they are not
	Agreed bool    // to be listed and told of
}

// Asking returns what is known of somebody who may ask for a pen pal, or NotFound.
func (s *Service) Asking(ctx context.Context, actor authz.Actor, personID string) (a Asked, err error) {
	err = s.read(ctx, actor, "penpals: asking", func(tx *database.Tx) error {
		if a.Person, err = people.Everything(ctx, tx, actor, personID); err != nil {
			return err
		}
		if a.Listed, err = listedInside(ctx, tx, personID); err != nil {
			return err
		}
		err = agrees(ctx, tx, personID)
		a.Agreed = err == nil
		if fault.Is(err, fault.Forbidden) {
			err = nil
		}
		return err
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, personID)
	}
	return a, err
}

// List puts somebody who agreed to it on the list of those inside who wait, or changes
// what stands there. Whoever withdrew comes back with the day they ask again. It returns
// Forbidden, with why, for somebody who has not agreed, and NotFound for one the actor
// does not see.
func (s *Service) List(ctx context.Context, actor authz.Actor, i Inside) error {
	today := s.Today(ctx)
	i = i.clean()
	i.AskedOn = cmp.Or(i.AskedOn, today)
	if err := fault.Check("penpals: list", i.check(today)); err != nil {
		return err
	}
	return s.about(ctx, actor, "penpals.inside."+string(i.State), i.PersonID, func(tx *trail.Tx, _ *trail.Deed, _ people.Person) error {
		if i.State == Waiting {
			if err := agrees(ctx, tx.Tx, i.PersonID); err != nil {
				return err
			}
		}
		was, err := listedInside(ctx, tx.Tx, i.PersonID)
		if err != nil {
			return err
		}
		i.StateOn, i.AuthorName = today, actor.Name
		if was == nil {
			return tx.Insert(ctx, insideTable, ids.New(), i.set())
		}
		if was.State == i.State {
			i.StateOn = was.StateOn
		}
		return tx.Update(ctx, insideTable, was.ID, i.Rev, i.set())
	})
}

// SaveWriter adds somebody who writes, or changes what is known of them. home is where
// they live: it is kept apart, and printed nowhere; "" keeps none.
func (s *Service) SaveWriter(ctx context.Context, actor authz.Actor, w Writer, home string) (id string, err error) {
	today := s.Today(ctx)
	w = w.clean()
	w.AskedOn = cmp.Or(w.AskedOn, today)
	home, _ = people.CleanLines(home)
	home = strings.TrimSpace(home)
	if err := fault.Check("penpals: save writer", append(w.check(today), fault.Broken(long("home", home, maxWords))...)); err != nil {
		return "", err
	}
	action := "penpals.writer." + string(w.State)
	deed := &trail.Deed{Action: action, Kind: "penpals", Args: map[string]string{"who": w.Name}}
	err = s.write(ctx, actor, MayWrite, deed, func(tx *trail.Tx) error {
		if w.AccountID != "" {
			if err := active(ctx, tx.Tx, w.AccountID); err != nil {
				return err
			}
		}
		if id, err = saveWriter(ctx, tx, w, actor, s.Today(ctx)); err != nil {
			return err
		}
		deed.ID = id
		return keepHome(ctx, tx, id, home)
	})
	return id, err
}

// ForgetWriter takes away what is known of somebody who writes no more: where they live,
// how to reach them, and what they said of themselves, in the record and in its trail. The
// name stays, for it says to whom something of others was told. It cannot be undone. It
// returns Invalid for a writer who still writes to somebody.
func (s *Service) ForgetWriter(ctx context.Context, actor authz.Actor, id, rev string) error {
	const op = "penpals.writer.forgotten"
	deed := &trail.Deed{Action: op, Kind: "penpals", ID: id, Irrevocable: true}
	return s.write(ctx, actor, MayManage, deed, func(tx *trail.Tx) error {
		w, err := writer(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		counts, err := runningCounts(ctx, tx.Tx)
		if err != nil {
			return err
		}
		if counts.writers[id] > 0 {
			return fault.Bad(op, "", "penpals.writer.writes")
		}
		deed.Args["who"] = w.Name
		if err := keepHome(ctx, tx, id, ""); err != nil {
			return err
		}
		w.AccountID, w.Way, w.AuthorName = "", "", actor.Name
		w.Profile = Profile{Most: w.Most, AskedOn: w.AskedOn, State: Withdrawn, StateOn: s.Today(ctx)}
		if err := tx.Update(ctx, writerTable, id, rev, w.set()); err != nil {
			return err
		}
		_, err = tx.Forget(ctx)
		return err
	})
}

// Writer returns somebody who writes, with where they live, or NotFound.
func (s *Service) Writer(ctx context.Context, actor authz.Actor, id string) (w Writer, home string, err error) {
	err = s.read(ctx, actor, "penpals: writer", func(tx *database.Tx) error {
		if w, err = writer(ctx, tx, id); err != nil || !actor.May(MayWrite) {
			return err
		}
		home, err = homeOf(ctx, tx, id)
		return err
	})
	return w, home, err
}
