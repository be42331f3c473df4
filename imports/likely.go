package imports

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/people"
)

// How likely somebody has to be the person of a row to be asked about, and to
// be taken for them without asking; and how many are shown.
const (
	perhaps    = 0.75
	certain    = 0.95
	mostLikely = 4
)

// candidates are the people of the record that a row may be, as far as the
// actor may see them.
func (c *checker) candidates(ctx context.Context, tx *database.Tx, d reading.Draft) ([]Candidate, error) {
	if c.nobody {
		return nil, nil
	}
	wall, args := c.actor.PersonWall("subject_id", database.Micros(tx.Now()))
	e := d.Person.Entry("")
	hits, err := c.s.Index.Match(ctx, tx, search.Candidate{Entry: e, Limit: mostLikely, Wall: wall, WallArgs: args, Memory: c.memory})
	if err != nil {
		return nil, err
	}
	var found []Candidate
	for _, h := range hits {
		if h.Score < perhaps {
			continue
		}
		is, err := c.describe(ctx, tx, h, d)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, is)
	}
	return found, nil
}

// describe says who a hit is, and what of it agrees with the row.
func (c *checker) describe(ctx context.Context, tx *database.Tx, h search.Hit, d reading.Draft) (Candidate, error) {
	p, err := people.Everything(ctx, tx, c.actor, h.Subject)
	if err != nil {
		return Candidate{}, err
	}
	is := Candidate{ID: p.ID, Name: p.Name, Born: p.Born.String(), Since: database.Micros(p.CreatedAt), Score: h.Score}
	for _, n := range p.Names {
		if n.Kind != people.NameUsed {
			is.Others = append(is.Others, n.Text)
		}
	}
	for _, n := range p.Numbers {
		is.Numbers = append(is.Numbers, n.Text)
	}
	stay, err := custody.CurrentOf(ctx, tx, p.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return is, err
	}
	is.At = stay.Facility
	if stay.Unit != "" && is.At != "" {
		is.At += ", " + stay.Unit
	}
	for _, why := range h.Why {
		is.Same = append(is.Same, why.Text)
	}
	sameBirth := !p.Born.IsZero() && p.Born.Compare(d.Person.Born) == partialdate.Same
	if sameBirth {
		is.Same = append(is.Same, "born")
	}
	there := c.places.place(d.Facility, d.Region).FacilityID
	if there != "" && there == stay.FacilityID {
		is.Same = append(is.Same, "at")
	}
	is.sure = c.sure(p, h, d, sameBirth, there == stay.FacilityID)
	return is, nil
}

// sure reports whether a hit is the person of the row without asking: the same
// number and a name that fits, the same name and day of birth, or the same name
// and place brought in by a file of this name, with nothing that speaks against
// it.
func (c *checker) sure(p people.Full, h search.Hit, d reading.Draft, sameBirth, samePlace bool) bool {
	number, name := exactly(h, search.Number), exactly(h, search.Name)
	precise := p.Born.Precision() == partialdate.Day && !p.Born.About()
	numberless := len(p.Numbers) == 0 || len(d.Person.Numbers) == 0
	switch {
	case number && h.Score >= certain:
		return true
	case name && sameBirth && precise && numberless:
		return true
	}
	again := slices.ContainsFunc(p.Names, func(n people.Name) bool { return n.Source == c.batch.Mapping.Source })
	return name && again && samePlace && len(p.Numbers) == 0 && len(d.Person.Numbers) == 0 && p.Born == d.Person.Born
}

// exactly reports whether a field of somebody agrees with the row to the
// letter.
func exactly(h search.Hit, f search.Field) bool {
	return slices.ContainsFunc(h.Why, func(w search.Why) bool {
		return w.Field == f && (len(w.Reasons) == 0 || slices.Equal(w.Reasons, []search.Reason{search.Exact}))
	})
}

// surely picks the one candidate that is the person of a row.
func surely(found []Candidate) (at int, known bool) {
	for i, c := range found {
		if !c.sure {
			continue
		}
		if known {
			return 0, false // two of them: a person decides
		}
		at, known = i, true
	}
	return at, known
}
