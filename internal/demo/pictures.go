package demo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"strings"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/vault"
)

// files keeps a photograph and a letter with one of them, where there is a folder
// for files.
func (f *filler) files(ctx context.Context) error {
	photo, err := evening()
	if err != nil {
		return err
	}
	for _, n := range []files.New{
		{Name: "The window.jpg", Content: photo},
		{Name: "Letter of 9 November.pdf", Content: strings.NewReader("%PDF-1.4\n% an invented letter\n")},
	} {
		n.PersonID = f.folk["Darnell Pike"]
		if _, err := f.rec.Files.Add(ctx, f.ruth(), n); err != nil && !errors.Is(err, vault.ErrNoFolder) {
			return err
		}
	}
	return nil
}

// evening is a photograph with a telephone's words in it: a sky, a hill, and the
// bars of a window.
func evening() (io.Reader, error) {
	p := image.NewRGBA(image.Rect(0, 0, 960, 720))
	for y := range 720 {
		for x := range 960 {
			c := color.RGBA{uint8(90 + y/5), uint8(120 - y/9), uint8(170 - y/5), 0xff} // #nosec G115 -- within a byte
			if y > 520+(x-480)*(x-480)/2200 {
				c = color.RGBA{30, 52, 46, 0xff}
			}
			if x%160 < 14 {
				c = color.RGBA{22, 24, 26, 0xff}
			}
			p.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		return nil, err
	}
	const words = "A telephone, somewhere"
	comment := append([]byte{0xff, 0xfe, 0, byte(len(words) + 2)}, words...)
	return io.MultiReader(bytes.NewReader(b.Bytes()[:2]), bytes.NewReader(comment), bytes.NewReader(b.Bytes()[2:])), nil
}
