package imports

import (
	"context"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/people"
)

// What a row may change about somebody we know.
const (
	whatName    = "name"
	whatNumber  = "number"
	whatBorn    = "born"
	whatPlace   = "at"
	whatUnit    = "unit"
	whatRelease = "release"
)

// compare lists what a row says differently about somebody we know, or NotFound
// when the actor may not see them. What we know from a newer source stays.
func (s *Service) compare(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string, d Draft) ([]Difference, error) {
	p, err := people.Everything(ctx, tx, actor, personID)
	if err != nil {
		return nil, err
	}
	var all []Difference
	all = append(all, newNames(p, d)...)
	all = append(all, newNumbers(p, d)...)
	if diff, ok := bornDiffers(p, d); ok {
		all = append(all, diff)
	}
	place, err := s.placeDiffers(ctx, tx, personID, d)
	if err != nil {
		return nil, err
	}
	all = append(all, place...)
	release, err := releaseDiffers(ctx, tx, personID, d)
	return append(all, release...), err
}

// newNames are names of the row that the person does not have yet, however
// they are cased and accented.
func newNames(p people.Full, d Draft) []Difference {
	have := map[string]bool{}
	for _, n := range p.Names {
		have[search.Fold(n.Text)] = true
	}
	var out []Difference
	add := func(name string) {
		if key := search.Fold(name); name != "" && !have[key] {
			have[key] = true
			out = append(out, Difference{What: whatName, To: name})
		}
	}
	add(d.Person.Name)
	for _, n := range d.Person.Names {
		add(n.Text)
	}
	return out
}

func newNumbers(p people.Full, d Draft) []Difference {
	have := map[string]bool{}
	for _, n := range p.Numbers {
		have[search.NumberKey(n.Text)] = true
	}
	var out []Difference
	for _, n := range d.Person.Numbers {
		if !have[search.NumberKey(n.Text)] {
			out = append(out, Difference{What: whatNumber, To: n.Text})
		}
	}
	return out
}

// bornDiffers compares births: a more precise one is new, another one is not
// taken from a file.
func bornDiffers(p people.Full, d Draft) (Difference, bool) {
	diff := Difference{What: whatBorn, From: p.Born.String(), To: d.Person.Born.String()}
	switch {
	case d.Person.Born.IsZero() || diff.From == diff.To:
		return diff, false
	case p.Born.IsZero():
		return diff, true
	case p.Born.Compare(d.Person.Born) != partialdate.Unsure:
		diff.Kept = "imports.kept.born"
	case p.Born.Precision() >= d.Person.Born.Precision():
		return diff, false
	}
	return diff, true
}

func (s *Service) placeDiffers(ctx context.Context, tx *database.Tx, personID string, d Draft) ([]Difference, error) {
	if d.Facility == "" {
		return nil, nil
	}
	id, name, err := s.Places.Place(ctx, tx, d.Facility, d.Region)
	if err != nil || id == "" {
		return nil, err
	}
	now, err := custody.CurrentOf(ctx, tx, personID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	switch {
	case now.FacilityID != id:
		diff := Difference{What: whatPlace, From: now.Facility, To: name}
		if now.After(d.Since) {
			diff.Kept = "imports.kept.newer"
		}
		return []Difference{diff}, nil
	case d.Unit != "" && now.Unit != d.Unit:
		return []Difference{{What: whatUnit, From: now.Unit, To: d.Unit}}, nil
	}
	return nil, nil
}

func releaseDiffers(ctx context.Context, tx *database.Tx, personID string, d Draft) ([]Difference, error) {
	on, given := d.Points[Release]
	if !given || on.IsZero() {
		return nil, nil
	}
	all, err := custody.MilestonesOf(ctx, tx, personID)
	if err != nil {
		return nil, err
	}
	was := partialdate.Date{}
	for _, m := range custody.Best(all) {
		if m.Kind == custody.Release {
			was = m.On
		}
	}
	if was == on {
		return nil, nil
	}
	return []Difference{{What: whatRelease, From: was.String(), To: on.String()}}, nil
}
