package copying

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
)

// Life is how long an agreement holds, and LeastWhy how much of a reason it
// takes, in characters.
const (
	Life     = Day
	LeastWhy = 20
	maxWhy   = 2000
)

// The kinds of tasks that tell leads.
const (
	KindMany = "copying-many" // somebody opens many people's pages
	KindWish = "copying-wish" // somebody asks to take many people out

	KindLimits = "copying-limits" // somebody chose other limits
)

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	href := func(tasks.Task) string { return "/copying" }
	return []tasks.Kind{
		{Key: KindMany, TitleKey: "copying.task.many", CountKey: "copying.task.many.count", ReasonKey: "copying.task.many.reason", Weight: tasks.WeightSafety, ActionKey: "copying.task.look", Href: href, Needs: MayAgree},
		{Key: KindWish, TitleKey: "copying.task.wish", CountKey: "copying.task.wish.count", ReasonKey: "copying.task.wish.reason", Weight: tasks.WeightPromise, ActionKey: "copying.task.look", Href: href, Needs: MayAgree},
		{Key: KindLimits, TitleKey: "copying.task.limits", CountKey: "copying.task.limits.count", ReasonKey: "copying.task.limits.reason", Weight: tasks.WeightSafety, ActionKey: "copying.task.look", Href: href, Needs: MayAgree},
	}
}

// Service is what pages may do about copying.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // nil is UTC

	chosen remembered
}

func (s *Service) today(ctx context.Context) civil.Day {
	zone := time.UTC
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// Wish is that somebody wants to take many people out in one day.
type Wish struct {
	ID, Rev   string
	AccountID string
	Account   string // name
	Why       string
	At        time.Time
	AgreedBy  string // name, "" while nobody has
	Until     time.Time
	Alone     bool // there was nobody else to ask
}

// Ask asks a second person to agree, and tells everybody who may. Where there is
// nobody else, it is agreed at once and stands in the list for good: alone is
// true then.
func (s *Service) Ask(ctx context.Context, actor authz.Actor, why string) (alone bool, err error) {
	const op = "copying: ask"
	if actor.ID == "" || !actor.May(people.MayRead) || !actor.Proven {
		return false, fault.New(fault.Forbidden, op)
	}
	why, _ = people.CleanLines(why)
	if n := utf8.RuneCountInString(why); n < LeastWhy || n > maxWhy {
		return false, fault.Bad(op, "why", "copying.why.short", "count", LeastWhy)
	}
	deed := &trail.Deed{Action: "copying.asked", Kind: "account", ID: actor.ID, Irrevocable: true}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		others, err := agreers(ctx, tx.Tx, actor.ID)
		if err != nil {
			return err
		}
		alone = len(others) == 0
		if alone {
			deed.Action = "copying.alone"
		}
		id := ids.New()
		if err := insertWish(ctx, tx, id, why, alone); err != nil {
			return err
		}
		return s.give(ctx, tx, others, tasks.Task{Kind: KindWish, Link: tasks.Link{Kind: wishTable, ID: id}, Args: map[string]string{"who": actor.Name, "why": why}})
	})
	return alone, err
}

// Agree agrees to what a colleague asked; never to one's own wish. It returns
// Conflict for one that was agreed to already.
func (s *Service) Agree(ctx context.Context, actor authz.Actor, id string) error {
	const op = "copying: agree"
	if !actor.May(MayAgree) || !actor.Proven {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "copying.agreed", Kind: "account", Irrevocable: true}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		w, err := wishByID(ctx, tx.Tx, id)
		switch {
		case err != nil:
			return err
		case w.AccountID == actor.ID:
			return fault.New(fault.Forbidden, op)
		case w.AgreedBy != "":
			return fault.New(fault.Conflict, op)
		}
		deed.ID, deed.Args = w.AccountID, map[string]string{"name": w.Account}
		return agree(ctx, tx, w)
	})
}

// Wishes lists what was asked for of late, the newest first: of everybody for
// whoever may agree, and one's own.
func (s *Service) Wishes(ctx context.Context, actor authz.Actor) (list []Wish, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = wishes(ctx, tx, actor, tx.Now().AddDate(0, 0, -90))
		return err
	})
	return list, err
}

// agreed reports whether somebody agreed that an account takes many people out.
func (s *Service) agreed(ctx context.Context, account string) (yes bool, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		yes, err = running(ctx, tx, account)
		return err
	})
	return yes, err
}

// tell tells everybody who may agree, and is not the one, that somebody opens
// many people's pages.
func (s *Service) tell(ctx context.Context, actor authz.Actor, pages int) error {
	deed := &trail.Deed{Action: "copying.many", Kind: "account", ID: actor.ID, Args: map[string]string{"who": actor.Name, "pages": strconv.Itoa(pages)}, Irrevocable: true}
	return trail.Write(ctx, s.DB, authz.System("copying"), deed, func(tx *trail.Tx) error {
		others, err := agreers(ctx, tx.Tx, actor.ID)
		if err != nil {
			return err
		}
		return s.give(ctx, tx, others, tasks.Task{Kind: KindMany, Link: tasks.Link{Kind: "account", ID: actor.ID}, Args: deed.Args})
	})
}

// give gives each of some accounts a task for today.
func (s *Service) give(ctx context.Context, tx *trail.Tx, accounts []string, t tasks.Task) error {
	t.DueOn = s.today(ctx)
	for _, account := range accounts {
		t.WorkerID = account
		if _, err := tasks.Add(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// agreers are the accounts that may agree, without one.
func agreers(ctx context.Context, tx *database.Tx, but string) (list []string, err error) {
	all, err := staff.Colleagues(ctx, tx)
	for _, c := range all {
		if c.ID != but && len(Bundle[c.Role]) > 0 {
			list = append(list, c.ID)
		}
	}
	return list, err
}
