package binder

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// The binary of the tests is also the child.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == Command {
		if err := Child(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func aPDF(t *testing.T, pages int) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.SetFont("Helvetica", "", 20)
	for n := range pages {
		p.AddPage()
		p.Cell(0, 20, fmt.Sprintf("reply, sheet %d", n+1))
	}
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func dots(w, h int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		p.Set(i%w, i/w, color.RGBA{uint8(i), uint8(i / w), 90, 255})
	}
	return p
}

func aJPEG(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, dots(640, 900), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func aPNG(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, dots(300, 200)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func bundle(items ...Item) Bundle {
	return Bundle{
		Size: "A4", Made: time.Date(2026, 4, 27, 12, 0, 0, 0, time.UTC), Cover: []Block{{Kind: Heading, Text: "Bundle"}, {Kind: Line, Label: "Name", Text: "Дмитрий"}},
		Items: items, Words: Words{Index: "Index", Page: "Page {page} of {pages}", Apart: "{title} goes along by itself."},
	}
}

// Each item begins where the index says, whatever stands before it.
func TestBind(t *testing.T) {
	t.Parallel()
	b := bundle(
		Item{Title: "What happened", Blocks: []Block{{Kind: Para, Text: strings.Repeat("Long ago. ", 900)}}},
		Item{Title: "COMP1", File: &File{Picture, aJPEG(t)}},
		Item{Title: "Reply", File: &File{PDF, aPDF(t, 3)}},
		Item{Title: "COMP1A", File: &File{Picture, aPNG(t)}},
		Item{Title: "A recording", File: &File{"", []byte("beep")}},
		Item{Title: "Reply", File: &File{PDF, aPDF(t, 1)}},
	)
	got, err := Bind(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.First, []int{3, 5, 6, 9, 10, 11}) || got.Pages != 11 {
		t.Errorf("begins %v, %d pages", got.First, got.Pages)
	}
	if !slices.Equal(got.Apart, []int{4}) {
		t.Errorf("apart: %v", got.Apart)
	}
	whole(t, got)
}

// whole checks a PDF with tools of others, where there are any.
func whole(t *testing.T, b Bound) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "bundle.pdf")
	if err := os.WriteFile(name, b.PDF, 0o600); err != nil {
		t.Fatal(err)
	}
	if tool, err := exec.LookPath("qpdf"); err == nil {
		if said, err := exec.CommandContext(t.Context(), tool, "--check", name).CombinedOutput(); err != nil {
			t.Errorf("qpdf: %s", said)
		}
	}
	if keep := os.Getenv("KEEP_BUNDLE"); keep != "" {
		if err := os.WriteFile(keep, b.PDF, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What cannot be placed goes along by itself, and nothing of it is in the bundle.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	pdf := aPDF(t, 2)
	for what, f := range map[string]File{
		"nothing":             {PDF, nil},
		"no PDF":              {PDF, []byte("hello")},
		"half a PDF":          {PDF, pdf[:len(pdf)/2]},
		"a PDF of rubbish":    {PDF, append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("<<>>"), 5000)...)},
		"a loop of pages":     {PDF, []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n103\n%%EOF")},
		"no picture":          {Picture, []byte("GIF89a")},
		"a picture of no end": {Picture, []byte("\xff\xd8\xff\xe0")},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			got, err := Bind(t.Context(), bundle(Item{Title: "First", Blocks: []Block{{Kind: Para, Text: "x"}}}, Item{Title: what, File: &f}))
			if err != nil || !slices.Equal(got.Apart, []int{1}) || got.Pages != 4 {
				t.Errorf("apart %v, %d pages, %v", got.Apart, got.Pages, err)
			}
			whole(t, got)
		})
	}
}

func TestTooMuch(t *testing.T) {
	t.Parallel()
	if _, err := Bind(t.Context(), bundle(Item{File: &File{PDF, make([]byte, MostInput+1)}})); err == nil {
		t.Error("a bundle without end was begun")
	}
}
