package typeset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"weak"

	"github.com/go-text/typesetting/font"
	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"

	"github.com/throughcare/throughcare/internal/paper"
)

// style is a cut of the typeface, as package paper names it.
type style string

const (
	plain style = ""
	bold  style = "B"
)

// cut is a font that was read, with how wide its letters are.
type cut struct {
	font  *font.Font
	upem  float64
	wide  [0x10000]uint16 // in units of the font; of the letters that are put as text
	known [0x10000]bool
}

// cuts are those that were read. A cut takes some megabytes: it is kept for as long as a
// document is written with it, and read again for another.
var (
	cutting sync.Mutex
	cuts    = map[style]weak.Pointer[cut]{}
)

// cutOf returns a cut, reading it when nobody has it.
func cutOf(s style) *cut {
	cutting.Lock()
	defer cutting.Unlock()
	if c := cuts[s].Value(); c != nil {
		return c
	}
	c := read(s)
	cuts[s] = weak.Make(c)
	return c
}

// cut is the cut of a style, which the document then holds on to.
func (p *Pages) cut(s style) *cut {
	if p.cuts[s] == nil {
		p.cuts[s] = cutOf(s)
	}
	return p.cuts[s]
}

func read(s style) *cut {
	face, err := font.ParseTTF(bytes.NewReader(paper.Face(string(s))))
	if err != nil {
		panic(fmt.Errorf("typeset: letters %q: %w", s, err)) // they are embedded, and a test reads them
	}
	c := &cut{font: face.Font, upem: float64(face.Upem())}
	for r := range rune(0x10000) {
		if glyph, ok := face.NominalGlyph(r); ok {
			c.wide[r], c.known[r] = uint16(face.HorizontalAdvance(glyph)), true
		}
	}
	return c
}

// has reports whether a cut has a letter. Above the basic plane fonts of this kind are
// asked one by one: what is written there is rare.
func (c *cut) has(r rune) bool {
	if r < 0x10000 {
		return c.known[r]
	}
	_, ok := c.font.NominalGlyph(r)
	return ok
}

// Missing are the letters of a text that cannot be printed, each once, in the order met;
// "" when all can.
func Missing(text string) string {
	var missing []rune
	c := cutOf(plain)
	for _, r := range clean(text) {
		if !silent(r) && !c.has(r) && !slices.Contains(missing, r) {
			missing = append(missing, r)
		}
	}
	return string(missing)
}

// clean makes one line of a text, with its letters composed.
func clean(text string) string {
	for i := 0; ; i++ {
		if i == len(text) {
			return text // nothing but printed ASCII, as most lines
		}
		if text[i] < ' ' || text[i] >= 0x7F {
			break
		}
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\u00A0' && r != '\u202F' {
			return ' '
		}
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, norm.NFC.String(text))
}

// silent reports whether a letter has no ink by its nature: marks of direction and joining.
func silent(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}

// lettered are the scripts that are put letter by letter.
var lettered = []*unicode.RangeTable{
	unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Common,
	unicode.Canadian_Aboriginal, unicode.Tifinagh, unicode.Lisu, unicode.Ogham, unicode.Braille,
}

// simple reports whether a text may be put as it is, letter by letter.
func simple(text string) bool {
	for _, r := range text {
		switch {
		case r >= ' ' && r < 0x250: // the Latin of Europe, as most of what comes
		case r > 0xFFFF, silent(r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r), !unicode.In(r, lettered...), leftwards(r):
			return false
		}
	}
	return true
}

// leftwards reports whether a letter is of a script that runs from right to left.
func leftwards(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// fromRight reports whether a text begins in a script that runs from right to left.
func fromRight(text string) bool {
	for _, r := range text {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.R, bidi.AL:
			return true
		case bidi.L:
			return false
		}
	}
	return false
}

// fromTheRight are the languages written from right to left that the program knows by name.
var fromTheRight = []string{"ar", "fa", "prs", "ps", "ur", "ckb", "he", "yi", "sd", "ug", "dv"}

// RunsFromRight reports whether a language, as BCP 47 has it, is written from right to left.
func RunsFromRight(lang string) bool {
	main, _, _ := strings.Cut(lang, "-")
	return slices.Contains(fromTheRight, main)
}
