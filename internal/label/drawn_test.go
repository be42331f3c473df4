package label_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/label"
)

var made = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// page is what a page of a PDF draws, from its own operators. Measures are in points from
// the upper left corner, after the page was moved and scaled.
type page struct {
	width, height float64
	texts         []mark // where letters begin, on their baseline
	frames        []label.Box
	bars          []label.Box
	outlines      []mark // shapes of letters that were drawn
	said          []string
}

type mark struct {
	X, Y, Size float64
	Text       string
}

var (
	media  = regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`)
	stream = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
)

// drawn reads the pages of a PDF of ours.
func drawn(t *testing.T, pdf []byte) (pages []page) {
	t.Helper()
	sizes := media.FindAllSubmatch(pdf, -1)
	for _, m := range stream.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		text, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(text, []byte(" J\n")) {
			continue // a font
		}
		var p page
		if len(sizes) == 0 {
			t.Fatal("a page without a size")
		}
		size := sizes[0]
		if len(sizes) > len(pages) {
			size = sizes[len(pages)]
		}
		scan(t, string(size[1])+" "+string(size[2]), &p.width, &p.height)
		p.read(t, string(text))
		pages = append(pages, p)
	}
	return pages
}

func scan(t *testing.T, text string, into ...any) {
	t.Helper()
	if _, err := fmt.Sscan(text, into...); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
}

var (
	font  = regexp.MustCompile(`/F\S+ ([\d.]+) Tf`)
	show  = regexp.MustCompile(`BT ([-\d.]+) ([-\d.]+) Td \(`)
	box   = regexp.MustCompile(`^([-\d.]+ w )?([-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+) re( S)?$`)
	moved = regexp.MustCompile(`^q ([\d.]+) 0 0 ([\d.]+) ([-\d.]+) ([-\d.]+) cm$`)
	says  = regexp.MustCompile(`ActualText <FEFF([0-9A-F]*)>`)
)

func (p *page) read(t *testing.T, text string) {
	t.Helper()
	scale, dx, dy, size, within := 1.0, 0.0, 0.0, 0.0, false
	at := func(x, y float64) (float64, float64) { return x*scale + dx, p.height - (y*scale + dy) }
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if m := font.FindStringSubmatch(line); m != nil {
			scan(t, m[1], &size)
		}
		if m := says.FindStringSubmatch(line); m != nil {
			p.said, within = append(p.said, m[1]), true
		}
		switch m := moved.FindStringSubmatch(line); {
		case m != nil && !within && scale == 1 && dx == 0 && dy == 0:
			var other float64
			scan(t, strings.Join(m[1:], " "), &scale, &other, &dx, &dy)
		case m != nil:
			var each, other, x, y float64
			scan(t, strings.Join(m[1:], " "), &each, &other, &x, &y)
			x, y = at(x, y)
			p.outlines = append(p.outlines, mark{x, y, each, ""})
		}
		if line == "EMC" {
			within = false
		}
		if m := show.FindStringSubmatch(line); m != nil && !within {
			var x, y float64
			scan(t, m[1]+" "+m[2], &x, &y)
			x, y = at(x, y)
			p.texts = append(p.texts, mark{x, y, size * scale, ""})
		}
		if m := box.FindStringSubmatch(line); m != nil {
			var x, y, w, h float64
			scan(t, m[2], &x, &y, &w, &h)
			x, y = at(x, y)
			b := label.Box{X: x, Y: y - h*scale, Width: w * scale, Height: h * scale}
			if m[3] != "" {
				p.frames = append(p.frames, b)
			} else {
				p.bars = append(p.bars, b)
			}
		}
	}
}

func printed(t *testing.T, j label.Job) (label.Report, []page) {
	t.Helper()
	var out bytes.Buffer
	j.Made = made
	r, err := label.Print(&out, j)
	if err != nil {
		t.Fatal(err)
	}
	if r.Pages == 0 {
		return r, nil
	}
	pages := drawn(t, out.Bytes())
	if len(pages) != r.Pages {
		t.Fatalf("%d pages in the PDF, %d told", len(pages), r.Pages)
	}
	return r, pages
}

func find(t *testing.T, name string) label.Sheet {
	t.Helper()
	s, ok := label.Find(name)
	if !ok {
		t.Fatalf("no sheet %q", name)
	}
	return s
}
