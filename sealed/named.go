package sealed

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
)

// Name lets a colleague read a matter, from its first word on. Somebody who is
// named already and whose key was made anew is named again with the new one. It
// returns Invalid for somebody the matter is about, or who has a conflict of
// interest with somebody it is about.
func (s *Service) Name(ctx context.Context, r Reader, id, account string) error {
	return s.change(ctx, r, "sealed.matter.named", id, func(tx *trail.Tx, d *trail.Deed, o *opened) error {
		if err := o.add(ctx, tx, account, "account"); err != nil {
			return err
		}
		d.Args["of"] = o.of(account)
		return o.save(ctx, tx)
	})
}

// add names an account with its present key; field is the input of the problem.
func (o *opened) add(ctx context.Context, tx *trail.Tx, account, field string) error {
	h, err := holder(ctx, tx.Tx, account, field)
	if err != nil {
		return err
	}
	if _, barred, err := standing(ctx, tx.Tx, account, o.id); err != nil {
		return err
	} else if barred {
		return fault.Bad("sealed: name", field, "sealed.account.barred", "name", h.Account)
	}
	n := namedRow{accountID: account, account: h.Account, keyID: h.KeyID, recipient: h.Recipient, at: tx.Now(), alive: true, present: true}
	set := trail.Set{"key_id": h.KeyID, "at": database.Micros(n.at)}
	if i := o.index(account); i >= 0 {
		n.id = o.named[i].id
		o.named[i] = n
		return tx.Update(ctx, namedTable, n.id, "", set)
	}
	n.id = ids.New()
	o.named = append(o.named, n)
	set["matter_id"], set["account_id"] = o.id, account
	return tx.Insert(ctx, namedTable, n.id, set)
}

func (o *opened) index(account string) int {
	return slices.IndexFunc(o.named, func(n namedRow) bool { return n.accountID == account })
}

// of is the name of somebody named, for the sentence of a deed.
func (o *opened) of(account string) string {
	if i := o.index(account); i >= 0 {
		return o.named[i].account
	}
	return ""
}

// Unname ends that a colleague, or the reader, reads a matter. All of it gets a
// new key. It returns Invalid when nobody would be left who can open it.
func (s *Service) Unname(ctx context.Context, r Reader, id, account string) error {
	return s.change(ctx, r, "sealed.matter.unnamed", id, func(tx *trail.Tx, d *trail.Deed, o *opened) error {
		if o.index(account) < 0 {
			return missing("unname")
		}
		d.Args["of"] = o.of(account)
		return o.remove(ctx, tx, account)
	})
}

func (o *opened) remove(ctx context.Context, tx *trail.Tx, account string) error {
	i := o.index(account)
	row := o.named[i].id
	o.named = slices.Delete(o.named, i, i+1)
	if !slices.ContainsFunc(o.named, namedRow.opens) {
		return fault.Bad("sealed: unname", "account", "sealed.account.last")
	}
	if err := tx.Delete(ctx, namedTable, row); err != nil {
		return err
	}
	return o.rekey(ctx, tx)
}

// Against says that a matter is about a colleague. They cannot be named in it,
// and stop being so; nothing tells them.
func (s *Service) Against(ctx context.Context, r Reader, id, account string) error {
	if account == r.Actor.ID {
		return fault.Bad("sealed: against", "against", "sealed.against.self")
	}
	return s.change(ctx, r, "sealed.matter.against", id, func(tx *trail.Tx, d *trail.Deed, o *opened) error {
		name, err := accountName(ctx, tx.Tx, account)
		if fault.Is(err, fault.NotFound) {
			return fault.Bad("sealed: against", "against", "sealed.account.missing")
		}
		if err != nil {
			return err
		}
		d.Args["of"] = name
		if err := insertAgainst(ctx, tx, o.id, account); err != nil || o.index(account) < 0 {
			return err
		}
		return o.remove(ctx, tx, account)
	})
}

// NotAgainst takes back that a matter is about a colleague.
func (s *Service) NotAgainst(ctx context.Context, r Reader, id, row string) error {
	return s.change(ctx, r, "sealed.matter.not-against", id, func(tx *trail.Tx, _ *trail.Deed, o *opened) error {
		return dropFrom(ctx, tx, againstTable, o.id, row)
	})
}

// About says that a matter is about somebody of the record, by their number or
// whole name; it has to be one person whom the reader sees. Nothing of it stands
// with that person.
func (s *Service) About(ctx context.Context, r Reader, id, who string) error {
	return s.change(ctx, r, "sealed.matter.about", id, func(tx *trail.Tx, _ *trail.Deed, o *opened) error {
		found, err := exactly(ctx, tx.Tx, r.Actor, search.NumberKey(who), search.Fold(who))
		switch {
		case err != nil:
			return err
		case who == "" || len(found) != 1:
			return fault.Bad("sealed: about", "who", "sealed.who.unknown")
		}
		return insertAbout(ctx, tx, o.id, found[0])
	})
}

// NotAbout takes that back.
func (s *Service) NotAbout(ctx context.Context, r Reader, id, row string) error {
	return s.change(ctx, r, "sealed.matter.not-about", id, func(tx *trail.Tx, _ *trail.Deed, o *opened) error {
		return dropFrom(ctx, tx, aboutTable, o.id, row)
	})
}

// TakeSheets lets the present recovery sheets open a matter, in place of those it
// was made for. It is not done by itself: whoever is named decides whom they trust.
func (s *Service) TakeSheets(ctx context.Context, r Reader, id string) error {
	return s.change(ctx, r, "sealed.matter.sheets", id, func(tx *trail.Tx, _ *trail.Deed, o *opened) error {
		now, err := presentRecovery(ctx, tx.Tx)
		if err != nil || now == nil || now.ID == o.recoveryID {
			return err
		}
		o.recoveryID = now.ID
		return o.rekey(ctx, tx)
	})
}

// MovePerson lets matters be about the person another one became, inside the
// change that makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, aboutTable, "person_id", from, to)
}

// Seen returns the name of somebody the actor sees, or NotFound. It is no look at
// them: that somebody thinks of beginning a matter stands nowhere.
func (s *Service) Seen(ctx context.Context, r Reader, personID string) (name string, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		name, err = personSeen(ctx, tx, r.Actor, personID)
		return err
	})
	return name, err
}
