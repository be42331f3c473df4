package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff"
)

// ErrNoRekey is a record whose data key cannot be changed.
var ErrNoRekey = errors.New("the data key of a record in PostgreSQL is not changed in place; make a backup and restore it, which gives it another one")

// Rekey gives the record another data key while people work: the file of the
// database is encrypted anew, and so is what rests on keys made from it. It needs
// the pass phrase of the record, which goes on opening it, as do the sheet, the
// council and the machine. step hears how far it is; it may be nil. Whatever
// kills the program in between, the record opens with one key or the other.
func (rec *Record) Rekey(ctx context.Context, actor authz.Actor, phrase string, step func(step string, done, total int)) error {
	change, err := rec.BeginRekey(actor, phrase)
	if err != nil {
		return err
	}
	return change.Run(ctx, step)
}

// BeginRekey is the part of Rekey that is quick and can be wrong: it makes the
// other data key. What is begun must be run or dropped. It returns Invalid, in the
// field "phrase", for a pass phrase that does not open the record.
func (rec *Record) BeginRekey(actor authz.Actor, phrase string) (*Rekeying, error) {
	if !actor.May(settings.Manage) {
		return nil, fault.New(fault.Forbidden, "app: rekey")
	}
	ring, ok := rec.Keys.(*keys.Ring)
	if !ok || rec.DB.Engine() != database.SQLite {
		return nil, ErrNoRekey
	}
	change, err := ring.Begin(phrase)
	if errors.Is(err, keys.ErrWrongPhrase) {
		return nil, fault.Bad("app: rekey", "phrase", "gate.unlock.wrong")
	}
	if err != nil {
		return nil, err
	}
	return &Rekeying{rec: rec, actor: actor, change: change, trail: ring.Derive(keys.AuditMAC), codes: ring.Derive(keys.TOTP), files: ring.Derive(keys.Attachments)}, nil
}

// Run goes on with a change of the data key that was begun, to its end.
func (r *Rekeying) Run(ctx context.Context, step func(step string, done, total int)) error {
	rec, change := r.rec, r.change
	if err := r.run(ctx, step); err != nil && !r.switched {
		return errors.Join(err, rec.Files.Vault.Forget(change.Derive(keys.Attachments)), change.Drop())
	} else if err != nil {
		return errors.Join(err, change.Commit())
	}
	return errors.Join(change.Commit(), rec.Files.Vault.Forget(r.files), rec.forgetCopies())
}

// Drop ends a change that was begun and not run.
func (r *Rekeying) Drop() error { return r.change.Drop() }

// ChangePhrase gives the record another pass phrase; its data key stays. Whoever
// calls makes sure that whoever asks may.
func (rec *Record) ChangePhrase(phrase string) error {
	ring, ok := rec.Keys.(*keys.Ring)
	if !ok {
		return keys.ErrNoKeys
	}
	return ring.ChangePassphrase(phrase, keys.Options{})
}

// Rekeying is a change of the data key, with the keys of before.
type Rekeying struct {
	rec                 *Record
	actor               authz.Actor
	change              *keys.Change
	trail, codes, files []byte
	switched            bool
}

func (r *Rekeying) run(ctx context.Context, step func(string, int, int)) error {
	if err := r.rec.Files.Vault.Prepare(r.change.Derive(keys.Attachments)); err != nil {
		return err
	}
	return r.rec.DB.Rekey(ctx, database.Rekeying{
		Key: r.change.Derive(keys.Database), TrailKey: r.change.Derive(keys.AuditMAC),
		Prepare: r.prepare, Switched: r.use, Step: step,
	})
}

// prepare brings under the new keys what a copy of the record holds.
func (r *Rekeying) prepare(ctx context.Context, copied *database.DB) error {
	if err := trail.Rekeyed(ctx, copied, r.actor, r.trail); err != nil {
		return fmt.Errorf("app: rekey the trail: %w", err)
	}
	return staff.Reseal(ctx, copied, r.actor, r.codes, r.change.Derive(keys.TOTP))
}

// use goes on with the new keys, while everybody waits.
func (r *Rekeying) use() {
	r.switched = true
	r.rec.Files.Vault.Use(r.change.Derive(keys.Attachments))
	if err := r.rec.Staff.UseKey(r.change.Derive(keys.TOTP)); err != nil { // a key of 32 bytes is always right
		panic(err)
	}
}

// forgetCopies removes the copies from before upgrades, which open with the key
// of before.
func (rec *Record) forgetCopies() error {
	path, _ := sqliteFile(rec.URL)
	return database.DropCopies(filepath.Clean(path))
}

// settle finds out which key a record has whose change was broken off.
func settle(ring *keys.Ring, url string) error {
	next := ring.Changing(keys.Database)
	if next == nil {
		return nil
	}
	other, err := database.Opens(url, next)
	if err != nil {
		return err
	}
	return ring.Settle(other)
}
