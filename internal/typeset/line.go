package typeset

import (
	"strings"
)

// Line is text on one line. It may be put at any size.
type Line struct {
	text   string
	style  style
	em     float64 // how wide it is, in its own size
	glyphs []glyph // of a text that was shaped; nil for one that is put letter by letter
	right  bool    // it is of a text that runs from right to left
}

// Wide is how wide the line is at a size, in points.
func (l Line) Wide(size float64) float64 { return l.em * size }

// Text is what the line says.
func (l Line) Text() string { return l.text }

// Line makes a text ready to be put on one line. Breaks within it become spaces. Which way
// it runs is told by the first letter of it that runs either way.
func (p *Pages) Line(text string) Line {
	text = clean(text)
	return p.line(text, plain, fromRight(text))
}

// Bold is Line, in bold where the letters are cut in bold.
func (p *Pages) Bold(text string) Line {
	text = clean(text)
	return p.line(text, p.boldest(text), fromRight(text))
}

// LineOf is Line for a text of a language that is known, and so which way it runs: a letter
// in Farsi may begin with a name in ours. strong makes it bold.
func (p *Pages) LineOf(lang, text string, strong bool) Line {
	text = clean(text)
	s := plain
	if strong {
		s = p.boldest(text)
	}
	return p.line(text, s, RunsFromRight(lang) || fromRight(text))
}

// boldest is bold, for a text whose letters are all cut in bold.
func (p *Pages) boldest(text string) style {
	c := p.cut(bold)
	for _, r := range text {
		if !silent(r) && !c.has(r) {
			return plain
		}
	}
	return bold
}

func (p *Pages) line(text string, s style, right bool) Line {
	if right || !simple(text) {
		return p.shaped(text, s, 0, right)[0]
	}
	return Line{text: text, style: s, em: p.cut(s).width(text)}
}

// width is how wide a simple text is, in its own size.
func (c *cut) width(text string) float64 {
	units := 0
	for _, r := range text {
		units += int(c.wide[r])
	}
	return float64(units) / c.upem
}

// Break makes lines of a text, none wider than width at a size, broken between words. A
// word that is wider than that by itself stands alone on a line that is too wide. A break
// in the text is one on paper.
func (p *Pages) Break(text string, size, width float64) (lines []Line) {
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		lines = append(lines, p.wrapped(p.Line(part), width/size)...)
	}
	return lines
}

// Wrap breaks a line that is too wide for width at a size, as Break does.
func (p *Pages) Wrap(l Line, size, width float64) []Line { return p.wrapped(l, width/size) }

func (p *Pages) wrapped(l Line, em float64) []Line {
	switch {
	case l.em <= em:
		return []Line{l}
	case l.glyphs != nil:
		return p.shaped(l.text, l.style, em, l.right)
	}
	var lines []Line
	c, from, now := p.cut(l.style), 0, 0.0
	space := c.width(" ")
	for at, word := range words(l.text) {
		wide := c.width(word)
		if at > from && now+space+wide > em {
			lines = append(lines, p.line(strings.TrimRight(l.text[from:at], " "), l.style, false))
			from, now = at, wide
			continue
		}
		if at > from {
			now += space
		}
		now += wide
	}
	return append(lines, p.line(strings.TrimRight(l.text[from:], " "), l.style, false))
}

// words yields each word of a text with where it begins.
func words(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for at := 0; at < len(text); {
			if text[at] == ' ' {
				at++
				continue
			}
			end := strings.IndexByte(text[at:], ' ')
			if end < 0 {
				end = len(text) - at
			}
			if !yield(at, text[at:at+end]) {
				return
			}
			at += end
		}
	}
}

// FromRight reports whether the line is of a text that runs from right to left, and so
// belongs at the right edge of its column.
func (l Line) FromRight() bool { return l.right }
