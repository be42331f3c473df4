package table

import (
	"io"
	"net/http"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/web"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Sheet sends the list as a spreadsheet, CSV or a workbook as the reader asked:
// the columns of the page and those made for the spreadsheet. name is without
// its ending.
func (t *Table[T]) Sheet(w http.ResponseWriter, r *web.Request, s State, name string, rows []T) error {
	columns := t.shown(s)
	for _, c := range t.Columns {
		if c.Sheet {
			columns = append(columns, c)
		}
	}
	ctx := r.Context()
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = i18n.T(ctx, c.TitleKey)
	}
	lines := func(yield func([]string) bool) {
		for _, row := range rows {
			cells := make([]string, len(columns))
			for i, c := range columns {
				cells[i] = c.Text(ctx, row)
			}
			if !yield(cells) {
				return
			}
		}
	}
	if s.xlsx {
		return r.Send(w, name+".xlsx", xlsxType, func(out io.Writer) error {
			return sheet.WriteXLSX(out, i18n.T(ctx, t.TitleKey), header, lines)
		})
	}
	return r.Send(w, name+".csv", "text/csv; charset=utf-8", func(out io.Writer) error {
		return sheet.WriteCSV(out, header, lines)
	})
}
