package imports_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/sheet"
)

func keyOf(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Problems) > 0 {
		return e.Problems[0].Key
	}
	return ""
}

// utf16le is a text as Excel saves "Unicode text".
func utf16le(text string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestEncodings(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for name, text := range map[string]string{
			"UTF-16":       utf16le("Name\tNumber\nTomás Ibáñez\t77\n"),
			"Windows-1252": "Name,Number\nTom\xe1s Ib\xe1\xf1ez,78\n",
			"UTF-8 mark":   "\ufeffName,Number\nTomás Ibáñez,79\n",
		} {
			b, counts := w.check(imports.People, text)
			if counts.Rows != 1 || counts.Refused != 0 {
				t.Errorf("%s: %+v, %+v", name, counts, w.lines(b.ID, imports.Refused))
			}
			rows, _, err := w.NewRows(t.Context(), w.ruth, b.ID, 0, 5)
			if err != nil || len(rows) != 1 || rows[0].Name != "Tomás Ibáñez" {
				t.Errorf("%s: %+v, %v", name, rows, err)
			}
		}
		// A letter that was lost before is not taken for a name.
		b, counts := w.check(imports.People, "Name,Number\nRosa Delgado Peña,80\nTom\ufffds Ibarra,81\n")
		lines := w.lines(b.ID, imports.Refused)
		if counts.Refused != 1 || len(lines) != 1 || lines[0].Detail.Refused[0].Key != sheet.NoteLost {
			t.Errorf("%+v, %+v", counts, lines)
		}
	})
}

// endless is a file that never ends.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = "Rosa Delgado,77\n"[i%16]
	}
	return len(b), nil
}

func TestFilesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var bomb bytes.Buffer
		z := zip.NewWriter(&bomb)
		for _, part := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
			f, err := z.Create(part)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.CopyN(f, endless{}, 200<<20); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			text string
			want string
		}{
			"empty":       {"", sheet.FaultEmpty},
			"header only": {"Name,Number\n", "imports.file.no-rows"},
			"blank":       {"\n\n\n", sheet.FaultEmpty},
			"pdf":         {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", sheet.FaultPDF},
			"web page":    {"<html><body><table><tr><td>Name</td></tr></table></body></html>", sheet.FaultHTML},
			"bomb":        {bomb.String(), ""},
		} {
			_, err := w.Upload(t.Context(), w.ruth, imports.People, "list.xlsx", w.file(c.text))
			if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.TooLarge || c.want != "" && keyOf(err) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		if n := w.number(`SELECT count(*) FROM import_batch`); n != 0 {
			t.Errorf("%d batches of files that were refused", n)
		}
	})
}

func TestAFileOfTwoHundredMegabytes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f, err := sheet.ReadPieces(io.LimitReader(endless{}, 200<<20), w.MaxBytes())
		if err != nil {
			t.Fatal(err)
		}
		if f.Size() != w.MaxBytes()+1 {
			t.Errorf("%d bytes were read of a file that is refused", f.Size())
		}
		_, err = w.Upload(t.Context(), w.ruth, imports.People, "list.csv", f)
		if !fault.Is(err, fault.TooLarge) && keyOf(err) != sheet.FaultTooLarge {
			t.Errorf("%v", err)
		}
	})
}

func TestRowsThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for row, c := range map[string]struct{ column, key, value, offers string }{
			"Rosa Delgado,77,31/02/90,":        {"Born", "imports.row.date.no-such-day", "31/02/90", "1990-02 1990"},
			"Rosa Delgado,77,whenever,":        {"Born", "imports.row.date.unreadable", "whenever", ""},
			"Rosa Delgado,77,2090-01-01,":      {"Born", "imports.row.born.future", "2090-01-01", ""},
			"Rosa Delgado,1.23E+08,1990,":      {"Number", "imports.row.number.damaged", "1.23E+08", ""},
			"Rosa Delgado,\"4,18E+11\",,":      {"Number", "imports.row.number.damaged", "4,18E+11", ""},
			",,1990,":                          {"", "imports.row.nobody", "", ""},
			strings.Repeat("x", 9999) + ",,,":  {"Name", "imports.row.long", "", ""},
			strings.Repeat("x", 10001) + ",,,": {"", sheet.RefusedCell, "", ""},
			"Rosa Delgado,77,1990,a moon":      {"Pronouns", "imports.row.word.unknown", "a moon", ""},
			"Rosa Delgado,#REF!,1990,":         {"Number", sheet.NoteError, "#REF!", ""},
		} {
			b, counts := w.check(imports.People, "Name,Number,Born,Pronouns\n"+row+"\nGood Row,1,1990,she\n")
			lines := w.lines(b.ID, imports.Refused)
			if counts.Refused != 1 || len(lines) != 1 {
				t.Errorf("%.40s: %+v", row, counts)
				continue
			}
			got := lines[0].Detail.Refused[0]
			if got.Column != c.column || got.Key != c.key || got.Value != c.value || strings.Join(got.Offers, " ") != c.offers {
				t.Errorf("%.40s: %+v", row, got)
			}
		}
	})
}

func TestNumbersThatLostTheirZeros(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, counts := w.check(imports.People, "Name,Number\nRosa Delgado,00418221\nIvo Petrak,77182211\nAna Ruiz,41822\n")
		lines := w.lines(b.ID, imports.Refused)
		if counts.Refused != 1 || lines[0].Detail.Refused[0].Key != "imports.row.number.zeros" || strings.Join(lines[0].Detail.Refused[0].Offers, " ") != "00041822 41822" {
			t.Fatalf("%+v, %+v", counts, lines)
		}
		if l, err := w.Repair(t.Context(), w.ruth, b.ID, 4, "Number", "00041822"); err != nil || l.Verdict != imports.New {
			t.Errorf("%+v, %v", l, err)
		}
		// A number that Excel has cut elsewhere is still the same person's.
		w.save(b.ID)
		if _, counts := w.check(imports.People, "Name,Number,Sex\nRosa Delgado,418221,\n"); counts.Same != 1 {
			t.Errorf("%+v", counts)
		}
	})
}

func TestCharactersThatHide(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.bring(imports.People, "Name,Number,Notes\nRosa\u202e Del\u200bga\x07do,7\u202e7,he\u2066llo\n")
		rosa := w.called("Rosa Delgado")
		if rosa.Number != "77" || w.number(`SELECT count(*) FROM timeline_entry WHERE body = 'Notes: hello'`) != 1 {
			t.Errorf("%+v", rosa)
		}
	})
}

func TestAWorkbookWithMergedCellsAndFormulas(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		f := excelize.NewFile()
		for at, v := range map[string]any{
			"A1": "Prison", "B1": "Name", "C1": "Number", "D1": "Born", "A2": "Pine Hollow State Prison", "B2": "Rosa Delgado", "C2": 77182211.0, "D2": "1990",
			"B3": "Ivo Petrak", "C3": 418012200000.0, "D3": "=1+1", "B4": "Ana Ruiz", "C4": "A1",
		} {
			if err := f.SetCellValue("Sheet1", at, v); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellFormula("Sheet1", "D4", "A9*2"); err != nil {
			t.Fatal(err)
		}
		if err := f.MergeCell("Sheet1", "A2", "A3"); err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		if err := f.Write(&buf); err != nil {
			t.Fatal(err)
		}
		b, err := w.Upload(t.Context(), w.ruth, imports.People, "list.xlsx", w.file(buf.String()))
		if err != nil {
			t.Fatal(err)
		}
		counts, err := w.Check(t.Context(), w.ruth, b.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		keys := map[int]string{}
		for _, l := range w.lines(b.ID, imports.Refused) {
			keys[l.Row] = l.Detail.Refused[0].Key
		}
		if counts.New != 1 || keys[3] != "imports.row.date.unreadable" || keys[4] != sheet.NoteNoValue {
			t.Errorf("%+v: %v", counts, keys)
		}
		w.save(b.ID)
		if rosa := w.called("Rosa Delgado"); rosa.Number != "77182211" {
			t.Errorf("%+v", rosa)
		}
	})
}

// What breaks a rule that only the record knows stops its row, not the file.
func TestARuleOfTheRecordStopsOneRow(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		text := "Name,Number,Last contact,Interval\nRosa Delgado,77,2026-03-01,42\nIvo Petrak,78,2027-01-01,42\nAna Ruiz,79,2026-01-01,9999\n"
		b, counts := w.check(imports.Cases, text)
		if counts.New != 1 || counts.Refused != 2 {
			t.Errorf("%+v, %+v", counts, w.lines(b.ID, imports.Refused))
		}
		if counts := w.save(b.ID); counts.Created != 1 {
			t.Errorf("%+v", counts)
		}
	})
}
