package columns_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/columns"
)

// Whatever stands in a heading and below it, each column is told once, and no
// target twice that takes one.
func FuzzGuess(f *testing.F) {
	f.Add("Name\tNumber\tBorn", "Yusuf\t0418\t1990")
	f.Add("", "\t\t")
	f.Add("Name\tName\tName", "\xff\t\x00\t=1")
	targets := []columns.Target{{Key: "name", Words: []string{"name"}}, {Key: "number", Words: []string{"number", "id"}}, {Key: "note", Words: []string{"note"}, Many: true}}
	f.Fuzz(func(t *testing.T, headings, cells string) {
		var rows [][]string
		for line := range strings.SplitSeq(cells, "\n") {
			rows = append(rows, strings.Split(line, "\t"))
		}
		taken := map[string]int{}
		for i, m := range columns.Guess(strings.Split(headings, "\t"), rows, targets) {
			if taken[m.Key]++; m.Column != i || m.Score < 0 || m.Score > 1 || (m.Key == "name" || m.Key == "number") && taken[m.Key] > 1 {
				t.Fatalf("%q, %q: %+v", headings, cells, m)
			}
		}
	})
}
