package disclosing

import (
	"io"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/paper"
)

// sheet is the paper while it is written.
type sheet struct {
	paper.Sheet
	words *i18n.Printer
}

// Paper writes the document for people to read, as a PDF.
func (d Document) Paper(out io.Writer, words *i18n.Printer) error {
	blank, err := paper.New(paper.Size(words.Locale()), d.MadeAt, func(page int) string {
		return words.T("disclosing.paper.page", "page", strconv.Itoa(page), "pages", "{nb}")
	})
	if err != nil {
		return err
	}
	s := sheet{blank, words}
	s.AddPage()
	s.front(d)
	s.AddPage()
	s.things(d)
	s.omitted(d)
	return s.Output(out)
}

// front is the cover page.
func (s sheet) front(d Document) {
	s.Para(d.Organisation)
	s.Heading(s.words.T("disclosing.paper."+string(d.Sort)), 18)
	for _, who := range d.People {
		s.Para(strings.TrimSuffix(who.Name+", "+who.Number, ", "))
	}
	s.Para(s.words.T("disclosing.paper.made", "on", s.words.Day(d.MadeAt.Format("2006-01-02"))))
	for _, line := range d.coverLines(s.words) {
		s.Para(line)
	}
	for _, n := range d.Notices {
		s.Heading(n.Title, 11)
		s.Para(n.Text + " (" + n.Citation + ")")
	}
}

func (s sheet) things(d Document) {
	s.Heading(s.words.T("disclosing.paper.things"), 14)
	person := ""
	for _, t := range d.Things {
		if t.Person != person && len(d.People) > 1 {
			person = t.Person
			s.Heading(person, 13)
		}
		title := t.title
		if t.On != "" {
			title += ", " + s.words.Day(t.On)
		}
		s.Heading(title, 11)
		for _, l := range t.Lines {
			s.Line(l.Label, l.Text)
		}
		if t.File != "" {
			s.Line(s.words.T("disclosing.paper.file"), t.File)
		}
		s.Ln(3)
	}
}

func (s sheet) omitted(d Document) {
	if len(d.LeftOut) == 0 {
		return
	}
	s.Heading(s.words.T("disclosing.paper.left"), 14)
	for _, o := range d.LeftOut {
		title := o.title
		if o.On != "" {
			title += ", " + s.words.Day(o.On)
		}
		s.Line(title, o.Reason)
	}
}
