package app

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/clock"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
)

// CheckClock asks whether the clock was set while the record was not served. A
// record that cannot say so is served all the same.
func (rec *Record) CheckClock(ctx context.Context) {
	rec.clock = clock.New(rec.DB.Now)
	var newest time.Time
	err := rec.DB.Read(ctx, func(tx *database.Tx) (err error) {
		newest, err = trail.Newest(ctx, tx)
		return err
	})
	if err != nil {
		rec.Log.ErrorContext(ctx, "whether the clock was set is not known", "error", err)
		return
	}
	if j, set := rec.clock.Since(newest); set {
		rec.doubtClock(ctx, j)
	}
}

// watchClock asks it again while the record is served.
func (rec *Record) watchClock(ctx context.Context) {
	if j, set := rec.clock.Look(); set {
		rec.doubtClock(ctx, j)
	}
}

// doubtClock keeps that the clock was set until a person says that it is right.
// The first jump stands: a second one may be the way back.
func (rec *Record) doubtClock(ctx context.Context, j clock.Jump) {
	rec.Log.ErrorContext(ctx, "the clock of this machine was set", "from", j.From, "to", j.To)
	if rec.Settings.Current(ctx).ClockSet != nil {
		return
	}
	err := rec.Settings.Change(ctx, authz.System("clock"), func(c *settings.Choices) { c.ClockSet = &settings.ClockSet{From: j.From, To: j.To} })
	if err != nil {
		rec.Log.ErrorContext(ctx, "that the clock was set could not be kept", "error", err)
	}
}

// clockCheck is what the doctor says of the clock.
func (rec *Record) clockCheck(ctx context.Context) Check {
	c := Check{Name: "clock", OK: true, Detail: "goes on as it should"}
	if set := rec.Settings.Current(ctx).ClockSet; set != nil {
		c.OK, c.Detail = false, "was set from "+set.From.UTC().Format(time.DateTime)+" to "+set.To.UTC().Format(time.DateTime)+"; see that it is right, then say so in Settings"
	}
	return c
}
