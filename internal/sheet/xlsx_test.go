package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/throughcare/throughcare/internal/sheet"
)

// made is a workbook made by another program: excelize.
func made(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put(f *excelize.File, name string, cells map[string]any) {
	for at, v := range cells {
		if err := f.SetCellValue(name, at, v); err != nil {
			panic(err)
		}
	}
}

func style(f *excelize.File, at, code string) {
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err == nil {
		err = f.SetCellStyle("Sheet1", at, at, id)
	}
	if err != nil {
		panic(err)
	}
}

func TestXLSXCells(t *testing.T) {
	t.Parallel()
	content := made(t, func(f *excelize.File) {
		put(f, "Sheet1", map[string]any{
			"A1": "Name", "B1": "Number", "C1": "Born", "D1": "Note",
			"A2": "Yusuf <Karimi> & \u202eco", "B2": "000418", "C2": 45365, "D2": "a\nb",
			"B3": 418, "C3": 45352, "D3": true,
			"B4": 418012200000, "C4": 45365.5, "D4": 0.1,
			"B5": 4180122000000000000.0, "C5": 45365, "D5": 0.25,
			"B6": 12345678, "C6": 60, "D6": "'=1",
			"B7": -5, "C7": 0.75, "D7": "=2+2",
		})
		for at, code := range map[string]string{
			"C2": "m/d/yy", "B3": "00000", "C3": "mmm-yy", "C4": "yyyy\\-mm\\-dd hh:mm", "C5": "d-mmm", "D5": "0%", "B6": "000\\-00\\-0000", "C6": "dd/mm/yyyy", "C7": "h:mm AM/PM", "D4": "General",
		} {
			style(f, at, code)
		}
		for at, formula := range map[string]string{"A8": "1+1", "B8": "A8*2"} {
			if err := f.SetCellFormula("Sheet1", at, formula); err != nil {
				t.Fatal(err)
			}
		}
		put(f, "Sheet1", map[string]any{"C8": "x"})
	})
	want := []string{
		"1: Name|Number|Born|Note",
		"2: Yusuf <Karimi> & co|000418|2024-03-14|a\nb {0 direction}",
		"3: |00418|2024-03|TRUE",
		"4: |418012200000|2024-03-14 12:00|0.1",
		"5: |4180122000000000000|2024-03-14|25% {1 digits} {2 no_year}",
		"6: |012-34-5678|60|=1",
		"7: |-5|18:00|=2+2",
		"8: ||x| {0 formula} {0 no_value} {1 formula} {1 no_value}",
	}
	b := open(t, string(content), sheet.Limits{})
	if diff := cmp.Diff(want, table(t, b, 0)); diff != "" {
		t.Error(diff)
	}
	if s := b.Sheets[0]; b.Report.Format != sheet.XLSX || s.Name != "Sheet1" || s.Header != 1 || s.Width != 4 || len(s.Samples) != 7 {
		t.Errorf("%+v, %+v", b.Report, s)
	}
}

func TestXLSXMergedAndHidden(t *testing.T) {
	t.Parallel()
	content := made(t, func(f *excelize.File) {
		put(f, "Sheet1", map[string]any{"A1": "Facility", "B1": "Name", "A2": "Harrow Ridge", "B2": "Yusuf", "B3": "Rose", "B4": "Tomás", "A5": "Pine Hollow", "B5": "Amparo"})
		if err := f.MergeCell("Sheet1", "A2", "A4"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetRowVisible("Sheet1", 5, false); err != nil {
			t.Fatal(err)
		}
		if _, err := f.NewSheet("old"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetVisible("old", false); err != nil {
			t.Fatal(err)
		}
		put(f, "old", map[string]any{"C7": "left"})
	})
	b := open(t, string(content), sheet.Limits{})
	want := []string{"1: Facility|Name", "2: Harrow Ridge|Yusuf {0 merged}", "3: |Rose {0 covered}", "4: |Tomás {0 covered}", "5: Pine Hollow|Amparo {-1 hidden_row}"}
	if diff := cmp.Diff(want, table(t, b, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"7: ||left"}, table(t, b, 1)); diff != "" {
		t.Error(diff)
	}
	if len(b.Sheets) != 2 || b.Sheets[0].Hidden || !b.Sheets[1].Hidden || b.Sheets[1].Name != "old" {
		t.Errorf("sheets %+v", b.Sheets)
	}
	if got := table(t, b, 2); got[0] != "error "+sheet.FaultNoSheet {
		t.Error(got)
	}
}

// TestXLSXAgainstExcelize holds our reader against another on cells of text.
func TestXLSXAgainstExcelize(t *testing.T) {
	t.Parallel()
	var want [][]string
	content := made(t, func(f *excelize.File) {
		for r := range 300 {
			row := []string{fmt.Sprint("n", r), strings.Repeat("é<&> ", r%7) + "x", "", fmt.Sprintf("%05d", r)}
			want = append(want, row)
			if err := f.SetSheetRow("Sheet1", fmt.Sprint("A", r+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	})
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	theirs, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	var ours [][]string
	for row, err := range open(t, string(content), sheet.Limits{}).Rows(0) {
		if err != nil {
			t.Fatal(err)
		}
		ours = append(ours, slices.Clone(row.Cells))
	}
	if diff := cmp.Diff(want, ours); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Error(diff)
	}
}

// zipped is an archive of parts.
func zipped(t testing.TB, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// book is a workbook with one sheet of the given XML, and other parts.
func book(t testing.TB, sheetXML string, more map[string]string) string {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml": "<Types/>",
		"_rels/.rels":         `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<x:workbook xmlns:x="m" xmlns:r="o"><x:sheets><x:sheet name="S" r:id="b"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="b" Type="x/worksheet" Target="sheet.xml"/>` +
			`<Relationship Id="c" Type="x/sharedStrings" Target="strings.xml"/><Relationship Id="d" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/sheet.xml": sheetXML,
	}
	for name, content := range more {
		parts[name] = content
	}
	return zipped(t, parts)
}

func TestXLSXOfOtherPrograms(t *testing.T) {
	t.Parallel()
	content := book(t, `<x:worksheet xmlns:x="m"><x:sheetData>`+
		`<x:row><x:c t="inlineStr"><x:is><x:r><x:t>Yu</x:t></x:r><x:r><x:t>suf</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row>`+
		`<x:row r="5"><x:c r="C5" t="d"><x:v>2024-03-14T00:00:00</x:v></x:c><x:c r="A5" t="s"><x:v>9</x:v></x:c><x:c r="B5" t="e"><x:v>#REF!</x:v></x:c></x:row>`+
		`<x:row r="6"><x:c r="A6" t="str"><x:f>A1</x:f><x:v>4.18E+11</x:v></x:c><x:c r="B6"><x:v>NaN</x:v></x:c><x:c r="C6" s="1"><x:v>1</x:v></x:c></x:row>`+
		`</x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/><x:mergeCell ref="x"/><x:mergeCell ref='C5:C6'/></x:mergeCells></x:worksheet>`,
		map[string]string{
			"xl/strings.xml": `<sst><si><t>a_x000D_</t></si></sst>`,
			"xl/styles.xml":  `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		})
	want := []string{
		"1: Yusuf|a\r {0 merged}", "5: |#REF!|2024-03-14 {0 lost} {1 error} {2 merged} {2 extra_cells}",
		"6: 4.18E+11|NaN|1900-01-01 {0 formula} {0 exponent} {2 covered} {2 extra_cells}",
	}
	if diff := cmp.Diff(want, table(t, open(t, content, sheet.Limits{}), 0)); diff != "" {
		t.Error(diff)
	}
}

func TestSerial(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "1900-01-01", 59: "1900-02-28", 60: "", 61: "1900-03-01", 45365: "2024-03-14", 2958465: "9999-12-31", 2958466: "", 0: "", -1: ""} {
		if got, ok := sheet.Serial(n); string(got) != want || ok != (want != "") {
			t.Errorf("Serial(%d) = %q, %v", n, got, ok)
		}
	}
}
