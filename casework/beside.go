package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// Beside is where a person stands among the actor's own people, by name.
type Beside struct {
	Place, Of  int // "212 of 297"; 0 when the person is not among them
	Prev, Next string
}

// Beside says who comes before and after a person in the actor's list of
// active cases.
func (s *Service) Beside(ctx context.Context, actor authz.Actor, personID string) (b Beside, err error) {
	if !actor.May(MayRead) {
		return b, fault.New(fault.Forbidden, "casework: beside")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err := ownPeople(ctx, tx, actor)
		if err != nil {
			return err
		}
		b = besideIn(list, personID)
		return nil
	})
	return b, err
}

func besideIn(list []string, personID string) Beside {
	for i, id := range list {
		if id != personID {
			continue
		}
		b := Beside{Place: i + 1, Of: len(list)}
		if i > 0 {
			b.Prev = list[i-1]
		}
		if i+1 < len(list) {
			b.Next = list[i+1]
		}
		return b
	}
	return Beside{}
}
