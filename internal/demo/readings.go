package demo

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// readings lets everybody at work have looked at the people with stories.
func (f *filler) readings(ctx context.Context) error {
	for i, p := range f.People {
		for j, c := range f.Staff {
			if (i+j)%3 == 0 {
				continue
			}
			_, seen := trail.Watch(ctx)
			seen.Add(trail.Page, f.folk[p.Name])
			if err := f.rec.Witness.Record(ctx, f.actors[c.Key], seen); err != nil {
				return err
			}
		}
	}
	return nil
}
