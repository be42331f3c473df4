// Package paper is what all PDFs of the program are written on: its letters, its
// margins, headings, paragraphs and labelled lines, and numbered feet.
package paper

import (
	_ "embed"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// DejaVu Sans has the letters of most scripts people write their names in. What
// is written from right to left is not joined on paper; the document beside it
// holds it as it was typed.
//
//go:embed fonts/DejaVuSansCondensed.ttf
var regular []byte

//go:embed fonts/DejaVuSansCondensed-Bold.ttf
var bold []byte

// Measures of the paper, in millimetres and points.
const (
	Margin   = 20.0
	bodySize = 10.0
	LineHigh = 5.0
	labelled = 42.0 // how wide the labels are
	typeface = "dejavu"
)

// Sheet is paper while it is written.
type Sheet struct{ *fpdf.Fpdf }

// Size is the paper of a country's printers, for New: "Letter" or "A4".
func Size(locale string) string {
	if locale == "en" {
		return "Letter"
	}
	return "A4"
}

// New begins a document on paper of a size, made at an instant. foot gives the words
// at the foot of each page, and may say how many there are in all with "{nb}".
func New(size string, made time.Time, foot func(page int) string) (Sheet, error) {
	s := Sheet{fpdf.New("P", "mm", size, "")}
	for _, style := range []string{"", "B"} {
		s.AddUTF8FontFromBytes(typeface, style, Face(style))
	}
	s.SetCreationDate(made)
	s.SetModificationDate(made)
	s.SetMargins(Margin, Margin, Margin)
	s.SetAutoPageBreak(true, Margin)
	s.SetFooterFunc(func() {
		s.SetY(-Margin + 5)
		s.SetFont(typeface, "", 8)
		s.CellFormat(0, LineHigh, foot(s.PageNo()), "", 0, "C", false, 0, "")
	})
	s.AliasNbPages("")
	return s, nil
}

// Heading writes a line in bold, of a size in points.
func (s Sheet) Heading(text string, size float64) {
	if s.GetY() > Margin+1 { // not at the top of a page
		s.Ln(2)
	}
	s.SetFont(typeface, "B", size)
	s.MultiCell(0, size*0.5, Printable(text), "", "L", false)
	s.Ln(2)
}

// Para writes a paragraph.
func (s Sheet) Para(text string) {
	s.SetFont(typeface, "", bodySize)
	s.MultiCell(0, LineHigh, Printable(text), "", "L", false)
	s.Ln(2)
}

// Line writes a label with what it holds beside it.
func (s Sheet) Line(label, text string) {
	s.SetFont(typeface, "", bodySize)
	_, high := s.GetPageSize()
	if s.GetY()+2*LineHigh > high-Margin {
		s.AddPage()
	}
	y := s.GetY()
	s.SetTextColor(90, 90, 90)
	s.MultiCell(labelled, LineHigh, Printable(label), "", "L", false)
	below := s.GetY()
	s.SetTextColor(0, 0, 0)
	s.SetXY(Margin+labelled, y)
	s.MultiCell(0, LineHigh, Printable(text), "", "L", false)
	if s.PageNo() > 0 && s.GetY() < below && s.GetY() > y {
		s.SetY(below)
	}
}

// Row writes a line of an index: what, and on which page.
func (s Sheet) Row(what, page string) {
	s.SetFont(typeface, "", bodySize)
	wide, _ := s.GetPageSize()
	y := s.GetY()
	s.MultiCell(wide-2*Margin-20, LineHigh, Printable(what), "", "L", false)
	below := s.GetY()
	if below < y { // it went over to the next page
		y = Margin
	}
	s.SetXY(wide-Margin-20, y)
	s.CellFormat(20, LineHigh, page, "", 0, "R", false, 0, "")
	s.SetXY(Margin, below+1)
}

// Bold writes a line in bold, as large as the text.
func (s Sheet) Bold(text string) {
	s.SetFont(typeface, "B", bodySize)
	s.MultiCell(0, LineHigh, Printable(text), "", "L", false)
}

// Write ends the document and gives it out.
func (s Sheet) Write(out io.Writer) error { return s.Output(out) }

// Printable keeps what the paper can show: letters beyond the basic plane, such
// as small pictures, become a box.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '□'
		}
		return r
	}, text)
}
