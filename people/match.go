package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
)

// Matcher is an Index that can be asked who somebody might already be.
type Matcher interface {
	Match(ctx context.Context, tx *database.Tx, c search.Candidate) ([]search.Hit, error)
}

// Likely is somebody in the record who may be the person that is being added.
type Likely struct {
	Card
	Born  partialdate.Date
	Score float64 // 0 to 1
	Why   []search.Why
}

// How alike two people have to be to be asked about, and how many are shown.
const (
	likelyScore = 0.75
	mostLikely  = 5
)

// Match returns who of the people the actor may see the newcomer might already
// be, likeliest first. Nobody else is ever hinted at. It needs an Index that is
// a Matcher; without one there is no likeness.
func (s *Service) Match(ctx context.Context, actor authz.Actor, n NewPerson) ([]Likely, error) {
	n, _ = n.Clean()
	m, ok := s.Index.(Matcher)
	e := n.entry("")
	switch {
	case !actor.May(MayRead):
		return nil, fault.New(fault.Forbidden, "people: match")
	case !ok || e.Names[0] == "" && len(e.Numbers) == 0:
		return nil, nil
	}
	var likely []Likely
	err := s.DB.Read(ctx, func(tx *database.Tx) error {
		wall, args := actor.PersonWall("subject_id", database.Micros(tx.Now()))
		hits, err := m.Match(ctx, tx, search.Candidate{Entry: e, Limit: mostLikely, Wall: wall, WallArgs: args})
		if err != nil {
			return err
		}
		likely, err = describe(ctx, tx, actor, hits)
		return err
	})
	return likely, err
}

func describe(ctx context.Context, tx *database.Tx, actor authz.Actor, hits []search.Hit) ([]Likely, error) {
	var likely []Likely
	for _, h := range hits {
		if h.Score < likelyScore {
			continue
		}
		p, err := personByID(ctx, tx, actor, h.Subject)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		likely = append(likely, Likely{Card: p.Card(), Born: p.Born, Score: h.Score, Why: h.Why})
	}
	return likely, nil
}
