package arbitration

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// Assign gives a matter its neutral: an account of ours, or somebody from outside by
// name. Whoever works or worked with the person is refused, with why: they are, or were,
// the person's advocate. An account that is taken sees from now on nothing of the person
// but this matter.
func (s *Service) Assign(ctx context.Context, actor authz.Actor, id, rev, accountID, name string) error {
	name, _ = people.Clean(name)
	if err := fault.Check("arbitration: assign", fault.Broken(fault.When(accountID == "" && name == "", "neutral", "arbitration.neutral.missing"), long("name", name, maxLine))); err != nil {
		return err
	}
	return s.open(ctx, actor, "arbitration.assigned", id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		if accountID != "" {
			account, err := accountName(ctx, tx.Tx, accountID)
			if err != nil {
				return err
			}
			why, err := advocate(ctx, tx.Tx, m, accountID)
			if err != nil {
				return err
			}
			if why != "" {
				return fault.Bad("arbitration: assign", "neutral", "arbitration.neutral."+why, "who", account)
			}
			if err := access.Keep(ctx, tx, accountID, m.PersonID, access.NeutralOf, m.Title); err != nil {
				return err
			}
			name = account
		}
		deed.Args["neutral"] = name
		return tx.Update(ctx, table, m.ID, rev, trail.Set{"neutral_id": accountID, "neutral_name": name})
	})
}

// Say keeps the position of a side.
func (s *Service) Say(ctx context.Context, actor authz.Actor, id string, p Position) error {
	p.Words, _ = people.CleanLines(p.Words)
	p.On = cmp.Or(p.On, s.Today(ctx))
	if err := fault.Check("arbitration: say", fault.Broken(
		fault.When(!p.Side.valid(), "side", "arbitration.side.missing"), fault.When(p.Words == "", "words", "arbitration.words.missing"), long("words", p.Words, maxWords),
		fault.When(!p.On.Valid() || p.On > s.Today(ctx), "on", "arbitration.day.ahead"),
	)); err != nil {
		return err
	}
	return s.open(ctx, actor, "arbitration.position.said", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		return tx.Insert(ctx, positionTable, ids.New(), trail.Set{
			"person_id": m.PersonID, "arbitration_id": m.ID, "side": string(p.Side), "said_on": string(p.On), "words": p.Words, "author_name": actor.Name,
		})
	})
}

// Plan plans a sitting, or changes one that was planned; Held with its minutes says that
// it took place. The worker of the matter has a task for the day.
func (s *Service) Plan(ctx context.Context, actor authz.Actor, id string, sit Sitting) error {
	today := s.Today(ctx)
	sit.Place, _ = people.Clean(sit.Place)
	sit.Agenda, _ = people.CleanLines(sit.Agenda)
	sit.Minutes, _ = people.CleanLines(sit.Minutes)
	sit.Who, _ = people.CleanLines(sit.Who)
	if err := fault.Check("arbitration: plan", fault.Broken(
		fault.When(!sit.On.Valid(), "on", "arbitration.day.missing"), fault.When(sit.Held && sit.On > today, "on", "arbitration.day.ahead"),
		fault.When(!sit.Held && sit.On < today, "on", "arbitration.day.past"), fault.When(sit.At != "" && !civil.ValidHour(sit.At), "at", "arbitration.hour.wrong"),
		long("place", sit.Place, maxLine), long("agenda", sit.Agenda, maxWords), long("minutes", sit.Minutes, maxWords), long("who", sit.Who, maxWords),
	)); err != nil {
		return err
	}
	action := "arbitration.sitting.planned"
	if sit.Held {
		action = "arbitration.sitting.held"
	}
	return s.open(ctx, actor, action, id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		deed.Args["day"] = string(sit.On)
		set := trail.Set{"on_date": string(sit.On), "at_time": sit.At, "place": sit.Place, "agenda": sit.Agenda, "held": database.Flag(sit.Held), "who": sit.Who, "minutes": sit.Minutes}
		link := sit.ID
		if sit.ID != "" {
			if err := belongs(ctx, tx.Tx, sittingTable, sit.ID, m.ID); err != nil {
				return err
			}
			if err := tx.Update(ctx, sittingTable, sit.ID, sit.Rev, set); err != nil {
				return err
			}
		} else {
			link = ids.New()
			set["person_id"], set["arbitration_id"] = m.PersonID, m.ID
			if err := tx.Insert(ctx, sittingTable, link, set); err != nil {
				return err
			}
		}
		if err := s.follow(ctx, tx, m, TaskSitting, link, sit.On, sit.At, sit.Held); err != nil {
			return err
		}
		if sit.Held {
			return s.note(ctx, tx, m, "arbitration.entry.sat", "")
		}
		return nil
	})
}

// follow brings the task of a row in step: one while it is to come, none when it is done.
func (s *Service) follow(ctx context.Context, tx *trail.Tx, m Matter, kind, rowID string, on civil.Day, at string, done bool) error {
	link := tasks.Link{Kind: LinkKind + ":" + rowID, ID: m.ID}
	list, err := tasks.Linked(ctx, tx.Tx, m.PersonID, link)
	if err != nil {
		return err
	}
	for _, t := range list {
		if t.State == tasks.Open {
			if err := tasks.End(ctx, tx, t.ID, "", tasks.Done, ""); err != nil {
				return err
			}
		}
	}
	if done {
		return nil
	}
	_, err = tasks.Add(ctx, tx, tasks.Task{PersonID: m.PersonID, Kind: kind, DueOn: on, DueTime: at, WorkerID: m.WorkerID, Link: link})
	return err
}

// Give puts a file of the person before the neutral, as far as the person agreed that it
// goes to them (purpose share-partner, to the neutral's name).
func (s *Service) Give(ctx context.Context, actor authz.Actor, id, fileID string) error {
	return s.open(ctx, actor, "arbitration.paper.given", id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		if m.Neutral == "" {
			return fault.Bad("arbitration: give", "file", "arbitration.neutral.missing")
		}
		if err := people.Visible(ctx, tx.Tx, actor, m.PersonID); err != nil {
			return err
		}
		title, err := fileOf(ctx, tx.Tx, m.PersonID, fileID)
		if fault.Is(err, fault.NotFound) {
			return fault.Bad("arbitration: give", "file", "arbitration.file.missing")
		}
		if err != nil {
			return err
		}
		deed.Irrevocable = true // what lies before somebody cannot be unread
		if _, err := consent.Check(ctx, tx, consent.Ask{
			PersonID: m.PersonID, Purpose: "share-partner", Audience: consent.Audience{Name: m.Neutral}, Classes: consent.Of(consent.C1) | consent.Of(consent.C3),
			What: title, LinkKind: LinkKind, LinkID: m.ID,
		}); err != nil {
			return err
		}
		return tx.Insert(ctx, paperTable, ids.New(), trail.Set{
			"person_id": m.PersonID, "arbitration_id": m.ID, "file_id": fileID, "title": title, "given_on": string(s.Today(ctx)),
		})
	})
}

// Before returns the file of a paper that lies before the actor, who is the neutral, or
// NotFound. The caller opens it whatever the wall of the person says.
func (s *Service) Before(ctx context.Context, actor authz.Actor, id, paperID string) (fileID string, err error) {
	v, err := s.View(ctx, actor, id)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(v.Papers, func(p Paper) bool { return p.ID == paperID })
	if i < 0 {
		return "", fault.New(fault.NotFound, "arbitration: paper")
	}
	return v.Papers[i].FileID, nil
}

// Propose puts a resolution to both sides; what they said of an earlier one is gone.
func (s *Service) Propose(ctx context.Context, actor authz.Actor, id, rev, words string) error {
	words, _ = people.CleanLines(words)
	if err := fault.Check("arbitration: propose", fault.Broken(fault.When(words == "", "words", "arbitration.words.missing"), long("words", words, maxWords))); err != nil {
		return err
	}
	return s.open(ctx, actor, "arbitration.proposed", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		if err := s.note(ctx, tx, m, "arbitration.entry.proposed", ""); err != nil {
			return err
		}
		return tx.Update(ctx, table, m.ID, rev, trail.Set{"proposal": words, "proposed_on": string(s.Today(ctx)), "person_says": "", "other_says": ""})
	})
}

// Reply keeps what a side says to the proposal.
func (s *Service) Reply(ctx context.Context, actor authz.Actor, id, rev string, side Side, a Answer) error {
	if err := fault.Check("arbitration: reply", fault.Broken(
		fault.When(!side.valid(), "side", "arbitration.side.missing"), fault.When(!slices.Contains(Answers(), a), "says", "arbitration.says.missing"),
	)); err != nil {
		return err
	}
	return s.open(ctx, actor, "arbitration.replied", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		if m.Proposal == "" {
			return fault.Bad("arbitration: reply", "says", "arbitration.proposal.missing")
		}
		column := "person_says"
		if side == TheOther {
			column = "other_says"
		}
		return tx.Update(ctx, table, m.ID, rev, trail.Set{column: string(a)})
	})
}

// Agree ends a matter with what both sides agreed. Each promise has a day on which it is
// looked at: a task of its own. The formal clock of the grievance goes on until that is
// ended where it stands.
func (s *Service) Agree(ctx context.Context, actor authz.Actor, id, rev, words string, promises []Promise) error {
	today := s.Today(ctx)
	words, _ = people.CleanLines(words)
	rules := []fault.Rule{
		fault.When(words == "", "words", "arbitration.words.missing"), long("words", words, maxWords), fault.When(len(promises) > mostOf, "promises", "arbitration.words.long"),
	}
	for i := range promises {
		promises[i].Words, _ = people.Clean(promises[i].Words)
		p := promises[i]
		rules = append(rules, fault.When(p.Words == "", "promises", "arbitration.words.missing"), fault.When(!p.Side.valid(), "promises", "arbitration.side.missing"),
			fault.When(!p.FollowOn.Valid() || p.FollowOn < today, "promises", "arbitration.follow.missing"), long("promises", p.Words, maxLine))
	}
	if err := fault.Check("arbitration: agree", fault.Broken(rules...)); err != nil {
		return err
	}
	return s.open(ctx, actor, "arbitration.agreed", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		for _, p := range promises {
			row := ids.New()
			if err := tx.Insert(ctx, promiseTable, row, trail.Set{
				"person_id": m.PersonID, "arbitration_id": m.ID, "side": string(p.Side), "words": p.Words, "follow_on": string(p.FollowOn), "state": string(Awaited), "state_why": "",
			}); err != nil {
				return err
			}
			if err := s.follow(ctx, tx, m, TaskPromise, row, p.FollowOn, "", false); err != nil {
				return err
			}
		}
		if err := s.note(ctx, tx, m, "arbitration.entry.agreed", words); err != nil {
			return err
		}
		return tx.Update(ctx, table, m.ID, rev, trail.Set{"agreement": words, "state": string(Agreed), "state_on": string(today)})
	})
}

// Settle says what became of a promise; one that was changed has another day.
func (s *Service) Settle(ctx context.Context, actor authz.Actor, id, promiseID, rev string, as Kept, why string, again civil.Day) error {
	why, _ = people.Clean(why)
	if err := fault.Check("arbitration: settle", fault.Broken(
		fault.When(!slices.Contains(Outcomes(), as), "state", "arbitration.outcome.missing"), fault.When(as != WasKept && why == "", "why", "arbitration.why.missing"),
		fault.When(as == Changed && (!again.Valid() || again < s.Today(ctx)), "again", "arbitration.follow.missing"), long("why", why, maxLine),
	)); err != nil {
		return err
	}
	return s.change(ctx, actor, "arbitration.promise."+string(as), id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		if err := belongs(ctx, tx.Tx, promiseTable, promiseID, m.ID); err != nil {
			return err
		}
		set := trail.Set{"state": string(as), "state_why": why}
		if as == Changed {
			set["follow_on"] = string(again)
		}
		if err := s.follow(ctx, tx, m, TaskPromise, promiseID, again, "", as != Changed); err != nil {
			return err
		}
		return tx.Update(ctx, promiseTable, promiseID, rev, set)
	})
}

// Jot keeps a note of the neutral. Nobody else writes or reads one.
func (s *Service) Jot(ctx context.Context, actor authz.Actor, id, words string) error {
	words, _ = people.CleanLines(words)
	if err := fault.Check("arbitration: jot", fault.Broken(fault.When(strings.TrimSpace(words) == "", "words", "arbitration.words.missing"), long("words", words, maxWords))); err != nil {
		return err
	}
	return s.change(ctx, actor, "arbitration.note.written", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		if m.NeutralID != actor.ID || actor.ID == "" {
			return fault.New(fault.NotFound, "arbitration: jot")
		}
		return tx.Insert(ctx, noteTable, ids.New(), trail.Set{
			"person_id": m.PersonID, "arbitration_id": m.ID, "words": words, "author_id": actor.ID, "written_at": database.Micros(tx.Now()),
		})
	})
}

// End ends a matter without an agreement, with why.
func (s *Service) End(ctx context.Context, actor authz.Actor, id, rev string, as State, why string) error {
	why, _ = people.CleanLines(why)
	if err := fault.Check("arbitration: end", fault.Broken(
		fault.When(!slices.Contains(Ends(), as), "state", "arbitration.end.missing"), fault.When(why == "", "why", "arbitration.why.missing"), long("why", why, maxWords),
	)); err != nil {
		return err
	}
	return s.open(ctx, actor, "arbitration.ended", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		if err := s.note(ctx, tx, m, "arbitration.entry.ended."+string(as), why); err != nil {
			return err
		}
		return tx.Update(ctx, table, m.ID, rev, trail.Set{"state": string(as), "state_on": string(s.Today(ctx)), "state_why": why})
	})
}
