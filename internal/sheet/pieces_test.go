package sheet_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/throughcare/throughcare/internal/sheet"
)

func TestPiecesReadAsTheFileDoes(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, sheet.PieceSize - 1, sheet.PieceSize, sheet.PieceSize + 1, 3*sheet.PieceSize + 17} {
		content := []byte(strings.Repeat("Rosa Delgado,77\n", size/16+1)[:size])
		p, err := sheet.ReadPieces(iotest.HalfReader(bytes.NewReader(content)), 10<<20)
		if err != nil || p.Size() != int64(size) {
			t.Fatalf("%d bytes: %d, %v", size, p.Size(), err)
		}
		if err := iotest.TestReader(io.NewSectionReader(p, 0, p.Size()), content); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
		var out bytes.Buffer
		if n, err := p.WriteTo(&out); err != nil || n != int64(size) || !bytes.Equal(out.Bytes(), content) {
			t.Errorf("%d bytes: wrote %d, %v", size, n, err)
		}
	}
}

func TestPiecesStopAtTheLimit(t *testing.T) {
	t.Parallel()
	p, err := sheet.ReadPieces(strings.NewReader(strings.Repeat("x", 1000)), 100)
	if err != nil || p.Size() != 101 {
		t.Errorf("%d bytes, %v", p.Size(), err)
	}
	broken := io.MultiReader(strings.NewReader("Name\n"), iotest.ErrReader(io.ErrClosedPipe))
	if _, err := sheet.ReadPieces(broken, 100); err != io.ErrClosedPipe {
		t.Errorf("a broken connection: %v", err)
	}
}

func TestHeadingsHaveNames(t *testing.T) {
	t.Parallel()
	got := strings.Join(sheet.Sheet{Width: 5, Headings: []string{"Name", "", "Name", "Number"}}.Named(), "|")
	if want := "Name|B|Name (C)|Number|E"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if sheet.ColumnName(25) != "Z" || sheet.ColumnName(26) != "AA" || sheet.ColumnName(701) != "ZZ" || sheet.ColumnName(702) != "AAA" {
		t.Error("names of columns")
	}
}

func TestTheFullestSheet(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"x"}}
	b := &sheet.Book{Sheets: []sheet.Sheet{
		{Width: 50, Samples: rows}, {Width: 3, Header: 1, Samples: rows}, {Width: 9, Header: 1, Samples: rows, Hidden: true}, {Width: 4, Header: 2, Samples: rows}, {Width: 8, Header: 1},
	}}
	if got := b.Fullest(); got != 3 {
		t.Errorf("sheet %d", got)
	}
	if got := (&sheet.Book{Sheets: make([]sheet.Sheet, 2)}).Fullest(); got != 0 {
		t.Errorf("of empty ones: %d", got)
	}
}
