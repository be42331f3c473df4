package roster

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/sheet"
)

// limits are wider than those of an upload: a list is read from the disk of
// whoever runs the command, and row by row.
var limits = sheet.Limits{Bytes: 2 << 30, Unzipped: 2 << 30, Rows: 5_000_000}

// Row is one row of a list as it stands there.
type Row struct {
	Number  int // of the row, as a spreadsheet program counts
	Refused bool
	cells   []string
	at      map[Field]int
	lost    map[int]bool // cells whose end a spreadsheet has lost
}

// Get is the text of a field, "" for what is missing or no value.
func (r Row) Get(f Field) string {
	i, ok := r.at[f]
	if !ok || i >= len(r.cells) || r.lost[i] {
		return ""
	}
	text := strings.TrimSpace(r.cells[i])
	if strings.HasPrefix(text, "#") && (strings.HasSuffix(text, "!") || text == "#N/A" || text == "#NAME?") || strings.EqualFold(text, "null") {
		return "" // what a spreadsheet or a database says for nothing
	}
	return text
}

// Source is a list that can be read at any place.
type Source interface {
	io.ReaderAt
}

// rows gives the rows of a list. An error ends them: from there the file is
// broken. What cannot be read at all is Invalid at once.
func (l Layout) rows(src Source, size int64, name string) (iter.Seq2[Row, error], error) {
	start := make([]byte, min(size, 512))
	if _, err := src.ReadAt(start, 0); err != nil && err != io.EOF {
		return nil, fmt.Errorf("roster: read: %w", err)
	}
	if text := bytes.TrimLeft(start, "\xef\xbb\xbf \t\r\n"); bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("[")) {
		return l.objects(io.NewSectionReader(src, 0, size)), nil
	}
	return l.table(src, size, name)
}

func (l Layout) table(src Source, size int64, name string) (iter.Seq2[Row, error], error) {
	book, err := sheet.Open(src, size, name, limits)
	if err != nil {
		return nil, err
	}
	which := book.Fullest()
	at, missing := l.fields(book.Sheets[which].Headings)
	if len(missing) > 0 {
		return nil, fault.Bad("roster: read", "file", "roster.columns.missing", "columns", strings.Join(missing, ", "))
	}
	return func(yield func(Row, error) bool) {
		for r, err := range book.Body(which) {
			if err != nil {
				yield(Row{}, err)
				return
			}
			row := Row{Number: r.Number, Refused: r.Refused != nil, cells: r.Cells, at: at}
			for _, n := range r.Notes {
				if n.Key == sheet.NoteExponent || n.Key == sheet.NoteLost {
					if row.lost == nil {
						row.lost = map[int]bool{}
					}
					row.lost[n.Column] = true
				}
			}
			if !yield(row, nil) {
				return
			}
		}
	}, nil
}

// object is one row of a JSON list.
type object map[string]any

// objects reads the rows of a JSON document one by one.
func (l Layout) objects(src io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		d := json.NewDecoder(bufio.NewReaderSize(src, 1<<16))
		d.UseNumber()
		if err := l.enter(d); err != nil {
			yield(Row{}, err)
			return
		}
		var headings []string
		place := map[string]int{}
		row := Row{}
		for d.More() {
			var o object
			if err := d.Decode(&o); err != nil {
				yield(Row{}, fault.Bad("roster: read", "file", "roster.file.broken"))
				return
			}
			row.Number++
			row.cells = make([]string, len(headings), len(headings)+len(o))
			for key, value := range o {
				i, ok := place[key]
				if !ok {
					i = len(headings)
					headings, place[key] = append(headings, key), i
					row.cells = append(row.cells, "")
					row.at, _ = l.fields(headings)
				}
				row.cells[i] = words(value)
			}
			if _, missing := l.fields(headings); row.Number == 1 && len(missing) == len(l.Required) {
				yield(Row{}, fault.Bad("roster: read", "file", "roster.columns.missing", "columns", strings.Join(missing, ", ")))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		l.leave(d, yield)
	}
}

// leave looks whether the document ends as it should, and whether what comes
// after the rows takes them back.
func (l Layout) leave(d *json.Decoder, yield func(Row, error) bool) {
	if _, err := d.Token(); err != nil {
		yield(Row{}, fault.Bad("roster: read", "file", "roster.file.broken"))
		return
	}
	if err := l.members(d, ""); err != nil && err != io.EOF {
		yield(Row{}, err)
	}
}

// enter goes to the array that holds the rows.
func (l Layout) enter(d *json.Decoder) error {
	t, err := d.Token()
	switch {
	case err != nil:
		return fault.Bad("roster: read", "file", "roster.file.broken")
	case t == json.Delim('['):
		return nil
	}
	if err := l.members(d, l.Array); err != nil {
		return err
	}
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return fault.Bad("roster: read", "file", "roster.columns.missing", "columns", l.Array)
	}
	return nil
}

// members reads members of an object until one of a name, or to its end.
func (l Layout) members(d *json.Decoder, until string) error {
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return fault.Bad("roster: read", "file", "roster.file.broken")
		}
		if until != "" && key == until {
			return nil
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return fault.Bad("roster: read", "file", "roster.file.broken")
		}
		for _, closed := range l.Closed {
			if key == closed && value == true {
				return fault.Bad("roster: read", "file", "roster.file.closed")
			}
		}
	}
	return nil
}

// words is a JSON value as a cell.
func words(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	}
	return ""
}
