package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/casework/erasing"
	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/clock"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/retention"
)

// wireRetention tells retention of every capability that keeps something about
// people: it erases. People themselves come last. Those who give an account
// something are told when it ends.
func (rec *Record) wireRetention() {
	rec.Retention = &retention.Service{
		DB: rec.DB, Zone: rec.zone, Log: rec.Log, List: rec.erasedList(),
		Erasers: []retention.Eraser{rec.Access, rec.Asking, rec.Custody, rec.Sentences, rec.Files, rec.Timeline, rec.Tasks, &erasing.Service{Today: rec.Casework.Today}, rec.Consent, rec.Day, rec.Grievances, rec.Mail, rec.Letters, rec.Arbitration, rec.Roster, rec.Penpals, rec.Plans, rec.Families, rec.Employment, rec.Merging, rec.Packets, rec.Sealed, rec.People},
		Parts:   rec.Merging.PartsOf,
		Forget:  []retention.Forgetter{rec.forgetImported, rec.forgetTyped},
		Files:   rec.Files, Ledger: rec.Consent, Special: rec.People, Accounts: rec.Staff, Batches: rec.Imports, Index: rec.Index,
	}
	rec.Staff.OnLeaving(rec.Access.Leave, rec.Casework.Leave, rec.Calendar.Leave)
	if _, asleep := clock.Passed(); asleep {
		rec.Retention.Uptime = func() time.Duration { passed, _ := clock.Passed(); return passed }
	}
	rec.Retention.Doubted = func(ctx context.Context) bool { return rec.Settings.Current(ctx).ClockSet != nil }
	rec.Packets.Tellers = append(rec.Packets.Tellers, rec.Retention)
	rec.Merging.Movers = append(rec.Merging.Movers, rec.Retention)
}

// Settle erases again who was erased before, where an older record was put in the
// place of this one: before anybody signs in. A list that this record did not
// write is said in the log and by the doctor, and nobody is erased for it.
func (rec *Record) Settle(ctx context.Context) error {
	again, err := rec.Retention.Settle(ctx)
	switch {
	case errors.Is(err, retention.ErrList):
		rec.Log.Error("the list of the erased was left alone", "error", err)
		return nil
	case err == nil && again > 0:
		rec.Log.Warn("an older record was put back; who was erased was erased again", "people", again)
	}
	return err
}

// EraseAgain erases in a restored record whoever a list names. The list has to be
// one of the record that the backup is of, whose keys are given, unless whoever
// restores trusts it without proof. It returns how many stood there again.
func (rec *Record) EraseAgain(ctx context.Context, list []byte, old backup.Keys, trust bool) (int, error) {
	var mac func() hash.Hash
	if key := old[string(keys.AuditMAC)]; !trust {
		mac = func() hash.Hash { return hmac.New(sha256.New, key) }
	}
	erased, err := retention.Listed(list, mac)
	if err != nil {
		return 0, err
	}
	return rec.Retention.Again(ctx, erased)
}

// erased is what the doctor says of the list.
func (rec *Record) erased(ctx context.Context) Check {
	c := Check{Name: "who was erased is known beside the record"}
	n, err := rec.Retention.Check(ctx)
	switch {
	case err != nil:
		c.Detail = err.Error()
	default:
		c.OK, c.Detail = true, fmt.Sprintf("%d people", n)
	}
	return c
}

// erasedList is the file beside the record that names who was erased; "" where
// nothing lies beside it.
func (o Options) erasedList() string {
	folder := o.folder()
	if folder == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(folder), retention.ListName)
}

func (rec *Record) forgetImported(ctx context.Context, tx *database.Tx, gone retention.Gone) error {
	for _, id := range gone.People {
		if err := rec.Imports.Forget(ctx, tx, id, gone.Changes); err != nil {
			return err
		}
	}
	return nil
}

func (rec *Record) forgetTyped(ctx context.Context, tx *database.Tx, gone retention.Gone) error {
	return rec.Staff.Forget(ctx, tx, gone.Rows)
}
