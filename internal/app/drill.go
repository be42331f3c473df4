package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/disk"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/vault"
)

// When drills are due. A person tries the real sheet once a month, and does not
// forget how.
const (
	drillEvery = 7 * 24 * time.Hour
	drillAgain = 24 * time.Hour // after one that went wrong
	handEvery  = 31 * 24 * time.Hour
)

// What can be wrong with a drill; the words are those of the messages.
const (
	drillNoRoom  = "drill.room"    // not enough space for a second copy
	drillBackup  = "drill.backup"  // no backup could be written
	drillRestore = "drill.restore" // it could not be restored
	drillDoctor  = "drill.doctor"  // what was restored is not well
	drillTrail   = "drill.trail"   // ... and its trail does not end as ours did
)

// drillFolders names what a drill leaves when the program is killed in it.
const drillFolders = "drill-*"

// Drill makes a backup with a key made for it alone, restores it into a scratch
// folder beside the record, looks at it as the doctor does, compares it with what
// was backed up, and keeps how that went. Everything in the scratch folder is
// encrypted, with keys that are only in memory, and it is removed.
func (rec *Record) Drill(ctx context.Context) (backup.Drill, error) {
	d := backup.Drill{At: rec.DB.Now()}
	begun := time.Now() // how long it takes is of the machine's clock, not of the record's
	err := rec.drill(ctx, &d)
	if ctx.Err() != nil {
		return d, ctx.Err() // stopped, which says nothing of the backup
	}
	if err != nil {
		rec.Log.ErrorContext(ctx, "the drill went wrong", "problem", d.Problem, "error", err)
	}
	d.Took = time.Since(begun)
	return d, backup.NoteDrill(ctx, rec.DB, authz.System("drill"), d)
}

// drill does it; what went wrong is in d and, for the log, in the error.
func (rec *Record) drill(ctx context.Context, d *backup.Drill) error {
	step := func(problem string, err error) error {
		if err != nil && d.Problem == "" {
			d.Problem = problem
		}
		return err
	}
	base := rec.base()
	if err := step(drillNoRoom, rec.roomForDrill(base)); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp(base, drillFolders)
	if err != nil {
		return step(drillNoRoom, err)
	}
	defer func() { _ = os.RemoveAll(scratch) }() // what stays is removed at the next start
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		return step(drillBackup, err)
	}
	file, err := rec.drillBackup(ctx, filepath.Join(scratch, "backup.age"), key.Recipient())
	if err != nil {
		return step(drillBackup, err)
	}
	defer func() { _ = file.Close() }() // it is thrown away
	copied, manifest, err := rec.drillRestore(ctx, scratch, file, key)
	if err != nil {
		return step(drillRestore, err)
	}
	d.Rows, d.Files = manifest.Rows(), manifest.Files
	report, err := copied.VerifyTrail(ctx, manifest.Anchors()...)
	if err == nil && report.Broken != nil {
		err = report.Broken
	}
	return errors.Join(step(drillTrail, err), step(drillDoctor, copied.well(ctx)), step(drillRestore, copied.Close()))
}

// base is the folder that a scratch folder is made in: on the disk of the
// record, where encrypted things are at home.
func (rec *Record) base() string {
	if path, ok := sqliteFile(rec.URL); ok {
		return filepath.Dir(path)
	}
	return filepath.Dir(rec.folder())
}

// roomForDrill looks for space for a backup and a copy, and for what people
// write meanwhile.
func (rec *Record) roomForDrill(base string) error {
	const reserve = 256 << 20
	need := uint64(reserve)
	if path, ok := sqliteFile(rec.URL); ok {
		need += 2 * weight(path, path+"-wal")
	}
	err := filepath.WalkDir(rec.folder(), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			need += 2 * weight(path)
		}
		return nil // one that goes away meanwhile weighs nothing
	})
	space, spaceErr := disk.FreeSpace(base)
	if err := errors.Join(err, spaceErr); err != nil {
		return err
	}
	if space.Free < need {
		return fmt.Errorf("a drill needs %d MiB and there are %d", need>>20, space.Free>>20)
	}
	return nil
}

// weight is how large files are together; one that is not there weighs nothing.
func weight(paths ...string) (bytes uint64) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			bytes += uint64(info.Size()) //nolint:gosec // no file is shorter than nothing
		}
	}
	return bytes
}

func (rec *Record) drillBackup(ctx context.Context, path string, to age.Recipient) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = backup.Write(ctx, rec.DB, f, backup.Options{Recipients: []age.Recipient{to}, Keys: rec.BackupKeys(), Files: rec.Files.Vault})
	if err == nil {
		_, err = f.Seek(0, 0)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// drillRestore restores a backup in the way the command does, into an SQLite
// record under keys of its own.
func (rec *Record) drillRestore(ctx context.Context, scratch string, file *os.File, key age.Identity) (*Record, backup.Manifest, error) {
	home := Home{Dir: scratch}
	o := Options{URL: home.Database(), FilesDir: home.Files(), Keys: keys.Passing(), Now: rec.Now, Log: slog.New(slog.DiscardHandler), CacheMiB: 8, Existing: true}
	folder, err := vault.Open(o.FilesDir, o.Keys.Derive(keys.Attachments))
	if err != nil {
		return nil, backup.Manifest{}, err
	}
	var header backup.Header
	var db *database.DB
	manifest, err := backup.Restore(ctx, file, []age.Identity{key}, func(ctx context.Context, h backup.Header) (_ *database.DB, err error) {
		header = h
		db, err = database.Open(ctx, database.Config{URL: o.URL, Key: o.Keys.Derive(keys.Database), Now: o.Now, CacheMiB: o.CacheMiB})
		return db, err
	}, folder)
	if db != nil {
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		return nil, manifest, err
	}
	copied, err := OpenRecord(ctx, o)
	if err != nil {
		return nil, manifest, err
	}
	if _, err := copied.Restored(ctx, header.Keys, manifest); err != nil {
		return nil, manifest, errors.Join(err, copied.Close())
	}
	return copied, manifest, nil
}

// well is what the doctor finds wrong with the content of a record.
func (rec *Record) well(ctx context.Context) error {
	var wrong []error
	for _, c := range rec.content(ctx, true) {
		if !c.OK && c.Name != "free space" {
			wrong = append(wrong, fmt.Errorf("%s: %s", c.Name, c.Detail))
		}
	}
	return errors.Join(wrong...)
}

// sweepDrills removes what drills left that the program was killed in.
func (rec *Record) sweepDrills() error {
	left, err := filepath.Glob(filepath.Join(rec.base(), drillFolders))
	for _, folder := range left {
		err = errors.Join(err, os.RemoveAll(folder))
	}
	return err
}

// drillDue reports whether it is time for one.
func (rec *Record) drillDue(ctx context.Context) (bool, error) {
	last, err := backup.LastDrill(ctx, rec.DB, false)
	if err != nil {
		return false, err
	}
	wait := drillEvery
	if last.Problem != "" {
		wait = drillAgain
	}
	return rec.DB.Now().Sub(last.At) >= wait, nil
}

// drills is what the doctor says of them. A record of this week needs none yet.
func (rec *Record) drills(ctx context.Context) Check {
	c := Check{Name: "last drill"}
	last, good, err := rec.newestDrills(ctx)
	switch {
	case err != nil:
		c.Detail = err.Error()
	case last.Problem != "":
		c.Detail = "it went wrong on " + last.At.Format(time.DateOnly) + " (" + last.Problem + ")"
	case good.At.IsZero():
		c.Detail = "no backup was restored yet to see that it can be; the server does it once a week, and so does `throughcare drill`"
		c.OK, err = rec.young(ctx)
	case rec.DB.Now().Sub(good.At) > staleBackup:
		c.Detail = "more than a week old: " + good.At.Format(time.DateOnly)
	default:
		c.OK, c.Detail = true, fmt.Sprintf("%s: %d rows and %d files were restored and are whole", good.At.Format(time.DateOnly), good.Rows, good.Files)
	}
	if err != nil {
		c.Detail = err.Error()
	}
	return c
}

// newestDrills are the newest of the program, and the newest that went well,
// whoever made it.
func (rec *Record) newestDrills(ctx context.Context) (last, good backup.Drill, err error) {
	last, err = backup.LastDrill(ctx, rec.DB, false)
	good, goodErr := backup.LastGoodDrill(ctx, rec.DB, false)
	hand, handErr := backup.LastGoodDrill(ctx, rec.DB, true)
	if hand.At.After(good.At) {
		good = hand
	}
	return last, good, errors.Join(err, goodErr, handErr)
}

// young reports whether the record was begun within the time of a drill.
func (rec *Record) young(ctx context.Context) (young bool, err error) {
	err = rec.DB.Read(ctx, func(tx *database.Tx) error {
		first, err := trail.First(ctx, tx)
		young = tx.Now().Sub(first) < staleBackup
		return err
	})
	return young, err
}
