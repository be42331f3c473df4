package typeset

import (
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/throughcare/throughcare/internal/paper"
)

// Pages is a PDF while it is written. It belongs to one goroutine.
type Pages struct {
	pdf    *fpdf.Fpdf // nil while lines are only measured and pages counted
	count  int
	shaper *shaper
	cuts   map[style]*cut // that it is written with
	high   float64        // of the page in hand
	moved  bool           // the page in hand is scaled and moved
	style  style
	size   float64
	raw    []byte // reused
}

// New begins a PDF that was made at an instant.
func New(made time.Time) *Pages {
	p := Measure()
	p.pdf = paper.Bare(made)
	return p
}

// Measure begins pages that are counted and never written: for whoever wants to know what
// fits.
func Measure() *Pages { return &Pages{shaper: newShaper(), cuts: map[style]*cut{}} }

// Shift is by how much all that is put on a page is moved and scaled, to make up for what a
// printer does.
type Shift struct {
	X, Y  float64 // points to the right, and down
	Scale float64 // 1 leaves it as it is; from the upper left corner
}

// Page begins a page of a size in points.
func (p *Pages) Page(width, height float64, by Shift) {
	p.count++
	if p.pdf == nil {
		return
	}
	p.end()
	p.pdf.AddPageFormat("P", fpdf.SizeType{Wd: width, Ht: height})
	p.high, p.style, p.size = height, plain, 0
	p.moved = by.X != 0 || by.Y != 0 || by.Scale != 1
	if p.moved {
		// PDF counts from below: the upper edge has to stay where it was, but for Y.
		p.ops("q ", by.Scale, "0 0 ", by.Scale, "", by.X, "", height-by.Scale*height-by.Y, "cm")
	}
}

// Count is how many pages there are.
func (p *Pages) Count() int { return p.count }

func (p *Pages) end() {
	if p.moved {
		p.pdf.RawWriteStr("Q")
		p.moved = false
	}
}

// Write ends the PDF and gives it out.
func (p *Pages) Write(w io.Writer) error {
	p.end()
	return p.pdf.Output(w)
}

// ops writes pieces of the language of PDF: words as they are, numbers to a hundredth of a
// point, each with a space behind.
func (p *Pages) ops(parts ...any) {
	if p.pdf == nil {
		return
	}
	p.raw = p.raw[:0]
	for _, part := range parts {
		switch v := part.(type) {
		case string:
			p.raw = append(p.raw, v...)
		case float64:
			p.number(v, 2)
		}
	}
	p.pdf.RawWriteStr(string(p.raw))
}

func (p *Pages) number(v float64, places int) {
	p.raw = append(strconv.AppendFloat(p.raw, v, 'f', places, 64), ' ')
}

// Put puts a line at a place: x is its left end, y its baseline.
func (p *Pages) Put(l Line, size, x, y float64) {
	if p.pdf == nil {
		return
	}
	if l.glyphs != nil {
		p.draw(l, size, x, y)
		return
	}
	if l.text == "" {
		return
	}
	p.text(l.text, l.style, size, x, y)
}

func (p *Pages) text(text string, s style, size, x, y float64) {
	if p.style != s || p.size != size {
		p.style, p.size = s, size
		p.pdf.SetFont(paper.Typeface, string(s), size)
	}
	p.pdf.Text(x, y, text)
}

// PutRight puts a line so that it ends at x.
func (p *Pages) PutRight(l Line, size, x, y float64) { p.Put(l, size, x-l.Wide(size), y) }

// draw puts a line that was shaped as outlines, with what it says beside it: readers of
// PDFs tie that to a letter, so a blank is put where the line begins.
func (p *Pages) draw(l Line, size, x, y float64) {
	each := size / p.cut(l.style).upem
	p.pdf.RawWriteStr("/Span <</ActualText " + string(spoken(l.text)) + ">> BDC")
	p.text(" ", l.style, size, x, y)
	p.raw = p.raw[:0]
	for _, g := range l.glyphs {
		path := p.outline(l.style, g.id)
		if path == "" {
			continue
		}
		p.raw = append(p.raw, "q "...)
		p.number(each, 6)
		p.raw = append(p.raw, "0 0 "...)
		p.number(each, 6)
		p.number(x+g.x*each, 3)
		p.number(p.high-y+g.y*each, 3)
		p.raw = append(append(append(p.raw, "cm\n"...), path...), "f Q\n"...)
	}
	p.raw = append(p.raw, "EMC"...)
	p.pdf.RawWriteStr(string(p.raw))
}

// Bars fills rectangles that stand side by side on y, all of a height: pairs of where one
// begins, from x, and how wide it is.
func (p *Pages) Bars(x, y, height float64, bars [][2]float64) {
	if p.pdf == nil {
		return
	}
	p.raw = p.raw[:0]
	for _, b := range bars {
		p.number(x+b[0], 3)
		p.number(p.high-y-height, 3)
		p.number(b[1], 3)
		p.number(height, 3)
		p.raw = append(p.raw, "re\n"...)
	}
	p.pdf.RawWriteStr(string(append(p.raw, 'f')))
}

// Rule draws a straight line of a thickness.
func (p *Pages) Rule(x1, y1, x2, y2, thick float64) {
	p.ops("", thick, "w ", x1, "", p.high-y1, "m ", x2, "", p.high-y2, "l S")
}

// Frame draws the edge of a rectangle, a thickness wide.
func (p *Pages) Frame(x, y, width, height, thick float64) {
	p.ops("", thick, "w ", x, "", p.high-y-height, "", width, "", height, "re S")
}
