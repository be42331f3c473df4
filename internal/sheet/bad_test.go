package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/sheet"
)

// TestFilesThatCannotBeRead holds that each is refused as a whole, with a reason
// a person understands.
func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	whole := book(t, "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>", nil)
	for name, c := range map[string]struct{ content, want string }{
		"empty":            {"", sheet.FaultEmpty},
		"only a mark":      {"\ufeff\r\n", sheet.FaultEmpty},
		"old Excel":        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), sheet.FaultLocked},
		"PDF":              {"%PDF-1.7\n", sheet.FaultPDF},
		"web page as .xls": {"\r\n<HTML><table><tr><td>Name", sheet.FaultHTML},
		"picture":          {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01\x02\x03\xff", 100), sheet.FaultBinary},
		"archive":          {zipped(t, map[string]string{"a.txt": "x"}), sheet.FaultZip},
		"ODS":              {zipped(t, map[string]string{"mimetype": "x", "content.xml": "x"}), sheet.FaultODS},
		"XLSB":             {zipped(t, map[string]string{"[Content_Types].xml": "x", "xl/workbook.bin": "x"}), sheet.FaultXLSB},
		"no workbook":      {zipped(t, map[string]string{"[Content_Types].xml": "x"}), sheet.FaultZip},
		"cut off":          {whole[:len(whole)/2], sheet.FaultBroken},
		"cut inside":       {book(t, "<worksheet><sheetData><row><c><v>1", nil), sheet.FaultBroken},
		"not XML":          {book(t, "<worksheet><sheetData><row><c", nil), sheet.FaultBroken},
		"entities":         {book(t, "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>", nil), sheet.FaultBroken},
		"broken styles":    {book(t, "<worksheet><sheetData/></worksheet>", map[string]string{"xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>`}), sheet.FaultBroken},
		"sheet absent":     {book(t, "", map[string]string{"xl/_rels/workbook.xml.rels": "<Relationships/>"}), sheet.FaultNoSheet},
		"a part twice":     {zipped(t, map[string]string{"[Content_Types].xml": "x", "a": "x", "A": "y"}), sheet.FaultBroken},
	} {
		_, err := sheet.Open(strings.NewReader(c.content), int64(len(c.content)), "x.csv", sheet.Limits{})
		if got := keyOf(err); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// TestRowsThatCannotBeRead holds that what is wrong with a row costs only that
// row, or is told.
func TestRowsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	limits := sheet.Limits{RowBytes: 30_000, Columns: 5}
	long := strings.Repeat("ñ", 10_001)
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"a name of 10,001 letters": {"Name,Number\n" + long + ",1\nRose,2\n", []string{"1: Name|Number", "2! cell_too_long", "3: Rose|2"}},
		"a name of 10,000 letters": {"Name,Number\n" + long[2:] + ",1\n", []string{"1: Name|Number", "2: " + long[2:] + "|1"}},
		"a row without end":        {"Name,Number\n" + strings.Repeat("x,", 100_000) + "\nRose,2\n", []string{"1: Name|Number", "2! too_long", "3: Rose|2"}},
		"a quote without end":      {"Name,Number\n\"" + strings.Repeat("x\n", 40_000), []string{"1: Name|Number", "2: \"x| {0 quotes}", "3: x|"}},
		"a quoted row without end": {"Name,Number\n\"a\",\"" + strings.Repeat("x", 100_000) + "\nRose,2\n", []string{"1: Name|Number", "2! too_long", "3: Rose|2"}},
		"many columns":             {"Name,Number\n1,2,3,4,5,6\n1,2,,,,,,,,,\n", []string{"1: Name|Number", "2! too_many_columns", "3: 1|2"}},
		"a swallowed table":        {"a,b,c\n1,\"x,2\n" + strings.Repeat("3,4,5\n", 2500) + "6,\"\",8\n7,8\",9\n", []string{"1: a|b|c", "2: 1|\"x|2 {1 quotes}", "3: 3|4|5"}},
		"31/02/90 is text":         {"Name,Born\nYusuf,31/02/90\n", []string{"1: Name|Born", "2: Yusuf|31/02/90"}},
	} {
		got := table(t, open(t, c.content, limits), 0)
		if diff := cmp.Diff(c.want, got[:min(len(got), len(c.want))]); diff != "" {
			t.Errorf("%s: %.600s", name, diff)
		}
	}
}

func TestCellTooLongSaysWhere(t *testing.T) {
	t.Parallel()
	b := open(t, "Name,Note\nRose,"+strings.Repeat("x", 10_001)+"\n", sheet.Limits{})
	for row := range b.Body(0) {
		if row.Number != 2 || row.Refused == nil || row.Refused.Column != 1 || row.Cells != nil {
			t.Errorf("%+v", row)
		}
		if diff := cmp.Diff([]any{"limit", 10_000, "length", 10_001}, row.Refused.Args); diff != "" {
			t.Error(diff)
		}
	}
}

func TestLimitsOnFiles(t *testing.T) {
	t.Parallel()
	_, err := sheet.Open(endless{}, 200<<20, "big.csv", sheet.Limits{})
	if keyOf(err) != sheet.FaultTooLarge {
		t.Errorf("200 MiB: %v", err)
	}
	b := open(t, strings.Repeat("a,b\n", 3000), sheet.Limits{Rows: 2500})
	if got := table(t, b, 0); len(got) != 2501 || got[2500] != "error "+sheet.FaultRows {
		t.Errorf("%d rows, the last %s", len(got), got[len(got)-1])
	}
	rows := strings.Repeat("<row><c><v>1</v></c></row>", 3000)
	b = open(t, book(t, "<worksheet><sheetData>"+rows+"</sheetData></worksheet>", nil), sheet.Limits{Rows: 2500})
	if got := table(t, b, 0); len(got) != 2501 || got[2500] != "error "+sheet.FaultRows {
		t.Errorf("%d rows, the last %s", len(got), got[len(got)-1])
	}
}

// endless is a file of any size.
type endless struct{}

func (endless) ReadAt(b []byte, _ int64) (int, error) {
	copy(b, bytes.Repeat([]byte("Yusuf,0418\n"), len(b)/11+1))
	return len(b), nil
}

// TestBigTextIsNotKept reads a file of 64 MiB, refused as a whole, and one of the
// same size in rows, with the memory of a row.
func TestBigTextIsNotKept(t *testing.T) {
	b, err := sheet.Open(endless{}, 64<<20, "big.csv", sheet.Limits{Rows: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row, err := range b.Rows(0) {
		if err != nil || len(row.Cells) == 0 {
			t.Fatal(row, err)
		}
		if n++; n == 200_000 {
			break
		}
	}
}

// bomb is a workbook whose sheet unpacks to many times its size.
func bomb(t testing.TB, unpacked int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range map[string]string{
		"[Content_Types].xml":        "<Types/>",
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="o"><sheets><sheet name="S" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="b" Type="x/worksheet" Target="sheet.xml"/></Relationships>`,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, content)
	}
	w, err := z.Create("xl/sheet.xml")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, "<worksheet><sheetData><row>")
	block := bytes.Repeat([]byte("<c/>"), 256<<10)
	for written := 0; written < unpacked; written += len(block) {
		_, _ = w.Write(block)
	}
	_, _ = io.WriteString(w, "</row></sheetData></worksheet>")
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZipBombs(t *testing.T) {
	t.Parallel()
	content := bomb(t, 40<<20)
	limits := sheet.Limits{Unzipped: 16 << 20}
	_, err := sheet.Open(bytes.NewReader(content), int64(len(content)), "x.xlsx", limits)
	if keyOf(err) != sheet.FaultUnzipped {
		t.Errorf("%d bytes that unpack to 40 MiB: %v", len(content), err)
	}

	// The same, with a list of parts that says less.
	lying := bytes.Clone(content)
	at := bytes.LastIndex(lying, []byte("xl/sheet.xml")) - 46 // the entry of the part in the list
	copy(lying[at+24:], []byte{0, 1, 0, 0})                   // its size unpacked: 256 bytes
	_, err = sheet.Open(bytes.NewReader(lying), int64(len(lying)), "x.xlsx", limits)
	if got := keyOf(err); got != sheet.FaultBroken && got != sheet.FaultUnzipped {
		t.Errorf("a part that lies about its size: %v", err)
	}

	// Many entries that share no data, but fill the memory with their names.
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for range 40_000 {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: "a"}); err != nil {
			t.Fatal(err)
		}
	}
	_ = z.Close()
	if _, err := sheet.Open(bytes.NewReader(b.Bytes()), int64(b.Len()), "x.xlsx", sheet.Limits{}); keyOf(err) != sheet.FaultBroken {
		t.Errorf("40,000 parts: %v", err)
	}
}

func TestOneHugeTag(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"text":      "<worksheet><sheetData><row><c><v>" + strings.Repeat("1", 6<<20) + "</v></c></row></sheetData></worksheet>",
		"attribute": "<worksheet><sheetData><row><c r='" + strings.Repeat("A", 6<<20) + "'/></row></sheetData></worksheet>",
	} {
		file := book(t, content, nil)
		if _, err := sheet.Open(strings.NewReader(file), int64(len(file)), "x", sheet.Limits{}); keyOf(err) != sheet.FaultUnzipped {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNothingIsSpilled watches the temporary folder while workbooks are read and
// written: no plain text of the record goes there.
func TestNothingIsSpilled(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	row := []string{strings.Repeat("x", 1000)}
	var b bytes.Buffer
	err := sheet.WriteXLSX(&b, "list", []string{"Name"}, func(yield func([]string) bool) {
		for range 18_000 {
			if !yield(row) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range open(t, b.String(), sheet.Limits{}).Rows(0) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

// failing is a disk that fails after some bytes.
type failing struct {
	content string
	after   int64
}

var errDisk = errors.New("disk")

func (f failing) ReadAt(b []byte, at int64) (int, error) {
	if at+int64(len(b)) > f.after {
		return 0, errDisk
	}
	return copy(b, f.content[at:]), nil
}

// TestADiskErrorIsNoFault holds that our own trouble is not blamed on the file.
func TestADiskErrorIsNoFault(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Name,Number\n", 20_000)
	workbook := book(t, "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>", nil)
	for _, f := range []failing{{text, 0}, {text, 100_000}, {workbook, 0}} {
		if _, err := sheet.Open(f, int64(len(f.content)), "x", sheet.Limits{}); !errors.Is(err, errDisk) {
			t.Errorf("%v", err)
		}
	}
}
