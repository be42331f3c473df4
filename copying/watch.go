package copying

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// What a Watch refuses with; nothing was shown then.
var (
	ErrProve = errors.New("copying: prove who reads so much")
	ErrAgree = errors.New("copying: a second person has to agree")
)

// Watch counts what is shown before it is recorded. What it knows of the last
// day is read from the trail when an account is first seen, and kept in memory:
// a page costs no query.
type Watch struct {
	*Service
	Witness interface {
		Record(ctx context.Context, actor authz.Actor, s *trail.Seen) error
	}

	mu       sync.Mutex
	accounts map[string]*tally
}

// Record records a reading, or returns ErrProve or ErrAgree.
func (w *Watch) Record(ctx context.Context, actor authz.Actor, s *trail.Seen) error {
	look, people := s.People()
	if len(people) == 0 || actor.ID == "" || strings.HasPrefix(actor.ID, "system:") {
		return w.Witness.Record(ctx, actor, s)
	}
	alarm, err := w.admit(ctx, actor, look, people)
	if err != nil {
		return err
	}
	if err := w.Witness.Record(ctx, actor, s); err != nil || alarm == 0 {
		return err
	}
	return w.tell(ctx, actor, alarm)
}

// admit decides whether people may be shown, and counts them. alarm is how many
// pages the leads are to be told of, 0 for none.
func (w *Watch) admit(ctx context.Context, actor authz.Actor, look trail.Look, people []string) (alarm int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, err := w.tally(ctx, actor)
	if err != nil {
		return 0, err
	}
	now := w.DB.Now()
	t.forget(now)
	if strangers := t.strangers(people); len(strangers) > 0 {
		mine, err := w.given(ctx, actor.ID, strangers)
		if err != nil {
			return 0, err
		}
		put(t.mine, mine, now)
	}
	limits, err := w.Limits(ctx)
	if err != nil {
		return 0, err
	}
	if err := w.check(ctx, actor, look, people, t, limits.People); err != nil {
		return 0, err
	}
	t.count(now, look, people)
	if len(t.pages) > limits.Pages && now.Sub(t.told) >= Hour {
		t.told = now
		return len(t.pages), nil
	}
	return 0, nil
}

// check holds what would be shown against the numbers. Whoever has just proved
// who they are begins anew; what leaves in files is counted for the whole day.
func (w *Watch) check(ctx context.Context, actor authz.Actor, look trail.Look, people []string, t *tally, most int) error {
	files := look == trail.Export && with(t.files, people) > most
	if n := with(t.read, t.others(people)); files || n > most && n > len(t.read) {
		if !actor.Proven {
			return ErrProve
		}
		clear(t.read)
	}
	if !files {
		return nil
	}
	agreed, err := w.agreed(ctx, actor.ID)
	if err == nil && !agreed {
		err = ErrAgree
	}
	return err
}

// tally is that of an account, read from the trail the first time.
func (w *Watch) tally(ctx context.Context, actor authz.Actor) (*tally, error) {
	if t := w.accounts[actor.ID]; t != nil {
		return t, nil
	}
	t := newTally()
	err := w.DB.Read(ctx, func(tx *database.Tx) error {
		return trail.Shown(ctx, tx, actor.ID, tx.Now().Add(-Day), func(look trail.Look, subject string, at time.Time) {
			switch {
			case look == trail.Export:
				t.files[subject] = at
			case look == trail.Page && tx.Now().Sub(at) < Hour:
				t.pages[subject] = at
			}
		})
	})
	if err != nil {
		return nil, err
	}
	if w.accounts == nil {
		w.accounts = map[string]*tally{}
	}
	w.accounts[actor.ID] = t
	return t, nil
}
