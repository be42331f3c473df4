package families

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Service is what pages and commands may do with families.
type Service struct {
	DB    *database.DB
	Index people.Index                         // where new people are found again; nil finds none
	Zone  func(context.Context) *time.Location // where the organisation is; nil means UTC
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if !actor.May(MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return s.DB.Read(ctx, fn)
}

func (s *Service) write(ctx context.Context, actor authz.Actor, deed *trail.Deed, fn func(*trail.Tx) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, deed.Action)
	}
	if deed.Args == nil {
		deed.Args = map[string]string{}
	}
	return trail.Write(ctx, s.DB, actor, deed, fn)
}

// change makes one change to a household the actor sees.
func (s *Service) change(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Household) error) error {
	deed := &trail.Deed{Action: action, Kind: "person"}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		h, err := visible(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		deed.ID, deed.Args["name"] = h.HeadID, h.Name
		return fn(tx, deed, h)
	})
}

// New is what a household is opened with.
type New struct {
	HeadID string // somebody of the record, or
	Head   string // the name of somebody new
	Name   string // of the household; "" takes the head's
	Note   string
	CallID string // the call it came from, or ""
}

// Add opens a household. It returns NotFound for a relative or a call the actor does not
// see, and Conflict for a call that became one already.
func (s *Service) Add(ctx context.Context, actor authz.Actor, n New) (id string, err error) {
	n.Head, _ = people.Clean(n.Head)
	n.Name, _ = people.Clean(n.Name)
	n.Note, _ = people.CleanLines(n.Note)
	if err := fault.Check("families: add", fault.Broken(fault.When(n.HeadID == "" && n.Head == "", "head", "families.head.missing"), long("name", n.Name, maxLine), long("head", n.Head, maxLine), long("note", n.Note, maxNote))); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "families.household.opened", Kind: "person"}
	err = s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		head, err := s.person(ctx, tx, n.HeadID, n.Head, partialdate.Date{})
		if err != nil {
			return err
		}
		h := Household{ID: ids.New(), HeadID: head.ID, Name: cmp.Or(n.Name, head.Name), Note: n.Note, State: Open, OpenedOn: s.Today(ctx), WorkerID: actor.ID, AuthorName: actor.Name}
		id, deed.ID, deed.Args["name"] = h.ID, head.ID, h.Name
		if err := tx.Insert(ctx, table, h.ID, h.set()); err != nil {
			return err
		}
		if err := insertMember(ctx, tx, h.ID, Member{PersonID: head.ID}); err != nil {
			return err
		}
		if err := s.fromCall(ctx, tx, n.CallID, h); err != nil {
			return err
		}
		return s.note(ctx, tx, h, "families.entry.opened", "")
	})
	return id, err
}

// person is somebody of the record whom the actor sees, or somebody new.
func (s *Service) person(ctx context.Context, tx *trail.Tx, id, name string, born partialdate.Date) (people.Person, error) {
	if id != "" {
		return people.Head(ctx, tx.Tx, tx.Actor, id)
	}
	return people.Add(ctx, tx, s.Index, people.NewPerson{Name: name, Born: born, Source: "the family"})
}

// note puts what happened on the timeline of the relative.
func (s *Service) note(ctx context.Context, tx *trail.Tx, h Household, key, body string) error {
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: h.HeadID, Kind: entryKind, TitleKey: key, TitleArgs: map[string]string{"household": h.Name}, Body: body,
		On: partialdate.On(s.Today(ctx)), Link: timeline.Link{Kind: LinkKind, ID: h.ID},
	})
	return err
}

// Close ends the help for a household with why.
func (s *Service) Close(ctx context.Context, actor authz.Actor, id, rev, why string) error {
	why, _ = people.Clean(why)
	if err := fault.Check("families: close", fault.Broken(fault.When(why == "", "why", "families.why.missing"), long("why", why, maxLine))); err != nil {
		return err
	}
	return s.change(ctx, actor, "families.household.closed", id, func(tx *trail.Tx, _ *trail.Deed, h Household) error {
		if err := tx.Update(ctx, table, h.ID, rev, trail.Set{"state": string(Closed), "closed_on": string(s.Today(ctx)), "closed_why": why}); err != nil {
			return err
		}
		return s.note(ctx, tx, h, "families.entry.closed", why)
	})
}

// AddMember adds somebody to a household: somebody of the record, or somebody new. A new
// child is seen by whoever adds them and by nobody else who was not named.
func (s *Service) AddMember(ctx context.Context, actor authz.Actor, id string, m Member, born partialdate.Date) error {
	m.Name, _ = people.Clean(m.Name)
	m.Relation, _ = people.Clean(m.Relation)
	if err := fault.Check("families: member", fault.Broken(fault.When(m.PersonID == "" && m.Name == "", "name", "families.member.missing"), long("name", m.Name, maxLine), long("relation", m.Relation, maxLine))); err != nil {
		return err
	}
	return s.change(ctx, actor, "families.member.added", id, func(tx *trail.Tx, _ *trail.Deed, h Household) error {
		p, err := s.person(ctx, tx, m.PersonID, m.Name, born)
		if err != nil {
			return err
		}
		if twice, err := isMember(ctx, tx.Tx, h.ID, p.ID); err != nil || twice {
			return fault.OrBad(err, "families", "name", "families.member.twice")
		}
		m.PersonID = p.ID
		return insertMember(ctx, tx, h.ID, m)
	})
}

// Link says who of theirs is inside. It takes somebody the actor sees; nothing of it
// stands on that person's page for those who do not see the household.
func (s *Service) Link(ctx context.Context, actor authz.Actor, id, personID, relation string) error {
	relation, _ = people.Clean(relation)
	if err := fault.Check("families: link", fault.Broken(fault.When(personID == "", "person", "families.inside.missing"), long("relation", relation, maxLine))); err != nil {
		return err
	}
	return s.change(ctx, actor, "families.inside.linked", id, func(tx *trail.Tx, _ *trail.Deed, h Household) error {
		if _, err := people.Head(ctx, tx.Tx, actor, personID); err != nil {
			return err
		}
		return tx.Insert(ctx, insideTable, ids.New(), trail.Set{"person_id": personID, "household_id": h.ID, "relation": relation})
	})
}

// Unlink takes somebody inside, or a member who is not the relative it was opened for,
// off a household.
func (s *Service) Unlink(ctx context.Context, actor authz.Actor, id, row string) error {
	return s.change(ctx, actor, "families.household.parted", id, func(tx *trail.Tx, _ *trail.Deed, h Household) error {
		for _, t := range []string{insideTable, memberTable} {
			there, err := rowOf(ctx, tx.Tx, t, row, h)
			if err != nil {
				return err
			}
			if there {
				return tx.Delete(ctx, t, row)
			}
		}
		return fault.New(fault.NotFound, "families: unlink")
	})
}

// SaveNeed adds a need, or changes one that has an id.
func (s *Service) SaveNeed(ctx context.Context, actor authz.Actor, id, rev string, n Need) error {
	n.Words, _ = people.CleanLines(n.Words)
	n.Outcome, _ = people.CleanLines(n.Outcome)
	n.State = cmp.Or(n.State, Wanted)
	if err := fault.Check("families: need", fault.Broken(
		fault.When(n.Words == "", "words", "families.need.words.missing"), fault.When(!valid(n.State), "state", "families.need.state.unknown"),
		long("words", n.Words, maxNote), long("outcome", n.Outcome, maxNote),
	)); err != nil {
		return err
	}
	return s.change(ctx, actor, "families.need.saved", id, func(tx *trail.Tx, _ *trail.Deed, h Household) error {
		set := trail.Set{"person_id": h.HeadID, "household_id": h.ID, "words": n.Words, "state": string(n.State), "state_on": string(s.Today(ctx)), "outcome": n.Outcome}
		if n.ID == "" {
			return tx.Insert(ctx, needTable, ids.New(), set)
		}
		if err := belongs(ctx, tx.Tx, needTable, n.ID, h.ID); err != nil {
			return err
		}
		return tx.Update(ctx, needTable, n.ID, rev, set)
	})
}

func valid(s NeedState) bool {
	for _, one := range NeedStates() {
		if s == one {
			return true
		}
	}
	return false
}

// Give keeps aid that was given. Beyond a cap it takes MayExceed and a reason, which the
// trail and the household keep.
func (s *Service) Give(ctx context.Context, actor authz.Actor, id string, a Aid) error {
	const op = "families: give"
	a.How, _ = people.Clean(a.How)
	a.OverWhy, _ = people.Clean(a.OverWhy)
	a.On = cmp.Or(a.On, s.Today(ctx))
	if err := fault.Check(op, a.check(s.Today(ctx))); err != nil {
		return err
	}
	return s.change(ctx, actor, "families.aid.given", id, func(tx *trail.Tx, deed *trail.Deed, h Household) error {
		given, err := aidOf(ctx, tx.Tx, h.ID)
		if err != nil {
			return err
		}
		caps, err := capsOf(ctx, tx.Tx)
		if err != nil {
			return err
		}
		left, capped := tightest(caps, given, a.Kind, a.On)
		switch over := capped && a.Amount > left; {
		case over && !actor.May(MayExceed):
			return fault.Bad(op, "amount", "families.aid.over", "left", Money(max(0, left)))
		case over && a.OverWhy == "":
			return fault.Bad(op, "why", "families.aid.over.why", "left", Money(max(0, left)))
		case over:
			deed.Action = "families.aid.exceeded"
		default:
			a.OverWhy = ""
		}
		deed.Args["amount"] = Money(a.Amount)
		return tx.Insert(ctx, aidTable, ids.New(), trail.Set{
			"person_id": h.HeadID, "household_id": h.ID, "kind": string(a.Kind), "amount": a.Amount, "given_on": string(a.On), "how": a.How, "over_why": a.OverWhy, "author_name": actor.Name,
		})
	})
}

// Money writes an amount as people write it: "45.00".
func Money(amount int) string {
	cents := strconv.Itoa(100 + amount%100)
	return strconv.Itoa(amount/100) + "." + cents[1:]
}

// SaveTell keeps who may know what, or must not.
func (s *Service) SaveTell(ctx context.Context, actor authz.Actor, id string, t Tell) error {
	t.What, _ = people.Clean(t.What)
	t.Whom, _ = people.Clean(t.Whom)
	if err := fault.Check("families: tell", fault.Broken(
		fault.When(t.What == "", "what", "families.tell.what.missing"), fault.When(t.Whom == "", "whom", "families.tell.whom.missing"),
		fault.When(t.Until != "" && !t.Until.Valid(), "until", "families.day.invalid"), long("what", t.What, maxLine), long("whom", t.Whom, maxLine),
	)); err != nil {
		return err
	}
	return s.change(ctx, actor, "families.tell.saved", id, func(tx *trail.Tx, _ *trail.Deed, h Household) error {
		t.PersonID = cmp.Or(t.PersonID, h.HeadID)
		if is, err := isMember(ctx, tx.Tx, h.ID, t.PersonID); err != nil || !is {
			return fault.OrBad(err, "families", "about", "families.member.unknown")
		}
		return tx.Insert(ctx, tellTable, ids.New(), trail.Set{
			"person_id": t.PersonID, "household_id": h.ID, "what": t.What, "whom": t.Whom, "may": database.Flag(t.May), "until_on": string(t.Until), "agreed_on": string(s.Today(ctx)), "author_name": actor.Name,
		})
	})
}

// SaveCap sets how much aid of a kind a household gets in so many days; 0 takes the cap off.
func (s *Service) SaveCap(ctx context.Context, actor authz.Actor, c Cap) error {
	const op = "families.cap.set"
	if !actor.May(MayExceed) {
		return fault.New(fault.Forbidden, op)
	}
	if err := fault.Check(op, fault.Broken(fault.When(c.Amount < 0 || c.Amount > maxAmount, "amount", "families.aid.amount.invalid"), fault.When(c.Amount > 0 && (c.Days < 1 || c.Days > 3660), "days", "families.cap.days.invalid"))); err != nil {
		return err
	}
	deed := &trail.Deed{Action: op, Kind: "cap"}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		caps, err := capsOf(ctx, tx.Tx)
		if err != nil {
			return err
		}
		deed.Args["amount"] = Money(c.Amount)
		set := trail.Set{"kind": string(c.Kind), "amount": c.Amount, "days": c.Days}
		for _, is := range caps {
			if is.Kind != c.Kind {
				continue
			}
			if deed.ID = is.ID; c.Amount == 0 {
				return tx.Delete(ctx, capTable, is.ID)
			}
			return tx.Update(ctx, capTable, is.ID, "", set)
		}
		if c.Amount == 0 {
			return nil
		}
		deed.ID = ids.New()
		return tx.Insert(ctx, capTable, deed.ID, set)
	})
}
