package label_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/label"
)

var (
	from  = []string{"Tamarack Prisoners’ Aid", "PO Box 210, Tamarack, TK 40100"}
	yusuf = label.Label{From: from, To: []string{"Yusuf Karimi 0418-OI-22", "Harrow Ridge Correctional", "Unit C-114, PO Box 77", "Harrow, TK 40418"}}
)

func near(a, b float64) bool { return math.Abs(a-b) <= 0.5 }

// Every cell lies on its paper, and none on another.
func TestCellsLieOnThePaper(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, s := range label.Sheets() {
		if names[s.Name()] {
			t.Errorf("%s twice", s.Name())
		}
		names[s.Name()] = true
		width, height := s.Size()
		last := s.Cell(s.Cells() - 1)
		if s.Left < 0 || s.Top < 0 || last.X+last.Width > width+0.5 || last.Y+last.Height > height+0.5 {
			t.Errorf("%s runs over its paper: %+v", s.Name(), last)
		}
		if s.Columns > 1 && s.PitchX < s.Width || s.Rows > 1 && s.PitchY < s.Height {
			t.Errorf("%s: cells overlap", s.Name())
		}
		for _, other := range append([]string{s.Part}, s.Alike...) {
			if got, ok := label.Find(s.Maker + " " + other); !ok || got.Name() != s.Name() {
				t.Errorf("%s %s is found as %q", s.Maker, other, got.Name())
			}
		}
	}
	if _, ok := label.Find("Avery 1"); ok || len(names) < 20 {
		t.Errorf("%d sheets", len(names))
	}
}

// The measures are those that makers' templates have.
func TestSheetsAgreeWithTheirTemplates(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "standards", "labels", "sheets.csv"))
	if err != nil {
		t.Skip("the table of templates is not here")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		s := find(t, row[0]+" "+row[1])
		for i, got := range []float64{s.Width, s.Height, float64(s.Columns), float64(s.Rows), s.Left, s.Top, s.PitchX, s.PitchY} {
			if want, err := strconv.ParseFloat(row[i+3], 64); err != nil || !near(got, want) {
				t.Errorf("%s %s: %s is %v, want %v", row[0], row[1], rows[0][i+3], got, want)
			}
		}
	}
}

// The corners of cells as somebody with a ruler finds them, in points.
func TestWhereCellsAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sheet string
		cell  int
		x, y  float64
	}{{"Avery 5160", 0, 11.25, 36}, {"Avery 8160", 4, 211.5, 108}, {"Avery 5160", 29, 411.75, 684}, {"Avery L7160", 20, 395.6, 691.9}, {"Avery 5163", 3, 313.2, 180}, {"Envelope DL", 0, 0, 0}} {
		if got := find(t, c.sheet).Cell(c.cell); !near(got.X, c.x) || !near(got.Y, c.y) {
			t.Errorf("%s, cell %d: %.1f, %.1f, want %.1f, %.1f", c.sheet, c.cell, got.X, got.Y, c.x, c.y)
		}
	}
}

// What is drawn on the test page is where the sheet has its cells.
func TestRulerShowsTheCells(t *testing.T) {
	t.Parallel()
	for _, s := range label.Sheets() {
		var out bytes.Buffer
		if err := label.Ruler(&out, s, label.Printer{}, []string{s.Name()}, made); err != nil {
			t.Fatal(err)
		}
		pages := drawn(t, out.Bytes())
		width, height := s.Size()
		if len(pages) != 1 || !near(pages[0].width, width) || !near(pages[0].height, height) {
			t.Fatalf("%s: %d pages of %v", s.Name(), len(pages), pages)
		}
		frames := pages[0].frames
		if s.Window != nil {
			frames = frames[:len(frames)-1]
		}
		if len(frames) != s.Cells() {
			t.Fatalf("%s: %d frames for %d cells", s.Name(), len(frames), s.Cells())
		}
		for n, got := range frames {
			if want := s.Cell(n); !near(got.X, want.X) || !near(got.Y, want.Y) || !near(got.Width, want.Width) || !near(got.Height, want.Height) {
				t.Errorf("%s cell %d: %+v, want %+v", s.Name(), n, got, want)
			}
		}
	}
}

// A printer that prints 2 mm too far right, 1 mm too high and 1 % too small gets what makes
// up for it.
func TestPrinterIsMadeUpFor(t *testing.T) {
	t.Parallel()
	s := find(t, "Avery L7160")
	var out bytes.Buffer
	if err := label.Ruler(&out, s, label.Printer{X: -20, Y: 10, Scale: 1010}, nil, made); err != nil {
		t.Fatal(err)
	}
	const tenth = 72 / 254.0
	for n, got := range drawn(t, out.Bytes())[0].frames {
		want := s.Cell(n)
		if !near(got.X, want.X*1.01-20*tenth) || !near(got.Y, want.Y*1.01+10*tenth) || !near(got.Width, want.Width*1.01) {
			t.Errorf("cell %d: %+v for %+v", n, got, want)
		}
	}
	for _, p := range []label.Printer{{X: 201}, {Y: -201}, {Scale: 899}, {Scale: 1101}} {
		if err := label.Ruler(&out, s, p, nil, made); !errors.Is(err, label.ErrPrinter) {
			t.Errorf("%+v: %v", p, err)
		}
		if _, err := label.Print(&out, label.Job{Sheet: s, Printer: p, Items: []label.Item{yusuf}}); !errors.Is(err, label.ErrPrinter) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func TestPrintBeginsAtACell(t *testing.T) {
	t.Parallel()
	s := find(t, "Avery 5160")
	var items []label.Item
	for range 20 {
		items = append(items, yusuf)
	}
	r, pages := printed(t, label.Job{Sheet: s, Start: 17, Items: items})
	if r.Pages != 2 || r.Printed != 20 || r.Next != 7 || len(r.Left) != 0 {
		t.Fatalf("%+v", r)
	}
	first, cell := pages[0].texts[0], s.Cell(17)
	if first.X < cell.X || first.X > cell.X+12 || first.Y < cell.Y || first.Y > cell.Y+20 {
		t.Errorf("the first line is at %+v, the cell at %+v", first, cell)
	}
	if len(pages[0].texts) != 13*6 || len(pages[1].texts) != 7*6 {
		t.Errorf("%d and %d lines", len(pages[0].texts), len(pages[1].texts))
	}
	for _, start := range []int{-1, 30} {
		if _, err := label.Print(&bytes.Buffer{}, label.Job{Sheet: s, Start: start, Items: items}); !errors.Is(err, label.ErrStart) {
			t.Errorf("%d: %v", start, err)
		}
	}
}

func TestWhatCannotBePrintedIsTold(t *testing.T) {
	t.Parallel()
	chinese, long, coded, empty := yusuf, yusuf, yusuf, label.Label{}
	chinese.To = []string{"王小明", "北京市监狱"}
	long.To = []string{strings.Repeat("Unbreakable", 30)}
	coded.Code = "日本"
	r, pages := printed(t, label.Job{Sheet: find(t, "Avery 5160"), Items: []label.Item{yusuf, chinese, long, coded, empty, yusuf}})
	want := []label.Left{{1, label.NoLetters, "王小明北京市监狱"}, {2, label.TooTight, ""}, {3, label.NoLetters, "日本"}, {4, label.NothingYet, ""}}
	if r.Printed != 2 || r.Next != 2 || len(r.Left) != len(want) || len(pages[0].texts) != 12 {
		t.Fatalf("%+v", r)
	}
	for i, w := range want {
		if r.Left[i] != w {
			t.Errorf("%+v, want %+v", r.Left[i], w)
		}
	}
	coded.Code = "L-20418\u00A0"
	if r, _ := printed(t, label.Job{Sheet: find(t, "Avery 5164"), Items: []label.Item{coded}}); r.Pages != 0 || r.Left[0].Why != label.NoBarcode {
		t.Errorf("%+v", r)
	}
}

// Whatever is printed stays in its cell, and whatever does not fit is told.
func TestNothingLeavesItsCell(t *testing.T) {
	t.Parallel()
	sheets := label.Sheets()
	word := rapid.StringMatching(`[A-Za-zäéñЖшאבسم0-9,.\-]{1,14}`)
	line := rapid.Map(rapid.SliceOfN(word, 1, 7), func(words []string) string { return strings.Join(words, " ") })
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.SampledFrom(sheets).Draw(rt, "sheet")
		l := label.Label{
			From: rapid.SliceOfN(line, 0, 3).Draw(rt, "from"), To: rapid.SliceOfN(line, 1, 8).Draw(rt, "to"),
			Mark: rapid.SampledFrom([]string{"", "FILL ON 2 DECEMBER"}).Draw(rt, "mark"), Code: rapid.SampledFrom([]string{"", "L-20418"}).Draw(rt, "code"),
			QR: rapid.SampledFrom([]string{"", "L-20418"}).Draw(rt, "qr"),
		}
		start := rapid.IntRange(0, s.Cells()-1).Draw(rt, "start")
		r, pages := printed(t, label.Job{Sheet: s, Start: start, Items: []label.Item{l}})
		if r.Printed+len(r.Left) != 1 {
			rt.Fatalf("%+v", r)
		}
		if r.Printed == 0 {
			return
		}
		cell := s.Cell(start)
		inside := func(x, y float64) bool {
			return x >= cell.X && x <= cell.X+cell.Width && y >= cell.Y && y <= cell.Y+cell.Height
		}
		for _, m := range append(pages[0].texts, pages[0].outlines...) {
			if !inside(m.X, m.Y) {
				rt.Errorf("%s: letters at %+v, cell %+v", s.Name(), m, cell)
			}
		}
		for _, b := range pages[0].bars {
			if !inside(b.X, b.Y) || !inside(b.X+b.Width, b.Y+b.Height) {
				rt.Errorf("%s: bar at %+v, cell %+v", s.Name(), b, cell)
			}
		}
	})
}

// The address is larger than who sends it, and small letters are no smaller than can be read.
func TestSizes(t *testing.T) {
	t.Parallel()
	_, pages := printed(t, label.Job{Sheet: find(t, "Avery 5160"), Items: []label.Item{yusuf}})
	texts := pages[0].texts
	if texts[2].Size < texts[0].Size*1.3 || texts[0].Size < 5.5 {
		t.Errorf("the address in %.1f, the sender in %.1f points", texts[2].Size, texts[0].Size)
	}
}

func TestScriptsFromTheRight(t *testing.T) {
	t.Parallel()
	l := yusuf
	l.To = []string{"يوسف كريمي 0418-OI-22", "יוסף כרמי"}
	r, pages := printed(t, label.Job{Sheet: find(t, "Avery 5163"), Items: []label.Item{l}})
	if r.Printed != 1 || len(pages[0].said) != 2 || len(pages[0].outlines) < 25 {
		t.Fatalf("%+v: %d lines, %d shapes", r, len(pages[0].said), len(pages[0].outlines))
	}
	if want := "064A0648063306410020"; !strings.HasPrefix(pages[0].said[0], want) {
		t.Errorf("it says %s, want %s…", pages[0].said[0], want)
	}
	rising := 0
	for i := 1; i < len(pages[0].outlines); i++ {
		if pages[0].outlines[i].X > pages[0].outlines[i-1].X {
			rising++
		}
	}
	if rising < 20 {
		t.Errorf("shapes are not in the order they are seen: %d", rising)
	}
}
