package label

import (
	"math"

	"github.com/throughcare/throughcare/internal/typeset"
)

// lead is how far it is from one line to the next, in sizes; rise is how high above its
// baseline a line reaches.
const (
	lead = 1.2
	rise = 0.93
)

// block is lines of one size that were made to fit.
type block struct {
	lines []typeset.Line
	size  float64
}

func (b block) height() float64 { return float64(len(b.lines)) * b.size * lead }

func (b block) width() (most float64) {
	for _, l := range b.lines {
		most = max(most, l.Wide(b.size))
	}
	return most
}

func (b block) put(p *typeset.Pages, x, y float64) {
	for i, l := range b.lines {
		p.Put(l, b.size, x, y+(float64(i)*lead+rise)*b.size)
	}
}

// fitBlock finds the largest size from most down to least at which lines fit, whole ones
// first: only at the least are they broken between words.
func fitBlock(p *typeset.Pages, lines []typeset.Line, width, height, most, least float64) (block, bool) {
	if len(lines) == 0 {
		return block{}, true
	}
	b := block{lines, 1}
	size := min(most, width/max(b.width(), 0.01), height/b.height())
	size = math.Floor(size*4) / 4 // a quarter of a point is what one sees
	if size >= least {
		return block{lines, size}, true
	}
	b = block{size: least}
	for _, l := range lines {
		b.lines = append(b.lines, p.Wrap(l, least, width)...)
	}
	return b, b.width() <= width && b.height() <= height
}

func linesOf(p *typeset.Pages, texts []string) (lines []typeset.Line) {
	for _, text := range texts {
		lines = append(lines, p.Line(text))
	}
	return lines
}

// part is a paragraph of a column.
type part struct {
	line  typeset.Line
	size  float64 // in full
	above float64 // the white before it, in points
}

// fitColumn breaks paragraphs to a width, all of them made smaller by the same measure down
// to floor of their size, until they fit a height.
func fitColumn(p *typeset.Pages, parts []part, width, height, floor float64) (drawing, bool) {
	for by := 1.0; by >= floor-0.001; by -= 0.05 {
		blocks, high, wide := make([]block, len(parts)), 0.0, 0.0
		for i, part := range parts {
			blocks[i] = block{p.Wrap(part.line, part.size*by, width), part.size * by}
			high += part.above*by + blocks[i].height()
			wide = max(wide, blocks[i].width())
		}
		if high > height || wide > width {
			continue
		}
		return func(x, y float64) {
			for i, b := range blocks {
				y += parts[i].above * by
				b.putAligned(p, x, y, width)
				y += b.height()
			}
		}, true
	}
	return nil, false
}

// putAligned puts what runs from the right at the right edge.
func (b block) putAligned(p *typeset.Pages, x, y, width float64) {
	for i, l := range b.lines {
		at := y + (float64(i)*lead+rise)*b.size
		if l.FromRight() {
			p.PutRight(l, b.size, x+width, at)
		} else {
			p.Put(l, b.size, x, at)
		}
	}
}
