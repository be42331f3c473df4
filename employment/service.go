package employment

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Service is what pages and commands may do with work.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
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

// about makes one change about a person whom the actor sees.
func (s *Service) about(ctx context.Context, actor authz.Actor, action, personID string, fn func(*trail.Tx, *trail.Deed) error) error {
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args["name"] = p.Name
		return fn(tx, deed)
	})
}

// SaveEmployer adds an employer, or changes one that has an id.
func (s *Service) SaveEmployer(ctx context.Context, actor authz.Actor, rev string, e Employer) (id string, err error) {
	e.Name, _ = people.Clean(e.Name)
	e.Town, _ = people.Clean(e.Town)
	e.Contact, _ = people.CleanLines(e.Contact)
	e.Note, _ = people.CleanLines(e.Note)
	if err := fault.Check("employment: employer", fault.Broken(fault.When(e.Name == "", "name", "employment.name.missing"), long("name", e.Name, maxLine), long("town", e.Town, maxLine), long("contact", e.Contact, maxNote), long("note", e.Note, maxNote))); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "employment.employer.saved", Kind: "employer", ID: cmp.Or(e.ID, ids.New()), Args: map[string]string{"name": e.Name}}
	return deed.ID, s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		set := trail.Set{"name": e.Name, "town": e.Town, "contact": e.Contact, "note": e.Note, "bars": strings.Join(only(e.Bars, Rules().Bars), " "), "owner_id": cmp.Or(e.OwnerID, actor.ID)}
		if e.ID == "" {
			return tx.Insert(ctx, employerTable, deed.ID, set)
		}
		return tx.Update(ctx, employerTable, e.ID, rev, set)
	})
}

// Say keeps a contact with an employer.
func (s *Service) Say(ctx context.Context, actor authz.Actor, employerID string, w Word) error {
	w.Words, _ = people.CleanLines(w.Words)
	w.On = cmp.Or(w.On, s.Today(ctx))
	if err := fault.Check("employment: word", fault.Broken(fault.When(w.Words == "", "words", "employment.words.missing"), fault.When(!w.On.Valid() || w.On > s.Today(ctx), "on", "employment.day.ahead"), long("words", w.Words, maxNote))); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "employment.employer.heard", Kind: "employer", ID: employerID}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		e, err := employerByID(ctx, tx.Tx, employerID)
		if err != nil {
			return err
		}
		deed.Args["name"] = e.Name
		return tx.Insert(ctx, wordTable, ids.New(), trail.Set{"employer_id": employerID, "on_date": string(w.On), "words": w.Words, "author_name": actor.Name})
	})
}

// SaveVacancy adds a vacancy, or changes one that has an id.
func (s *Service) SaveVacancy(ctx context.Context, actor authz.Actor, rev string, v Vacancy) (id string, err error) {
	v.Title, _ = people.Clean(v.Title)
	v.Pay, _ = people.Clean(v.Pay)
	v.Needs = strings.Join(only(strings.Fields(v.Needs), Rules().Papers), " ")
	if err := fault.Check("employment: vacancy", fault.Broken(
		fault.When(v.Title == "", "title", "employment.title.missing"), fault.When(v.Hours < 1 || v.Hours > 80, "hours", "employment.hours.invalid"), fault.When(v.Places < 1 || v.Places > 500, "places", "employment.places.invalid"),
		fault.When(v.Until != "" && !v.Until.Valid(), "until", "employment.day.invalid"), long("title", v.Title, maxLine), long("pay", v.Pay, maxLine),
	)); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "employment.vacancy.saved", Kind: "vacancy", ID: cmp.Or(v.ID, ids.New()), Args: map[string]string{"title": v.Title}}
	return deed.ID, s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		if _, err := employerByID(ctx, tx.Tx, v.EmployerID); err != nil {
			return err
		}
		set := trail.Set{"employer_id": v.EmployerID, "title": v.Title, "hours": v.Hours, "pay": v.Pay, "needs": v.Needs, "places": v.Places, "until_on": string(v.Until), "closed": database.Flag(v.Closed)}
		if v.ID == "" {
			return tx.Insert(ctx, vacancyTable, deed.ID, set)
		}
		return tx.Update(ctx, vacancyTable, v.ID, rev, set)
	})
}

// Seek keeps what somebody looks for. Which limits of employers are about them is written
// by those who may read it, and kept as it is by the others.
func (s *Service) Seek(ctx context.Context, actor authz.Actor, rev string, k Seeker) error {
	k.Wants, _ = people.Clean(k.Wants)
	k.Can, _ = people.CleanLines(k.Can)
	if err := fault.Check("employment: seek", fault.Broken(
		fault.When(k.Hours < 0 || k.Hours > 80, "hours", "employment.hours.invalid"), fault.When(k.From != "" && !k.From.Valid(), "from", "employment.day.invalid"), long("wants", k.Wants, maxLine), long("can", k.Can, maxNote),
	)); err != nil {
		return err
	}
	return s.about(ctx, actor, "employment.seeker.saved", k.PersonID, func(tx *trail.Tx, _ *trail.Deed) error {
		set := trail.Set{
			"person_id": k.PersonID, "wants": k.Wants, "hours": k.Hours, "from_on": string(k.From), "can": k.Can, "papers": strings.Join(only(k.Papers, Rules().Papers), " "),
			"worker_id": actor.ID, "ended_on": string(k.EndedOn),
		}
		if actor.May(MayJudge) {
			set["bars"], set["bars_said"] = strings.Join(only(k.Bars, Rules().Bars), " "), database.Flag(k.BarsSaid)
		}
		is, err := seekerOf(ctx, tx.Tx, k.PersonID)
		if fault.Is(err, fault.NotFound) {
			if !actor.May(MayJudge) {
				set["bars"], set["bars_said"] = "", 0
			}
			return tx.Insert(ctx, seekerTable, ids.New(), set)
		}
		if err != nil {
			return err
		}
		return tx.Update(ctx, seekerTable, is.ID, rev, set)
	})
}

// PutForward puts somebody forward for a vacancy.
func (s *Service) PutForward(ctx context.Context, actor authz.Actor, vacancyID, personID string) error {
	return s.about(ctx, actor, "employment.put-forward", personID, func(tx *trail.Tx, deed *trail.Deed) error {
		v, err := vacancyByID(ctx, tx.Tx, vacancyID)
		if err != nil {
			return err
		}
		if v.Closed || v.Free() == 0 {
			return fault.Bad("employment: put forward", "person", "employment.vacancy.filled")
		}
		if twice, err := isCandidate(ctx, tx.Tx, vacancyID, personID); err != nil || twice {
			return fault.OrBad(err, "employment", "person", "employment.candidate.twice")
		}
		deed.Args["title"] = v.Title
		c := Candidate{PersonID: personID, VacancyID: vacancyID, State: Put, StateOn: s.Today(ctx), WorkerID: actor.ID}
		if err := tx.Insert(ctx, candidateTable, ids.New(), c.set()); err != nil {
			return err
		}
		return s.note(ctx, tx, personID, "employment.entry.put", v.Title)
	})
}

// note puts what happened on the timeline of the person.
func (s *Service) note(ctx context.Context, tx *trail.Tx, personID, key, title string) error {
	_, err := timeline.Add(ctx, tx, timeline.Entry{PersonID: personID, Kind: entryKind, TitleKey: key, TitleArgs: map[string]string{"title": title}, On: partialdate.On(s.Today(ctx))})
	return err
}

// Move says how far somebody put forward is. With an interview their worker has a task
// for its day.
func (s *Service) Move(ctx context.Context, actor authz.Actor, id, rev string, state State, meet civil.Day, text string) error {
	text, _ = people.CleanLines(text)
	if err := fault.Check("employment: move", fault.Broken(
		fault.When(!slices.Contains(States(), state), "state", "employment.state.missing"), fault.When(state == Interview && !meet.Valid(), "meet", "employment.meet.missing"), long("note", text, maxNote),
	)); err != nil {
		return err
	}
	return s.candidate(ctx, actor, "employment.candidate.moved", id, func(tx *trail.Tx, c Candidate) error {
		if c.State == Placed {
			return fault.New(fault.Conflict, "employment: move")
		}
		if err := tasks.EndIfOpen(ctx, tx, c.taskID); err != nil {
			return err
		}
		c.State, c.StateOn, c.Note, c.MeetOn, c.taskID = state, s.Today(ctx), text, "", ""
		if state == Interview {
			c.MeetOn = meet
			t, err := tasks.Add(ctx, tx, tasks.Task{PersonID: c.PersonID, Kind: TaskMeet, WorkerID: c.WorkerID, DueOn: meet, Link: tasks.Link{Kind: "vacancy", ID: c.VacancyID}, Args: map[string]string{"title": c.Vacancy}})
			if err != nil {
				return err
			}
			c.taskID = t.ID
		}
		return tx.Update(ctx, candidateTable, c.ID, rev, c.set())
	})
}

func (s *Service) candidate(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, Candidate) error) error {
	deed := &trail.Deed{Action: action, Kind: "person"}
	return s.write(ctx, actor, deed, func(tx *trail.Tx) error {
		c, err := candidateByID(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		deed.ID, deed.Args["name"], deed.Args["title"] = c.PersonID, c.Person, c.Vacancy
		return fn(tx, c)
	})
}

// number writes a count for a message that is kept.
func number(n int) string { return strconv.Itoa(n) }
