package disclosing

import (
	"embed"
	"io"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"github.com/throughcare/throughcare/internal/i18n"
)

// DejaVu Sans has the letters of most scripts people write their names in. What
// is written from right to left is not joined on paper; the document beside it
// holds it as it was typed.
//
//go:embed fonts/*.ttf
var fonts embed.FS

// Measures of the paper, in millimetres and points.
const (
	margin   = 20.0
	bodySize = 10.0
	lineHigh = 5.0
	labelled = 42.0 // how wide the labels are
	typeface = "dejavu"
)

// sheet is the paper while it is written.
type sheet struct {
	*fpdf.Fpdf
	words *i18n.Printer
}

// Paper writes the document for people to read, as a PDF.
func (d Document) Paper(out io.Writer, words *i18n.Printer) error {
	s := sheet{fpdf.New("P", "mm", paperSize(words.Locale()), ""), words}
	for style, name := range map[string]string{"": "DejaVuSansCondensed.ttf", "B": "DejaVuSansCondensed-Bold.ttf"} {
		font, err := fonts.ReadFile("fonts/" + name)
		if err != nil {
			return err
		}
		s.AddUTF8FontFromBytes(typeface, style, font)
	}
	s.SetCreationDate(d.MadeAt)
	s.SetModificationDate(d.MadeAt)
	s.SetMargins(margin, margin, margin)
	s.SetAutoPageBreak(true, margin)
	s.SetFooterFunc(s.foot)
	s.AliasNbPages("")
	s.AddPage()
	s.front(d)
	s.AddPage()
	s.things(d)
	s.omitted(d)
	return s.Output(out)
}

// paperSize is the paper of a country's printers.
func paperSize(locale string) string {
	if locale == "en" {
		return "Letter"
	}
	return "A4"
}

func (s sheet) foot() {
	s.SetY(-margin + 5)
	s.SetFont(typeface, "", 8)
	s.CellFormat(0, lineHigh, s.words.T("disclosing.paper.page", "page", strconv.Itoa(s.PageNo()), "pages", "{nb}"), "", 0, "C", false, 0, "")
}

func (s sheet) heading(text string, size float64) {
	s.SetFont(typeface, "B", size)
	s.MultiCell(0, size*0.5, printable(text), "", "L", false)
	s.Ln(2)
}

func (s sheet) para(text string) {
	s.SetFont(typeface, "", bodySize)
	s.MultiCell(0, lineHigh, printable(text), "", "L", false)
	s.Ln(2)
}

// front is the cover page.
func (s sheet) front(d Document) {
	s.para(d.Organisation)
	s.heading(s.words.T("disclosing.paper."+string(d.Sort)), 18)
	for _, who := range d.People {
		s.para(strings.TrimSuffix(who.Name+", "+who.Number, ", "))
	}
	s.para(s.words.T("disclosing.paper.made", "on", s.words.Day(d.MadeAt.Format("2006-01-02"))))
	for _, line := range d.coverLines(s.words) {
		s.para(line)
	}
	for _, n := range d.Notices {
		s.heading(n.Title, 11)
		s.para(n.Text + " (" + n.Citation + ")")
	}
}

func (s sheet) things(d Document) {
	s.heading(s.words.T("disclosing.paper.things"), 14)
	person := ""
	for _, t := range d.Things {
		if t.Person != person && len(d.People) > 1 {
			person = t.Person
			s.heading(person, 13)
		}
		title := t.title
		if t.On != "" {
			title += ", " + s.words.Day(t.On)
		}
		s.heading(title, 11)
		for _, l := range t.Lines {
			s.line(l.Label, l.Text)
		}
		if t.File != "" {
			s.line(s.words.T("disclosing.paper.file"), t.File)
		}
		s.Ln(3)
	}
}

// line is a label with what it holds beside it.
func (s sheet) line(label, text string) {
	s.SetFont(typeface, "", bodySize)
	_, high := s.GetPageSize()
	if s.GetY()+2*lineHigh > high-margin {
		s.AddPage()
	}
	y := s.GetY()
	s.SetTextColor(90, 90, 90)
	s.MultiCell(labelled, lineHigh, printable(label), "", "L", false)
	below := s.GetY()
	s.SetTextColor(0, 0, 0)
	s.SetXY(margin+labelled, y)
	s.MultiCell(0, lineHigh, printable(text), "", "L", false)
	if s.PageNo() > 0 && s.GetY() < below && s.GetY() > y {
		s.SetY(below)
	}
}

func (s sheet) omitted(d Document) {
	if len(d.LeftOut) == 0 {
		return
	}
	s.heading(s.words.T("disclosing.paper.left"), 14)
	for _, o := range d.LeftOut {
		title := o.title
		if o.On != "" {
			title += ", " + s.words.Day(o.On)
		}
		s.line(title, o.Reason)
	}
}

// printable keeps what the paper can show: letters beyond the basic plane, such
// as small pictures, become a box.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '□'
		}
		return r
	}, text)
}
