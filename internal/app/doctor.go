package app

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/doctor"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/trail"
)

// Check is one thing the doctor looked at.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	// Records names what is wrong, by table and id, up to a few of each.
	Records []string `json:"records,omitempty"`
}

// staleBackup is after how long without a backup the doctor complains.
const staleBackup = 8 * 24 * time.Hour

// Doctor checks the record: the database, the keys, the folder, and whether
// there is a backup of late, and one that was tried. deep reads every page.
func (rec *Record) Doctor(ctx context.Context, home Home, deep bool) (checks []Check, ok bool) {
	checks = append(rec.content(ctx, deep), rec.sealed(ctx), rec.erased(ctx), keyFile(home.Dir), rec.ways(), rec.left(), rec.backups(ctx), rec.drills(ctx), rec.clockCheck(ctx))
	ok = true
	for _, c := range checks {
		ok = ok && c.OK
	}
	return checks, ok
}

// content looks at what a record holds, wherever it lies.
func (rec *Record) content(ctx context.Context, deep bool) (checks []Check) {
	var found []database.Check
	if deep {
		found = append(rec.DB.CheckDeep(ctx), doctor.Check(ctx, rec.DB)...)
	} else {
		found = rec.DB.Check(ctx)
	}
	for _, c := range found {
		checks = append(checks, Check(c))
	}
	return append(checks, rec.trail(ctx, deep), rec.files(ctx, deep))
}

// tail is how many of the newest entries of the trail a quick look is at.
const tail = 2000

// trail proves the chain of the trail, or its end.
func (rec *Record) trail(ctx context.Context, deep bool) Check {
	c := Check{Name: "the trail is as it was written"}
	var r trail.Report
	err := rec.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if deep {
			r, err = trail.Verify(ctx, tx)
		} else {
			r, err = trail.VerifyTail(ctx, tx, tail)
		}
		return err
	})
	switch {
	case err != nil:
		c.Detail = err.Error()
	case r.Broken != nil:
		c.Detail = r.Broken.Error()
	default:
		c.OK, c.Detail = true, fmt.Sprintf("%d entries fit, up to number %d", r.Changes+r.Readings, r.Head.N)
	}
	return c
}

// files holds the folder of the files against the record, and sweeps what nobody
// can bring back.
func (rec *Record) files(ctx context.Context, deep bool) Check {
	c := Check{Name: "files are as they were sealed"}
	h, err := rec.Files.Check(ctx, deep)
	switch {
	case err != nil:
		c.Detail = err.Error()
	case h.Missing+h.Damaged > 0:
		c.Detail = fmt.Sprintf("of %d files %d are not there and %d are altered; copy them back from a backup", h.Files, h.Missing, h.Damaged)
		c.Records = strings.Split(strings.TrimSpace(h.Wrong), "\n")
	default:
		c.OK, c.Detail = true, fmt.Sprintf("%d files, %d beside them that were taken back or broke off, %d of those swept", h.Files, h.Loose, h.Swept)
	}
	return c
}

// sealed asks whether whatever is sealed can be opened by somebody. While all is
// well it does not say whether there is anything.
func (rec *Record) sealed(ctx context.Context) Check {
	c := Check{Name: "what is sealed can be opened"}
	h, err := rec.Sealed.Check(ctx)
	switch {
	case err != nil:
		c.Detail = err.Error()
	case h.Lacking:
		c.Detail = "there are no recovery sheets; make them in Settings"
	case h.Shut > 0:
		c.Detail = fmt.Sprintf("nobody who is named in %d of them has a key any more; two recovery sheets open them", h.Shut)
	case h.Old > 0:
		c.Detail = fmt.Sprintf("%d of them open with recovery sheets that were replaced; whoever is named there can take the new ones", h.Old)
	default:
		c.OK, c.Detail = true, "by those named, and with two of the recovery sheets"
	}
	return c
}

func keyFile(dir string) Check {
	c := Check{Name: "key file"}
	info, err := os.Stat(dir + string(os.PathSeparator) + keys.FileName)
	switch {
	case err != nil:
		c.Detail = "not there, or not to be read"
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		c.Detail = fmt.Sprintf("others on this machine can read it (mode %04o); make it 0600", info.Mode().Perm())
	default:
		c.OK, c.Detail = true, "there, for its owner alone"
	}
	return c
}

func (rec *Record) backups(ctx context.Context) Check {
	c := Check{Name: "last backup"}
	at, err := backup.Last(ctx, rec.DB)
	switch {
	case err != nil:
		c.Detail = err.Error()
	case at.IsZero():
		c.Detail = "none was ever made"
	case rec.DB.Now().Sub(at) > staleBackup:
		c.Detail = "more than a week old: " + at.Format(time.DateOnly)
	default:
		c.OK, c.Detail = true, at.Format(time.DateOnly)
	}
	return c
}
