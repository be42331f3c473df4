// Package label prints what goes on envelopes: address labels on the sheets and rolls one
// can buy, envelopes, slips with a code that scans back, replies on half a sheet, and
// letters that show their address through a window. What does not fit, or has letters that
// no font here knows, is not printed and told; nothing is cut or runs into its neighbour.
//
// Measures are in points, 72 to the inch, from the upper left corner of the paper.
package label

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Kind says what a sheet is.
type Kind string

// The kinds of sheets.
const (
	OnLabels   Kind = "labels"
	OnRoll     Kind = "roll"
	OnEnvelope Kind = "envelope"
	OnCutPaper Kind = "cut" // plain paper, cut after printing
)

// Box is a part of a page.
type Box struct{ X, Y, Width, Height float64 }

// Sheet is what is printed on: a sheet of labels, a label of a roll, an envelope.
type Sheet struct {
	Maker, Part    string
	Alike          []string // parts of the same maker that are cut the same way
	Kind           Kind
	Paper          string  // "Letter" or "A4"; "" where the paper is the label
	Width, Height  float64 // of one cell
	Columns, Rows  int
	Left, Top      float64
	PitchX, PitchY float64   // from one cell to the next
	Edge           float64   // what printers leave white along the edge of the cell
	Letter         string    // of an envelope: the paper that is folded into it, "" for none
	Folds          []float64 // where that is folded, from its upper edge
	Window         *Box      // of an envelope with one
}

// Name is what a sheet is called: "Avery 5160".
func (s Sheet) Name() string { return s.Maker + " " + s.Part }

// Cells is how many cells a sheet has.
func (s Sheet) Cells() int { return s.Columns * s.Rows }

// Cell is where a cell is, counted from 0 along the rows.
func (s Sheet) Cell(n int) Box {
	return Box{s.Left + float64(n%s.Columns)*s.PitchX, s.Top + float64(n/s.Columns)*s.PitchY, s.Width, s.Height}
}

// Size is how large the paper is.
func (s Sheet) Size() (width, height float64) {
	if size, ok := papers[s.Paper]; ok {
		return size[0], size[1]
	}
	return s.Width, s.Height
}

const (
	mm   = 72 / 25.4
	inch = 72.0
)

var (
	papers = map[string][2]float64{"Letter": {8.5 * inch, 11 * inch}, "A4": {210 * mm, 297 * mm}}
	units  = map[string]float64{"pt": 1, "mm": mm, "in": inch}
)

//go:embed sheets.json
var sheetsFile []byte

// row is a sheet as the file has it.
type row struct {
	Maker  string     `json:"maker"`
	Parts  []string   `json:"parts"` // the first names the sheet, the others are cut alike
	Kind   Kind       `json:"kind"`
	Paper  string     `json:"paper"`
	Unit   string     `json:"unit"`
	Label  [2]float64 `json:"label"`
	Cells  [2]int     `json:"cells"`
	First  [2]float64 `json:"first"`
	Pitch  [2]float64 `json:"pitch"`
	Edge   float64    `json:"edge"`
	Letter string     `json:"letter"`
	Folds  []float64  `json:"folds"`
	Window []float64  `json:"window"`
}

func (r row) sheet() Sheet {
	u := units[r.Unit]
	s := Sheet{
		Maker: r.Maker, Part: r.Parts[0], Alike: r.Parts[1:], Kind: r.Kind, Paper: r.Paper, Width: r.Label[0] * u, Height: r.Label[1] * u,
		Columns: r.Cells[0], Rows: r.Cells[1], Left: r.First[0] * u, Top: r.First[1] * u, PitchX: r.Pitch[0] * u, PitchY: r.Pitch[1] * u,
		Edge: r.Edge * u, Letter: r.Letter,
	}
	for _, at := range r.Folds {
		s.Folds = append(s.Folds, at*u)
	}
	if w := r.Window; len(w) == 4 {
		s.Window = &Box{w[0] * u, w[1] * u, w[2] * u, w[3] * u}
	}
	return s
}

var sheets = sync.OnceValue(func() (list []Sheet) {
	var file struct {
		About   string `json:"about"`
		Checked string `json:"checked"`
		Sheets  []row  `json:"sheets"`
	}
	dec := json.NewDecoder(bytes.NewReader(sheetsFile))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		panic(fmt.Errorf("label: sheets.json: %w", err)) // it is embedded, and a test reads it
	}
	for _, r := range file.Sheets {
		list = append(list, r.sheet())
	}
	return list
})

// Sheets lists the sheets there are, in the order they are offered.
func Sheets() []Sheet { return slices.Clone(sheets()) }

// Find returns the sheet of a maker and part, "Avery 5160", also by a part that is cut
// alike; and whether there is one.
func Find(name string) (Sheet, bool) {
	for _, s := range sheets() {
		if s.Name() == name || slices.ContainsFunc(s.Alike, func(part string) bool { return s.Maker+" "+part == name }) {
			return s, true
		}
	}
	return Sheet{}, false
}
