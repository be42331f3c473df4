package retention

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// A clock that was set wrong makes everything due at once. So nothing goes by
// itself after the clock jumped, until somebody says that it is right: when it
// went back, when it moved on more than time did while the program ran, and
// when the program was off for longer than an office is closed. It is stricter
// than the program as a whole, which only tells of its clock, and waits when that
// does.
const (
	slack    = 2 * time.Minute
	longOff  = 45 * 24 * time.Hour
	clockRow = "clock"
)

// Jump is a jump of the clock that nobody has confirmed.
type Jump struct {
	ID       string
	From, To time.Time
}

// look is when the clock was last looked at in this run of the program.
type look struct {
	at     time.Time
	uptime time.Duration
}

// tick looks at the clock and reports whether nothing may go by itself.
func (s *Service) tick(ctx context.Context) (frozen bool, err error) {
	if s.Doubted != nil && s.Doubted(ctx) {
		return true, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now, uptime := s.DB.Now(), s.uptime()
	var seen time.Time
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if seen, err = lastSeen(ctx, tx); err != nil {
			return err
		}
		frozen, err = jumped(ctx, tx)
		return err
	})
	if err != nil {
		return true, err
	}
	if !frozen && leapt(seen, now, s.last, uptime) {
		frozen = true
		err = s.freeze(ctx, seen, now)
	}
	if err == nil && !frozen { // the time before the jump is what the next look is held against
		err = s.DB.Write(ctx, func(tx *database.Tx) error { return putSeen(ctx, tx, now) })
		s.remember(now, uptime)
	}
	return frozen, err
}

// leapt reports whether the clock is where it cannot be.
func leapt(seen, now time.Time, last look, uptime time.Duration) bool {
	switch {
	case seen.IsZero():
		return false
	case now.Before(seen.Add(-slack)):
		return true
	case !last.at.IsZero():
		return now.Sub(last.at)-(uptime-last.uptime) > slack
	}
	return now.Sub(seen) > longOff
}

func (s *Service) uptime() time.Duration {
	if s.Uptime == nil {
		return 0
	}
	return s.Uptime()
}

// remember keeps when the clock was looked at, where there is another to hold it
// against.
func (s *Service) remember(now time.Time, uptime time.Duration) {
	if s.Uptime != nil {
		s.last = look{now, uptime}
	}
}

func (s *Service) freeze(ctx context.Context, from, to time.Time) error {
	deed := &trail.Deed{Action: "retention.clock.jumped", Kind: "clock", ID: ids.New()}
	deed.Irrevocable = true
	return trail.Write(ctx, s.DB, program, deed, func(tx *trail.Tx) error {
		return tx.Insert(ctx, jumpTable, deed.ID, trail.Set{"from_at": database.Micros(from), "to_at": database.Micros(to), "ended_at": 0})
	})
}

// Jumped is the jump that keeps schedules from running by themselves; its ID is
// "" when there is none.
func (s *Service) Jumped(ctx context.Context, actor authz.Actor) (j Jump, err error) {
	if !actor.May(MaySchedule) && !actor.May(MayErase) {
		return j, fault.New(fault.Forbidden, "retention: clock")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		j, err = openJump(ctx, tx)
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		return err
	})
	return j, err
}

// ConfirmClock says that the clock is right as it is now.
func (s *Service) ConfirmClock(ctx context.Context, actor authz.Actor) error {
	if !actor.May(MaySchedule) {
		return fault.New(fault.Forbidden, "retention: clock")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.DB.Now()
	deed := &trail.Deed{Action: "retention.clock.confirmed", Kind: "clock", Irrevocable: true}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		j, err := openJump(ctx, tx.Tx)
		if err != nil {
			return err
		}
		deed.ID = j.ID
		if err := tx.Update(ctx, jumpTable, j.ID, "", trail.Set{"ended_at": database.Micros(now)}); err != nil {
			return err
		}
		return putSeen(ctx, tx.Tx, now)
	})
	if err == nil {
		s.remember(now, s.uptime())
	}
	return err
}
