// Package binder binds papers of a file into one PDF with an index and page numbers:
// texts, forms, pictures, and the pages of other PDFs. Those come from strangers, so
// the binding is done by a confined child, and a paper that it cannot place is named
// in the index as going along by itself.
package binder

import (
	"bytes"
	"context"
	"encoding/gob"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/confined"
)

// Command is the only argument of a program that is to be the child.
const Command = "bind"

// The sorts of a block.
const (
	Heading = "heading"
	Para    = "para"
	Line    = "line" // a label with what it holds beside it
)

// Block is one piece of text.
type Block struct{ Kind, Label, Text string }

// The kinds of file that can be placed.
const (
	PDF     = "pdf"
	Picture = "picture"
)

// File is a paper as it came.
type File struct {
	Kind    string // PDF, Picture, or "" for what cannot be placed
	Content []byte
}

// Item is one line of the index and what stands on its pages.
type Item struct {
	Title  string
	Blocks []Block
	File   *File // after the blocks; or nil
}

// Words are the words of the bundle itself. In Page, {page} and {pages} stand for the
// numbers; in Apart, {title}.
type Words struct{ Index, Page, Apart string }

// Bundle is what is bound. All its words are said already.
type Bundle struct {
	Size  string // of the paper, as fpdf has it: "A4"
	Made  time.Time
	Cover []Block
	Items []Item
	Words Words
}

// Bound is the bundle as it came out.
type Bound struct {
	PDF   []byte
	Apart []int // the items whose file could not be placed
	First []int // on which page each item begins
	Pages int
}

// MostInput is how large the files of a bundle may be together, in bytes.
const MostInput = 96 << 20

var limits = confined.Limits{Memory: 1 << 30, Time: 20 * time.Second, Output: 200 << 20}

// ErrLarge is a bundle of more than MostInput.
var ErrLarge = errors.New("binder: the files are too large together")

// Plain makes the PDF without a child: every file goes along by itself.
func Plain(_ context.Context, b Bundle) (Bound, error) { return b.withoutFiles().bind() }

// Bind makes the PDF. Where no child can be confined, or it did not come to an end,
// every file goes along by itself.
func Bind(ctx context.Context, b Bundle) (Bound, error) {
	size := 0
	for _, i := range b.Items {
		if i.File != nil {
			size += len(i.File.Content)
		}
	}
	if size > MostInput {
		return Bound{}, ErrLarge
	}
	var in bytes.Buffer
	if err := gob.NewEncoder(&in).Encode(b); err != nil {
		return Bound{}, err
	}
	out, err := confined.Run(ctx, Command, limits, &in)
	var bound Bound
	if err == nil {
		err = gob.NewDecoder(bytes.NewReader(out)).Decode(&bound)
	}
	switch {
	case ctx.Err() != nil:
		return Bound{}, ctx.Err()
	case err == nil && bytes.HasPrefix(bound.PDF, []byte("%PDF-")):
		return bound, nil
	}
	return b.withoutFiles().bind()
}

// withoutFiles lets every file go along by itself.
func (b Bundle) withoutFiles() Bundle {
	items := make([]Item, len(b.Items))
	for i, item := range b.Items {
		if items[i] = item; item.File != nil {
			items[i].File = &File{}
		}
	}
	b.Items = items
	return b
}

// Child is the work of the confined process.
func Child(in io.Reader, out io.Writer) error {
	if err := confined.Enter(limits); err != nil {
		return err
	}
	var b Bundle
	if err := gob.NewDecoder(in).Decode(&b); err != nil {
		return err
	}
	bound, err := b.bind()
	if err != nil {
		return err
	}
	return gob.NewEncoder(out).Encode(bound)
}

// foot says the number of a page.
func (w Words) foot(page int) string {
	return strings.NewReplacer("{page}", strconv.Itoa(page), "{pages}", "{nb}").Replace(w.Page)
}
