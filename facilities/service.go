package facilities

import (
	"context"
	"sync"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
)

// Service is what pages and commands may do with the directory.
type Service struct {
	DB  *database.DB
	Bus *event.Bus // told of Merged

	mu     sync.Mutex
	places *Gazetteer
	mark   [2]int64 // what the gazetteer was made from
}

// read runs fn in a reading transaction for an actor who may read the directory.
func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if !actor.May(MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return s.DB.Read(ctx, fn)
}

// Gazetteer returns the places by name as they are now. It is made anew only
// after the directory changed.
func (s *Service) Gazetteer(ctx context.Context, tx *database.Tx) (*Gazetteer, error) {
	mark, err := directoryMark(ctx, tx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.places != nil && s.mark == mark {
		return s.places, nil
	}
	places, err := placesOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	s.places, s.mark = NewGazetteer(places), mark
	return s.places, nil
}

// Resolve turns what somebody wrote into guesses at the facility that was meant,
// likeliest first; region is a state or nation by code or name, or "". For many
// look-ups in one transaction take a Gazetteer, or Service.Gazetteer.
func Resolve(ctx context.Context, tx *database.Tx, text, region string) ([]Guess, error) {
	places, err := placesOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	return NewGazetteer(places).Resolve(text, region), nil
}

// LoadGazetteer reads all places by name, for an import that looks up many.
func LoadGazetteer(ctx context.Context, tx *database.Tx) (*Gazetteer, error) {
	places, err := placesOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	return NewGazetteer(places), nil
}
