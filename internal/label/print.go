package label

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/typeset"
)

// Printer is what is known of how a printer prints.
type Printer struct {
	X, Y  int // by how much to move everything, in tenths of a millimetre to the right and down
	Scale int // in thousandths; 0 and 1000 leave it as it is
}

// Limits of what a printer may be off.
const (
	MostOffset = 200 // tenths of a millimetre
	LeastScale = 900
	MostScale  = 1100
)

// ErrPrinter is returned for a printer that is off by more than anybody can mean, ErrStart
// for a first cell that the sheet does not have.
var (
	ErrPrinter = errors.New("label: the printer is off by too much")
	ErrStart   = errors.New("label: the sheet has no such cell")
)

func (p Printer) shift() (typeset.Shift, error) {
	if p.Scale == 0 {
		p.Scale = 1000
	}
	if max(p.X, -p.X, p.Y, -p.Y) > MostOffset || p.Scale < LeastScale || p.Scale > MostScale {
		return typeset.Shift{}, ErrPrinter
	}
	return typeset.Shift{X: float64(p.X) / 10 * mm, Y: float64(p.Y) / 10 * mm, Scale: float64(p.Scale) / 1000}, nil
}

// Item is what can be printed into a cell: a Label, a Slip, a Reply.
type Item interface {
	// texts is all that is to be read on it.
	texts() []string
	// bars is what its bars say, "" for none.
	bars() string
	// fit makes a drawing that keeps to a room, or reports that there is none.
	fit(p *typeset.Pages, r room) (drawing, bool)
}

// drawing puts an item at the upper left corner of its cell.
type drawing func(x, y float64)

// room is the cell an item is drawn in.
type room struct {
	width, height float64
	edge          float64
	envelope      bool
}

// Job is what is to be printed.
type Job struct {
	Sheet   Sheet
	Start   int // the first free cell, counted from 0 along the rows
	Printer Printer
	Items   []Item
	Made    time.Time
}

// Why says why something was not printed.
type Why string

// The reasons.
const (
	TooTight   Why = "tight"   // it does not fit, not even in the smallest letters
	NoLetters  Why = "letters" // letters are missing: a browser may have them
	NoBarcode  Why = "barcode" // the code has signs that bars cannot say
	NothingYet Why = "nothing" // nothing is to be printed
)

// Left is an item that was not printed.
type Left struct {
	Item    int // its place in the job
	Why     Why
	Letters string // those that are missing
}

// Report says what became of a job.
type Report struct {
	Pages   int
	Printed int
	Next    int // the first free cell of the last sheet; the number of cells when it is full
	Left    []Left
}

// Print writes the items as a PDF, one a cell, to be printed at 100 %. An item that cannot
// be printed is told in the report, and takes no cell. Without any to print there is no PDF.
func Print(w io.Writer, j Job) (r Report, err error) {
	by, err := j.Printer.shift()
	if err != nil {
		return r, err
	}
	if j.Start < 0 || j.Start >= j.Sheet.Cells() {
		return r, ErrStart
	}
	p, at := typeset.New(j.Made), room{j.Sheet.Width, j.Sheet.Height, j.Sheet.Edge, j.Sheet.Kind == OnEnvelope}
	width, height := j.Sheet.Size()
	r.Next = j.Start
	for i, item := range j.Items {
		draw, left := prepare(p, item, at)
		if left != nil {
			left.Item = i
			r.Left = append(r.Left, *left)
			continue
		}
		if r.Pages == 0 || r.Next == j.Sheet.Cells() {
			if r.Pages > 0 {
				r.Next = 0
			}
			p.Page(width, height, by)
			r.Pages++
		}
		cell := j.Sheet.Cell(r.Next)
		draw(cell.X, cell.Y)
		r.Next, r.Printed = r.Next+1, r.Printed+1
	}
	if r.Pages == 0 {
		return r, nil
	}
	return r, p.Write(w)
}

// prepare fits an item into a cell, or says why it stays out.
func prepare(p *typeset.Pages, item Item, at room) (drawing, *Left) {
	texts := item.texts()
	if missing := typeset.Missing(strings.Join(texts, "")); missing != "" {
		return nil, &Left{Why: NoLetters, Letters: missing}
	}
	if strings.TrimSpace(strings.Join(texts, "")) == "" {
		return nil, &Left{Why: NothingYet}
	}
	if code := item.bars(); code != "" && !sayable(code) {
		return nil, &Left{Why: NoBarcode}
	}
	draw, ok := item.fit(p, at)
	if !ok {
		return nil, &Left{Why: TooTight}
	}
	return draw, nil
}
