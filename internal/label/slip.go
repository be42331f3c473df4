package label

import (
	"github.com/throughcare/throughcare/internal/typeset"
)

// Slip lies with a letter in the tray: what is asked, what that prison lets through, for
// whom, and a code that scans back.
type Slip struct {
	Code   string // L-20418
	Mark   string // in bold: FILL ON 2 DECEMBER; "" for none
	Asked  string
	Limits string // Paperback, new, up to 3, under 2 kg.
	Who    string // Karimi 0418-OI-22, Harrow Ridge
}

func (s Slip) texts() []string { return []string{s.Code, s.Mark, s.Asked, s.Limits, s.Who} }

// floor is by how much the words of a slip and of a reply are made smaller, at most.
const floor = 0.65

func (s Slip) bars() string { return s.Code }

func (s Slip) fit(p *typeset.Pages, r room) (drawing, bool) {
	pad := max(r.edge, min(9, r.height*0.08))
	width, height := r.width-2*pad, r.height-2*pad
	tall := min(max(height*0.22, 14), 26)
	row, ok := codeRow(p, s.Code, 9, width, tall)
	if !ok {
		return nil, false
	}
	var parts []part
	if s.Mark != "" {
		parts = append(parts, part{p.Bold(s.Mark), 12, 2})
	}
	for _, one := range []part{{p.Bold(s.Asked), 11, 2}, {p.Line(s.Limits), 10, 2}, {p.Line(s.Who), 10, 2}} {
		if one.line.Text() != "" {
			parts = append(parts, one)
		}
	}
	words, ok := fitColumn(p, parts, width, height-tall-4, floor)
	return func(x, y float64) {
		row(x+pad, y+pad)
		p.Rule(x+pad, y+pad+tall+3, x+pad+width, y+pad+tall+3, 0.6)
		words(x+pad, y+pad+tall+4)
	}, ok
}

// Reply is half a sheet that goes to somebody in place of what they asked for.
type Reply struct {
	From       []string
	To         []string
	Day        string
	Title      string   // We cannot send this to you
	Paragraphs []string // because …
	Code       string   // of the request; "" for none
}

func (r Reply) texts() []string {
	list := append([]string{r.Day, r.Title, r.Code}, r.From...)
	return append(append(list, r.To...), r.Paragraphs...)
}

func (r Reply) bars() string { return r.Code }

func (r Reply) fit(p *typeset.Pages, at room) (drawing, bool) {
	pad := max(at.edge, 12)
	width, height := at.width-2*pad, at.height-2*pad
	var all drawings
	if r.Code != "" {
		row, ok := codeRow(p, r.Code, codeSize, width, 14)
		if !ok {
			return nil, false
		}
		height -= 18
		all.add(row, pad, pad+height+4)
	}
	words, ok := fitColumn(p, r.parts(p), width, height, floor)
	if !ok {
		return nil, false
	}
	all.add(words, pad, pad)
	return all.draw, true
}

func (r Reply) parts(p *typeset.Pages) (parts []part) {
	add := func(size, above float64, lines ...typeset.Line) {
		for _, l := range lines {
			parts = append(parts, part{l, size, above})
			above = 0
		}
	}
	add(8, 0, linesOf(p, r.From)...)
	add(11, 10, linesOf(p, r.To)...)
	if r.Day != "" {
		add(10, 8, p.Line(r.Day))
	}
	add(14, 8, p.Bold(r.Title))
	for _, text := range r.Paragraphs {
		add(11, 6, p.Line(text))
	}
	return parts
}
