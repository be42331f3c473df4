package sheet

import (
	"iter"
	"slices"
)

// Fullest is the place of the sheet that looks most like a list: not hidden,
// with rows, with headings rather than without, and the widest.
func (b *Book) Fullest() int {
	best, most := 0, -1
	for i, sh := range b.Sheets {
		width := sh.Width
		if sh.Header > 0 {
			width += 1 << 20
		}
		if !sh.Hidden && len(sh.Samples) > 0 && width > most {
			best, most = i, width
		}
	}
	return best
}

// Named are the headings of a sheet, with a name for those that are empty or
// come again.
func (s Sheet) Named() []string {
	headings := make([]string, s.Width)
	seen := map[string]int{}
	for i := range headings {
		if i < len(s.Headings) {
			headings[i] = s.Headings[i]
		}
		if headings[i] == "" {
			headings[i] = ColumnName(i)
		}
		if seen[headings[i]]++; seen[headings[i]] > 1 {
			headings[i] += " (" + ColumnName(i) + ")"
		}
	}
	return headings
}

// ColumnName names a column as spreadsheet programs do: A, B … Z, AA.
func ColumnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return ColumnName(i/26-1) + ColumnName(i%26)
}

// Parts gives the rows below the headings, n at a time. They stay valid.
func (b *Book) Parts(sheet, n int) iter.Seq2[[]Row, error] {
	return func(yield func([]Row, error) bool) {
		part := make([]Row, 0, n)
		for r, err := range b.Body(sheet) {
			if err != nil {
				yield(nil, err)
				return
			}
			r.Cells, r.Notes = slices.Clone(r.Cells), slices.Clone(r.Notes)
			if part = append(part, r); len(part) < n {
				continue
			}
			if !yield(part, nil) {
				return
			}
			part = make([]Row, 0, n)
		}
		if len(part) > 0 {
			yield(part, nil)
		}
	}
}
