package label

import (
	"image/color"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/code128"
	"github.com/boombuler/barcode/qr"

	"github.com/throughcare/throughcare/internal/typeset"
)

// Widths of one bar that cheap scanners still read from a laser printer (0.19 mm) and a
// telephone reads from a label (0.3 mm), in points; what is wider than wide gains nothing.
const (
	leastBar = 0.54
	mostBar  = 0.95
	leastDot = 0.85
	quiet    = 10 // bars of white a scanner wants on each side
	quietDot = 4
)

// bars is a Code 128: pairs of where a bar begins and how wide it is, in bars, and how many
// there are. It is nothing for a code that cannot be said in it.
func bars(code string) (list [][2]float64, count int) {
	made, err := code128.Encode(code)
	if err != nil {
		return nil, 0
	}
	return dark(made, 0), made.Bounds().Dx()
}

// sayable reports whether a code can be said in bars.
func sayable(code string) bool {
	_, err := code128.Encode(code)
	return err == nil
}

// dark lists what is black in a row of a code.
func dark(made barcode.Barcode, y int) (list [][2]float64) {
	count := made.Bounds().Dx()
	for x, from := 0, -1; x <= count; x++ {
		ink := x < count && made.At(x, y) == color.Black
		if ink && from < 0 {
			from = x
		} else if !ink && from >= 0 {
			list = append(list, [2]float64{float64(from), float64(x - from)})
			from = -1
		}
	}
	return list
}

// codeRow is a Code 128 with what it says to its right, as wide as there is room.
func codeRow(p *typeset.Pages, code string, size, width, height float64) (drawing, bool) {
	list, count := bars(code)
	if count == 0 {
		return nil, false
	}
	words := p.Line(code)
	each := min(mostBar, (width-words.Wide(size))/float64(count+2*quiet))
	if each < leastBar {
		return nil, false
	}
	scale(list, each)
	return func(x, y float64) {
		p.Bars(x+quiet*each, y, height, list)
		p.Put(words, size, x+float64(count+2*quiet)*each, y+height-(height-size*0.7)/2)
	}, true
}

func scale(list [][2]float64, each float64) {
	for i := range list {
		list[i][0] *= each
		list[i][1] *= each
	}
}

// square is a QR code of at most a side.
func square(p *typeset.Pages, text string, side float64) (drawing, float64, bool) {
	made, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, 0, false
	}
	count := made.Bounds().Dx()
	each := min(side/float64(count+2*quietDot), 2)
	if each < leastDot {
		return nil, 0, false
	}
	return func(x, y float64) {
		for row := range count {
			list := dark(made, row)
			scale(list, each)
			p.Bars(x+quietDot*each, y+float64(quietDot+row)*each, each, list)
		}
	}, each * float64(count+2*quietDot), true
}
