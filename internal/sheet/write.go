package sheet

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/fault"
)

// Why a list cannot be written as XLSX.
const (
	FaultWriteTooLong = "sheet.write.too_long"
	FaultWriteTooMany = "sheet.write.too_many"
)

// WriteCSV writes a list as CSV: UTF-8 with a byte-order mark, commas, CRLF, and
// every cell Harmless. Read back, each cell is the same text. The rows may use
// one slice again and again.
func WriteCSV(w io.Writer, header []string, rows iter.Seq[[]string]) error {
	out := bufio.NewWriterSize(w, 32<<10)
	out.WriteString("\uFEFF") // errors stay in out until Flush
	writeRecord(out, header)
	for row := range rows {
		writeRecord(out, row)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("sheet: write CSV: %w", err)
	}
	return nil
}

func writeRecord(out *bufio.Writer, row []string) {
	for i, cell := range row {
		if i > 0 {
			out.WriteByte(',')
		}
		cell = Harmless(cell)
		if !needsQuotes(cell) {
			out.WriteString(cell)
			continue
		}
		out.WriteByte('"')
		out.WriteString(strings.ReplaceAll(cell, `"`, `""`))
		out.WriteByte('"')
	}
	out.WriteString("\r\n")
}

// needsQuotes also quotes what programs of other countries take for delimiters,
// and spaces that some programs drop.
func needsQuotes(cell string) bool {
	return strings.ContainsAny(cell, ",;|\t\r\n\"") || cell != "" && (cell[0] == ' ' || cell[len(cell)-1] == ' ')
}

// What a sheet of Excel can hold.
const (
	excelRows    = 1_048_576
	excelColumns = 16_384
	excelText    = 32_767 // UTF-16 units
)

// WriteXLSX writes a list as a workbook of one sheet, row by row as they come,
// with every cell a text: numbers keep their zeros and nothing is a formula. Read
// back, each cell is the same text. What Excel cannot hold is an Invalid fault,
// after which what was written is of no use. The rows may use one slice again
// and again.
func WriteXLSX(w io.Writer, title string, header []string, rows iter.Seq[[]string]) error {
	z := zip.NewWriter(w)
	for _, p := range workbookParts(title) {
		if err := writePart(z, p.name, p.content); err != nil {
			return err
		}
	}
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return fmt.Errorf("sheet: write XLSX: %w", err)
	}
	out := bufio.NewWriterSize(part, 32<<10)
	if err := writeSheet(out, header, rows); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("sheet: write XLSX: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("sheet: write XLSX: %w", err)
	}
	return nil
}

func writePart(z *zip.Writer, name, content string) error {
	part, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err != nil {
		return fmt.Errorf("sheet: write XLSX: %w", err)
	}
	return nil
}

// writeSheet writes the rows, the first of them bold and always in view.
func writeSheet(out *bufio.Writer, header []string, rows iter.Seq[[]string]) error {
	out.WriteString(xmlHead + `<worksheet xmlns="` + mainNamespace + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`)
	if err := writeRow(out, 1, header, headerStyle); err != nil {
		return err
	}
	number := 1
	for row := range rows {
		number++
		if err := writeRow(out, number, row, textStyle); err != nil {
			return err
		}
	}
	out.WriteString(`</sheetData></worksheet>`)
	return nil
}

func writeRow(out *bufio.Writer, number int, row []string, style string) error {
	if number > excelRows || len(row) > excelColumns {
		return fault.Bad("sheet: write XLSX", "", FaultWriteTooMany)
	}
	at := strconv.Itoa(number)
	out.WriteString(`<row r="` + at + `">`)
	for i, cell := range row {
		if cell == "" {
			continue
		}
		cell = harmlessText(cell)
		if len(cell) > excelText && utf16Len(cell) > excelText {
			return fault.Bad("sheet: write XLSX", "", FaultWriteTooLong)
		}
		out.WriteString(`<c r="` + columnName(i) + at + `" s="` + style + `" t="inlineStr"><is><t xml:space="preserve">`)
		writeText(out, cell)
		out.WriteString(`</t></is></c>`)
	}
	out.WriteString(`</row>`)
	return nil
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// columnName is A, B … Z, AA …
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// writeText writes text for XML. What XML cannot hold or would change is written
// as _x000D_, and so is a text that looks like that.
func writeText(out *bufio.Writer, s string) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '&':
			out.WriteString("&amp;")
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r < ' ' && r != '\n' && r != '\t', r == 0xfffe, r == 0xffff, r == '_' && looksEscaped(s[i:]):
			fmt.Fprintf(out, "_x%04X_", r)
		default:
			out.WriteRune(r)
		}
		i += size
	}
}

func looksEscaped(s string) bool {
	if len(s) < len("_x000D_") || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
