package families

import (
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// About says what a call of the helpline was about.
type About string

// Abouts lists what calls are about.
func Abouts() []About {
	return []About{"visit", "worry", "money", "children", "transfer", "release", "legal", "health", "lonely", "other"}
}

// Call is a call of the helpline. It needs no name and no case.
type Call struct {
	ID, Rev     string
	At          time.Time // UTC
	About       About
	Caller      string // as far as they said; often nothing
	Words       string
	FollowOn    civil.Day // call back by then, or ""
	HouseholdID string    // it became this one, or ""
	AuthorName  string

	taskID string
}

// Log keeps a call. With a day to call back the one who took it has a task, that names
// nobody.
func (s *Service) Log(ctx context.Context, actor authz.Actor, c Call) (id string, err error) {
	c.Caller, _ = people.Clean(c.Caller)
	c.Words, _ = people.CleanLines(c.Words)
	if err := fault.Check("families: call", fault.Broken(
		fault.When(!slices.Contains(Abouts(), c.About), "about", "families.call.about.missing"), fault.When(c.FollowOn != "" && (!c.FollowOn.Valid() || c.FollowOn < s.Today(ctx)), "follow", "families.day.past"),
		long("caller", c.Caller, maxLine), long("words", c.Words, maxNote),
	)); err != nil {
		return "", err
	}
	c.ID, c.At = ids.New(), s.DB.Now()
	deed := &trail.Deed{Action: "families.call.logged", Kind: "call", ID: c.ID}
	return c.ID, s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		if c.FollowOn != "" {
			t, err := tasks.Add(ctx, tx, tasks.Task{Kind: TaskCall, WorkerID: actor.ID, DueOn: c.FollowOn, Link: tasks.Link{Kind: "family-call", ID: c.ID}})
			if err != nil {
				return err
			}
			c.taskID = t.ID
		}
		return tx.Insert(ctx, callTable, c.ID, trail.Set{
			"person_id": "", "household_id": "", "called_at": database.Micros(c.At), "about": string(c.About), "caller": c.Caller, "words": c.Words, "follow_on": string(c.FollowOn),
			"task_id": c.taskID, "author_name": actor.Name,
		})
	})
}

// fromCall makes a call part of the household it became: what was said is its first need,
// and nobody types it again.
func (s *Service) fromCall(ctx context.Context, tx *trail.Tx, callID string, h Household) error {
	if callID == "" {
		return nil
	}
	c, err := callByID(ctx, tx.Tx, callID)
	if err != nil {
		return err
	}
	if c.HouseholdID != "" {
		return fault.New(fault.Conflict, "families: call became a household")
	}
	if err := tx.Update(ctx, callTable, c.ID, "", trail.Set{"household_id": h.ID, "person_id": h.HeadID}); err != nil {
		return err
	}
	if c.Words == "" {
		return nil
	}
	return tx.Insert(ctx, needTable, ids.New(), trail.Set{
		"person_id": h.HeadID, "household_id": h.ID, "words": c.Words, "state": string(Wanted), "state_on": string(s.Today(ctx)), "outcome": "",
	})
}

// Call returns a call that the actor sees.
func (s *Service) Call(ctx context.Context, actor authz.Actor, id string) (c Call, err error) {
	err = s.read(ctx, actor, "families: call", func(tx *database.Tx) error {
		if c, err = callByID(ctx, tx, id); err == nil && c.HouseholdID != "" {
			_, err = visible(ctx, tx, actor, c.HouseholdID)
		}
		return err
	})
	return c, err
}

// Calls lists the newest calls of the helpline: those of nobody's, and those that became
// a household the actor sees.
func (s *Service) Calls(ctx context.Context, actor authz.Actor, limit int) (list []Call, err error) {
	err = s.read(ctx, actor, "families: calls", func(tx *database.Tx) error {
		list, err = calls(ctx, tx, actor, limit)
		return err
	})
	return list, err
}
