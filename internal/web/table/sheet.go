package table

import (
	"encoding/csv"
	"io"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
)

// Sheet sends the list as a spreadsheet: CSV in UTF-8 with a byte-order mark,
// the columns of the page and those made for the spreadsheet, and nothing a
// spreadsheet program would run as a formula. name is without its ending.
func (t *Table[T]) Sheet(w http.ResponseWriter, r *web.Request, s State, name string, rows []T) error {
	columns := t.shown(s)
	for _, c := range t.Columns {
		if c.Sheet {
			columns = append(columns, c)
		}
	}
	ctx := r.Context()
	return r.Send(w, name+".csv", "text/csv; charset=utf-8", func(out io.Writer) error {
		if _, err := io.WriteString(out, "\uFEFF"); err != nil {
			return err
		}
		sheet := csv.NewWriter(out)
		sheet.UseCRLF = true
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = harmless(i18n.T(ctx, c.TitleKey))
		}
		if err := sheet.Write(cells); err != nil {
			return err
		}
		for _, row := range rows {
			for i, c := range columns {
				cells[i] = harmless(c.Text(ctx, row))
			}
			if err := sheet.Write(cells); err != nil {
				return err
			}
		}
		sheet.Flush()
		return sheet.Error()
	})
}

// harmless keeps a cell from being run: spreadsheet programs take a text that
// begins with one of these signs for a formula (OWASP, CSV injection). A plain
// negative number stays a number.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsAny(cell[:1], "=+-@\t\r\n|") && !strings.HasPrefix(cell, "＝") {
		return cell
	}
	if strings.Trim(cell[1:], "0123456789.,") == "" && cell[0] == '-' && len(cell) > 1 {
		return cell
	}
	return "'" + cell
}
