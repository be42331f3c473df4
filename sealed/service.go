package sealed

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff"
)

// Service is what people may do with sealed matters.
type Service struct{ DB *database.DB }

// head is what a matter is, locked.
type head struct {
	Sort  Sort   `json:"sort"`
	Title string `json:"title"`
}

// opened is a matter whose key is at hand.
type opened struct {
	matterRow
	head
	key   key
	named []namedRow
}

// missing is the answer to everybody who is not to know.
func missing(op string) error { return fault.New(fault.NotFound, "sealed: "+op) }

// allowed asks the one decision about a matter. Being named is what its class
// asks for (C5), so no other right stands in for it.
func allowed(ctx context.Context, tx *database.Tx, actor authz.Actor, matterID string, do authz.Action) (bool, error) {
	named, barred, err := standing(ctx, tx, actor.ID, matterID)
	return actor.Can(do, authz.Resource{Sealed: true, Named: named, Barred: barred, Granted: named}).Allowed, err
}

// open opens a matter for a reader: NotFound when they are not named, are kept
// out by a conflict of interest, or hold no key to it.
func (s *Service) open(ctx context.Context, tx *database.Tx, r Reader, id string, do authz.Action) (o opened, err error) {
	ok, err := allowed(ctx, tx, r.Actor, id, do)
	if err != nil {
		return o, err
	}
	if !ok {
		return o, missing("open")
	}
	if o.matterRow, err = matterByID(ctx, tx, id); err != nil {
		return o, err
	}
	if o.named, err = namedIn(ctx, tx, id); err != nil {
		return o, err
	}
	return o, o.unlock(r)
}

// unlock opens the head with the reader's key.
func (o *opened) unlock(r Reader) (err error) {
	if o.key, err = unwrap(o.wrapped, r.Half); err != nil {
		return missing("unlock")
	}
	text, err := o.key.unlock(o.matterRow.head, o.id)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, &o.head)
}

// List lists the matters the reader is named in, what was last written first.
func (s *Service) List(ctx context.Context, r Reader) (list []Line, err error) {
	if !r.Actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "sealed: list")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		mine, err := linesOf(ctx, tx, r.Actor.ID)
		if err != nil {
			return err
		}
		for _, m := range mine {
			l, ok, err := s.line(ctx, tx, r, m)
			if err != nil {
				return err
			}
			if ok {
				list = append(list, l)
				trail.Saw(ctx, trail.List, Thing(l.ID))
			}
		}
		return nil
	})
	return list, err
}

// line is a matter on the list; not ok when a conflict of interest keeps the
// reader out.
func (s *Service) line(ctx context.Context, tx *database.Tx, r Reader, m lineRow) (l Line, ok bool, err error) {
	if ok, err = allowed(ctx, tx, r.Actor, m.id, authz.Action{Needs: MayRead}); err != nil || !ok {
		return l, false, err
	}
	l = Line{ID: m.id, Last: m.last, New: m.fresh()}
	o := opened{matterRow: m.matterRow}
	switch err := o.unlock(r); {
	case fault.Is(err, fault.NotFound):
		l.Shut = true
	case err != nil:
		return l, false, err
	}
	l.Sort, l.Title = o.Sort, o.Title
	return l, true, nil
}

// News reports whether something waits for an actor in a matter they are named
// in. It needs no key, and says neither how much nor where.
func (s *Service) News(ctx context.Context, actor authz.Actor) (waits bool, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		mine, err := linesOf(ctx, tx, actor.ID)
		for _, m := range mine {
			if waits || err != nil {
				break
			}
			if m.fresh() {
				waits, err = allowed(ctx, tx, actor, m.id, authz.Action{Needs: MayRead})
			}
		}
		return err
	})
	return waits, err
}

// Matter returns a matter as the reader reads it, and says that it was read.
func (s *Service) Matter(ctx context.Context, r Reader, id string) (m Matter, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		o, err := s.open(ctx, tx, r, id, authz.Action{Needs: MayRead})
		if err != nil {
			return err
		}
		m, err = s.read(ctx, tx, r, o)
		return err
	})
	if err == nil {
		trail.Saw(ctx, trail.Page, Thing(id))
	}
	return m, err
}

// most is how many deeds and readings of a matter are shown.
const most = 100

func (s *Service) read(ctx context.Context, tx *database.Tx, r Reader, o opened) (m Matter, err error) {
	m = Matter{ID: o.id, Sort: o.Sort, Title: o.Title}
	for _, n := range o.named {
		m.Named = append(m.Named, Named{ID: n.id, AccountID: n.accountID, Account: n.account, At: n.at, Opens: n.opens(), Renewed: n.alive && !n.present})
	}
	rows, err := entriesOf(ctx, tx, o.id)
	if err != nil {
		return m, err
	}
	for _, row := range rows {
		e, err := o.entry(row)
		if err != nil {
			return m, err
		}
		m.Entries = append(m.Entries, e)
	}
	if m.About, err = aboutOf(ctx, tx, r.Actor, o.id); err != nil {
		return m, err
	}
	if m.Against, err = againstOf(ctx, tx, o.id); err != nil {
		return m, err
	}
	if m.Deeds, err = trail.Of(ctx, tx, Subject, o.id, most); err != nil {
		return m, err
	}
	if m.Readers, err = trail.Readings(ctx, tx, Thing(o.id), most); err != nil {
		return m, err
	}
	now, err := presentRecovery(ctx, tx)
	m.OldSheets = now != nil && now.ID != o.recoveryID
	return m, err
}

func (o opened) entry(row entryRow) (e Entry, err error) {
	text, err := o.key.unlock(row.body, row.id)
	if err != nil {
		return e, err
	}
	err = json.Unmarshal(text, &e)
	e.ID, e.At = row.id, row.at
	return e, err
}

// Colleagues lists who can be named: everybody at work here who has a key.
func (s *Service) Colleagues(ctx context.Context, actor authz.Actor) (list []Colleague, err error) {
	if !actor.May(MayWrite) {
		return nil, fault.New(fault.Forbidden, "sealed: colleagues")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		all, err := staff.KeyHolders(ctx, tx)
		for _, h := range all {
			if h.KeyID != "" {
				list = append(list, Colleague{AccountID: h.AccountID, Name: h.Account})
			}
		}
		return err
	})
	return list, err
}

// Everybody lists the living accounts: whom a matter can be about.
func (s *Service) Everybody(ctx context.Context, actor authz.Actor) (list []Colleague, err error) {
	if !actor.May(MayWrite) {
		return nil, fault.New(fault.Forbidden, "sealed: everybody")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		all, err := staff.KeyHolders(ctx, tx)
		for _, h := range all {
			list = append(list, Colleague{AccountID: h.AccountID, Name: h.Account})
		}
		return err
	})
	return list, err
}

// holder is a living account that can be named, or a problem of the field.
func holder(ctx context.Context, tx *database.Tx, account, field string) (staff.KeyHolder, error) {
	all, err := staff.KeyHolders(ctx, tx)
	if err != nil {
		return staff.KeyHolder{}, err
	}
	i := slices.IndexFunc(all, func(h staff.KeyHolder) bool { return h.AccountID == account })
	switch {
	case i < 0:
		return staff.KeyHolder{}, fault.Bad("sealed: name", field, "sealed.account.missing")
	case all[i].KeyID == "":
		return staff.KeyHolder{}, fault.Bad("sealed: name", field, "sealed.account.keyless", "name", all[i].Account)
	}
	return all[i], nil
}
