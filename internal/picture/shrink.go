package picture

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // decodes
	_ "image/jpeg" // decodes
	_ "image/png"  // decodes

	_ "golang.org/x/image/webp" // decodes
)

// mostPixels is how large a picture may be to be made small: twice what a
// telephone takes. More is a flood, or a scan that nobody needs to see small.
const mostPixels = 24_000_000

// Shrink makes a picture that fits into a square of so many dots, standing as it
// is to be seen, on white where it is transparent. It takes JPEG, PNG, GIF (the
// first of its pictures) and WebP. What a picture says of its size is asked
// before any of it is decoded. It never makes one larger.
func Shrink(original []byte, side int) (*image.RGBA, error) {
	announced, _, err := image.DecodeConfig(bytes.NewReader(original))
	if err != nil {
		return nil, ErrKind
	}
	if w, h := int64(announced.Width), int64(announced.Height); w <= 0 || h <= 0 || w*h > mostPixels {
		return nil, fmt.Errorf("%w: %d by %d dots", ErrBroken, w, h)
	}
	full, _, err := image.Decode(bytes.NewReader(original))
	if err != nil {
		return nil, ErrBroken
	}
	return turn(reduce(full, side), Turned(original)), nil
}

// fine is how many dots, in each direction, are mixed into one.
const fine = 4

// reduce mixes dots of the original, evenly spread, into each of the small one.
func reduce(full image.Image, side int) *image.RGBA {
	from := full.Bounds()
	w, h := from.Dx(), from.Dy()
	if longest := max(w, h); longest > side {
		w, h = max(1, w*side/longest), max(1, h*side/longest)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			var mixed [3]uint32
			for i := range fine * fine {
				atX := from.Min.X + (x*fine+i%fine)*from.Dx()/(w*fine)
				atY := from.Min.Y + (y*fine+i/fine)*from.Dy()/(h*fine)
				r, g, b, a := full.At(atX, atY).RGBA()
				white := 0xffff - a
				mixed[0], mixed[1], mixed[2] = mixed[0]+r+white, mixed[1]+g+white, mixed[2]+b+white
			}
			dot := small.Pix[small.PixOffset(x, y):]
			for c, sum := range mixed {
				dot[c] = byte(sum / (fine * fine) >> 8) // #nosec G115 -- below 256
			}
			dot[3] = 0xff
		}
	}
	return small
}

// turn turns a picture as EXIF counts: 1 not at all, 2 to 4 mirrored, upside down
// or both, 5 to 8 the same lying on a side.
func turn(p *image.RGBA, how int) *image.RGBA {
	if how <= 1 || how > 8 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if how >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			fromX, fromY := x, y
			if how >= 5 {
				fromX, fromY = y, x
			}
			if how == 2 || how == 3 || how == 7 || how == 8 {
				fromX = w - 1 - fromX
			}
			if how == 3 || how == 4 || how == 6 || how == 7 {
				fromY = h - 1 - fromY
			}
			out.SetRGBA(x, y, p.RGBAAt(fromX, fromY))
		}
	}
	return out
}
