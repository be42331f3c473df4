package app

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
)

// How often upkeep looks, and how long it leaves a record alone that was just
// opened: whoever opened it wants to work.
const (
	upkeepEvery = 5 * time.Second
	upkeepAfter = 10 * time.Minute
	letGoEvery  = time.Hour
	raiseEvery  = time.Minute
)

// Upkeep does what a record needs while it is served, until ctx ends: it opens
// the database again after an error of the disk, says when the clock was set,
// tries a backup once a week, lets go every hour of what is due by schedules that ask
// nobody, and gives every minute a missed call after somebody's release to whoever is on
// duty.
func (rec *Record) Upkeep(ctx context.Context) {
	if err := rec.sweepDrills(); err != nil {
		rec.Log.ErrorContext(ctx, "what a drill left could not be removed", "error", err)
	}
	rec.CheckClock(ctx)
	opened, looked, raised := time.Now(), time.Time{}, time.Time{}
	tick := time.NewTicker(upkeepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		rec.heal(ctx)
		rec.watchClock(ctx)
		if time.Since(opened) > upkeepAfter {
			rec.drillWhenDue(ctx)
		}
		if time.Since(raised) > raiseEvery {
			raised = time.Now()
			rec.raise(ctx)
		}
		if time.Since(looked) > letGoEvery {
			looked = time.Now()
			rec.letGo(ctx)
		}
	}
}

// heal opens the database again, through recovery, when the disk failed it.
// Until then nothing is written (security design 5.1, rule 7).
func (rec *Record) heal(ctx context.Context) {
	broken := rec.DB.Broken()
	if broken == nil {
		return
	}
	rec.Log.ErrorContext(ctx, "the disk reported an error; the record is opened again", "error", broken)
	if err := rec.DB.Reopen(ctx); err != nil {
		rec.Log.ErrorContext(ctx, "the record could not be opened again", "error", err)
		return
	}
	for _, c := range rec.DB.Check(ctx) {
		if !c.OK {
			rec.Log.ErrorContext(ctx, "after the error of the disk", "check", c.Name, "detail", c.Detail)
		}
	}
}

// letGo lets go of what is due; the trail says of whom.
func (rec *Record) letGo(ctx context.Context) {
	gone, err := rec.Retention.Run(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		rec.Log.ErrorContext(ctx, "what is due could not be let go of", "error", err)
	case gone > 0:
		rec.Log.InfoContext(ctx, "what was due went", "things", gone)
	}
}

// raise gives missed calls to whoever is on duty.
func (rec *Record) raise(ctx context.Context) {
	if _, err := rec.Plans.Raise(ctx); err != nil && ctx.Err() == nil {
		rec.Log.ErrorContext(ctx, "missed calls could not be given to whoever is on duty", "error", err)
	}
}

func (rec *Record) drillWhenDue(ctx context.Context) {
	due, err := rec.drillDue(ctx)
	if err == nil && due {
		_, err = rec.Drill(ctx)
	}
	if err != nil && ctx.Err() == nil && !fault.Is(err, fault.Busy) {
		rec.Log.ErrorContext(ctx, "the drill was not made", "error", err)
	}
}
