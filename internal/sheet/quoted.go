package sheet

import "bytes"

// quoted reads a record that has quotes. Where a quote turns out never to be
// closed, the record is read again as the one line it began on, with that quote
// and all after it taken as letters: a single wrong quote costs one row its
// looks and never swallows the rows below.
func (l *lines) quoted() {
	size, broken := l.record(-1)
	if broken >= 0 {
		size, _ = l.record(broken)
	}
	text, start := string(l.text), 0
	for column, end := range l.ends {
		l.add(column, text[start:end])
		start = end
	}
	l.pos += size
}

// record cuts the record at pos into text and ends. From the offset literal on
// quotes are letters; -1 is nowhere. It returns the size of the record, or where
// the cell with the broken quote begins.
func (l *lines) record(literal int) (size, broken int) {
	l.text, l.ends, l.notes = l.text[:0], l.ends[:0], l.notes[:0]
	at := 0
	for column := 0; ; column++ {
		start, last := at, false
		inside, opens := l.opening(at)
		switch {
		case opens && literal >= 0 && at >= literal:
			l.note(column, NoteQuotes)
			at, last = l.bare(at)
			if !last {
				at, last = l.restOfLine(at)
			}
		case opens:
			next, end, ok := l.quotedCell(inside, column)
			if !ok {
				return 0, start
			}
			at, last = next, end
		default:
			at, last = l.bare(at)
		}
		if len(l.ends) <= column {
			l.ends = append(l.ends, len(l.text))
		}
		if last {
			return at, -1
		}
	}
}

// peek returns the byte at an offset after pos, and false at the end.
func (l *lines) peek(at int) (byte, bool) {
	for l.pos+at >= l.end {
		if !l.more() {
			return 0, false
		}
	}
	return l.buf[l.pos+at], true
}

// opening reports whether a quoted cell begins at an offset, perhaps after
// spaces, and where its text begins.
func (l *lines) opening(at int) (inside int, opens bool) {
	at = l.spaces(at)
	c, ok := l.peek(at)
	return at + 1, ok && c == '"'
}

func (l *lines) spaces(at int) int {
	for {
		if c, ok := l.peek(at); !ok || c != ' ' {
			return at
		}
		at++
	}
}

// quotedCell reads a cell whose opening quote stands before at. It is not ok
// when the cell is not closed, or closed by a quote that rather opens another.
func (l *lines) quotedCell(at, column int) (next int, last, ok bool) {
	start, severalLines, stray := len(l.text), false, false
	for {
		i := l.quote(at)
		if i < 0 {
			return 0, false, false
		}
		part := l.buf[l.pos+at : l.pos+i]
		severalLines = severalLines || bytes.IndexByte(part, l.newline) >= 0
		l.text = append(l.text, part...)
		if c, more := l.peek(i + 1); more && c == '"' {
			l.text = append(l.text, '"')
			at = i + 2
			continue
		}
		if next, last, ok = l.boundary(l.spaces(i + 1)); ok {
			break
		}
		// A quote in the middle: "Joe "Big" Kareem".
		stray = true
		l.text = append(l.text, '"')
		at = i + 1
		if severalLines {
			return 0, false, false
		}
	}
	if stray && severalLines {
		return 0, false, false
	}
	if stray {
		l.note(column, NoteQuotes)
	}
	return next, last, !severalLines || !l.swallowed(l.text[start:], column)
}

// quote finds the next quote within the length a row may have; -1 for none.
func (l *lines) quote(from int) int {
	searched := from
	for {
		b := l.buf[l.pos:l.end]
		if i := bytes.IndexByte(b[min(searched, len(b)):], '"'); i >= 0 {
			return searched + i
		}
		searched = max(len(b), from)
		if searched > l.limits.RowBytes || !l.more() {
			return -1
		}
	}
}

// boundary reports whether a cell can end at an offset, where the next begins,
// and whether it was the last of its record.
func (l *lines) boundary(at int) (next int, last, ok bool) {
	c, more := l.peek(at)
	switch {
	case !more:
		return at, true, true
	case c == l.comma:
		return at + 1, false, true
	case c == l.newline:
		return at + 1, true, true
	case c == '\r':
		if c, _ := l.peek(at + 1); c == l.newline {
			return at + 2, true, true
		}
	}
	return 0, false, false
}

// bare reads a cell without quotes, or with ones that mean nothing.
func (l *lines) bare(at int) (next int, last bool) {
	for i := at; ; i++ {
		c, more := l.peek(i)
		if more && c != l.comma && c != l.newline {
			if i > 2*l.limits.RowBytes {
				l.refuse(-1, RefusedLength, "limit", l.limits.RowBytes)
				l.pos += i
				l.skip()
				return 0, true
			}
			continue
		}
		cell := l.buf[l.pos+at : l.pos+i]
		if c == l.comma && more {
			l.text = append(l.text, cell...)
			return i + 1, false
		}
		l.text = append(l.text, bytes.TrimSuffix(cell, []byte{'\r'})...)
		if more {
			i++
		}
		return i, true
	}
}

// restOfLine cuts what follows a broken quote, all quotes being letters.
func (l *lines) restOfLine(at int) (next int, last bool) {
	for !last {
		l.ends = append(l.ends, len(l.text))
		at, last = l.bare(at)
	}
	l.ends = append(l.ends, len(l.text))
	return at, true
}

// swallowed judges a closed cell of several lines. One that is too long and full
// of lines with as many delimiters as a row has comes from a broken quote; a
// shorter one may be meant, and is only remarked on.
func (l *lines) swallowed(cell []byte, column int) bool {
	if l.width < 3 || !l.looksLikeRows(cell) {
		return false
	}
	if len(cell) > l.limits.Cell {
		return true
	}
	l.note(column, NoteSwallowed)
	return false
}

func (l *lines) looksLikeRows(cell []byte) bool {
	inner, alike := 0, 0
	_, cell, _ = bytes.Cut(cell, []byte{l.newline})
	for {
		line, rest, more := bytes.Cut(cell, []byte{l.newline})
		if !more {
			return alike > 0 && alike*2 > inner
		}
		inner++
		if bytes.Count(line, []byte{l.comma}) == l.width-1 {
			alike++
		}
		cell = rest
	}
}
