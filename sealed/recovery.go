package sealed

import (
	"context"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff"
)

// Recovery is the public half of a set of recovery sheets.
type Recovery struct {
	ID        string
	Recipient string
	By        string // name of who made them
	Witness   string // name of who was there
	At        time.Time
}

// Mark tells the set from others, on the sheets too.
func (r Recovery) Mark() string { return keys.Mark(r.Recipient) }

// Use is one time the sheets were used.
type Use struct {
	By  string // name
	For string // name of who was to be named again
	Why string
	At  time.Time
}

// Recovery returns the present sheets, nil where none were made yet.
func (s *Service) Recovery(ctx context.Context) (now *Recovery, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		now, err = presentRecovery(ctx, tx)
		return err
	})
	return now, err
}

// Uses lists every time sheets were used, the newest first, for those who may
// make or use them. It says nothing of what they opened.
func (s *Service) Uses(ctx context.Context, actor authz.Actor) (list []Use, err error) {
	if !actor.May(MayArrange) && !actor.May(MayRecover) {
		return nil, fault.New(fault.Forbidden, "sealed: uses")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = usesOf(ctx, tx)
		return err
	})
	return list, err
}

// Arrange makes the public half of sheets that were printed and read back the
// present one. What was sealed before stays with the sheets it was made for until
// somebody named in it takes the new ones (TakeSheets).
func (s *Service) Arrange(ctx context.Context, actor authz.Actor, recipient, witness string) error {
	const op = "sealed: arrange"
	if !actor.May(MayArrange) || !actor.Proven {
		return fault.New(fault.Forbidden, op)
	}
	if _, err := age.ParseHybridRecipient(recipient); err != nil {
		return fault.Bad(op, "", "sealed.sheets.again")
	}
	d := &trail.Deed{Action: "sealed.sheets.made", Kind: "record", Args: map[string]string{"of": witness}, Irrevocable: true}
	return trail.Write(ctx, s.DB, actor, d, func(tx *trail.Tx) error {
		now, err := presentRecovery(ctx, tx.Tx)
		if err != nil {
			return err
		}
		if now != nil {
			if err := tx.Update(ctx, recoveryTable, now.ID, "", trail.Set{"ended_at": database.Micros(tx.Now())}); err != nil {
				return err
			}
		}
		return tx.Insert(ctx, recoveryTable, ids.New(), trail.Set{
			"recipient": recipient, "by_id": actor.ID, "witness": witness, "at": database.Micros(tx.Now()), "ended_at": 0,
		})
	})
}

// Recovering is what it takes to use the sheets.
type Recovering struct {
	First, Second string // the words of two sheets
	Account       string // who is to be named again
	Why           string
}

// Recover uses two sheets to name somebody again: in the matters they were named
// in before their key was lost, and in those that nobody can open any more. It
// opens nothing else, and says neither whether nor where it did. The use itself is
// on record before anything is opened, and everybody named is told where it was.
func (s *Service) Recover(ctx context.Context, actor authz.Actor, in Recovering) error {
	const op = "sealed: recover"
	if !actor.May(MayRecover) || !actor.Proven {
		return fault.New(fault.Forbidden, op)
	}
	in.Why = strings.TrimSpace(in.Why)
	half, err := together(in.First, in.Second)
	if problems := said("why", in.Why, MaxWhy); problems != nil {
		return fault.Check(op, problems)
	}
	if err != nil {
		return err
	}
	var whom staff.KeyHolder
	var sheets Recovery
	d := &trail.Deed{Action: "sealed.sheets.used", Kind: "record", Args: map[string]string{"why": in.Why}, Irrevocable: true}
	err = trail.Write(ctx, s.DB, actor, d, func(tx *trail.Tx) (err error) {
		if sheets, err = recoveryOf(ctx, tx.Tx, half.Recipient().String()); fault.Is(err, fault.NotFound) {
			return fault.Bad(op, "first", "sealed.sheet.foreign")
		} else if err != nil {
			return err
		}
		if whom, err = holder(ctx, tx.Tx, in.Account, "account"); err != nil {
			return err
		}
		d.Args["of"] = whom.Account
		return tx.Insert(ctx, useTable, ids.New(), trail.Set{"by_id": actor.ID, "account_id": in.Account, "why": in.Why, "at": database.Micros(tx.Now())})
	})
	if err != nil {
		return err
	}
	return s.reopen(ctx, sheets, half, whom, Entry{By: actor.Name, Text: in.Why, For: whom.Account})
}

// reopen goes through the matters the sheets open. The program does it, and
// answers nothing to whoever asked: neither the sentence that follows nor the list
// of their own changes tells them whether there was one.
func (s *Service) reopen(ctx context.Context, sheets Recovery, half *age.HybridIdentity, whom staff.KeyHolder, note Entry) error {
	ctx, _ = trail.Collect(ctx)
	var all []string
	err := s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		all, err = mattersWith(ctx, tx, sheets.ID)
		return err
	})
	for _, id := range all {
		if err != nil {
			return err
		}
		err = trail.Write(ctx, s.DB, authz.System("recovery"), deed("sealed.matter.recovered", id), func(tx *trail.Tx) error {
			return recoverOne(ctx, tx, half, id, whom, note)
		})
	}
	return err
}

// recoverOne names somebody again in one matter, if it is one of theirs that is
// shut to them, or one that is shut to everybody.
func recoverOne(ctx context.Context, tx *trail.Tx, half *age.HybridIdentity, id string, whom staff.KeyHolder, note Entry) error {
	o := opened{}
	var err error
	if o.matterRow, err = matterByID(ctx, tx.Tx, id); err != nil {
		return err
	}
	if o.named, err = namedIn(ctx, tx.Tx, id); err != nil {
		return err
	}
	_, barred, err := standing(ctx, tx.Tx, whom.AccountID, id)
	if err != nil || barred || !o.lostTo(whom) {
		return err
	}
	if err := o.unlock(Reader{Half: half}); err != nil {
		return err
	}
	if err := o.add(ctx, tx, whom.AccountID, "account"); err != nil {
		return err
	}
	if err := o.write(ctx, tx, note); err != nil {
		return err
	}
	return o.save(ctx, tx)
}

// lostTo reports whether a matter is shut to somebody who was named in it, or to
// everybody.
func (o *opened) lostTo(whom staff.KeyHolder) bool {
	if i := o.index(whom.AccountID); i >= 0 && o.named[i].keyID != whom.KeyID {
		return true
	}
	return !slices.ContainsFunc(o.named, namedRow.opens)
}

// Health is what the doctor asks. It counts, and names nothing.
type Health struct {
	Shut    int  // matters that nobody can open without the sheets
	Lacking bool // there is something sealed, and no present sheets
	Old     int  // matters that only replaced sheets open
}

// Check looks whether everything that is sealed can be opened by somebody.
func (s *Service) Check(ctx context.Context) (h Health, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		now, err := presentRecovery(ctx, tx)
		if err != nil {
			return err
		}
		h, err = health(ctx, tx, now)
		return err
	})
	return h, err
}
