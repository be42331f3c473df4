package sheet

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

// area is a block of merged cells: columns from 0, rows from 1, both ends in it.
type area struct {
	left, top, right, bottom int
	name                     string // "A2:B5"
}

// Limits on merged cells: those kept, and those a row may lie in.
const (
	maxAreas  = 50_000
	maxActive = 100
)

// mergedAreas finds the merged cells of a sheet. They are listed behind the rows
// they belong to, so the part is searched through beforehand; that is much
// quicker than reading it.
func mergedAreas(a *archive, name string) ([]area, error) {
	part, err := a.part(name)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	const block, carry = 256 << 10, 512 // a tag is shorter than carry
	buf, kept := make([]byte, block), 0
	var areas []area
	for {
		n, err := io.ReadFull(part, buf[kept:])
		b := buf[:kept+n]
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return nil, damaged(err)
		}
		keep := max(0, len(b)-carry)
		if end {
			keep = len(b)
		}
		areas = append(areas, areasIn(b, keep)...)
		if end || len(areas) > maxAreas {
			break
		}
		kept = copy(buf, b[keep:])
	}
	slices.SortFunc(areas, func(a, b area) int { return a.top - b.top })
	return areas[:min(len(areas), maxAreas)], nil
}

// areasIn finds the tags of merged cells that begin before an offset.
func areasIn(b []byte, before int) []area {
	var areas []area
	tag := []byte("mergeCell ")
	for at := 0; ; {
		i := bytes.Index(b[at:], tag)
		if i < 0 || at+i >= before {
			return areas
		}
		at += i + len(tag)
		attributes, _, _ := bytes.Cut(b[at:], []byte{'>'})
		if _, ref, ok := bytes.Cut(attributes, []byte("ref=")); ok && len(ref) > 2 {
			ref, _, _ = bytes.Cut(ref[1:], ref[:1])
			if a, ok := parseArea(string(ref)); ok {
				areas = append(areas, a)
			}
		}
	}
}

// parseArea reads "A2:B5".
func parseArea(s string) (area, bool) {
	first, last, ok := strings.Cut(s, ":")
	a := area{name: s}
	var okFirst, okLast bool
	a.left, a.top, okFirst = parseRef(first)
	a.right, a.bottom, okLast = parseRef(last)
	return a, ok && okFirst && okLast && a.left <= a.right && a.top <= a.bottom
}

// parseRef reads "AB12" as column 27, row 12.
func parseRef(s string) (column, row int, ok bool) {
	i := 0
	for i < len(s) && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' && i < 4 {
		column = column*26 + int(s[i]|0x20-'a') + 1
		i++
	}
	for j := i; j < len(s); j++ {
		if s[j] < '0' || s[j] > '9' || j > 12 {
			return 0, 0, false
		}
		row = row*10 + int(s[j]-'0')
	}
	return column - 1, row, column > 0 && row > 0
}

// merged follows the areas down a sheet.
type merged struct {
	areas  []area
	next   int
	active []area
}

// remark notes on a row what of it is merged. Rows come in their order.
func (m *merged) remark(row int, b *builder) {
	m.active = slices.DeleteFunc(m.active, func(a area) bool { return a.bottom < row })
	for _, a := range m.active {
		b.note(a.left, NoteCovered, "cells", a.name)
	}
	for ; m.next < len(m.areas) && m.areas[m.next].top <= row; m.next++ {
		a := m.areas[m.next]
		switch {
		case a.top == row:
			b.note(a.left, NoteMerged, "cells", a.name)
		case a.bottom >= row:
			b.note(a.left, NoteCovered, "cells", a.name)
		}
		if a.bottom > row && len(m.active) < maxActive {
			m.active = append(m.active, a)
		}
	}
}
