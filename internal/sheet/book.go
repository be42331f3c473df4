package sheet

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Format is the format of a file.
type Format string

// The formats that are read. Pasted text is CSV.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Way says how a file is to be read where the guess is wrong. What is zero is
// guessed.
type Way struct {
	Encoding  string // one of Encodings
	Delimiter rune   // an ASCII sign
	Header    int    // number of the heading row; -1 for none
}

// Report says how a file is read, and what of it is a guess. What belongs to one
// sheet stands there.
type Report struct {
	Format        Format
	Encoding      string // of CSV
	EncodingSure  bool   // a mark or every letter of the file says so
	Delimiter     rune   // of CSV
	DelimiterSure bool
}

// Sheet is one sheet of a file, and what was found out about it from its first
// rows.
type Sheet struct {
	Name     string
	Hidden   bool
	Header   int                // number of the heading row; 0 for none
	Headings []string           // as they stand; empty texts where there is no heading row
	Width    int                // columns
	Samples  [][]string         // the first rows below the headings, Width cells each
	Orders   partialdate.Orders // which way round day and month stand, with evidence
}

// Book is an opened file. It holds no resource but the reader it was given, and
// may be read several times.
type Book struct {
	Report Report
	Sheets []Sheet
	file   file
}

// file gives the rows of a sheet in one of the formats. Width is that of the
// sheet, or 0. The last row may be an error.
type file interface {
	each(sheet, width int, yield func(Row, error) bool)
}

// Open finds out how a file is to be read; a text pasted from a sheet is opened
// the same way. The name is that of the file, for the one sheet of a CSV file.
// A file that cannot be read is an Invalid fault.
func Open(src io.ReaderAt, size int64, name string, limits Limits) (*Book, error) {
	return OpenAs(src, size, name, limits, Way{})
}

// OpenAs is Open where somebody has said how to read the file.
func OpenAs(src io.ReaderAt, size int64, name string, limits Limits, way Way) (*Book, error) {
	limits = limits.orDefault()
	if size > limits.Bytes {
		return nil, bad(nil, FaultTooLarge, "size", mib(size), "limit", mib(limits.Bytes))
	}
	b, err := open(src, size, name, limits, way)
	if err == nil {
		err = b.look(way)
	}
	if err != nil && !fault.Is(err, fault.Invalid) {
		return nil, fmt.Errorf("sheet: open: %w", err)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

func open(src io.ReaderAt, size int64, name string, limits Limits, way Way) (*Book, error) {
	start := make([]byte, min(size, 1024))
	if n, err := src.ReadAt(start, 0); err != nil && (err != io.EOF || n < len(start)) {
		return nil, err
	}
	if len(bytes.TrimLeft(start, "\xef\xbb\xbf\xff\xfe \t\r\n")) == 0 && size <= int64(len(start)) {
		return nil, bad(nil, FaultEmpty)
	}
	if key := foreign(start); key != "" {
		return nil, bad(nil, key)
	}
	if bytes.HasPrefix(start, []byte("PK\x03\x04")) || bytes.HasPrefix(start, []byte("PK\x05\x06")) {
		w, sheets, err := openWorkbook(src, size, limits)
		if err != nil {
			return nil, err
		}
		return &Book{Report: Report{Format: XLSX}, Sheets: sheets, file: w}, nil
	}
	f, report, err := openText(src, size, limits, way)
	if err != nil {
		return nil, err
	}
	title := strings.TrimSuffix(path.Base(name), path.Ext(name))
	return &Book{Report: report, Sheets: []Sheet{{Name: title}}, file: f}, nil
}

// foreign recognises files that people take for spreadsheets.
func foreign(start []byte) (key string) {
	text := bytes.ToLower(bytes.TrimLeft(start, "\xef\xbb\xbf \t\r\n"))
	switch {
	case bytes.HasPrefix(start, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return FaultLocked
	case bytes.HasPrefix(start, []byte("%PDF-")):
		return FaultPDF
	}
	for _, tag := range []string{"<html", "<!doctype", "<table", "<head", "<meta", "<?xml"} {
		if bytes.HasPrefix(text, []byte(tag)) {
			return FaultHTML
		}
	}
	return ""
}

// Rows gives every row of a sheet that is not blank, refused ones and headings
// too, in their order. A row is valid until the next. An error ends the rows:
// the file is broken from there, or over a limit.
func (b *Book) Rows(sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if sheet < 0 || sheet >= len(b.Sheets) {
			yield(Row{}, bad(nil, FaultNoSheet))
			return
		}
		s := &b.Sheets[sheet]
		b.file.each(sheet, s.Width, func(row Row, err error) bool {
			if err == nil && row.Refused == nil {
				s.fit(&row)
			}
			return yield(row, err)
		})
	}
}

// Body gives the rows below the headings.
func (b *Book) Body(sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for row, err := range b.Rows(sheet) {
			if err == nil && row.Number <= b.Sheets[sheet].Header {
				continue
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// fit makes a row as wide as the sheet, and remarks on one that is wider than
// the headings.
func (s *Sheet) fit(row *Row) {
	if n := len(row.Cells); s.Header > 0 && row.Number > s.Header && n > s.Width && len(row.Notes) < maxNotes {
		row.Notes = append(row.Notes, Note{Column: s.Width, Key: NoteExtra, Args: []any{"count", n - s.Width}})
	}
	for len(row.Cells) < s.Width {
		row.Cells = append(row.Cells, "")
	}
}
