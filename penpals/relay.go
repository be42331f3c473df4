package penpals

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Log keeps a letter that came to the office's box, and moves the pair on. It is passed on
// by PassOn, or at once with its ForwardedOn. Of a paused pair letters are kept, and not
// passed on.
func (s *Service) Log(ctx context.Context, actor authz.Actor, pairID string, l Letter) (id string, err error) {
	today := s.Today(ctx)
	l.Words, _ = people.Clean(l.Words)
	l.CameOn = cmp.Or(l.CameOn, today)
	if err := fault.Check("penpals: log", fault.Broken(
		fault.When(!slices.Contains(Ways(), l.Way), "way", "penpals.way.missing"), fault.When(!l.CameOn.Valid() || l.CameOn > today, "came", "penpals.day.ahead"),
		fault.When(l.ForwardedOn != "" && (!l.ForwardedOn.Valid() || l.ForwardedOn > today || l.ForwardedOn < l.CameOn), "forwarded", "penpals.forwarded.wrong"),
		long("words", l.Words, maxLine),
	)); err != nil {
		return "", err
	}
	err = s.running(ctx, actor, "penpals.letter."+string(l.Way), pairID, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		switch {
		case p.State == Proposed:
			return fault.Bad("penpals: log", "way", "penpals.not-accepted")
		case p.PausedOn != "" && l.ForwardedOn != "":
			return fault.Bad("penpals: log", "forwarded", "penpals.is-paused")
		}
		id = ids.New()
		if err := tx.Insert(ctx, letterTable, id, trail.Set{
			"person_id": p.PersonID, "pair_id": p.ID, "way": string(l.Way), "received_on": string(l.CameOn), "forwarded_on": string(l.ForwardedOn), "words": l.Words,
			"author_name": actor.Name,
		}); err != nil {
			return err
		}
		p.LastOn = max(p.LastOn, l.CameOn)
		return s.moveOn(ctx, tx, p, l.CameOn)
	})
	return id, err
}

// moveOn puts a pair where its letters have it, and counts silence from the last of them.
func (s *Service) moveOn(ctx context.Context, tx *trail.Tx, p Pair, on civil.Day) error {
	list, err := lettersOf(ctx, tx.Tx, p.ID)
	if err != nil {
		return err
	}
	if now := AfterLetters(list); now != p.State {
		p.State, p.StateOn = now, on
		if err := tx.Update(ctx, pairTable, p.ID, "", trail.Set{"state": string(now), "state_on": string(on)}); err != nil {
			return err
		}
		if err := s.step(ctx, tx, p, string(now), on); err != nil {
			return err
		}
	}
	return s.wait(ctx, tx, p)
}

// PassOn says that a letter left the office, on a day. It is refused while the pair is
// paused.
func (s *Service) PassOn(ctx context.Context, actor authz.Actor, letterID string, on civil.Day) (pairID string, err error) {
	const op = "penpals.letter.passed"
	today := s.Today(ctx)
	on = cmp.Or(on, today)
	l, err := s.letterOf(ctx, actor, letterID)
	if err != nil {
		return "", err
	}
	if !on.Valid() || on > today || on < l.CameOn {
		return "", fault.Bad(op, "forwarded", "penpals.forwarded.wrong")
	}
	return l.PairID, s.change(ctx, actor, op, l.PairID, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		switch {
		case p.PausedOn != "":
			return fault.Bad(op, "forwarded", "penpals.is-paused")
		case l.ForwardedOn != "":
			return fault.New(fault.Conflict, op)
		}
		return tx.Update(ctx, letterTable, l.ID, l.Rev, trail.Set{"forwarded_on": string(on)})
	})
}

func (s *Service) letterOf(ctx context.Context, actor authz.Actor, id string) (l Letter, err error) {
	err = s.read(ctx, actor, "penpals: letter", func(tx *database.Tx) error {
		if l, err = letter(ctx, tx, id); err != nil {
			return err
		}
		_, err = pair(ctx, tx, actor, l.PairID)
		return err
	})
	return l, err
}

// Waiting is a letter that lies at the office, with what goes on its envelope.
type Passing struct {
	Letter
	Code     string
	PersonID string
	Person   string
	Writer   string
	Held     bool     // the pair is paused: it stays here
	To       []string // to the prison, or the slip of a writer; nil where nobody knows where somebody is
}

// Post lists the letters that lie at the office, the oldest first, and the address of the
// office that stands on every label.
func (s *Service) Post(ctx context.Context, actor authz.Actor) (list []Passing, office []string, err error) {
	err = s.read(ctx, actor, "penpals: post", func(tx *database.Tx) error {
		policy, err := policyOf(ctx, tx)
		if err != nil {
			return err
		}
		office = s.office(ctx, policy)
		if list, err = passing(ctx, tx, actor); err != nil {
			return err
		}
		for i := range list {
			if list[i].To, err = s.addressed(ctx, tx, actor, list[i], office); err != nil {
				return err
			}
		}
		return nil
	})
	trail.SawAll(ctx, trail.List, list, func(p Passing) string { return p.PersonID })
	return list, office, err
}

// addressed is what stands on the envelope of a letter. Whoever writes gets theirs at the
// office: no paper says where they live.
func (s *Service) addressed(ctx context.Context, tx *database.Tx, actor authz.Actor, p Passing, office []string) ([]string, error) {
	if p.Way == In {
		return append([]string{p.Writer}, office...), nil
	}
	person, err := people.Everything(ctx, tx, actor, p.PersonID)
	if err != nil {
		return nil, err
	}
	stay, reach, err := whereabouts(ctx, tx, p.PersonID)
	if err != nil || stay.State != custody.Held || stay.FacilityID == "" {
		return nil, err
	}
	a, _, ok := facilities.AddressFor(reach.Addresses, facilities.Letters)
	if !ok {
		return nil, nil
	}
	return facilities.LettersAddress(person.NameInside(), person.Number, stay.Unit, reach.Name, a), nil
}

// whereabouts is where somebody is, and how post gets there; a zero Reach where nobody
// knows.
func whereabouts(ctx context.Context, tx *database.Tx, personID string) (stay custody.Stay, reach facilities.Reach, err error) {
	stay, err = custody.CurrentOf(ctx, tx, personID)
	if fault.Is(err, fault.NotFound) {
		return custody.Stay{State: custody.Unknown}, reach, nil
	}
	if err == nil && stay.FacilityID != "" {
		reach, err = facilities.ReachOf(ctx, tx, stay.FacilityID)
	}
	return stay, reach, err
}

// Label is the label or slip of a letter: from the office, with the code of the pair.
func Label(p Passing, office []string) label.Label {
	return label.Label{From: office, To: p.To, Code: p.Code}
}
