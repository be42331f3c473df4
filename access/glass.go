package access

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
)

// How long broken glass stays open, and how much of a reason it asks for
// (security design P17).
const (
	GlassLife = 60 * time.Minute
	LeastWhy  = 20 // characters
)

// KindGlass is the task that tells somebody of broken glass.
const KindGlass = "access-glass"

// TaskKinds are the sorts of task this capability writes.
func TaskKinds() []tasks.Kind {
	return []tasks.Kind{{
		Key: KindGlass, TitleKey: "access.glass.task", CountKey: "access.glass.count", ReasonKey: "access.glass.reason",
		Weight: tasks.WeightSafety, ActionKey: "access.glass.look",
		Href: func(t tasks.Task) string {
			if t.PersonID == "" {
				return "/settings/access"
			}
			return "/people/" + t.PersonID + "/access"
		},
	}}
}

// Glass is one time somebody looked at a person who was not theirs.
type Glass struct {
	ID, Rev   string
	AccountID string
	Account   string // name
	PersonID  string // "" when nobody was found
	Person    string // name
	Why       string
	From      time.Time
	Until     time.Time
}

// Break lets the actor read about one person for GlassLife, whatever chapter or
// caseload they belong to, and tells the person's workers and everybody who
// manages access in the same change. who is the person's number, or the whole
// name. Meanwhile the actor reads and changes nothing. A conflict of interest
// and a restriction stand: such a person is not found, like one who is missing,
// and that too is recorded and told.
func (s *Service) Break(ctx context.Context, actor authz.Actor, who, why string) (Glass, error) {
	const op = "access: break the glass"
	if !actor.May(MayBreak) || !actor.Proven {
		return Glass{}, fault.New(fault.Forbidden, op)
	}
	why, bad := checkWhy(why, LeastWhy)
	if strings.TrimSpace(who) == "" {
		bad = append(bad, fault.Problem{Field: "who", Key: "access.who.missing"})
	}
	if err := fault.Check(op, bad); err != nil {
		return Glass{}, err
	}
	g := Glass{ID: ids.New(), AccountID: actor.ID, Account: actor.Name, Why: why}
	deed := &trail.Deed{Action: "access.glass.broken", Kind: "person", Args: map[string]string{"why": why}, Irrevocable: true}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		g.From = tx.Now()
		if g.PersonID, g.Person, err = meant(ctx, tx.Tx, actor, who); err != nil {
			return err
		}
		deed.ID, deed.Args["name"] = g.PersonID, g.Person
		return s.breakFor(ctx, tx, &g)
	})
	if err == nil && g.PersonID == "" {
		err = fault.Bad(op, "who", "access.who.unknown")
	}
	return g, err
}

// breakFor writes the glass, the grant and the notices.
func (s *Service) breakFor(ctx context.Context, tx *trail.Tx, g *Glass) error {
	g.Until = g.From
	if g.PersonID != "" {
		g.Until = g.From.Add(GlassLife)
		if err := insertGrant(ctx, tx, g.AccountID, g.PersonID, g.Until, ByGlass); err != nil {
			return err
		}
	}
	err := tx.Insert(ctx, glassTable, g.ID, trail.Set{
		"account_id": g.AccountID, "person_id": g.PersonID, "why": g.Why, "from_at": database.Micros(g.From), "until_at": database.Micros(g.Until),
	})
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, *g)
}

// tell gives everybody concerned a task for today, except the one who did it.
func (s *Service) tell(ctx context.Context, tx *trail.Tx, g Glass) error {
	told, err := concerned(ctx, tx.Tx, g.PersonID)
	if err != nil {
		return err
	}
	for _, account := range told {
		if account == g.AccountID {
			continue
		}
		_, err := tasks.Add(ctx, tx, tasks.Task{
			PersonID: g.PersonID, Kind: KindGlass, Args: map[string]string{"who": g.Account, "name": g.Person, "why": g.Why},
			DueOn: s.Today(ctx), WorkerID: account, Link: tasks.Link{Kind: "glass", ID: g.ID},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// concerned lists the workers of a person, and everybody whose role manages
// access.
func concerned(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	accounts, err := workersOf(ctx, tx, personID)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, a := range accounts {
		seen[a] = true
	}
	all, err := staff.Colleagues(ctx, tx)
	for _, c := range all {
		if manages(c.Role) && !seen[c.ID] {
			accounts = append(accounts, c.ID)
		}
	}
	return accounts, err
}

func manages(role authz.Role) bool {
	for _, p := range Bundle[role] {
		if p == MayManage {
			return true
		}
	}
	return false
}

// meant finds the one person somebody means by a number or a whole name, "" for
// nobody, for several, and for one a conflict or a restriction hides.
func meant(ctx context.Context, tx *database.Tx, actor authz.Actor, who string) (id, name string, err error) {
	found, err := exactly(ctx, tx, actor.Everywhere(), search.NumberKey(who), search.Fold(who))
	if err != nil || len(found) != 1 {
		return "", "", err
	}
	return found[0].id, found[0].name, nil
}

// Mend ends the actor's broken glass before its time.
func (s *Service) Mend(ctx context.Context, actor authz.Actor) error {
	deed := &trail.Deed{Action: "access.glass.mended", Kind: "account", ID: actor.ID, Irrevocable: true}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		open, err := openGlass(ctx, tx.Tx, actor.ID)
		if err != nil {
			return err
		}
		now := database.Micros(tx.Now())
		for _, g := range open {
			if err := tx.Update(ctx, glassTable, g.ID, "", trail.Set{"until_at": now}); err != nil {
				return err
			}
			if err := endGlassGrants(ctx, tx, actor.ID, g.PersonID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Open lists the actor's own broken glass.
func (s *Service) Open(ctx context.Context, actor authz.Actor) (list []Glass, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = openGlass(ctx, tx, actor.ID)
		return err
	})
	return list, err
}

// Broken lists every time the glass was broken in the last so many days, newest
// first, for those who manage access; a person they do not see has no name.
func (s *Service) Broken(ctx context.Context, actor authz.Actor, days int) (list []Glass, err error) {
	if !actor.May(MayManage) {
		return nil, fault.New(fault.Forbidden, "access: broken glass")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = glassSince(ctx, tx, actor, tx.Now().AddDate(0, 0, -days))
		return err
	})
	return list, err
}
