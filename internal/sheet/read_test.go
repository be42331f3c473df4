package sheet_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
)

func open(t testing.TB, content string, limits sheet.Limits) *sheet.Book {
	t.Helper()
	b, err := sheet.Open(strings.NewReader(content), int64(len(content)), "people.csv", limits)
	if err != nil {
		t.Fatalf("open %.40q: %v", content, err)
	}
	return b
}

// table writes what was read of a sheet, a line to a row:
// "2: a|b {1 sheet.note.control}", refused rows as "3! sheet.row.too_long".
func table(t testing.TB, b *sheet.Book, n int) []string {
	t.Helper()
	var out []string
	for row, err := range b.Rows(n) {
		if err != nil {
			return append(out, "error "+keyOf(err))
		}
		out = append(out, line(row))
	}
	return out
}

func line(row sheet.Row) string {
	if row.Refused != nil {
		return fmt.Sprintf("%d! %s", row.Number, strings.TrimPrefix(row.Refused.Key, "sheet.row."))
	}
	s := fmt.Sprintf("%d: %s", row.Number, strings.Join(row.Cells, "|"))
	for _, n := range row.Notes {
		s += fmt.Sprintf(" {%d %s}", n.Column, strings.TrimPrefix(n.Key, "sheet.note."))
	}
	return s
}

func keyOf(err error) string {
	if f, ok := err.(*fault.Error); ok && len(f.Problems) == 1 && f.Kind == fault.Invalid {
		return f.Problems[0].Key
	}
	return fmt.Sprint("unexpected: ", err)
}

func TestCSV(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, content string
		want          []string
	}{
		{"plain", "Name,Number\nYusuf,0418\n", []string{"1: Name|Number", "2: Yusuf|0418"}},
		{"windows line ends, blank rows counted, no line end at the end", "Name,Number\r\n\r\n,,\r\nYusuf,0418", []string{"1: Name|Number", "4: Yusuf|0418"}},
		{"old Macintosh", "Name,Number\rYusuf,0418\r", []string{"1: Name|Number", "2: Yusuf|0418"}},
		{"semicolons", "Name;Number\n\"Karimi, Yusuf\";0418\n", []string{"1: Name|Number", "2: Karimi, Yusuf|0418"}},
		{"tabs, as pasted", "Name\tNumber\nKarimi, Yusuf\t0418\n", []string{"1: Name|Number", "2: Karimi, Yusuf|0418"}},
		{"bars", "Name|Number\nYusuf|0418\n", []string{"1: Name|Number", "2: Yusuf|0418"}},
		{"named delimiter", "sep=;\r\nName;Number\r\nYusuf;0418\r\n", []string{"1: Name|Number", "2: Yusuf|0418"}},
		{"one column", "Name\nYusuf\nRose\n", []string{"1: Name", "2: Yusuf", "3: Rose"}},
		{"quotes", "a,b,c\n\"x \"\"y\"\", z\",\"two\nlines\",\n", []string{"1: a|b|c", "2: x \"y\", z|two\nlines|"}},
		{"spaces round quotes", "a,b\n \"x, y\" , z\n", []string{"1: a|b", "2: x, y| z"}},
		{"inches", "a,b\n5'10\",tall\n", []string{"1: a|b", "2: 5'10\"|tall"}},
		{"quotes inside", "a,b\n\"Joe \"Big\" Kareem\",x\n", []string{"1: a|b", "2: Joe \"Big\" Kareem|x {0 quotes}"}},
		{"a quote never closed", "a,b,c\n1,\"x,2\n3,4,5\n6,\"7\",8\n", []string{"1: a|b|c", "2: 1|\"x|2 {1 quotes}", "3: 3|4|5", "4: 6|7|8"}},
		{"a quote never closed in the last row", "a,b\n1,\"x\n", []string{"1: a|b", "2: 1|\"x {1 quotes}"}},
		{"only the broken cell loses its quotes", "a,b,c\n\"1, 2\",\"x,y\n3,4,5\n", []string{"1: a|b|c", "2: 1, 2|\"x|y {1 quotes}", "3: 3|4|5"}},
		{"a cell of rows", "a,b,c\n1,\"x\n2,3,4\n5,6,7\",8\n", []string{"1: a|b|c", "2: 1|x\n2,3,4\n5,6,7|8 {1 looks_as_row}"}},
		{"ragged", "Name,Number\nYusuf\nRose,1,2,3\n", []string{"1: Name|Number", "2: Yusuf|", "3: Rose|1|2|3 {2 extra_cells}"}},
		{"nulls", "Name,Number\nYu\x00suf,04\x0018\n", []string{"1: Name|Number", "2: Yusuf|0418 {0 control} {1 control}"}},
		{"direction", "Name,Number\n\u202eYusuf\u202c,0418\u200e\nZoë\u200b,1\n", []string{"1: Name|Number", "2: Yusuf|0418 {0 direction} {1 direction}", "3: Zoë|1 {0 invisible}"}},
		{"Persian joiners stay", "Name,Number\nعلی\u200cرضا,1\n", []string{"1: Name|Number", "2: علی\u200cرضا|1"}},
		{"zeros stay, damage is told", "Name,Number\nYusuf,000418\nRose,4.18E+11\n", []string{"1: Name|Number", "2: Yusuf|000418", "3: Rose|4.18E+11 {1 exponent}"}},
		{"apostrophes before formulas", "Name,Number\nYusuf,'=1+1\nO'Neill,'tis\n", []string{"1: Name|Number", "2: Yusuf|=1+1", "3: O'Neill|'tis"}},
		{"formulas are text", "Name,Number\n=HYPERLINK(1),@x\n", []string{"1: Name|Number", "2: =HYPERLINK(1)|@x"}},
		{"UTF-8 with a mark", "\ufeffName,Number\nTomás,1\n", []string{"1: Name|Number", "2: Tomás|1"}},
		{"Windows-1252", "Name,Number\nTom\xe1s \x96 Ib\xe1\xf1ez,1\n", []string{"1: Name|Number", "2: Tomás – Ibáñez|1"}},
		{"a stray in UTF-8", "Name,Number\nTomás Ibáñez,1\nTom\xe1s,2\n", []string{"1: Name|Number", "2: Tomás Ibáñez|1", "3: Tomás|2 {0 encoding}"}},
		{"lost and garbled", "Name,Number\nTom\ufffds,1\nTomÃ¡s,2\n", []string{"1: Name|Number", "2: Tom\ufffds|1 {0 lost}", "3: TomÃ¡s|2 {0 garbled}"}},
		{"UTF-16 with a mark", "\xff\xfe" + utf16Text("Name;Number\r\nTomás;1\r\n", binary.LittleEndian), []string{"1: Name|Number", "2: Tomás|1"}},
		{"UTF-16 without", utf16Text("Name\tNumber\r\nTomás\t1\r\n", binary.BigEndian), []string{"1: Name|Number", "2: Tomás|1"}},
	} {
		if diff := cmp.Diff(c.want, table(t, open(t, c.content, sheet.Limits{}), 0)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func utf16Text(s string, order binary.ByteOrder) string {
	var b bytes.Buffer
	for _, unit := range utf16.Encode([]rune(s)) {
		var pair [2]byte
		order.PutUint16(pair[:], unit)
		b.Write(pair[:])
	}
	return b.String()
}

func TestReport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, content string
		want          sheet.Report
	}{
		{"ASCII", "a,b\n1,2\n3,4\n", sheet.Report{Format: sheet.CSV, Encoding: sheet.UTF8, EncodingSure: true, Delimiter: ',', DelimiterSure: true}},
		{"German", "Name;Nr\nM\xfcller, J.;1,5\nBaum;2,5\n", sheet.Report{Format: sheet.CSV, Encoding: sheet.Windows1252, Delimiter: ';', DelimiterSure: true}},
		{"one column", "Name\nYusuf\n", sheet.Report{Format: sheet.CSV, Encoding: sheet.UTF8, EncodingSure: true, Delimiter: ','}},
		{"late stray", "Name,Note\n" + strings.Repeat("Yusuf,é\n", 20_000) + "Tom\xe1s,x\n", sheet.Report{Format: sheet.CSV, Encoding: sheet.UTF8, Delimiter: ',', DelimiterSure: true}},
	} {
		if diff := cmp.Diff(c.want, open(t, c.content, sheet.Limits{}).Report); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestHeadings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, content string
		header        int
		headings      []string
		samples       int
	}{
		{"first row", "Name,DOB\nYusuf,1988\n", 1, []string{"Name", "DOB"}, 1},
		{"below a title", "Prisoner list FINAL (2)\n\nprinted 3/4/2024,,\nName,Number,Shelf\nYusuf,0418,b\nRose,0419,c\n", 4, []string{"Name", "Number", "Shelf"}, 2},
		{"unknown words over figures", "Apple,Pear\n1,2\n3,4\n", 1, []string{"Apple", "Pear"}, 2},
		{"none", "Yusuf,Harrow Ridge,0418\nRose,Pine Hollow,0419\n", 0, []string{"", "", ""}, 2},
		{"none, all words", "Yusuf,Harrow\nRose,Pine Hollow\n", 0, []string{"", ""}, 2},
		{"headings only", "Name,Number\n", 1, []string{"Name", "Number"}, 0},
		{"two of a name", "Name,Number,Notes,Notes\nYusuf,0418,a,b\n", 1, []string{"Name", "Number", "Notes", "Notes"}, 1},
	} {
		s := open(t, c.content, sheet.Limits{}).Sheets[0]
		if s.Header != c.header || !slices.Equal(s.Headings, c.headings) || len(s.Samples) != c.samples || s.Name != "people" {
			t.Errorf("%s: header %d, %q, %d samples, name %q", c.name, s.Header, s.Headings, len(s.Samples), s.Name)
		}
	}
}

func TestBodyIsBelowTheHeadings(t *testing.T) {
	t.Parallel()
	var got []int
	for row, err := range open(t, "List\nName,Number\nYusuf,0418\nRose,0419\n", sheet.Limits{}).Body(0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, row.Number)
	}
	if !slices.Equal(got, []int{3, 4}) {
		t.Errorf("rows %v", got)
	}
}

func TestOrderOfDayAndMonth(t *testing.T) {
	t.Parallel()
	o := open(t, "Name,Born\nYusuf,3/4/1988\nRose,25/12/1990\n", sheet.Limits{}).Sheets[0].Orders
	order, sure := o.Order(partialdate.MonthFirst)
	if order != partialdate.DayFirst || !sure || len(o.DayProof) != 1 || o.DayProof[0] != (partialdate.Proof{Row: 3, Text: "25/12/1990"}) {
		t.Errorf("%v %v %+v", order, sure, o)
	}
}

func TestAWayOverrulesTheGuess(t *testing.T) {
	t.Parallel()
	content := "Nom;Num\n\x8aani;1\n" // Š in Windows-1252, ä on a Macintosh
	way := sheet.Way{Encoding: "Macintosh", Delimiter: '|', Header: -1}
	b, err := sheet.OpenAs(strings.NewReader(content), int64(len(content)), "x", sheet.Limits{}, way)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1: Nom;Num", "2: äani;1"}, table(t, b, 0)); diff != "" || b.Sheets[0].Header != 0 {
		t.Error(diff, b.Sheets[0].Header)
	}
	for _, name := range sheet.Encodings() {
		if _, err := sheet.OpenAs(strings.NewReader(content), int64(len(content)), "x", sheet.Limits{}, sheet.Way{Encoding: name}); err != nil && keyOf(err) != sheet.FaultBinary {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := sheet.OpenAs(strings.NewReader(content), int64(len(content)), "x", sheet.Limits{}, sheet.Way{Encoding: "EBCDIC"}); keyOf(err) != sheet.FaultEncoding {
		t.Error(err)
	}
	if _, err := sheet.OpenAs(strings.NewReader(content), int64(len(content)), "x", sheet.Limits{}, sheet.Way{Delimiter: 'é'}); keyOf(err) != sheet.FaultDelimiter {
		t.Error(err)
	}
}
