package sheet

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// textFile is a CSV file, or text pasted from a sheet.
type textFile struct {
	src     io.ReaderAt
	size    int64
	limits  Limits
	coding  coding
	comma   byte
	newline byte
	first   bool // the first line only names the delimiter: "sep=;"
}

// commas are the delimiters that occur, the likeliest first.
var commas = []byte{',', ';', '\t', '|'}

// openText finds out how a text file is written.
func openText(src io.ReaderAt, size int64, limits Limits, way Way) (*textFile, Report, error) {
	c, err := guessCoding(src, size)
	if err != nil {
		return nil, Report{}, err
	}
	if way.Encoding != "" {
		asked, ok := coded(way.Encoding, c)
		if !ok {
			return nil, Report{}, bad(nil, FaultEncoding)
		}
		c = asked
	}
	if way.Delimiter < 0 || way.Delimiter >= utf8.RuneSelf || strings.ContainsRune("\"\r\n", way.Delimiter) {
		return nil, Report{}, bad(nil, FaultDelimiter)
	}
	f := &textFile{src: src, size: size, limits: limits, coding: c}
	sample, err := f.sample()
	if err != nil {
		return nil, Report{}, err
	}
	if isBinary(sample) {
		return nil, Report{}, bad(nil, FaultBinary)
	}
	f.newline = '\n'
	if bytes.IndexByte(sample, '\n') < 0 && bytes.IndexByte(sample, '\r') >= 0 {
		f.newline = '\r'
	}
	sure := true
	f.comma, f.first = named(sample)
	switch {
	case way.Delimiter != 0:
		f.comma = byte(way.Delimiter)
	case !f.first:
		f.comma, sure = guessComma(sample, f.newline, limits)
	}
	return f, Report{Format: CSV, Encoding: c.name, EncodingSure: c.sure, Delimiter: rune(f.comma), DelimiterSure: sure}, nil
}

// sampleBytes is what the guesses look at.
const sampleBytes = 64 << 10

// sample returns the start of the text, cut at the end of a line.
func (f *textFile) sample() ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(decoded(f.src, f.size, f.coding), sampleBytes))
	if err != nil {
		return nil, err
	}
	if i := bytes.LastIndexAny(b, "\r\n"); len(b) == sampleBytes && i > 0 {
		b = b[:i+1]
	}
	return b, nil
}

// isBinary reports whether a text is none: pictures and programs are full of
// control characters. A few of them are only broken text.
func isBinary(b []byte) bool {
	control := 0
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			control++
		}
	}
	return control > 8 && control > len(b)/20
}

// named reads a delimiter that the first line names, as Excel does.
func named(sample []byte) (comma byte, ok bool) {
	line, _, _ := bytes.Cut(sample, []byte{'\n'})
	line = bytes.Trim(bytes.TrimSpace(line), `"`)
	if len(line) == len("sep=;") && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4], true
	}
	return 0, false
}

// guessComma tries each delimiter on the start of the text. The right one cuts
// most rows, and the first of them, into the same number of cells, more than one.
func guessComma(sample []byte, newline byte, limits Limits) (comma byte, sure bool) {
	best, second := 0.0, 0.0
	comma = commas[0]
	for _, c := range commas {
		score := evenness(sample, c, newline, limits)
		switch {
		case score > best:
			comma, best, second = c, score, best
		case score > second:
			second = score
		}
	}
	return comma, best > 0.8 && second < best*0.9
}

// evenness says from 0 to about 1 how evenly a delimiter cuts the text.
func evenness(sample []byte, comma, newline byte, limits Limits) float64 {
	limits.Columns, limits.Rows = 1000, len(sample)+1
	l := newLines(bytes.NewReader(sample), comma, newline, limits)
	counts := map[int]int{}
	first, rows := 0, 0
	for rows < 200 {
		row, ok := l.next()
		if !ok {
			break
		}
		if rows == 0 {
			first = len(row.Cells)
		}
		counts[len(row.Cells)]++
		rows++
	}
	delete(counts, 0)
	delete(counts, 1)
	if len(counts) == 0 {
		return 0
	}
	usual := commonest(counts)
	score := float64(counts[usual]) / float64(rows)
	if first == usual {
		score += 0.1
	}
	// More cells are better evidence: "Karimi, Yusuf;0418;Harrow Ridge".
	return score * (1 - 0.2/float64(usual))
}

// commonest returns the key with the highest count, the larger key of equals.
func commonest(counts map[int]int) int {
	keys := make([]int, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	return slices.MaxFunc(keys, func(a, b int) int { return cmp.Or(cmp.Compare(counts[a], counts[b]), cmp.Compare(a, b)) })
}

// each gives the rows of the one sheet.
func (f *textFile) each(_, width int, yield func(Row, error) bool) {
	l := newLines(decoded(f.src, f.size, f.coding), f.comma, f.newline, f.limits)
	l.width = width
	if f.first {
		l.skip()
	}
	for {
		row, ok := l.next()
		if !ok {
			break
		}
		if !yield(row, nil) {
			return
		}
	}
	if l.err != nil {
		yield(Row{}, l.err)
	}
}
