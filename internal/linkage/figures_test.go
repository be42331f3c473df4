package linkage_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/linkage"
)

// The figures that other tools have published for these files (best F1 at any
// threshold), and what is reached here at the default threshold, rounded down.
func TestPublishedFigures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, id, ignore   string
		published, atLeast float64
	}{
		"febrl3":                    {"febrl3.csv", "rec_id", "", 0.9954, 0.999},
		"febrl3 without soc_sec_id": {"febrl3.csv", "rec_id", "soc_sec_id", 0.9954, 0.998},
		"fake_1000":                 {"fake_1000.csv", "unique_id", "cluster", 0.8617, 0.97},
		"historical_half":           {"historical_half.csv", "unique_id", "cluster", 0.6005, 0.92},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, truth := fileOf(t, c.file, c.id, c.ignore)
			p, r := precisionRecall(linkage.Find(table, linkage.Threshold).Pairs, truth)
			f1 := 2 * p * r / (p + r)
			t.Logf("precision %.4f, recall %.4f, F1 %.4f (published %.4f)", p, r, f1, c.published)
			if f1 <= c.published || f1 < c.atLeast {
				t.Errorf("F1 %.4f, want %.4f", f1, c.atLeast)
			}
		})
	}
}

// fileOf reads a file as the command does, and whose each record is.
func fileOf(t *testing.T, name, id, ignore string) (*linkage.Table, []string) {
	t.Helper()
	rows := readFile(t, name)
	at := slices.Index(rows[0], id)
	file := linkage.GuessColumns(rows[0], rows[1:200])
	file[at].Kind = linkage.Ignored
	if ignore != "" {
		file[slices.Index(rows[0], ignore)].Kind = linkage.Ignored
	}
	plan := linkage.PlanOne(file)
	cluster := slices.Index(rows[0], "cluster")
	var truth []string
	table := linkage.NewTable(plan.Columns, func(yield func(string, []string) bool) {
		for _, row := range rows[1:] {
			truth = append(truth, whose(row, at, cluster))
			if !yield(row[at], plan.First(row)) {
				return
			}
		}
	})
	return table, truth
}

// whose is the cluster of a record, or the number in an id like rec-223-dup-0.
func whose(row []string, id, cluster int) string {
	if cluster >= 0 {
		return row[cluster]
	}
	return strings.Split(row[id], "-")[1]
}

func readFile(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "linkage", name))
	if err != nil {
		t.Skip("the files of the published figures are not here")
	}
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func precisionRecall(pairs []linkage.Pair, truth []string) (precision, recall float64) {
	size, all, right := map[string]int{}, 0, 0
	for _, who := range truth {
		all += size[who]
		size[who]++
	}
	for _, p := range pairs {
		if truth[p.A] == truth[p.B] {
			right++
		}
	}
	return float64(right) / float64(len(pairs)), float64(right) / float64(all)
}

// Two halves of a file, whose columns are named and ordered in other ways, link as
// well as the whole.
func TestTwoFiles(t *testing.T) {
	t.Parallel()
	rows := readFile(t, "febrl3.csv")
	second := []string{"no", "last name", "first name", "dob", "zip", "city"}
	from := []int{0, 2, 1, 9, 7, 6}
	a, b := linkage.GuessColumns(rows[0], rows[1:200]), linkage.GuessColumns(second, nil)
	a[0].Kind, b[0].Kind = linkage.Ignored, linkage.Ignored
	plan := linkage.PlanTwo(a, b)
	if len(plan.Columns) != 5 {
		t.Fatalf("compared: %v", plan.Columns)
	}
	var truth []string
	half := func(odd bool) linkage.Rows {
		return func(yield func(string, []string) bool) {
			for i, row := range rows[1:] {
				if (i%2 == 1) != odd {
					continue
				}
				truth = append(truth, whose(row, 0, -1))
				cells := plan.First(row)
				if odd {
					turned := make([]string, len(from))
					for to, at := range from {
						turned[to] = row[at]
					}
					cells = plan.Second(turned)
				}
				if !yield(row[0], cells) {
					return
				}
			}
		}
	}
	found := linkage.Find(linkage.NewPair(plan.Columns, half(false), half(true)), linkage.Threshold)
	split, wrong := uint32((len(rows)-1+1)/2), 0
	for _, p := range found.Pairs {
		if p.A >= split || p.B < split {
			t.Fatalf("%v is within a file", p)
		}
		if truth[p.A] != truth[p.B] {
			wrong++
		}
	}
	if len(found.Pairs) < 3000 || wrong > len(found.Pairs)/100 {
		t.Errorf("%d links, %d of them wrong", len(found.Pairs), wrong)
	}
}
