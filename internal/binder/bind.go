package binder

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"io"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"codeberg.org/go-pdf/fpdf/contrib/gofpdi"

	"github.com/throughcare/throughcare/internal/paper"
	"github.com/throughcare/throughcare/internal/picture"
)

// mostPages is how many pages of one PDF are placed.
const mostPages = 400

// sharp is the longest side of a placed picture, in dots: 200 to the inch of A4.
const sharp = 2300

// bind writes the bundle twice: where an item begins is known only when everything
// before it is written, and the index stands before all of them.
func (b Bundle) bind() (Bound, error) {
	first := make([]int, len(b.Items))
	var bound Bound
	for range 2 {
		w, err := b.write(first)
		if err != nil {
			return Bound{}, err
		}
		first = w.First
		bound = *w
	}
	return bound, nil
}

// writer is a bundle while it is written.
type writer struct {
	paper.Sheet
	b   Bundle
	out *Bound
}

func (b Bundle) write(first []int) (*Bound, error) {
	sheet, err := paper.New(b.Size, b.Made, b.Words.foot)
	if err != nil {
		return nil, err
	}
	w := writer{sheet, b, &Bound{First: make([]int, len(b.Items))}}
	w.AddPage()
	w.blocks(b.Cover)
	w.AddPage()
	w.index(first)
	for i, item := range b.Items {
		w.item(i, item)
	}
	w.out.Pages = w.PageNo()
	var pdf bytes.Buffer
	if err := w.Write(&pdf); err != nil {
		return nil, err
	}
	w.out.PDF = pdf.Bytes()
	return w.out, nil
}

func (w writer) blocks(list []Block) {
	for _, b := range list {
		switch b.Kind {
		case Heading:
			w.Heading(b.Text, 13)
		case Line:
			w.Line(b.Label, b.Text)
		default:
			w.Para(b.Text)
		}
	}
}

// index says on which page each item begins. Its length does not depend on the
// numbers.
func (w writer) index(first []int) {
	w.Heading(w.b.Words.Index, 16)
	for i, item := range w.b.Items {
		w.Row(strconv.Itoa(i+1)+". "+item.Title, strconv.Itoa(first[i]))
	}
}

// item begins on a page of its own: its text, or its file where it has none.
func (w writer) item(i int, item Item) {
	w.out.First[i] = w.PageNo() + 1
	placed := item.File == nil || len(item.Blocks) == 0 && w.place(i, item) == nil
	if !placed || item.File == nil {
		w.AddPage()
		w.Heading(strconv.Itoa(i+1)+". "+item.Title, 13)
		w.blocks(item.Blocks)
	}
	if !placed && (len(item.Blocks) == 0 || w.place(i, item) != nil) {
		w.out.Apart = append(w.out.Apart, i)
		w.Para(strings.ReplaceAll(w.b.Words.Apart, "{title}", item.Title))
	}
}

// place puts the pages of a file into the bundle.
func (w writer) place(i int, item Item) error {
	label := strconv.Itoa(i+1) + ". " + item.Title
	switch item.File.Kind {
	case PDF:
		return w.pages(label, item.File.Content)
	case Picture:
		return w.picture(i, label, item.File.Content)
	}
	return fmt.Errorf("binder: a file of no known kind")
}

// room is where a page goes: within the margins, below a line that says what it is.
func (w writer) room(label string) (x, y, wide, high float64) {
	w.AddPage()
	w.Bold(label)
	pw, ph := w.GetPageSize()
	y = w.GetY() + 2
	return paper.Margin, y, pw - 2*paper.Margin, ph - paper.Margin - y
}

// fit makes something as large as the room allows, and centres it.
func fit(x, y, wide, high, w, h float64) (atX, atY, toW, toH float64) {
	scale := min(wide/w, high/h)
	toW, toH = w*scale, h*scale
	return x + (wide-toW)/2, y, toW, toH
}

func (w writer) picture(i int, label string, content []byte) error {
	small, err := picture.Shrink(content, sharp)
	if err != nil {
		return err
	}
	var dots bytes.Buffer
	if err := jpeg.Encode(&dots, small, &jpeg.Options{Quality: 82}); err != nil {
		return err
	}
	name := "item" + strconv.Itoa(i)
	w.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "JPG"}, &dots)
	if err := w.Error(); err != nil {
		return err
	}
	x, y, wide, high := w.room(label)
	x, y, wide, high = fit(x, y, wide, high, float64(small.Rect.Dx()), float64(small.Rect.Dy()))
	w.ImageOptions(name, x, y, wide, high, false, fpdf.ImageOptions{ImageType: "JPG"}, 0, "")
	return nil
}

// pages places every page of a PDF. All are read before the first is placed: a file
// that breaks half-way leaves nothing behind. The library says what it cannot read by
// panic.
func (w writer) pages(label string, content []byte) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("binder: this PDF cannot be placed: %v", broken)
		}
	}()
	if !bytes.HasPrefix(bytes.TrimLeft(content[:min(len(content), 1024)], "\x00\xef\xbb\xbf \r\n\t"), []byte("%PDF-")) {
		return fmt.Errorf("binder: no PDF")
	}
	in := gofpdi.NewImporter()
	var source io.ReadSeeker = bytes.NewReader(content)
	in.ImportPageFromStream(w.Fpdf, &source, 1, box)
	sizes := in.GetPageSizes()
	if len(sizes) == 0 || len(sizes) > mostPages {
		return fmt.Errorf("binder: %d pages", len(sizes))
	}
	templates := make([]int, len(sizes)+1) // pages are counted from 1
	for n := 1; n <= len(sizes); n++ {
		templates[n] = in.ImportPageFromStream(w.Fpdf, &source, n, box)
	}
	for n, t := range templates[1:] {
		size := sizes[n+1][box]
		x, y, wide, high := w.room(label)
		x, y, wide, high = fit(x, y, wide, high, size["w"], size["h"])
		in.UseImportedTemplate(w.Fpdf, t, x, y, wide, high)
	}
	return nil
}

// box is which of its frames a page is taken by.
const box = "/MediaBox"
