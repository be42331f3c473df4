package directory

import (
	"github.com/throughcare/throughcare/internal/sheet"
)

// FromSheet takes a spreadsheet for a directory: its first visible sheet that
// has a column for names, else its first.
func FromSheet(b *sheet.Book, fileName string) List {
	at := 0
	for i, s := range b.Sheets {
		if !s.Hidden && ProfileFor(s.Headings) != nil {
			at = i
			break
		}
	}
	return List{FileName: fileName, Header: b.Sheets[at].Headings, Rows: func(yield func(Row, error) bool) {
		for row, err := range b.Body(at) {
			r := Row{Number: row.Number, Cells: row.Cells}
			if row.Refused != nil {
				r.Refused = row.Refused.Key
			}
			if !yield(r, err) {
				return
			}
		}
	}}
}
