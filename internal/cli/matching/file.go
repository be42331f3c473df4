package matching

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/cli/desk"
	"github.com/throughcare/throughcare/internal/linkage"
	"github.com/throughcare/throughcare/internal/sheet"
)

// limits are those of a file that is matched: a prison system's whole list.
var limits = sheet.Limits{Bytes: 4 << 30, Rows: 20_000_000}

// file is an open file of people.
type file struct {
	name     string
	id       string
	idAt     int
	handle   *os.File
	book     *sheet.Book
	sheet    int
	headings []string
	fault    error // of the last reading
}

// open opens a file with a column id; "" asks for none.
func open(name, id string) (*file, error) {
	handle, err := os.Open(name)
	if err != nil {
		return nil, desk.Misused(err)
	}
	f := &file{name: name, id: id, handle: handle, idAt: -1}
	if err := f.look(); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func (f *file) close() { _ = f.handle.Close() } // it was only read

func (f *file) look() error {
	info, err := f.handle.Stat()
	if err != nil {
		return err
	}
	f.book, err = sheet.Open(f.handle, info.Size(), filepath.Base(f.name), limits)
	if err != nil {
		return fmt.Errorf("%s: %s", f.name, desk.Words(err))
	}
	f.sheet = f.book.Fullest()
	for _, h := range f.book.Sheets[f.sheet].Named() {
		f.headings = append(f.headings, strings.TrimSpace(h))
	}
	if f.id == "" {
		return nil
	}
	f.idAt = slices.Index(f.headings, f.id)
	if f.idAt < 0 {
		return desk.Misused(fmt.Errorf("%s has no column %q; it has %s", f.name, f.id, strings.Join(f.headings, ", ")))
	}
	return nil
}

// guessed is how many rows a guess looks at.
const guessed = 200

// columns says what the columns are: what was said, or else guessed.
func (f *file) columns(said map[string]linkage.Kind, ignore []string) []linkage.Column {
	var samples [][]string
	for row, err := range f.book.Body(f.sheet) {
		if err != nil || len(samples) == guessed {
			break
		}
		samples = append(samples, slices.Clone(row.Cells))
	}
	out := linkage.GuessColumns(f.headings, samples)
	for i, c := range out {
		if kind, ok := said[c.Name]; ok {
			out[i].Kind = kind
		}
		if i == f.idAt || slices.Contains(ignore, c.Name) {
			out[i].Kind = linkage.Ignored
		}
	}
	return out
}

// rows gives the records. What is wrong with the file is kept for checked.
func (f *file) rows(pick func([]string) []string) linkage.Rows {
	return func(yield func(string, []string) bool) {
		for row, err := range f.book.Body(f.sheet) {
			if err != nil {
				f.fault = fmt.Errorf("%s, row %d: %s", f.name, row.Number, desk.Words(err))
				return
			}
			if f.idAt >= len(row.Cells) || row.Cells[f.idAt] == "" {
				f.fault = fmt.Errorf("%s, row %d: nothing in column %q", f.name, row.Number, f.id)
				return
			}
			if !yield(row.Cells[f.idAt], pick(row.Cells)) {
				return
			}
		}
	}
}

// checked is what was wrong with the rows, or that there is nothing to compare.
func (f *file) checked(plan linkage.Plan) error {
	if f.fault == nil && len(plan.Columns) == 0 {
		return desk.Misused(fmt.Errorf("%s: no column left to compare", f.name))
	}
	return f.fault
}

// known refuses a column that no file has: a slip of the pen would go unnoticed.
func known(said map[string]linkage.Kind, ignore, headings []string) error {
	for _, name := range ignore {
		if !slices.Contains(headings, name) {
			return desk.Misused(fmt.Errorf("--ignore: there is no column %q; there are %s", name, strings.Join(headings, ", ")))
		}
	}
	for name := range said {
		if !slices.Contains(headings, name) {
			return desk.Misused(fmt.Errorf("--columns: there is no column %q; there are %s", name, strings.Join(headings, ", ")))
		}
	}
	return nil
}
