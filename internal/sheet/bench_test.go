package sheet_test

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/sheet"
)

// listOf is an invented list of people, eight cells each.
func listOf(rows int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for i := range rows {
			row := []string{
				fmt.Sprintf("Person %d", i), fmt.Sprintf("%08d", i*7919), "1988-05-01", "Harrow Ridge Correctional Facility", "C-114", "2027-01-01", "14/03/2026", "asked for a dictionary, twice",
			}
			if !yield(row) {
				return
			}
		}
	}
}

var listHeadings = []string{"Name", "DOC #", "DOB", "Facility", "Unit", "Release date", "Last contact", "Notes"}

func benchmark(b *testing.B, content []byte) {
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		book, err := sheet.Open(bytes.NewReader(content), int64(len(content)), "x", sheet.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for row, err := range book.Body(0) {
			if err != nil || len(row.Cells) != 8 {
				b.Fatal(row, err)
			}
			n++
		}
		if n != 100_000 {
			b.Fatal(n)
		}
	}
}

func BenchmarkCSV(b *testing.B) {
	var content bytes.Buffer
	if err := sheet.WriteCSV(&content, listHeadings, listOf(100_000)); err != nil {
		b.Fatal(err)
	}
	benchmark(b, content.Bytes())
}

func BenchmarkXLSX(b *testing.B) {
	var content bytes.Buffer
	if err := sheet.WriteXLSX(&content, "list", listHeadings, listOf(100_000)); err != nil {
		b.Fatal(err)
	}
	benchmark(b, content.Bytes())
}

func BenchmarkWriteXLSX(b *testing.B) {
	for b.Loop() {
		if err := sheet.WriteXLSX(io.Discard, "list", listHeadings, listOf(100_000)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHostileCSV reads 8 MiB of what is worst for the reader of quotes:
// each has to cost about as much as plain text.
func BenchmarkHostileCSV(b *testing.B) {
	for name, unit := range map[string]string{
		"open": "a,\"b\n", "stray": "\"\"a\n", "pairs": "\"\"\"a\n", "commas": "\"\"" + strings.Repeat(",", 1<<19) + "\n", "returns": "a\r", "one line": "\"a\"b",
		"spaces": strings.Repeat(" ", 1<<16) + "\"\n", "open spaces": "\" \" \n", "only quotes": "\"", "many lines": "\"" + strings.Repeat("a,b\n", 200_000),
	} {
		content := strings.Repeat(unit, (8<<20)/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				book, err := sheet.Open(strings.NewReader(content), int64(len(content)), "x", sheet.Limits{Rows: 1 << 30})
				if err != nil {
					b.Fatal(err)
				}
				for range book.Rows(0) {
				}
			}
		})
	}
}
