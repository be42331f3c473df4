package linkage

import (
	"iter"
	"runtime"
	"sync"
)

// Column is one column of a file.
type Column struct {
	Name string
	Kind Kind
}

// Table is a file of people, ready to be compared: each cell is the number of its
// value, 0 for blank, and each value is prepared once.
type Table struct {
	Columns []Column
	IDs     []string // of the records, as the file has them

	cells [][]uint32 // for each column, for each record
	words []*lexicon // for each column; the names share one
	split int        // the records from here on are of the second file; 0 for one file
}

// lexicon is the values of a column.
type lexicon struct {
	at     map[string]uint32
	values []value
}

// value is one value, prepared for comparing.
type value struct {
	text  string   // folded, words joined by one space
	parts []string // its words, where there are several
	sound uint64   // how it sounds, for names; 0 is not known
	names []string // that stand for the same
}

// Rows are the records of one file: their ids and their cells in the order of the
// columns. A row that is short ends in blanks.
type Rows = iter.Seq2[string, []string]

// NewTable reads records that are compared among themselves.
func NewTable(columns []Column, rows Rows) *Table {
	t := newTable(columns)
	t.read(rows)
	t.prepare()
	return t
}

// NewPair reads two files whose records are compared across, never within. Both
// give their cells in the order of the columns.
func NewPair(columns []Column, first, second Rows) *Table {
	t := newTable(columns)
	t.read(first)
	t.split = len(t.IDs)
	t.read(second)
	t.prepare()
	return t
}

func newTable(columns []Column) *Table {
	t := &Table{Columns: columns, cells: make([][]uint32, len(columns)), words: make([]*lexicon, len(columns))}
	names := newLexicon()
	for i, c := range columns {
		t.words[i] = names
		if !c.Kind.isName() {
			t.words[i] = newLexicon()
		}
	}
	return t
}

func newLexicon() *lexicon {
	return &lexicon{at: map[string]uint32{"": 0}, values: make([]value, 1)}
}

// number is the number of a cell's value. The text is copied, as it may be part of
// a long line.
func (l *lexicon) number(text string) uint32 {
	n, ok := l.at[text]
	if !ok {
		n = uint32(len(l.values))
		text = string([]byte(text))
		l.at[text] = n
		l.values = append(l.values, value{text: text})
	}
	return n
}

// read takes the records in. What cells look like is folded away once for each
// raw text, so a million rows fold a name only as often as it is written another way.
func (t *Table) read(rows Rows) {
	raw := make([]map[string]uint32, len(t.Columns))
	for i := range raw {
		raw[i] = map[string]uint32{}
	}
	for id, cells := range rows {
		t.IDs = append(t.IDs, string([]byte(id)))
		for i, c := range t.Columns {
			var cell string
			if i < len(cells) {
				cell = cells[i]
			}
			n, ok := raw[i][cell]
			if !ok {
				n = t.words[i].number(folded(c.Kind, cell))
				raw[i][string([]byte(cell))] = n
			}
			t.cells[i] = append(t.cells[i], n)
		}
	}
}

// prepare works out what comparing needs of every value, on all processors.
func (t *Table) prepare() {
	done := map[*lexicon]bool{}
	for i, l := range t.words {
		if done[l] {
			continue
		}
		done[l] = true
		l.at = nil
		kind := t.Columns[i].Kind
		inParts(len(l.values), func(from, to int) {
			for v := from; v < to; v++ {
				l.values[v].prepare(kind)
			}
		})
	}
}

// inParts does something with the numbers below n, split among the processors.
func inParts(n int, do func(from, to int)) {
	workers := runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for w := range workers {
		from, to := n*w/workers, n*(w+1)/workers
		all.Go(func() { do(from, to) })
	}
	all.Wait()
}

// pairs is how many pairs of records there are to compare.
func (t *Table) pairs() float64 {
	n := float64(len(t.IDs))
	if t.split > 0 {
		return float64(t.split) * (n - float64(t.split))
	}
	return n * (n - 1) / 2
}

// across reports whether two records are to be compared at all.
func (t *Table) across(a, b uint32) bool {
	return t.split == 0 || (int(a) < t.split) != (int(b) < t.split)
}
