package copying

import (
	"context"
	_ "embed"
	"encoding/json"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// Limits say from how much on taking many people out is asked about. The messages
// "copying.limit." + key + ".because" say why they are what they are.
type Limits struct {
	People int // others' people read since one proved who one is, or people in files of a day
	Pages  int // others' pages within an hour
}

// Range is what a limit is as it comes, and between which numbers it may be chosen:
// one that refuses the work, or that refuses nothing, is none.
type Range struct {
	Key    string `json:"key"` // "people" or "pages"
	Amount int    `json:"amount"`
	Least  int    `json:"least"`
	Most   int    `json:"most"`
}

//go:embed limits.json
var limitsText []byte

var ranges = func() map[string]Range {
	var list []Range
	if err := json.Unmarshal(limitsText, &list); err != nil {
		panic("copying: limits.json: " + err.Error()) // it is built in, and a test reads it
	}
	byKey := map[string]Range{}
	for _, r := range list {
		byKey[r.Key] = r
	}
	return byKey
}()

// RangeOf is the range of a limit by its key.
func RangeOf(key string) Range { return ranges[key] }

// Defaults are the limits as they come.
func Defaults() Limits { return Limits{People: ranges["people"].Amount, Pages: ranges["pages"].Amount} }

// Chosen is what an organisation has chosen, and who did.
type Chosen struct {
	Limits          // as they hold from From on
	Was      Limits // as they held before
	Rev      string // "" while nothing was chosen
	Why, By  string
	At, From time.Time
}

// Now are the limits at a moment: what was lowered holds at once, what was raised
// from From on, so that whoever raises them to copy has to wait for it while
// colleagues know.
func (c Chosen) Now(now time.Time) Limits {
	if !now.Before(c.From) {
		return c.Limits
	}
	return Limits{People: min(c.People, c.Was.People), Pages: min(c.Pages, c.Was.Pages)}
}

// believed is how long limits are believed before they are read again.
const believed = 5 * time.Second

// remembered keeps what was chosen, so that a page costs no query.
type remembered struct {
	mu     sync.Mutex
	chosen Chosen
	at     time.Time // zero: read again
}

// Limits are those that hold now.
func (s *Service) Limits(ctx context.Context) (Limits, error) {
	c, err := s.Chosen(ctx)
	return c.Now(s.DB.Now()), err
}

// Chosen is what the organisation has chosen; the defaults while it has not.
func (s *Service) Chosen(ctx context.Context) (c Chosen, err error) {
	s.chosen.mu.Lock()
	defer s.chosen.mu.Unlock()
	now := s.DB.Now()
	if !s.chosen.at.IsZero() && now.Sub(s.chosen.at).Abs() <= believed {
		return s.chosen.chosen, nil
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		c, err = chosen(ctx, tx)
		return err
	})
	if err == nil {
		s.chosen.chosen, s.chosen.at = c, now
	}
	return c, err
}

// SetLimits chooses other limits, with a reason, and tells everybody else who may
// agree to copying. What is raised holds after Life. rev is that of what was chosen
// before; it returns Conflict when somebody else chose meanwhile.
func (s *Service) SetLimits(ctx context.Context, actor authz.Actor, rev string, to Limits, why string) error {
	const op = "copying: set the limits"
	if !actor.May(MayAgree) || !actor.Proven {
		return fault.New(fault.Forbidden, op)
	}
	why, _ = people.CleanLines(why)
	if err := fault.Check(op, to.check(why)); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "copying.limits.changed", Kind: "setting", Args: to.args(actor)}
	defer s.forget()
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		old, err := chosen(ctx, tx.Tx)
		if err == nil && old.Rev != rev {
			err = fault.New(fault.Conflict, op)
		}
		if err != nil {
			return err
		}
		if err := putChosen(ctx, tx, Chosen{Limits: to, Was: old.Now(tx.Now()), Rev: rev, Why: why, By: actor.Name, At: tx.Now(), From: tx.Now().Add(Life)}); err != nil {
			return err
		}
		others, err := agreers(ctx, tx.Tx, actor.ID)
		if err != nil {
			return err
		}
		args := to.args(actor)
		args["why"] = why
		return s.give(ctx, tx, others, tasks.Task{Kind: KindLimits, Link: tasks.Link{Kind: "account", ID: actor.ID}, Args: args})
	})
}

func (s *Service) forget() {
	s.chosen.mu.Lock()
	defer s.chosen.mu.Unlock()
	s.chosen.at = time.Time{}
}

// check returns what is wrong with limits, and with the reason for them.
func (l Limits) check(why string) (bad []fault.Problem) {
	for key, n := range map[string]int{"people": l.People, "pages": l.Pages} {
		if r := ranges[key]; n < r.Least || n > r.Most {
			bad = append(bad, fault.Problem{Field: key, Key: "copying.limit.range", Args: []any{"from", r.Least, "to", r.Most}})
		}
	}
	if n := utf8.RuneCountInString(why); n < LeastWhy || n > maxWhy {
		bad = append(bad, fault.Problem{Field: "why", Key: "copying.limit.why.short", Args: []any{"count", LeastWhy}})
	}
	return bad
}

func (l Limits) args(actor authz.Actor) map[string]string {
	return map[string]string{"who": actor.Name, "people": strconv.Itoa(l.People), "pages": strconv.Itoa(l.Pages)}
}
