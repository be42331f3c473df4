package app

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/doctor"
	"github.com/throughcare/throughcare/internal/keys"
)

// Check is one thing the doctor looked at.
type Check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

// staleBackup is after how long without a backup the doctor complains.
const staleBackup = 8 * 24 * time.Hour

// Doctor checks the record: the database, the keys, the folder, and whether
// there is a backup of late. deep reads every page.
func (rec *Record) Doctor(ctx context.Context, home Home, deep bool) (checks []Check, ok bool) {
	look := rec.DB.Check
	if deep {
		look = rec.DB.CheckDeep
	}
	for _, c := range look(ctx) {
		checks = append(checks, Check(c))
	}
	if deep {
		for _, c := range doctor.Check(ctx, rec.DB) {
			checks = append(checks, Check(c))
		}
	}
	checks = append(checks, keyFile(home.Dir), rec.backups(ctx))
	ok = true
	for _, c := range checks {
		ok = ok && c.OK
	}
	return checks, ok
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
