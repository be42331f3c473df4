package typeset

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/paper"
)

func fresh() *Pages {
	p := New(time.Unix(0, 0))
	p.Page(595, 842, Shift{Scale: 1})
	return p
}

// A line is as wide here as the PDF says its letters are.
func TestWidthsAreThoseOfThePDF(t *testing.T) {
	t.Parallel()
	p := fresh()
	for _, text := range []string{"Yusuf Karimi 0418-OI-22", "Žofie Łukasiewicz, ul. Główna 7", "Иван Петров", "Νίκος – “quoted”", "Հայերեն ქართული"} {
		for style, line := range map[string]Line{"": p.Line(text), "B": p.Bold(text)} {
			p.pdf.SetFont(paper.Typeface, style, 20)
			if want := p.pdf.GetStringWidth(text); line.glyphs != nil || math.Abs(line.Wide(20)-want) > 0.02*20 {
				t.Errorf("%q %q: %.2f, the PDF says %.2f", text, style, line.Wide(20), want)
			}
		}
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Yusuf Karimi": "", "يوسف كريمي": "", "می\u200cتوانیم": "", "יוסף": "", "Nguyễn Thị Minh": "", "Иван": "", "e\u0301": "", "a\tb\n": "",
		"王小明 王": "王小明", "สวัสดี": "สวัดี", "देव": "देव", "Ruth 🙂": "🙂",
	} {
		if got := Missing(text); got != want {
			t.Errorf("%q: %q is missing, want %q", text, got, want)
		}
	}
}

// Letters are joined, and stand in the order one reads them.
func TestShaping(t *testing.T) {
	t.Parallel()
	p := fresh()
	for _, text := range []string{"سلام", "يوسف كريمي"} { // each has letters that become one shape, or others by their place
		line := p.Line(text)
		alone := 0.0
		for _, r := range text {
			alone += p.Line(string(r)).Wide(1)
		}
		if line.glyphs == nil || line.Wide(1) >= alone || !line.FromRight() {
			t.Errorf("%q is %.2f wide, its letters alone %.2f", text, line.Wide(1), alone)
		}
	}
	if n := len(p.Line("لا").glyphs); n != 1 {
		t.Errorf("lam and alef are %d shapes, want their own one", n)
	}
	for _, text := range []string{"עברית", "أحمد"} {
		for i, g := range p.Line(text).glyphs[1:] {
			if g.x < p.Line(text).glyphs[i].x {
				t.Errorf("%q: shape %d stands before the one before it", text, i+1)
			}
		}
	}
}

// The number of a person stays in one piece beside a name from the right.
func TestNumbersStayWhole(t *testing.T) {
	t.Parallel()
	p := fresh()
	number, line := p.shaped("0418-OI-22", plain, 0, false)[0], p.Line("يوسف 0418-OI-22")
	var want, got []uint32
	for _, g := range number.glyphs {
		want = append(want, uint32(g.id))
	}
	for _, g := range line.glyphs[:len(number.glyphs)] { // the number is on the left, which comes last from the right
		got = append(got, uint32(g.id))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("the number is seen as %v, want %v", got, want)
		}
	}
}

// A letter in Farsi that begins with a name in our letters runs from the right all the same.
func TestTheLanguageSaysWhichWay(t *testing.T) {
	t.Parallel()
	p := fresh()
	line := p.LineOf("fa", "Yusuf عزیز،", false)
	if !line.FromRight() || p.Line("Yusuf عزیز،").FromRight() {
		t.Error("the language does not say which way its words run")
	}
	last := line.glyphs[len(line.glyphs)-5:] // Yusuf is seen on the right
	for i, r := range "Yusuf" {
		if want := p.shaped(string(r), plain, 0, false)[0].glyphs[0].id; last[i].id != want {
			t.Errorf("shape %d of the name is %d, want %d", i, last[i].id, want)
		}
	}
	if signed := p.LineOf("ar", "Ruth Amadi", true); !signed.FromRight() {
		t.Error("a name that stands alone is not at the right edge")
	}
	for lang, want := range map[string]bool{"fa": true, "ar-EG": true, "en": false, "": false, "pt-BR": false} {
		if RunsFromRight(lang) != want {
			t.Errorf("%q", lang)
		}
	}
}

// Lines that were broken hold every word, in order, and none is too wide but a word alone.
func TestBreak(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "letter", "Gefängnis", "письмо", "incomprehensibilities", "زندان", "נامه", "12"}), 1, 30).Draw(rt, "words")
		width := rapid.Float64Range(30, 300).Draw(rt, "width")
		p := fresh()
		lines := p.Break(strings.Join(words, " "), 10, width)
		var said []string
		for _, l := range lines {
			if l.Wide(10) > width+0.01 && len(strings.Fields(l.Text())) > 1 {
				rt.Errorf("%q is %.1f wide, more than %.1f", l.Text(), l.Wide(10), width)
			}
			said = append(said, strings.Fields(l.Text())...)
		}
		if strings.Join(said, " ") != strings.Join(words, " ") {
			rt.Errorf("%q became %q", words, said)
		}
	})
}

func TestBreaksOfTheTextAreKept(t *testing.T) {
	t.Parallel()
	lines := fresh().Break("With best wishes\r\nRuth\n\nP.S.", 10, 200)
	if len(lines) != 4 || lines[1].Text() != "Ruth" || lines[2].Text() != "" {
		t.Errorf("%d lines: %v", len(lines), lines)
	}
}

// The same pages are the same bytes, and a page that is moved is put back.
func TestWrite(t *testing.T) {
	t.Parallel()
	write := func() string {
		p := New(time.Unix(0, 0))
		for range 2 {
			p.Page(200, 100, Shift{X: 3, Y: 2, Scale: 0.99})
			p.Put(p.Line("Yusuf يوسف"), 10, 20, 30)
			p.PutRight(p.Bold("right"), 10, 190, 60)
			p.Rule(1, 2, 3, 4, 1)
		}
		var out bytes.Buffer
		if err := p.Write(&out); err != nil || p.Count() != 2 {
			t.Fatal(err)
		}
		return out.String()
	}
	if first, second := write(), write(); first != second {
		t.Error("the same pages are not the same bytes")
	}
}
