package sheet_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/sheet"
)

// hostileText draws texts of the signs that spreadsheets stumble over. It holds
// none that reading takes out.
var hostileText = rapid.OneOf(
	rapid.StringOf(rapid.SampledFrom([]rune("a0'=+-@\t\n\r;,|\" <&_xé＝中"))),
	rapid.SampledFrom([]string{"", "_x000D_", "=1+1", "'=1", "0418", "sep=;", " x ", "\"", "1;'=2", "4.18E+11", "\U0001F54A"}),
)

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 5).Draw(t, "width")
		row := rapid.SliceOfN(hostileText, width, width)
		rows := rapid.SliceOfN(row, 0, 8).Draw(t, "rows")
		header := make([]string, width)
		for i := range header {
			header[i] = fmt.Sprint("Heading ", string(rune('a'+i)))
		}
		want := [][]string{header}
		for _, r := range rows {
			if strings.Join(r, "") != "" {
				want = append(want, r)
			}
		}
		var csv, xlsx bytes.Buffer
		if err := sheet.WriteCSV(&csv, header, slices.Values(rows)); err != nil {
			t.Fatal(err)
		}
		if err := sheet.WriteXLSX(&xlsx, "list", header, slices.Values(rows)); err != nil {
			t.Fatal(err)
		}
		ways := map[string]sheet.Way{csv.String(): {Delimiter: ','}, xlsx.String(): {}}
		for content, way := range ways {
			if got := readAll(t, content, way); !slices.EqualFunc(got, want, sameRow) {
				t.Fatalf("wrote %q\nread %q\nfrom %.200q", want, got, content)
			}
		}
	})
}

// sameRow compares rows; blank cells at the end do not count.
func sameRow(a, b []string) bool {
	trim := func(s []string) []string {
		for len(s) > 0 && s[len(s)-1] == "" {
			s = s[:len(s)-1]
		}
		return s
	}
	return slices.Equal(trim(a), trim(b))
}

func readAll(t *rapid.T, content string, way sheet.Way) (rows [][]string) {
	b, err := sheet.OpenAs(strings.NewReader(content), int64(len(content)), "x", sheet.Limits{}, way)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range b.Rows(0) {
		if err != nil || row.Refused != nil {
			t.Fatal(row.Refused, err)
		}
		rows = append(rows, slices.Clone(row.Cells))
	}
	return rows
}

// TestRowsInAreRowsOut draws files of good and bad rows and holds that each is
// given or refused, under its own number, and none twice.
func TestRowsInAreRowsOut(t *testing.T) {
	t.Parallel()
	kinds := []string{
		"Yusuf,0418,x", "Rose", "1,2,3,4,5,6,7,8,9", "\"a,\"\"b\"\"\",c,d", "\"two\nlines\",c,d", "bad \"quotes\" in,\"it \"is\" so\",x", "\xff\xfe,\x00,\u202e",
		strings.Repeat("x", 60) + ",too long,y", "x,\"never closed,y", strings.Repeat("x,", 200), "=1+1,'=1,@x", "\"" + strings.Repeat("long ", 20) + "\",b,c",
	}
	limits := sheet.Limits{Cell: 50, Columns: 6, RowBytes: 300}
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SampledFrom(kinds), 0, 30).Draw(t, "rows")
		// After a quote that is never closed comes a row that shows it, so that
		// the test knows where rows begin.
		content := "Name,Number,Note\n"
		for _, r := range rows {
			content += r + "\nplain,\"1\",2\n"
		}
		b, err := sheet.OpenAs(strings.NewReader(content), int64(len(content)), "x", limits, sheet.Way{Delimiter: ',', Encoding: sheet.UTF8})
		if err != nil {
			t.Fatal(err)
		}
		given, refused, last := 0, 0, 0
		for row, err := range b.Rows(0) {
			if err != nil || row.Number != last+1 {
				t.Fatalf("row %d after %d: %v", row.Number, last, err)
			}
			last = row.Number
			if row.Refused != nil {
				refused++
				continue
			}
			given++
			checkCells(t, row, limits.Cell)
		}
		if given+refused != 1+2*len(rows) {
			t.Fatalf("%d rows in, %d given and %d refused", 1+2*len(rows), given, refused)
		}
	})
}

type failer interface{ Fatalf(string, ...any) }

// checkCells holds what is promised of every cell.
func checkCells(t failer, row sheet.Row, limit int) {
	for _, c := range row.Cells {
		if !utf8.ValidString(c) || utf8.RuneCountInString(c) > limit || strings.ContainsAny(c, "\x00\u202e\u202a\u2066\u200b\x7f") {
			t.Fatalf("row %d gives the cell %.100q", row.Number, c)
		}
	}
	for _, n := range row.Notes {
		if n.Column < -1 || n.Key == "" {
			t.Fatalf("row %d has the note %+v", row.Number, n)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{
		"Name,Number\nYusuf,0418\n", "sep=;\na;b\n", "\xff\xfea\x00,\x00b\x00", "a,\"b\nc\",\"d", "\"\"\"a\n\"\"\"a\n", "\"\"a\n\"\"a\n", "a\rb\rc,d\r", "\x00\x00\x00", "a,b\n\xe1,\xc3\xa1\n",
		"PK\x03\x04", "\"a\" \"b\",c\n", ",,,\n,\n\n", "a\tb\n'=1\t;'+2\n", "sep=\"\n\"a\"b\"", "sep=\n\na",
	} {
		f.Add([]byte(s), uint8(0))
	}
	f.Add([]byte(book(f, "<worksheet><sheetData><row r='2'><c r='B2' t='s'><v>0</v></c></row></sheetData><mergeCell ref='A1:B2'/></worksheet>",
		map[string]string{"xl/strings.xml": "<sst><si><t>a</t></si></sst>"})), uint8(1))
	encodings := sheet.Encodings()
	f.Fuzz(func(t *testing.T, content []byte, option uint8) {
		limits := sheet.Limits{Cell: 100, Columns: 20, Rows: 1000, RowBytes: 1000, Unzipped: 1 << 20, Bytes: 1 << 20}
		way := sheet.Way{}
		if n := int(option); n > 0 && n <= len(encodings) {
			way.Encoding = encodings[n-1]
		}
		b, err := sheet.OpenAs(bytes.NewReader(content), int64(len(content)), "x", limits, way)
		if err != nil {
			if strings.HasPrefix(keyOf(err), "unexpected") {
				t.Fatal(err)
			}
			return
		}
		for i := range b.Sheets {
			last := 0
			for row, err := range b.Rows(i) {
				if err != nil {
					break
				}
				if row.Number < last {
					t.Fatalf("row %d after %d", row.Number, last)
				}
				last = row.Number
				checkCells(t, row, 100)
			}
		}
	})
}
