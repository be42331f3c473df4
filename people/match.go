package people

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
)

// Matcher is the search as it is asked who somebody might be.
type Matcher interface {
	Find(ctx context.Context, tx *database.Tx, q search.Query) ([]search.Hit, error)
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
	likelyScore = 0.72
	mostLikely  = 5
)

// Match returns who of the people the actor may see the newcomer might already
// be, likeliest first. Nobody else is ever hinted at. It needs an Index that is
// a Matcher; without one there is no likeness.
func (s *Service) Match(ctx context.Context, actor authz.Actor, n NewPerson) ([]Likely, error) {
	n, _ = n.Clean()
	m, ok := s.Index.(Matcher)
	query := n.query()
	switch {
	case !actor.May(MayRead):
		return nil, fault.New(fault.Forbidden, "people: match")
	case !ok || query == "":
		return nil, nil
	}
	var likely []Likely
	err := s.DB.Read(ctx, func(tx *database.Tx) error {
		wall, args := actor.PersonWall("subject_id", database.Micros(tx.Now()))
		hits, err := m.Find(ctx, tx, search.Query{Text: query, Limit: mostLikely, Wall: wall, WallArgs: args})
		if err != nil {
			return err
		}
		likely, err = describe(ctx, tx, actor, hits)
		return err
	})
	return likely, err
}

// query is what the search is asked: the names, numbers and year of birth.
func (n NewPerson) query() string {
	words := []string{n.Name}
	for _, number := range n.Numbers {
		words = append(words, number.Text)
	}
	text := strings.TrimSpace(strings.Join(words, " "))
	if year, _, _ := n.Born.Parts(); year != 0 && text != "" {
		text += " " + strconv.Itoa(year)
	}
	return text
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
