package demo

import (
	"context"
	"fmt"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// stays adds what else was said of where people are: earlier stays, and claims
// that contradict what counts.
func (f *filler) stays(ctx context.Context) error {
	for _, c := range f.Stays {
		if err := f.stay(ctx, c); err != nil {
			return fmt.Errorf("%s at %s: %w", c.Name, c.At, err)
		}
	}
	return nil
}

func (f *filler) stay(ctx context.Context, c claim) error {
	var days [3]partialdate.Date
	for i, text := range []string{c.Since, c.Until, c.Said} {
		day, err := partialdate.Parse(text)
		if err != nil {
			return err
		}
		days[i] = day
	}
	return f.write(ctx, f.ruth(), func(tx *trail.Tx) error {
		_, err := custody.Place(ctx, tx, f.rec.Bus, f.today, custody.NewStay{
			PersonID: f.folk[c.Name], FacilityID: f.places[c.At], Unit: c.Unit, Since: days[0], Until: days[1],
			Source: c.Source, SourceOn: days[2], Confidence: custody.Confidence(c.Confidence),
		})
		return err
	})
}
