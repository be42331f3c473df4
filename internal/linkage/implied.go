package linkage

// implied finds for each column another one that says the same already, as a
// postcode says the town: counting both would take two neighbours for one person.
// It is -1 for a column that speaks for itself.
func implied(t *Table) []int {
	out := make([]int, len(t.Columns))
	for c := range out {
		out[c] = -1
	}
	for c := range out {
		for by := range out {
			if c != by && out[by] < 0 && out[c] < 0 && t.broad(c) && t.broad(by) && t.finer(by, c) && t.says(by, c) {
				out[c] = by
			}
		}
	}
	return out
}

// crowd is how many records a value of a column must have on average to be no
// person's own: only then is a tie between two columns none of the same people.
const crowd = 20

// broad reports whether the values of a column are shared by many.
func (t *Table) broad(c int) bool {
	kind := t.Columns[c].Kind
	return !kind.isName() && kind != Sex && (len(t.words[c].values)-1)*crowd < len(t.IDs)
}

// finer reports whether one column has more values than another, the first of two
// that have as many.
func (t *Table) finer(by, c int) bool {
	a, b := len(t.words[by].values), len(t.words[c].values)
	return a > b || a == b && by < c
}

// tied is which part of the records must have the usual value of a column, given
// the other, for it to be implied.
const tied = 0.8

// says reports whether one column mostly tells another.
func (t *Table) says(by, c int) bool {
	together := map[[2]uint32]int{}
	for rec := range t.IDs {
		a, b := t.cells[by][rec], t.cells[c][rec]
		if a != 0 && b != 0 {
			together[[2]uint32{a, b}]++
		}
	}
	total, usual := 0, make([]int, len(t.words[by].values))
	for both, n := range together {
		total += n
		usual[both[0]] = max(usual[both[0]], n)
	}
	told := 0
	for _, n := range usual {
		told += n
	}
	return total > 0 && float64(told) >= tied*float64(total) && len(t.words[c].values) > 2
}
