package penpals_test

import (
	"fmt"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/penpals"
)

var tastes = []string{"chess", "birds", "baking", "faith", "Gärten", "jazz", "football", "poetry"}

func crowd(kind string, n int) (list []penpals.Side) {
	for i := range n {
		list = append(list, side(fmt.Sprint(kind, i), civil.Day("2024-01-01").Add(i%700), 1, []string{[]string{"en", "es", "fa"}[i%3]}, tastes[i%8], tastes[(i/8)%8], tastes[(i/3)%8]))
	}
	return list
}

// Two thousand inside and five hundred outside are brought together while somebody waits
// for a page.
func BenchmarkSuggest(b *testing.B) {
	for _, size := range [][2]int{{125, 40}, {2000, 500}} {
		inside, writers := crowd("p", size[0]), crowd("w", size[1])
		b.Run(fmt.Sprintf("%d-%d", size[0], size[1]), func(b *testing.B) {
			for b.Loop() {
				penpals.Suggest(inside, writers, nil, today)
			}
		})
	}
}

// The page of both lists with 125 inside and 40 outside.
func BenchmarkBoard(b *testing.B) {
	w := newWorld(b, dbtest.SQLite(b, dbtest.NewClock().Now), nil)
	for n := range 125 {
		w.inside(fmt.Sprintf("Inside %03d", n), civil.Day("2026-02-20").Add(-n), tastes[n%8])
	}
	for n := range 40 {
		w.writer(fmt.Sprintf("Writer %02d", n), civil.Day("2026-02-25").Add(-n), tastes[n%8])
	}
	for b.Loop() {
		if len(w.board().Suggestions) != 40 {
			b.Fatal("too few")
		}
	}
}
