package label

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/typeset"
)

// Label is an address: on a label, or on an envelope.
type Label struct {
	From []string // the return address, small; may be nil
	To   []string
	Mark string // a line in bold: FILL ON 2 DECEMBER
	Code string // as Code 128, and in letters; "" for none
	QR   string // as a square for a telephone; "" for none
}

func (l Label) texts() []string { return append(slices.Concat(l.From, l.To), l.Mark, l.Code) }

// Sizes of letters on labels, in points. The floor of an address is what a sorter reads at
// arm's length.
const (
	leastTo   = 7.0
	leastFrom = 5.5
	leastMark = 6.5
	codeSize  = 8.0
	gap       = 3.0
)

// mostTo is how large an address may be on a label of a height.
func mostTo(height float64) float64 { return min(max(height/6, 9), 16) }

func (l Label) bars() string { return l.Code }

func (l Label) fit(p *typeset.Pages, r room) (drawing, bool) {
	if len(l.To) == 0 {
		return nil, false
	}
	if r.envelope {
		return l.fitEnvelope(p, r)
	}
	for _, t := range tries {
		if draw, ok := l.try(p, r, t); ok {
			return draw, true
		}
	}
	return nil, false
}

// try is one way to make room for an address: what stands around it smaller, and the return
// address on one line.
type try struct {
	by     float64
	joined bool
}

var tries = []try{{by: 1}, {by: 0.85}, {by: 0.7}, {by: 0.7, joined: true}}

func (l Label) try(p *typeset.Pages, r room, t try) (drawing, bool) {
	pad := max(r.edge, min(8, r.height*0.08))
	width, height := r.width-2*pad, r.height-2*pad
	var all drawings
	if l.QR != "" {
		draw, side, ok := square(p, l.QR, min(height, width/3))
		if !ok {
			return nil, false
		}
		all.add(draw, pad+width-side, pad)
		width -= side
	}
	senders := l.From
	if t.joined {
		senders = []string{strings.Join(l.From, " · ")}
	}
	from, ok := fitBlock(p, linesOf(p, senders), width, height*0.4, max(min(mostTo(r.height)*0.56, 9)*t.by, leastFrom), leastFrom)
	if !ok {
		return nil, false
	}
	below, high, ok := l.foot(p, width, height, t.by)
	if !ok {
		return nil, false
	}
	left := height - from.height() - high
	to, ok := fitBlock(p, linesOf(p, l.To), width, left-gap, mostTo(r.height), leastTo)
	if !ok {
		return nil, false
	}
	indent := min(width-to.width(), width*0.1) // an address stands in from the return address
	all.add(func(x, y float64) { from.put(p, x, y) }, pad, pad)
	all.add(func(x, y float64) { to.put(p, x, y) }, pad+indent, pad+from.height()+gap/2+(left-gap-to.height())/2)
	all.add(below, pad, pad+height-high)
	return all.draw, true
}

// foot is the mark and the code of a label, and how high they are.
func (l Label) foot(p *typeset.Pages, width, height, by float64) (drawing, float64, bool) {
	var all drawings
	high := 0.0
	if l.Mark != "" {
		mark, ok := fitBlock(p, []typeset.Line{p.Bold(l.Mark)}, width, height*0.4, 10*by, leastMark)
		if !ok {
			return nil, 0, false
		}
		all.add(func(x, y float64) { mark.put(p, x, y) }, 0, 0)
		high += mark.height()
	}
	if l.Code != "" {
		tall := min(max(height*0.2, 12), 30)
		row, ok := codeRow(p, l.Code, codeSize, width, tall)
		if !ok {
			return nil, 0, false
		}
		all.add(row, 0, high+gap)
		high += gap + tall
	}
	return all.draw, high, true
}

// drawings are drawn together, each at its place.
type drawings []struct {
	draw drawing
	x, y float64
}

func (d *drawings) add(draw drawing, x, y float64) {
	*d = append(*d, struct {
		draw drawing
		x, y float64
	}{draw, x, y})
}

func (d *drawings) draw(x, y float64) {
	for _, one := range *d {
		one.draw(x+one.x, y+one.y)
	}
}

// fitEnvelope puts the return address into the upper left corner with the mark and the code
// below it, and the address to the right of the middle, above where the post prints bars of
// its own; the upper right corner is for the stamp.
func (l Label) fitEnvelope(p *typeset.Pages, r room) (drawing, bool) {
	pad := max(r.edge, 18)
	zone := Box{X: r.width * 0.42, Y: r.height * 0.4}
	zone.Width, zone.Height = r.width-pad-zone.X, r.height-zone.Y-max(r.height*0.15, 45)
	var all drawings
	below := r.height - pad // where the white beside the address ends
	if l.QR != "" {
		draw, side, ok := square(p, l.QR, min(r.height*0.25, 72))
		if !ok {
			return nil, false
		}
		below -= side
		all.add(draw, pad, below)
	}
	from, ok := fitBlock(p, linesOf(p, l.From), r.width*0.45-pad, zone.Y-pad, 9, leastTo)
	if !ok {
		return nil, false
	}
	side, high, ok := l.foot(p, zone.X-pad-gap, below-zone.Y, 1)
	if !ok || high > below-zone.Y {
		return nil, false
	}
	to, ok := fitBlock(p, linesOf(p, l.To), zone.Width, zone.Height, 14, 9)
	if !ok {
		return nil, false
	}
	all.add(func(x, y float64) { from.put(p, x, y) }, pad, pad)
	all.add(side, pad, zone.Y)
	all.add(func(x, y float64) { to.put(p, x, y) }, zone.X, zone.Y)
	return all.draw, true
}
