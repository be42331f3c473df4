// Package thumbnail makes small pictures of what people send. A decoder is the
// likeliest way in for a hostile file, so none runs in the program that holds the
// record: a confined child (package confined) gets the file through a pipe, and
// gives bare dots back, which the program writes as a JPEG of its own. Whatever
// became of the child, what a browser is given was made by us of numbers.
package thumbnail

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"time"

	"github.com/throughcare/throughcare/internal/confined"
	"github.com/throughcare/throughcare/internal/picture"
)

// Command is the only argument of a program that is to be the child.
const Command = "thumbnail"

// Side is the longest side of a thumbnail, in dots.
const Side = 320

// Patience is how long one thumbnail may take.
const Patience = 2 * time.Second

// mostInput is more than what is kept, in bytes.
const mostInput = 32 << 20

var limits = confined.Limits{Memory: 256 << 20, Time: Patience, Output: 4 + 3*Side*Side}

// Supported reports whether thumbnails are made on this system at all.
const Supported = confined.Supported

// ErrNone is a picture of which the child made nothing in time. The text holds
// nothing of the picture.
var ErrNone = errors.New("thumbnail: none could be made")

// one keeps it to one child at a time: the memory of a small machine is not there
// for pictures.
var one = make(chan struct{}, 1)

// Make returns a JPEG that fits into a square of Side dots. From when its turn has
// come it takes Patience at most. It returns ErrNone for what is no picture, is
// too large, or was too much for the child, confined.ErrSystem where there are none,
// and the error of a child that could not be started. original must not make one
// wait, as a file on the disk does not.
func Make(ctx context.Context, original io.Reader) ([]byte, error) {
	select {
	case one <- struct{}{}:
		defer func() { <-one }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dots, err := confined.Run(ctx, Command, limits, original)
	if errors.Is(err, confined.ErrFailed) {
		return nil, errors.Join(ErrNone, err)
	}
	if err != nil {
		return nil, err
	}
	return encode(dots)
}

// Child is the work of the confined process: a picture comes in, dots go out. It
// gives up whatever it does not need before it reads the first byte.
func Child(in io.Reader, out io.Writer) error {
	if err := confined.Enter(limits); err != nil {
		return err
	}
	original, err := io.ReadAll(io.LimitReader(in, mostInput))
	if err != nil {
		return err
	}
	small, err := picture.Shrink(original, Side)
	if err != nil {
		return err
	}
	return writeDots(out, small)
}

// writeDots writes width and height, in two bytes each, and three bytes for every
// dot.
func writeDots(out io.Writer, p *image.RGBA) error {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	b := bufio.NewWriter(out)
	size := binary.BigEndian.AppendUint16(nil, uint16(w))          // #nosec G115 -- at most Side
	_, _ = b.Write(binary.BigEndian.AppendUint16(size, uint16(h))) // #nosec G115 -- at most Side; Flush says what went wrong
	for at := 0; at+4 <= len(p.Pix); at += 4 {
		_, _ = b.Write(p.Pix[at : at+3]) // as above
	}
	return b.Flush()
}

// encode reads the dots of a child that is not trusted, exactly as many as there
// have to be, and writes them as a JPEG.
func encode(dots []byte) ([]byte, error) {
	if len(dots) < 4 {
		return nil, ErrNone
	}
	w, h := int(binary.BigEndian.Uint16(dots)), int(binary.BigEndian.Uint16(dots[2:]))
	if dots = dots[4:]; w < 1 || h < 1 || w > Side || h > Side || len(dots) != 3*w*h {
		return nil, ErrNone
	}
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		copy(p.Pix[4*i:], dots[3*i:3*i+3])
		p.Pix[4*i+3] = 0xff
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, p, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}
