package imports

import (
	"io"
	"slices"

	"github.com/throughcare/throughcare/internal/sheet"
)

// piece is how much of a file stands in one row of the record.
const piece = 512 << 10

// File is the content of a file in pieces, all of one size but the last: a
// hundred megabytes are never copied, and never needed in one stretch.
type File struct {
	pieces [][]byte
	size   int64
}

// ReadFile reads a file into memory piece by piece. It stops a byte beyond
// limit, which a caller then finds in Size.
func ReadFile(r io.Reader, limit int64) (*File, error) {
	f := &File{}
	r = io.LimitReader(r, limit+1)
	for {
		p := make([]byte, piece)
		n, err := io.ReadFull(r, p)
		f.add(p[:n])
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return f, nil
		default:
			return nil, err
		}
	}
}

func (f *File) add(p []byte) {
	if len(p) == 0 {
		return
	}
	if len(p) < cap(p)/2 {
		p = slices.Clone(p)
	}
	f.pieces, f.size = append(f.pieces, p), f.size+int64(len(p))
}

// Size is how many bytes there are.
func (f *File) Size() int64 { return f.size }

// ReadAt is as io.ReaderAt has it.
func (f *File) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) && off < f.size {
		c := copy(p[n:], f.pieces[off/piece][off%piece:])
		n, off = n+c, off+int64(c)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// WriteTo is as io.WriterTo has it.
func (f *File) WriteTo(w io.Writer) (total int64, err error) {
	for _, p := range f.pieces {
		n, err := w.Write(p)
		total += int64(n)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func (f *File) open(name string, limits sheet.Limits) (*sheet.Book, error) {
	return sheet.Open(f, f.size, name, limits)
}

// row is a row of the file that can be kept.
type row struct {
	number int
	cells  []string
	broken *Refusal // the row itself cannot be given
	lost   []lostAt // cells that something is wrong with
}

// lostAt is a cell whose value is not what was meant.
type lostAt struct {
	column int
	key    string
}

// telling are the remarks of package sheet that make a value doubtful.
var telling = []string{sheet.NoteLost, sheet.NoteError, sheet.NoteNoValue, sheet.NoteExponent}

func keep(r sheet.Row) row {
	out := row{number: r.Number, cells: slices.Clone(r.Cells)}
	if r.Refused != nil {
		out.broken = &Refusal{Key: r.Refused.Key, Args: texts(r.Refused.Args)}
	}
	for _, n := range r.Notes {
		if slices.Contains(telling, n.Key) {
			out.lost = append(out.lost, lostAt{n.Column, n.Key})
		}
	}
	return out
}

// named are the headings of a sheet, with a name for those that are empty or
// come again.
func named(sh sheet.Sheet) []string {
	headings := make([]string, sh.Width)
	seen := map[string]int{}
	for i := range headings {
		if i < len(sh.Headings) {
			headings[i] = sh.Headings[i]
		}
		if headings[i] == "" {
			headings[i] = column(i)
		}
		if seen[headings[i]]++; seen[headings[i]] > 1 {
			headings[i] += " (" + column(i) + ")"
		}
	}
	return headings
}

// column names a column as spreadsheets do: A, B … Z, AA.
func column(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return column(i/26-1) + column(i%26)
}

// fullest is the sheet that looks most like a list: not hidden, with headings,
// and the widest.
func fullest(book *sheet.Book) int {
	best, width := 0, -1
	for i, sh := range book.Sheets {
		if !sh.Hidden && sh.Header > 0 && sh.Width > width && len(sh.Samples) > 0 {
			best, width = i, sh.Width
		}
	}
	return best
}
