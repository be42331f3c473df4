// Package app puts the application together: it opens the record, gives every
// capability what it needs of the others, and gathers what they contribute.
// Nothing else knows all of them.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/arbitration"
	"github.com/throughcare/throughcare/asking"
	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/casework/heard"
	"github.com/throughcare/throughcare/casework/told"
	"github.com/throughcare/throughcare/casework/worker"
	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/copying"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/exchange"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/clock"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/letters"
	"github.com/throughcare/throughcare/mailroom"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/penpals"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/plans"
	"github.com/throughcare/throughcare/retention"
	"github.com/throughcare/throughcare/roster"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/sealed"
	"github.com/throughcare/throughcare/sentences"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
	"github.com/throughcare/throughcare/today"
)

// Keys hands out the keys that are derived from the record's data key, 32 bytes
// for each purpose (security design 4.2).
type Keys interface{ Derive(keys.Label) []byte }

// Options say which record to open and how.
type Options struct {
	URL      string           // "sqlite:PATH" or "postgres://…"
	FilesDir string           // folder of the encrypted files; "" is "files" beside an SQLite record
	Keys     Keys             // of an open ring
	Now      func() time.Time // the clock of everything
	Log      *slog.Logger
	CacheMiB int  // page cache of SQLite; 0 for the default
	Existing bool // refuse to make a new record
	Quick    bool // cheaper hashing of pass phrases, for invented organisations and tests only

	Thumbnails Thumbnails // nil makes none
	Binder     Binder     // nil binds texts only
}

// Thumbnails makes a JPEG of a picture small enough for a list; see package
// thumbnail. It starts the program itself as a child, and so is given by
// programs that know how to be one.
type Thumbnails func(ctx context.Context, picture io.Reader) ([]byte, error)

// Binder binds papers into one PDF; see package binder. It starts the program itself
// as a child too.
type Binder func(ctx context.Context, b binder.Bundle) (binder.Bound, error)

// Record is an open record with everything that works on it.
type Record struct {
	Options
	DB        *database.DB
	Bus       *event.Bus
	Witness   *trail.Witness
	Settings  *settings.Store
	Staff     *staff.Service
	Index     *search.Index
	People    *people.Service
	Timeline  *timeline.Service
	Tasks     *tasks.Service
	Custody   *custody.Service
	Casework  *casework.Service
	Calendar  *calendar.Service
	Places    *facilities.Service
	Rules     *rulepacks.Service
	Consent   *consent.Service
	Access    *access.Service
	Asking    *asking.Service
	Sealed    *sealed.Service
	Sentences *sentences.Service
	Files     *files.Service
	Find      *find.Service
	Imports   *imports.Service
	Merging   *merging.Service
	Day       *today.Service
	Packets   *disclosing.Service
	Copying   *copying.Watch
	Jobs      *jobs.Runner
	Printers  *printers.Service
	clock     *clock.Watch

	Retention   *retention.Service
	Grievances  *grievances.Service
	Mail        *mailroom.Service
	Letters     *letters.Service
	Arbitration *arbitration.Service
	Roster      *roster.Service
	Penpals     *penpals.Service
	Plans       *plans.Service
	Families    *families.Service
	Employment  *employment.Service
	Exchange    *exchange.Service
}

// bundles are the permissions of all capabilities, by role.
func bundles() authz.Bundle {
	return authz.Merge(
		staff.Bundle, settings.Bundle, people.Bundle, timeline.Bundle, tasks.Bundle, consent.Bundle, custody.Bundle, casework.Bundle, calendar.Bundle, imports.Bundle, facilities.Bundle, rulepacks.Bundle, find.Bundle,
		access.Bundle, asking.Bundle, sealed.Bundle, sentences.Bundle, files.Bundle, merging.Bundle, disclosing.Bundle, retention.Bundle, copying.Bundle, grievances.Bundle, mailroom.Bundle, letters.Bundle, arbitration.Bundle, roster.Bundle, penpals.Bundle, plans.Bundle, families.Bundle, employment.Bundle, exchange.Bundle,
		trail.Bundle, printers.Bundle,
	)
}

// OpenRecord opens the record and brings its schema up to date. It returns the
// errors of database.Open.
func OpenRecord(ctx context.Context, o Options) (*Record, error) {
	if err := o.unseal(); err != nil {
		return nil, err
	}
	db, err := database.Open(ctx, database.Config{
		URL: o.URL, Key: o.Keys.Derive(keys.Database), TrailKey: o.Keys.Derive(keys.AuditMAC), Now: o.Now, CacheMiB: o.CacheMiB, Existing: o.Existing,
	})
	if err != nil {
		return nil, err
	}
	rec := &Record{Options: o, DB: db, Bus: event.NewBus(), Witness: trail.NewWitness(db)}
	if err := errors.Join(trail.Begin(ctx, db), rec.wire(ctx)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return rec, nil
}

func (rec *Record) wire(ctx context.Context) (err error) {
	if rec.Settings, err = settings.Open(ctx, rec.DB); err != nil {
		return fmt.Errorf("app: settings: %w", err)
	}
	if rec.Index, err = search.Open(ctx, rec.DB); err != nil {
		return fmt.Errorf("app: search: %w", err)
	}
	config := staff.Config{DB: rec.DB, Settings: rec.Settings, Bundle: bundles(), Key: rec.Keys.Derive(keys.TOTP)}
	if rec.Quick {
		config.Cost = staff.Cost{MemoryKiB: 64, Passes: 1}
	}
	if rec.Staff, err = staff.NewService(config); err != nil {
		return fmt.Errorf("app: staff: %w", err)
	}
	if rec.Jobs, err = jobs.NewRunner(ctx, rec.DB, rec.Log, 2); err != nil {
		return fmt.Errorf("app: jobs: %w", err)
	}
	rec.Printers = &printers.Service{DB: rec.DB}
	rec.wireWork()
	if err := rec.wireFiles(); err != nil {
		return err
	}
	rec.wireCopying()
	rec.wireDisclosing()
	rec.wireMerging()
	rec.wireRetention()
	return rec.Rules.Settle(ctx)
}

// wireCopying counts what is shown before it is recorded.
func (rec *Record) wireCopying() {
	rec.Copying = &copying.Watch{Service: &copying.Service{DB: rec.DB, Zone: rec.zone}, Witness: rec.Witness}
	rec.Tasks.Kinds.Add(copying.TaskKinds()...)
}

// wireDisclosing tells disclosing of every capability that keeps something about
// people.
func (rec *Record) wireDisclosing() {
	rec.Packets = &disclosing.Service{
		DB: rec.DB, Files: rec.Files, Zone: rec.zone, Organisation: rec.name,
		Country: func(ctx context.Context) string { return rec.Settings.Current(ctx).Country },
	}
	rec.Packets.Tellers = []disclosing.Teller{
		rec.People, rec.Custody, rec.Sentences, rec.Timeline, rec.Tasks, told.Cases{}, rec.Consent, rec.Files, rec.Access, rec.Asking, rec.Day, rec.Grievances, rec.Mail, rec.Letters, rec.Arbitration, rec.Roster, rec.Penpals, rec.Plans, rec.Families, rec.Employment, &merging.Service{}, rec.Packets,
	}
}

// wireMerging tells merging of every capability that keeps something about
// people.
func (rec *Record) wireMerging() {
	rec.Merging = &merging.Service{
		DB: rec.DB, People: rec.People, Timeline: rec.Timeline, After: rec.afters(),
		Movers: []merging.Mover{rec.Access, rec.Custody, rec.Sentences, rec.Timeline, rec.Tasks, rec.Casework, rec.Consent, rec.Files, rec.Asking, rec.Sealed, rec.Day, rec.Grievances, rec.Mail, rec.Letters, rec.Arbitration, rec.Roster, rec.Penpals, rec.Plans, rec.Families, rec.Employment, rec.Packets},
	}
}

// wireFiles opens the folder of the files.
func (rec *Record) wireFiles() error {
	folder, err := vault.Open(rec.folder(), rec.Keys.Derive(keys.Attachments))
	if err != nil {
		return fmt.Errorf("app: files: %w", err)
	}
	rec.Files = &files.Service{DB: rec.DB, Vault: folder, Zone: rec.zone, Small: rec.Thumbnails}
	return nil
}

// folder is where the files are; "" keeps none.
func (o Options) folder() string {
	path, ok := strings.CutPrefix(o.URL, "sqlite:")
	if o.FilesDir != "" || !ok {
		return o.FilesDir
	}
	return Home{Dir: filepath.Dir(path)}.Files()
}

// wireWork gives the capabilities of the record what they need of each other.
func (rec *Record) wireWork() {
	rec.People = &people.Service{DB: rec.DB, Index: rec.Index}
	kinds := timeline.NewKinds()
	casework.TimelineKinds(kinds)
	custody.TimelineKinds(kinds)
	consent.TimelineKinds(kinds)
	files.TimelineKinds(kinds)
	grievances.TimelineKinds(kinds)
	mailroom.TimelineKinds(kinds)
	arbitration.TimelineKinds(kinds)
	penpals.TimelineKinds(kinds)
	plans.TimelineKinds(kinds)
	families.TimelineKinds(kinds)
	employment.TimelineKinds(kinds)
	rec.Timeline = &timeline.Service{DB: rec.DB, Kinds: kinds}
	rec.Tasks = &tasks.Service{DB: rec.DB, Kinds: tasks.NewKinds(consent.TaskKinds()...), Zone: rec.zone}
	rec.Tasks.Sees = rec.sees
	rec.Custody = &custody.Service{DB: rec.DB, Bus: rec.Bus, Zone: rec.zone}
	rec.Casework = &casework.Service{DB: rec.DB, Zone: rec.zone}
	rec.Places = &facilities.Service{DB: rec.DB, Bus: rec.Bus}
	rec.Rules = &rulepacks.Service{DB: rec.DB, Bus: rec.Bus}
	rec.wireExchange()
	custody.Listen(rec.Bus)
	rec.Roster = &roster.Service{DB: rec.DB, Bus: rec.Bus, Places: rec.Places, Custody: rec.Custody, Index: rec.Index, Zone: rec.zone}
	roster.Listen(rec.Bus)
	rec.Sentences = &sentences.Service{DB: rec.DB, Zone: rec.zone, Book: rec.Rules.Book, Who: worker.Of}
	rec.Sentences.Listen(rec.Bus)
	rec.Tasks.Kinds.Add(sentences.TaskKinds()...)
	rec.Access = &access.Service{DB: rec.DB, Zone: rec.zone}
	rec.Tasks.Kinds.Add(access.TaskKinds()...)
	rec.Asking = &asking.Service{DB: rec.DB, Kinds: kinds, Zone: rec.zone, ActorOf: rec.Staff.Actor}
	rec.Tasks.Kinds.Add(asking.TaskKinds()...)
	rec.Sealed = &sealed.Service{DB: rec.DB}
	rec.Grievances = &grievances.Service{DB: rec.DB, Rules: rec.Rules, Kinds: kinds, Zone: rec.zone, Worker: worker.Of}
	rec.Grievances.Listen(rec.Bus)
	rec.Tasks.Kinds.Add(grievances.TaskKinds()...)
	rec.Mail = &mailroom.Service{DB: rec.DB, Zone: rec.zone, Worker: worker.Of, Heard: rec.heard}
	rec.Mail.Listen(rec.Bus)
	rec.Tasks.Kinds.Add(mailroom.TaskKinds()...)
	rec.wireLetters()
	rec.Arbitration = &arbitration.Service{DB: rec.DB, Zone: rec.zone, Worker: worker.Of, Clocks: rec.clocksBeside}
	rec.Tasks.Kinds.Add(arbitration.TaskKinds()...)
	rec.wireHome()
	rec.Consent = &consent.Service{DB: rec.DB, Zone: rec.zone, Worker: worker.Of}
	rec.Find = &find.Service{DB: rec.DB, Index: rec.Index, Facilities: rec.Places, Timeline: rec.Timeline}
	rec.Day = &today.Service{DB: rec.DB, Kinds: rec.Tasks.Kinds, Cases: rec.Casework, Zone: rec.zone, Needs: toldWith, Ready: rec.Plans.Ready}
	rec.Imports = &imports.Service{
		DB: rec.DB, Index: rec.Index, Places: rec.Places, Casework: rec.Casework, Custody: rec.Custody, Order: rec.order, Kept: merging.Top, Undone: rec.afters(),
	}
	rec.Calendar = &calendar.Service{DB: rec.DB, Zone: rec.zone, ActorOf: rec.Staff.Actor}
}

// heard lets the case of a person know of a letter from or to them.
func (rec *Record) heard(ctx context.Context, tx *trail.Tx, personID string, on civil.Day, out bool) error {
	how := casework.LetterIn
	if out {
		how = casework.LetterOut
	}
	return heard.Of(ctx, tx, rec.Casework.Today(ctx), personID, on, how)
}

func (rec *Record) zone(ctx context.Context) *time.Location {
	return rec.Settings.Current(ctx).Location()
}

// sees reports whether an account may see a person now.
func (rec *Record) sees(ctx context.Context, tx *database.Tx, account, person string) (bool, error) {
	actor, err := rec.Staff.Actor(ctx, account)
	if err == nil {
		err = people.Visible(ctx, tx, actor, person)
	}
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// afters bring in step what is derived from rows that an undo put back.
func (rec *Record) afters() []trail.After {
	return []trail.After{rec.People.After, timeline.After, facilities.After, custody.After, consent.After, rec.Grievances.After, rec.Settings.Undone}
}

// Close stops the jobs, closes the record, and seals its file.
func (rec *Record) Close() error {
	rec.Jobs.Close()
	if err := errors.Join(rec.Witness.Close(context.Background()), rec.DB.Close()); err != nil {
		return err
	}
	return rec.seal()
}

// Reindex makes the search index anew from the people of the record and what
// their timelines say, and sorts who looked at whom, as after a restore: backups leave out what can be made
// again.
func (rec *Record) Reindex(ctx context.Context) error {
	return rec.DB.Write(ctx, func(tx *database.Tx) error {
		if err := rec.People.Reindex(ctx, tx); err != nil {
			return err
		}
		if err := timeline.Reindex(ctx, tx); err != nil {
			return err
		}
		return trail.SortReadings(ctx, tx)
	})
}
