package sheet

import (
	"bytes"
	"io"
	"strings"
)

// lines reads records of cells from UTF-8 text. It keeps one record in memory,
// and stops at no mistake: broken quotes, rows of different length and cells
// that never end all give a row, or a row refused.
type lines struct {
	builder
	src     io.Reader
	comma   byte
	newline byte // '\n', or '\r' in files of old Macintoshes

	buf      []byte
	pos, end int // what is read and not used: buf[pos:end]
	eof      bool
	err      error
	number   int

	width int    // columns of the sheet, 0 when not known yet
	text  []byte // the cells of a quoted record, one after the other
	ends  []int  // where each of them ends in text
}

// firstBuf is what is read at once.
const firstBuf = 64 << 10

func newLines(src io.Reader, comma, newline byte, limits Limits) *lines {
	return &lines{builder: builder{limits: limits}, src: src, comma: comma, newline: newline, buf: make([]byte, firstBuf)}
}

// next reads one record that is not blank. It is false at the end and after an
// error.
func (l *lines) next() (Row, bool) {
	for {
		line, size, whole := l.line()
		if l.err != nil || size == 0 {
			return Row{}, false
		}
		l.number++
		if l.number > l.limits.Rows {
			l.err = bad(nil, FaultRows, "limit", l.limits.Rows)
			return Row{}, false
		}
		l.begin(l.number)
		switch {
		case !whole:
			l.refuse(-1, RefusedLength, "limit", l.limits.RowBytes)
			l.skip()
		case bytes.IndexByte(line, '"') >= 0:
			l.quoted()
		default:
			l.plainLine(line)
			l.pos += size
		}
		if l.err != nil {
			return Row{}, false
		}
		if !l.blank() {
			return l.done(), true
		}
	}
}

// line returns the line at pos without its end, and its size with it. whole is
// false when it is longer than a row may be. The size is 0 at the end of the text.
func (l *lines) line() (line []byte, size int, whole bool) {
	for searched := 0; ; {
		b := l.buf[l.pos:l.end]
		if i := bytes.IndexByte(b[searched:], l.newline); i >= 0 {
			i += searched
			return bytes.TrimSuffix(b[:i], []byte{'\r'}), i + 1, i <= l.limits.RowBytes
		}
		searched = len(b)
		if searched > l.limits.RowBytes {
			return nil, searched, false
		}
		if !l.more() {
			return bytes.TrimSuffix(b, []byte{'\r'}), len(b), true
		}
	}
}

// more reads on; false at the end of the text.
func (l *lines) more() bool {
	if l.pos > 0 {
		l.end = copy(l.buf, l.buf[l.pos:l.end])
		l.pos = 0
	}
	if l.end == len(l.buf) {
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	for !l.eof && l.err == nil {
		n, err := l.src.Read(l.buf[l.end:])
		l.end += n
		l.eof = err == io.EOF
		if err != nil && !l.eof {
			l.err = err
		}
		if n > 0 {
			return true
		}
	}
	return false
}

// skip drops a line that is too long for memory.
func (l *lines) skip() {
	for {
		b := l.buf[l.pos:l.end]
		if i := bytes.IndexByte(b, l.newline); i >= 0 {
			l.pos += i + 1
			return
		}
		l.pos = l.end
		if !l.more() {
			return
		}
	}
}

// plainLine cuts a line without quotes.
func (l *lines) plainLine(line []byte) {
	rest := string(line)
	for column := 0; ; column++ {
		i := strings.IndexByte(rest, l.comma)
		if i < 0 {
			l.add(column, rest)
			return
		}
		l.add(column, rest[:i])
		rest = rest[i+1:]
	}
}
