package employment

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Board is what there is of work.
type Board struct {
	Vacancies  []Vacancy // open ones
	Employers  []Employer
	Seekers    []Seeker // whom the actor sees
	Placements []Placement
	Kept       map[int][2]int // of those who could have lasted so many days: how many did, and how many there are
}

// MostRows is how many rows a list shows.
const MostRows = 200

// Board returns the vacancies and employers, and of the people the actor sees who looks
// for work and who has it.
func (s *Service) Board(ctx context.Context, actor authz.Actor) (b Board, err error) {
	err = s.read(ctx, actor, "employment: board", func(tx *database.Tx) error {
		if b.Vacancies, err = vacancies(ctx, tx, ` WHERE v.closed = 0`); err != nil {
			return err
		}
		if b.Employers, err = employers(ctx, tx); err != nil {
			return err
		}
		if b.Seekers, err = seekers(ctx, tx, actor); err != nil {
			return err
		}
		b.Placements, err = placements(ctx, tx, actor)
		return err
	})
	b.count()
	trail.SawAll(ctx, trail.List, b.Placements, func(p Placement) string { return p.PersonID })
	trail.SawAll(ctx, trail.List, b.Seekers, func(k Seeker) string { return k.PersonID })
	return b, err
}

// count says how many lasted, of those with a proof or an end.
func (b *Board) count() {
	b.Kept = map[int][2]int{}
	for _, p := range b.Placements {
		for _, days := range Rules().Retention.Days {
			_, proved := p.Proved(days)
			if ended := p.End != "" && p.End < p.Start.Add(days); !proved && !ended {
				continue
			}
			n := b.Kept[days]
			if n[1]++; proved {
				n[0]++
			}
			b.Kept[days] = n
		}
	}
}

// Employer returns an employer with what was said, what they offer and who works there, of
// the people the actor sees.
func (s *Service) Employer(ctx context.Context, actor authz.Actor, id string) (e Employer, words []Word, open []Vacancy, at []Placement, err error) {
	err = s.read(ctx, actor, "employment: employer", func(tx *database.Tx) error {
		if e, err = employerByID(ctx, tx, id); err != nil {
			return err
		}
		if words, err = wordsOf(ctx, tx, id); err != nil {
			return err
		}
		if open, err = vacancies(ctx, tx, ` WHERE v.employer_id = ?`, id); err != nil {
			return err
		}
		all, err := placements(ctx, tx, actor)
		at = slices.DeleteFunc(all, func(p Placement) bool { return p.EmployerID != id })
		return err
	})
	return e, words, open, at, err
}

// Vacancy returns a vacancy with who was put forward and who may fit, of the people the
// actor sees, those who fit best first.
func (s *Service) Vacancy(ctx context.Context, actor authz.Actor, id string) (v Vacancy, put []Candidate, fit []Match, err error) {
	err = s.read(ctx, actor, "employment: vacancy", func(tx *database.Tx) error {
		if v, err = vacancyByID(ctx, tx, id); err != nil {
			return err
		}
		if put, err = candidates(ctx, tx, actor, ` AND c.vacancy_id = ?`, id); err != nil {
			return err
		}
		list, err := seekers(ctx, tx, actor)
		for _, k := range list {
			if !slices.ContainsFunc(put, func(c Candidate) bool { return c.PersonID == k.PersonID }) {
				fit = append(fit, Hold(k, v, s.Today(ctx), actor.May(MayJudge)))
			}
		}
		return err
	})
	slices.SortStableFunc(fit, func(a, b Match) int {
		return cmp.Or(cmp.Compare(database.Flag(a.Out), database.Flag(b.Out)), cmp.Compare(b.Score, a.Score))
	})
	trail.SawAll(ctx, trail.List, put, func(c Candidate) string { return c.PersonID })
	trail.SawAll(ctx, trail.List, fit, func(m Match) string { return m.PersonID })
	return v, put, fit, err
}

// Placement returns a job of somebody the actor sees.
func (s *Service) Placement(ctx context.Context, actor authz.Actor, id string) (p Placement, err error) {
	err = s.read(ctx, actor, "employment: placement", func(tx *database.Tx) error {
		if p, err = placementByID(ctx, tx, actor, id); err != nil {
			return err
		}
		all, err := placementsOf(ctx, tx, p.PersonID)
		for _, one := range counted(all) {
			if one.ID == id {
				p.Clock = one.Clock
			}
		}
		trail.Saw(ctx, trail.Page, p.PersonID)
		return err
	})
	return p, err
}

// Person is what there is of somebody's work.
type Person struct {
	people.Person
	Seeker     Seeker // zero when they look for none
	Candidates []Candidate
	Placements []Placement
	FullBy     civil.Day // by when they are expected to work full time; "" when nothing runs
}

// OfPerson returns the work of somebody the actor sees.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) (w Person, err error) {
	err = s.read(ctx, actor, "employment: of person", func(tx *database.Tx) error {
		if w.Person, err = people.Head(ctx, tx, actor, personID); err != nil {
			return err
		}
		w.Seeker, err = seekerOf(ctx, tx, personID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if !actor.May(MayJudge) {
			w.Seeker.Bars = nil
		}
		if w.Candidates, err = candidates(ctx, tx, actor, ` AND c.person_id = ?`, personID); err != nil {
			return err
		}
		w.Placements, err = placementsOf(ctx, tx, personID)
		w.Placements = counted(w.Placements)
		if err != nil {
			return err
		}
		full, _, err := fullOf(ctx, tx, personID)
		w.FullBy = full.DueOn
		return err
	})
	trail.Saw(ctx, trail.Page, personID)
	return w, err
}
