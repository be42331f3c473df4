package label

import (
	"io"
	"strconv"
	"time"

	"github.com/throughcare/throughcare/internal/typeset"
)

// Lengths of the marks of a ruler, in points.
const (
	tick  = 3.5
	tick5 = 6.0
	tick0 = 9.0
	hair  = 0.35
)

// Ruler writes a test page: where the cells of a sheet are for this printer, numbered, and
// rulers that say whether it prints at its true size. It is laid over a real sheet and held
// against a light. words stand near its middle, a line each.
func Ruler(w io.Writer, s Sheet, by Printer, words []string, made time.Time) error {
	shift, err := by.shift()
	if err != nil {
		return err
	}
	p := typeset.New(made)
	width, height := s.Size()
	p.Page(width, height, shift)
	for n := range s.Cells() {
		cell := s.Cell(n)
		p.Frame(cell.X, cell.Y, cell.Width, cell.Height, hair)
		p.Put(p.Line(strconv.Itoa(n+1)), 6, cell.X+3, cell.Y+8)
	}
	if s.Window != nil {
		p.Frame(s.Window.X, s.Window.Y, s.Window.Width, s.Window.Height, hair)
	}
	rulers(p, width, height)
	for i, text := range words {
		l := p.Line(text)
		size := min(8, (width/2-50)/max(l.Wide(1), 0.01))
		p.Put(l, size, 24, height/2-float64(len(words)-i)*10-16)
	}
	return p.Write(w)
}

// rulers draws one in millimetres across and down the middle of the page, and one in inches
// beside each, as long as there is paper.
func rulers(p *typeset.Pages, width, height float64) {
	midX, midY, margin := width/2, height/2, 14.0
	across, down := width-2*margin, height-2*margin
	p.Rule(margin, midY, margin+across, midY, hair)
	p.Rule(midX, margin, midX, margin+down, hair)
	marks(across, mm, 10, 5, "cm", func(at, long float64, name string) {
		p.Rule(margin+at, midY, margin+at, midY-long, hair)
		number(p, name, margin+at+1, midY-long)
	})
	marks(across, inch/16, 16, 8, "in", func(at, long float64, name string) {
		p.Rule(margin+at, midY, margin+at, midY+long, hair)
		number(p, name, margin+at+1, midY+long+3)
	})
	marks(down, mm, 10, 5, "cm", func(at, long float64, name string) {
		p.Rule(midX, margin+at, midX-long, margin+at, hair)
		number(p, name, midX-long-6, margin+at-1)
	})
	marks(down, inch/16, 16, 8, "in", func(at, long float64, name string) {
		p.Rule(midX, margin+at, midX+long, margin+at, hair)
		number(p, name, midX+long+1, margin+at-1)
	})
}

func number(p *typeset.Pages, name string, x, y float64) {
	if name != "" {
		p.Put(p.Line(name), 5, x, y)
	}
}

// marks calls draw for each mark of a ruler of a length: at each step, longer at each half,
// and with its number at each whole. Where it begins stands what it counts.
func marks(length, step float64, whole, half int, unit string, draw func(at, long float64, name string)) {
	for i := 0; float64(i)*step <= length; i++ {
		switch {
		case i == 0:
			draw(0, tick0, unit)
		case i%whole == 0:
			draw(float64(i)*step, tick0, strconv.Itoa(i/whole))
		case i%half == 0:
			draw(float64(i)*step, tick5, "")
		default:
			draw(float64(i)*step, tick, "")
		}
	}
}
