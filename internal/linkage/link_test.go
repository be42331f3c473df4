package linkage_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/throughcare/throughcare/internal/linkage"
)

var (
	givens   = []string{"Yusuf", "Maria", "William", "Dolores", "Ahmed", "Ruth", "Peter", "Ines", "Viktor", "Grace"}
	families = []string{"Karimi", "Delgado", "Smith", "Okafor", "Novak", "Price", "Haddad", "Lindqvist", "Moreno", "Ward"}
	kinds    = []linkage.Column{{Name: "first", Kind: linkage.Given}, {Name: "last", Kind: linkage.Family}, {Name: "born", Kind: linkage.Born}, {Name: "town", Kind: linkage.Place}}
)

// invented makes people of whom some are there twice, the second time with one cell
// changed or blank. An id is that of the person, so pairs of one id are right.
func invented(seed uint64, people int) (ids []string, rows [][]string) {
	draw := rand.New(rand.NewPCG(seed, 1))
	for i := range people {
		row := []string{
			givens[draw.IntN(10)], families[draw.IntN(10)] + string(rune('a'+draw.IntN(26))),
			fmt.Sprintf("%d-%02d-%02d", 1950+draw.IntN(50), 1+draw.IntN(12), 1+draw.IntN(28)), fmt.Sprintf("town %d", draw.IntN(40)),
		}
		ids, rows = append(ids, fmt.Sprint(i)), append(rows, row)
		if draw.IntN(3) == 0 {
			again := slices.Clone(row)
			again[draw.IntN(4)] = ""
			ids, rows = append(ids, fmt.Sprint(i)), append(rows, again)
		}
	}
	return ids, rows
}

func tableOf(ids []string, rows [][]string) *linkage.Table {
	return linkage.NewTable(kinds, func(yield func(string, []string) bool) {
		for i, row := range rows {
			if !yield(ids[i], row) {
				return
			}
		}
	})
}

// Whatever the file: the answer is the same every time, every pair is listed once,
// in order, with a chance from the threshold to 1, groups share no record and their
// pairs are the pairs; and nearly all are right.
func TestWhatIsFound(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		ids, rows := invented(seed, 300+int(seed)*700) // past 2,000 records candidates come by rules
		found := linkage.Find(tableOf(ids, rows), 0.4)
		if again := linkage.Find(tableOf(ids, rows), 0.4); !slices.Equal(found.Pairs, again.Pairs) {
			t.Errorf("seed %d: two runs differ", seed)
		}
		right, groups := 0, 0
		for i, p := range found.Pairs {
			if p.A >= p.B || p.Chance < 0.4 || p.Chance > 1 {
				t.Fatalf("seed %d: %+v", seed, p)
			}
			if i > 0 && (found.Pairs[i-1].A > p.A || found.Pairs[i-1].A == p.A && found.Pairs[i-1].B >= p.B) {
				t.Fatalf("seed %d: %+v is out of order", seed, p)
			}
			if ids[p.A] == ids[p.B] {
				right++
			}
		}
		seen := map[uint32]bool{}
		for _, g := range found.Groups() {
			groups += len(g) * (len(g) - 1) / 2
			for _, r := range g {
				if seen[r] {
					t.Fatalf("seed %d: record %d is in two groups", seed, r)
				}
				seen[r] = true
			}
		}
		twice := len(rows) - (300 + int(seed)*700)
		if groups != len(found.Pairs) || right < twice*9/10 || right < len(found.Pairs)*9/10 {
			t.Errorf("seed %d: %d pairs, %d in groups, %d right of %d", seed, len(found.Pairs), groups, right, twice)
		}
	}
}

// Files with nothing to find, or nothing at all, are no error.
func TestNothing(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string][][]string{
		"empty":      nil,
		"one":        {{"Yusuf", "Karimi", "1990-01-01", "Harrow"}},
		"blank":      {{"", "", "", ""}, {"", "", "", ""}, {}},
		"short rows": {{"Yusuf"}, {"Maria", "Delgado"}},
	} {
		ids := make([]string, len(rows))
		if found := linkage.Find(tableOf(ids, rows), linkage.Threshold); len(found.Pairs) != 0 || len(found.Groups()) != 0 {
			t.Errorf("%s: %v", name, found.Pairs)
		}
	}
}

// A postcode that tells the town counts once: neighbours are no person.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	columns := append(slices.Clone(kinds), linkage.Column{Name: "zip", Kind: linkage.Postcode})
	ids, rows := invented(99, 4000)
	table := linkage.NewTable(columns, func(yield func(string, []string) bool) {
		for i, row := range rows {
			zip := ""
			if row[3] != "" {
				zip = "1" + row[3][5:] + "77"
			}
			if !yield(ids[i], append(slices.Clone(row), zip)) {
				return
			}
		}
	})
	wrong := 0
	found := linkage.Find(table, linkage.Threshold)
	for _, p := range found.Pairs {
		if ids[p.A] != ids[p.B] {
			wrong++
		}
	}
	if wrong > len(found.Pairs)/20 {
		t.Errorf("%d of %d pairs are neighbours", wrong, len(found.Pairs))
	}
}

// The explanation of a pair adds up: what agrees weighs for it, what differs
// against it, what is blank nothing, and a rare name more than a common one.
func TestExplain(t *testing.T) {
	t.Parallel()
	ids, rows := invented(5, 1500)
	rows = append(rows, []string{"Yusuf", "Zzyzxian", "1960-02-03", "town 1"}, []string{"Yusuf", "Zzyzxian", "1960-02-03", ""})
	ids = append(ids, "x", "x")
	found := linkage.Find(tableOf(ids, rows), linkage.Threshold)
	last := uint32(len(rows) - 1)
	at := slices.IndexFunc(found.Pairs, func(p linkage.Pair) bool { return p.A == last-1 && p.B == last })
	if at < 0 {
		t.Fatal("the pair was not found")
	}
	why := found.Explain(found.Pairs[at])
	if len(why) != 4 || why[1].Level != linkage.Same || why[3].Level != linkage.Blank || why[3].Weight != 0 {
		t.Fatalf("%+v", why)
	}
	same, differs := found.Model.Weights(1)
	if why[1].Weight <= same || differs >= 0 {
		t.Errorf("a rare name weighs %.1f, an average one %.1f, another one %.1f", why[1].Weight, same, differs)
	}
}

// Cells that no spreadsheet should have do no harm.
func FuzzFind(f *testing.F) {
	f.Add("Yusuf", "Karimi", "1990-01-01", "a\x00b")
	f.Add("ß", "\xff\xfe", "99999999", "💥 💥")
	f.Add("a", " ", "31/02/1990", "@")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		all := make([]linkage.Column, 0, len(linkage.Kinds))
		for _, k := range linkage.Kinds {
			all = append(all, linkage.Column{Name: string(k), Kind: k})
		}
		plan := linkage.PlanOne(all)
		rows := [][]string{{a, b, a, c, d, c, d, b, a, c, d, b, a}, {b, a, d, d, c, a, b, c, d, a, b, d, a}, {a, b}}
		linkage.Find(linkage.NewTable(plan.Columns, func(yield func(string, []string) bool) {
			for i, row := range rows {
				if !yield(fmt.Sprint(i), plan.First(row)) {
					return
				}
			}
		}), linkage.Threshold)
	})
}
