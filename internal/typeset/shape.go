package typeset

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// glyph is one shape of a line that was shaped, and where it stands from the beginning of
// the line, in units of the font.
type glyph struct {
	id   font.GID
	x, y float64
}

// shaper joins, orders and breaks. It belongs to one document.
type shaper struct {
	segments shaping.Segmenter
	shape    shaping.HarfbuzzShaper
	wrap     shaping.LineWrapper
	faces    map[style]*font.Face
	outlines map[style]map[font.GID]string
}

func newShaper() *shaper {
	return &shaper{faces: map[style]*font.Face{}, outlines: map[style]map[font.GID]string{plain: {}, bold: {}}}
}

func (p *Pages) face(of style) *font.Face {
	s := p.shaper
	if s.faces[of] == nil {
		s.faces[of] = font.NewFace(p.cut(of).font) // a face keeps what it has drawn and is not shared
	}
	return s.faces[of]
}

// one always answers with one face.
type one struct{ face *font.Face }

func (o one) ResolveFace(rune) *font.Face { return o.face }

// shaped makes lines of a text that runs from right to left or not, none wider than em
// sizes; 0 makes one line. Shaping is done
// at the size of one unit of the font for each unit, so that nothing is rounded.
func (p *Pages) shaped(text string, s style, em float64, right bool) (lines []Line) {
	sh, c := p.shaper, p.cut(s)
	runes := []rune(whole(text))
	if len(runes) == 0 {
		return []Line{{style: s, right: right}}
	}
	in := shaping.Input{
		Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: p.face(s), Size: fixed.I(int(c.upem)), Language: language.DefaultLanguage(),
	}
	if right {
		in.Direction = di.DirectionRTL
	}
	width := int(em * c.upem)
	if em == 0 {
		width = 1 << 24 // wider than any line
	}
	var runs []shaping.Output
	for _, part := range sh.segments.Split(in, one{in.Face}) {
		runs = append(runs, sh.shape.Shape(part))
	}
	how := shaping.WrapConfig{Direction: in.Direction, BreakPolicy: shaping.Never}
	wrapped, _ := sh.wrap.WrapParagraph(how, width, runes, shaping.NewSliceIterator(runs))
	for _, w := range wrapped {
		l := lineOf(w, runes, s, c.upem)
		l.right = right
		lines = append(lines, l)
	}
	return lines
}

// mixed are numbers of people and of files: letters of ours, digits and what joins them.
var mixed = regexp.MustCompile(`[0-9A-Za-z]+(?:[-/.][0-9A-Za-z]+)+`)

// leftMark is a letter without ink that runs from left to right.
const leftMark = "\u200E"

// whole keeps numbers in one piece within text that runs from right to left: by the rules
// of Unicode alone 0418-OI-22 would be seen there as OI-22-0418.
func whole(text string) string { return mixed.ReplaceAllString(text, leftMark+"$0"+leftMark) }

// lineOf takes the shapes of a line in the order they are seen.
func lineOf(w shaping.Line, runes []rune, s style, upem float64) Line {
	l, at := Line{style: s, glyphs: []glyph{}}, 0.0
	first, last := len(runes), 0
	seen := slices.Clone(w)
	slices.SortFunc(seen, func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })
	for _, run := range seen {
		first, last = min(first, run.Runes.Offset), max(last, run.Runes.Offset+run.Runes.Count)
		for _, g := range run.Glyphs {
			l.glyphs = append(l.glyphs, glyph{g.GlyphID, at + units(g.XOffset), units(g.YOffset)})
			at += units(g.Advance)
		}
	}
	l.text, l.em = string(runes[min(first, last):last]), at/upem
	return l
}

func units(v fixed.Int26_6) float64 { return float64(v) / 64 }

// outline is the shape of a glyph as a path of a PDF, in units of the font.
func (p *Pages) outline(of style, id font.GID) string {
	s := p.shaper
	if path, ok := s.outlines[of][id]; ok {
		return path
	}
	var path []byte
	drawn, _ := p.face(of).GlyphDataOutline(id)
	var now opentype.SegmentPoint
	for _, seg := range drawn.Segments {
		path = segment(path, now, seg)
		args := seg.ArgsSlice()
		now = args[len(args)-1]
	}
	s.outlines[of][id] = string(path)
	return string(path)
}

// segment writes one piece of an outline. A PDF has no curves with one handle, which letters
// of this kind are made of: they become curves with two.
func segment(path []byte, from opentype.SegmentPoint, s opentype.Segment) []byte {
	switch s.Op {
	case opentype.SegmentOpMoveTo:
		return points(path, 'm', s.Args[0])
	case opentype.SegmentOpLineTo:
		return points(path, 'l', s.Args[0])
	case opentype.SegmentOpQuadTo:
		return points(path, 'c', third(from, s.Args[0]), third(s.Args[1], s.Args[0]), s.Args[1])
	default:
		return points(path, 'c', s.Args[0], s.Args[1], s.Args[2])
	}
}

// third is the point two thirds of the way from a point to a handle.
func third(from, to opentype.SegmentPoint) opentype.SegmentPoint {
	return opentype.SegmentPoint{X: from.X + (to.X-from.X)*2/3, Y: from.Y + (to.Y-from.Y)*2/3}
}

func points(path []byte, op byte, list ...opentype.SegmentPoint) []byte {
	for _, p := range list {
		path = append(strconv.AppendFloat(path, float64(p.X), 'f', 0, 32), ' ')
		path = append(strconv.AppendFloat(path, float64(p.Y), 'f', 0, 32), ' ')
	}
	return append(path, op, '\n')
}

// unspoken are marks that order what is seen and say nothing.
var unspoken = strings.NewReplacer(leftMark, "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "")

// spoken is a text as PDF writes it beside what is drawn.
func spoken(text string) []byte {
	out := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(unspoken.Replace(text))) {
		const hex = "0123456789ABCDEF"
		out = append(out, hex[u>>12], hex[u>>8&15], hex[u>>4&15], hex[u&15])
	}
	return append(out, '>')
}
