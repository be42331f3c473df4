package peopleweb_test

import (
	"fmt"
	"testing"

	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// BenchmarkPerson is the whole page of somebody with sixty entries, as a browser
// gets it.
func BenchmarkPerson(b *testing.B) {
	o := openOn(b, dbtest.SQLite(b, dbtest.NewClock().Now))
	o.write(func(tx *trail.Tx) error {
		for i := range 60 {
			if _, err := timeline.Add(b.Context(), tx, timeline.Entry{PersonID: o.yusuf, Kind: timeline.KindNote, Body: fmt.Sprint("note ", i), On: partialdate.Must("2026-01-05")}); err != nil {
				return err
			}
		}
		for i := range 1000 {
			if _, err := people.Add(b.Context(), tx, nil, people.NewPerson{Name: fmt.Sprint("Person ", i)}); err != nil {
				return err
			}
		}
		return nil
	})
	for b.Loop() {
		if page := o.Get(o.url("")); page.Status != 200 {
			b.Fatal(page.Status)
		}
	}
}
