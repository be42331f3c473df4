package sealed

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Begin begins a matter: whoever does is named in it. It returns Invalid when
// there are no recovery sheets yet, at no field, and for a colleague who cannot
// be named.
func (s *Service) Begin(ctx context.Context, r Reader, n New) (id string, err error) {
	const op = "sealed: begin"
	if !r.Actor.May(MayWrite) {
		return "", fault.New(fault.Forbidden, op)
	}
	if err := fault.Check(op, n.check()); err != nil {
		return "", err
	}
	id = ids.New()
	return id, trail.Write(ctx, s.DB, r.Actor, deed("sealed.matter.begun", id), func(tx *trail.Tx) error {
		sheets, err := presentRecovery(ctx, tx.Tx)
		if err == nil && sheets == nil {
			err = fault.Bad(op, "", "sealed.sheets.first")
		}
		if err != nil {
			return err
		}
		o := opened{matterRow: matterRow{id: id, recoveryID: sheets.ID}, head: head{Sort: n.Sort, Title: n.Title}, key: newKey()}
		if err := begin(ctx, tx, &o, r, n); err != nil {
			return err
		}
		return o.write(ctx, tx, Entry{By: r.Actor.Name, Text: n.Text})
	})
}

// deed is one in a matter. It cannot be undone: an undo would bring back what
// somebody was kept from, and it would say that there was something.
func deed(action, id string) *trail.Deed {
	return &trail.Deed{Action: action, Kind: Subject, ID: id, Args: map[string]string{}, Irrevocable: true}
}

// begin adds the matter with everybody around it.
func begin(ctx context.Context, tx *trail.Tx, o *opened, r Reader, n New) error {
	for _, person := range unique(n.About) {
		if _, err := personSeen(ctx, tx.Tx, r.Actor, person); err != nil {
			return err
		}
		if err := insertAbout(ctx, tx, o.id, person); err != nil {
			return err
		}
	}
	for _, account := range unique(n.Against) {
		if account == r.Actor.ID {
			return fault.Bad("sealed: begin", "against", "sealed.against.self")
		}
		if err := insertAgainst(ctx, tx, o.id, account); err != nil {
			return err
		}
	}
	for _, account := range unique(append([]string{r.Actor.ID}, n.Named...)) {
		if err := o.add(ctx, tx, account, "named"); err != nil {
			return err
		}
	}
	return o.insert(ctx, tx)
}

func unique(list []string) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
	slices.Sort(list)
	return slices.Compact(list)
}

// change makes one change in a matter the reader opens.
func (s *Service) change(ctx context.Context, r Reader, action, id string, fn func(*trail.Tx, *trail.Deed, *opened) error) error {
	if !r.Actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	d := deed(action, id)
	return trail.Write(ctx, s.DB, r.Actor, d, func(tx *trail.Tx) error {
		o, err := s.open(ctx, tx.Tx, r, id, authz.Action{Needs: MayWrite, Writes: true})
		if err != nil {
			return err
		}
		return fn(tx, d, &o)
	})
}

// Write adds an entry to a matter.
func (s *Service) Write(ctx context.Context, r Reader, id, text string) error {
	text = strings.TrimSpace(text)
	if err := fault.Check("sealed: write", said("text", text, MaxText)); err != nil {
		return err
	}
	return s.change(ctx, r, "sealed.matter.written", id, func(tx *trail.Tx, _ *trail.Deed, o *opened) error {
		return o.write(ctx, tx, Entry{By: r.Actor.Name, Text: text})
	})
}

// write locks an entry and adds it.
func (o *opened) write(ctx context.Context, tx *trail.Tx, e Entry) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	id := ids.New()
	return tx.Insert(ctx, entryTable, id, trail.Set{"matter_id": o.id, "body": o.key.lock(text, id), "at": database.Micros(tx.Now())})
}

// insert adds the row of the matter.
func (o *opened) insert(ctx context.Context, tx *trail.Tx) error {
	set, err := o.columns(ctx, tx)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, matterTable, o.id, set)
}

// save writes the row of the matter, its key wrapped for everybody named now.
func (o *opened) save(ctx context.Context, tx *trail.Tx) error {
	set, err := o.columns(ctx, tx)
	if err != nil {
		return err
	}
	return tx.Update(ctx, matterTable, o.id, o.rev, set)
}

func (o *opened) columns(ctx context.Context, tx *trail.Tx) (trail.Set, error) {
	sheets, err := recoveryByID(ctx, tx.Tx, o.recoveryID)
	if err != nil {
		return nil, err
	}
	to := []string{sheets.Recipient}
	for _, n := range o.named {
		to = append(to, n.recipient)
	}
	wrapped, err := o.key.wrap(to)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(o.head)
	if err != nil {
		return nil, err
	}
	return trail.Set{"wrapped": wrapped, "head": o.key.lock(text, o.id), "recovery_id": o.recoveryID}, nil
}

// rekey gives the matter a new key and locks all of it anew, so that whoever
// held the old one opens nothing that is here from now on.
func (o *opened) rekey(ctx context.Context, tx *trail.Tx) error {
	rows, err := entriesOf(ctx, tx.Tx, o.id)
	if err != nil {
		return err
	}
	old := o.key
	o.key = newKey()
	for _, row := range rows {
		text, err := old.unlock(row.body, row.id)
		if err != nil {
			return err
		}
		if err := tx.Update(ctx, entryTable, row.id, row.rev, trail.Set{"body": o.key.lock(text, row.id)}); err != nil {
			return err
		}
	}
	return o.save(ctx, tx)
}
