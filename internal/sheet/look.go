package sheet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/columns"
)

// What the guesses about a sheet look at.
const (
	lookRows   = 2000 // for the order of day and month
	keepRows   = 50   // samples
	headerRows = 20   // the headings stand among these
)

// look reads the first rows of every sheet and settles its headings.
func (b *Book) look(way Way) error {
	for i := range b.Sheets {
		s := &b.Sheets[i]
		var rows []Row
		seen := 0
		for row, err := range b.Rows(i) {
			if err != nil {
				return err
			}
			for _, cell := range row.Cells {
				s.Orders.Add(row.Number, cell)
			}
			if len(rows) < headerRows+keepRows && row.Refused == nil {
				rows = append(rows, Row{Number: row.Number, Cells: slices.Clone(row.Cells)})
			}
			if seen++; seen == lookRows {
				break
			}
		}
		s.settle(rows, way.Header)
	}
	return nil
}

// settle finds the headings among the first rows, and keeps samples.
func (s *Sheet) settle(rows []Row, asked int) {
	at := -1
	switch {
	case asked > 0:
		at = slices.IndexFunc(rows, func(r Row) bool { return r.Number == asked })
	case asked == 0:
		at = guessHeader(rows)
	}
	body := rows[at+1:]
	s.Width = usualWidth(body)
	if at >= 0 {
		s.Header = rows[at].Number
		s.Headings = rows[at].Cells
		s.Width = len(s.Headings)
	}
	for len(s.Headings) < s.Width {
		s.Headings = append(s.Headings, "")
	}
	for _, row := range body[:min(keepRows, len(body))] {
		cells := make([]string, s.Width)
		copy(cells, row.Cells)
		s.Samples = append(s.Samples, cells)
	}
}

// usualWidth is the width most rows have.
func usualWidth(rows []Row) int {
	counts := map[int]int{}
	for _, r := range rows {
		counts[len(r.Cells)]++
	}
	if len(counts) == 0 {
		return 0
	}
	return commonest(counts)
}

// guessHeader returns the index of the row that looks most like headings, or -1.
// Titles and remarks often stand above it.
func guessHeader(rows []Row) int {
	width := usualWidth(rows)
	best, at := 0.0, -1
	for i, r := range rows[:min(len(rows), headerRows)] {
		if score := headingScore(r.Cells, rows[i+1:], width); score > best {
			best, at = score, i
		}
	}
	return at
}

// headingScore says how much a row looks like headings: short different words
// that fill the row, known ones at best, over columns of something else. A row
// that holds data scores nothing.
func headingScore(cells []string, below []Row, width int) float64 {
	filled, known, over := 0, 0, 0
	seen := map[string]bool{}
	for i, cell := range cells {
		cell = strings.ToLower(strings.TrimSpace(cell))
		if cell == "" || seen[cell] {
			continue
		}
		if !wordy(cell) {
			return 0
		}
		seen[cell] = true
		filled++
		if columns.Known(cell) {
			known++
		}
		if figuresBelow(below, i) {
			over++
		}
	}
	if filled*2 < width || filled == 0 || len(below) == 0 && known == 0 {
		return 0
	}
	n := float64(filled)
	score := float64(known)/n + float64(over)/n
	if score == 0 {
		return 0
	}
	return score + n/float64(max(width, filled))
}

// wordy reports whether a text could be a heading: short, and more letters than
// digits.
func wordy(s string) bool {
	if utf8.RuneCountInString(s) > 60 {
		return false
	}
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return letters > digits || s == "#"
}

// figuresBelow reports whether most cells of a column are dates or numbers.
func figuresBelow(rows []Row, column int) bool {
	filled, figures := 0, 0
	for _, r := range rows[:min(len(rows), keepRows)] {
		if column >= len(r.Cells) || r.Cells[column] == "" {
			continue
		}
		filled++
		if !wordy(r.Cells[column]) {
			figures++
		}
	}
	return filled > 0 && figures*2 > filled
}
