package label

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/typeset"
)

// Letter is a letter on sheets of its own.
type Letter struct {
	From       []string // who writes, with the return address; the first line is in bold
	To         []string // the address, for the window
	Day        string
	Title      string
	Paragraphs []string // a break within one is kept
	Lang       string   // of day, title and paragraphs, BCP 47; "" where their letters say which way they run
	Ref        string   // small at the foot of each page: a code, "" for none
}

func (l Letter) texts() []string {
	list := append([]string{l.Day, l.Title, l.Ref}, l.From...)
	return append(append(list, l.To...), l.Paragraphs...)
}

// LettersReport says what became of letters.
type LettersReport struct {
	Pages  int
	Sheets []int // how many pages each letter has; 0 for one that is left
	Left   []Left
}

// Letters writes letters as a PDF, folded so that their addresses show through the window
// of an envelope. Envelopes without one take the letter too.
func Letters(w io.Writer, envelope Sheet, letters []Letter, made time.Time) (LettersReport, error) {
	p := typeset.New(made)
	r := flowAll(p, envelope, letters)
	if r.Pages == 0 {
		return r, nil
	}
	return r, p.Write(w)
}

// Lay says what Letters would report, and writes nothing.
func Lay(envelope Sheet, letters []Letter) LettersReport {
	return flowAll(typeset.Measure(), envelope, letters)
}

func flowAll(p *typeset.Pages, envelope Sheet, letters []Letter) (r LettersReport) {
	for i, l := range letters {
		f := flow{p: p, letter: l, envelope: envelope}
		left := f.prepare()
		if left != nil {
			left.Item = i
			r.Left, r.Sheets = append(r.Left, *left), append(r.Sheets, 0)
			continue
		}
		f.write()
		r.Sheets = append(r.Sheets, f.pages)
	}
	r.Pages = p.Count()
	return r
}

// Measures of a letter.
const (
	margin   = 62.0
	body     = 11.0
	footSize = 8.0
	headTop  = 34.0
)

// zone is where an address on a letter shows through the window however the letter has
// slipped in its envelope, and from where to where down the letter one can see through it.
func zone(envelope Sheet, paper string) (in Box, highest, deepest float64) {
	size := papers[paper]
	w := envelope.Window
	if w == nil || envelope.Letter != paper { // where DIN 5008 has it
		return Box{20 * mm, 50 * mm, 85 * mm, 40 * mm}, 45 * mm, 95 * mm
	}
	panel := size[1]
	if len(envelope.Folds) > 0 {
		panel = envelope.Folds[0]
	}
	slackX, slackY := max(envelope.Width-size[0], 0), max(envelope.Height-panel, 0)
	return Box{w.X, w.Y, w.Width - slackX, w.Height - slackY}, w.Y - slackY, w.Y + w.Height
}

// flow is a letter while it is written.
type flow struct {
	p        *typeset.Pages
	letter   Letter
	envelope Sheet
	paper    string
	at       float64
	pages    int
	address  block
	from     block
	in       Box
	highest  float64
	deepest  float64
}

// prepare finds the paper and makes the address fit its window.
func (f *flow) prepare() *Left {
	f.paper = f.envelope.Letter
	if f.paper == "" {
		f.paper = "A4"
	}
	if missing := typeset.Missing(strings.Join(f.letter.texts(), "")); missing != "" {
		return &Left{Why: NoLetters, Letters: missing}
	}
	if len(f.letter.Paragraphs) == 0 {
		return &Left{Why: NothingYet}
	}
	f.in, f.highest, f.deepest = zone(f.envelope, f.paper)
	var fits, headed bool
	f.address, fits = fitBlock(f.p, linesOf(f.p, f.letter.To), f.in.Width-4, f.in.Height, 11, leastTo)
	f.from, headed = fitBlock(f.p, f.letterhead(), papers[f.paper][0]/2-margin, f.highest-headTop-gap, 9, leastFrom)
	if !fits || !headed {
		return &Left{Why: TooTight}
	}
	return nil
}

// letterhead is who writes, the first line in bold.
func (f *flow) letterhead() []typeset.Line {
	lines := linesOf(f.p, f.letter.From)
	if len(lines) > 0 {
		lines[0] = f.p.Bold(f.letter.From[0])
	}
	return lines
}

func (f *flow) write() {
	f.page()
	f.head()
	f.at = f.deepest + 12
	if f.letter.Day != "" {
		f.para(f.line(f.letter.Day, false), body, 0)
	}
	if f.letter.Title != "" {
		f.para(f.line(f.letter.Title, true), 13, 10)
	}
	for _, text := range f.letter.Paragraphs {
		above := 7.0
		for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
			f.para(f.line(line, false), body, above)
			above = 0
		}
	}
}

// line is a line of the letter itself.
func (f *flow) line(text string, strong bool) typeset.Line {
	switch {
	case f.letter.Lang != "":
		return f.p.LineOf(f.letter.Lang, text, strong)
	case strong:
		return f.p.Bold(text)
	}
	return f.p.Line(text)
}

// head is the letterhead, above what the window shows, and the address in it.
func (f *flow) head() {
	f.from.put(f.p, papers[f.paper][0]-margin-f.from.width(), headTop)
	f.address.put(f.p, f.in.X+4, f.in.Y)
	for _, fold := range f.envelope.Folds {
		f.p.Rule(12, fold, 22, fold, hair)
	}
}

// page begins a sheet, with its number from the second on.
func (f *flow) page() {
	size := papers[f.paper]
	f.p.Page(size[0], size[1], typeset.Shift{Scale: 1})
	f.pages++
	foot := f.letter.Ref
	if f.pages > 1 {
		foot = strings.TrimSpace(foot + "  " + strconv.Itoa(f.pages))
	}
	f.p.PutRight(f.p.Line(foot), footSize, size[0]-margin, size[1]-30)
	f.at = margin
}

// para writes a paragraph, going over to another page between lines.
func (f *flow) para(l typeset.Line, size, above float64) {
	paper := papers[f.paper]
	width := paper[0] - 2*margin
	f.at += above
	for _, line := range f.p.Wrap(l, size, width) {
		if f.at+size*lead > paper[1]-margin {
			f.page()
		}
		one := block{[]typeset.Line{line}, min(size, size*width/max(line.Wide(size), 1))} // a word longer than a line is made smaller
		one.putAligned(f.p, margin, f.at, width)
		f.at += size * lead
	}
}
