package imports

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
)

// Gazetteer gives the places of the directory by what people call them.
type Gazetteer interface {
	Gazetteer(ctx context.Context, tx *database.Tx) (*facilities.Gazetteer, error)
}

// surelyThere is the probability from which a place is taken without asking.
const surelyThere = 0.8

// mostUnplaced is how many places of a file are kept to be chosen.
const mostUnplaced = 200

// placer finds the facilities that a file writes, each text once.
type placer struct {
	mapping  Mapping
	names    *facilities.Gazetteer
	known    map[[2]string]facilities.Guess
	unplaced map[[2]string]*Unplaced
}

func (s *Service) placer(ctx context.Context, tx *database.Tx, m Mapping) (*placer, error) {
	names, err := s.Places.Gazetteer(ctx, tx)
	return &placer{mapping: m, names: names, known: map[[2]string]facilities.Guess{}, unplaced: map[[2]string]*Unplaced{}}, err
}

// place is the facility a text means; its FacilityID is "" when nobody knows.
func (p *placer) place(text, region string) facilities.Guess {
	if text == "" {
		return facilities.Guess{}
	}
	key := [2]string{text, cmp.Or(region, p.mapping.Region)}
	guess, ok := p.known[key]
	if !ok {
		guess = p.resolve(key[0], key[1])
		p.known[key] = guess
	}
	return guess
}

func (p *placer) resolve(text, region string) facilities.Guess {
	if id, chosen := p.mapping.Places[search.Fold(text)]; chosen {
		name, _ := p.names.Name(id)
		return facilities.Guess{FacilityID: id, Name: name}
	}
	if all := p.names.Resolve(text, region); len(all) > 0 && all[0].Probability >= surelyThere {
		return all[0]
	}
	return facilities.Guess{}
}

// miss counts a row whose place nobody knows, unless somebody has decided that
// it stays a note.
func (p *placer) miss(d reading.Draft) {
	key := [2]string{d.Facility, cmp.Or(d.Region, p.mapping.Region)}
	if _, decided := p.mapping.Places[search.Fold(d.Facility)]; decided || d.Facility == "" || p.place(d.Facility, d.Region).FacilityID != "" {
		return
	}
	if u := p.unplaced[key]; u != nil {
		u.Rows++
	} else if len(p.unplaced) < mostUnplaced {
		p.unplaced[key] = &Unplaced{Text: d.Facility, Region: key[1], Rows: 1}
	}
}

// missed lists the places nobody knows, those of most rows first.
func (p *placer) missed() []Unplaced {
	var list []Unplaced
	for _, u := range p.unplaced {
		list = append(list, *u)
	}
	slices.SortFunc(list, func(a, b Unplaced) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), strings.Compare(a.Text, b.Text), strings.Compare(a.Region, b.Region))
	})
	return list
}

// Guesses lists what each unknown place of a batch may mean, likeliest first.
func (s *Service) Guesses(ctx context.Context, actor authz.Actor, id string) (guesses map[Unplaced][]facilities.Guess, err error) {
	guesses = map[Unplaced][]facilities.Guess{}
	err = s.read(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		names, err := s.Places.Gazetteer(ctx, tx)
		if err != nil {
			return err
		}
		for _, u := range b.Unplaced {
			guesses[u] = names.Resolve(u.Text, u.Region)
		}
		return nil
	})
	return guesses, err
}

// AsANote is the choice that keeps a place as a note beside the person.
const AsANote = "note"

// ChoosePlaces says which facilities are meant by places of the file: an id, or
// AsANote; "" leaves a place open. The recipe of the file remembers. It returns
// Invalid for what is no facility, and Conflict once the batch is undone.
func (s *Service) ChoosePlaces(ctx context.Context, actor authz.Actor, id string, chosen map[string]string) error {
	const op = "imports: choose places"
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		if b.Stage == Undone {
			return fault.New(fault.Conflict, op)
		}
		names, err := s.Places.Gazetteer(ctx, tx)
		if err != nil {
			return err
		}
		if b.Mapping.Places == nil {
			b.Mapping.Places = map[string]string{}
		}
		for text, facility := range chosen {
			_, known := names.Name(facility)
			switch {
			case facility == "":
				continue
			case facility == AsANote:
				facility = ""
			case !known:
				return fault.Bad(op, "", "imports.place.unknown")
			}
			b.Mapping.Places[search.Fold(text)] = facility
		}
		b.Unplaced = slices.DeleteFunc(b.Unplaced, func(u Unplaced) bool { _, done := b.Mapping.Places[search.Fold(u.Text)]; return done })
		if err := remember(ctx, tx, b); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}
