package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
)

// pngBegin is what every PNG begins with.
const pngBegin = "\x89PNG\r\n\x1a\n"

// keptOfPNG are the chunks that are needed to see a picture: the picture, what is
// transparent, the colours of every screen, the size of a dot, and what moves.
var keptOfPNG = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT"}

// eachChunk follows a PNG to its end. A chunk whose sum is wrong is broken.
func eachChunk(png []byte, do func(kind string, body []byte)) error {
	rest := png[len(pngBegin):]
	for {
		if len(rest) < 12 {
			return ErrBroken
		}
		n := int64(binary.BigEndian.Uint32(rest))
		if n > int64(len(rest)-12) {
			return ErrBroken
		}
		summed, sum := rest[4:8+n], binary.BigEndian.Uint32(rest[8+n:])
		if crc32.ChecksumIEEE(summed) != sum {
			return ErrBroken
		}
		kind, body := string(summed[:4]), summed[4:]
		if do(kind, body); kind == "IEND" {
			return nil
		}
		rest = rest[12+n:]
	}
}

func cleanPNG(original []byte) ([]byte, error) {
	out := bytes.NewBuffer(make([]byte, 0, len(original)))
	out.WriteString(pngBegin)
	turn, seen := turnedPNG(original), false
	err := eachChunk(original, func(kind string, body []byte) {
		if !slices.Contains(keptOfPNG, kind) {
			return
		}
		if kind == "IDAT" && !seen && turn != 1 {
			writeChunk(out, "eXIf", exifOf(turn))
		}
		seen = seen || kind == "IDAT"
		writeChunk(out, kind, body)
	})
	if err != nil || !seen {
		return nil, ErrBroken
	}
	return out.Bytes(), nil
}

func writeChunk(out *bytes.Buffer, kind string, body []byte) {
	summed := append([]byte(kind), body...)
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) // #nosec G115 -- came from such a number
	out.Write(summed)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(summed)))
}

func turnedPNG(original []byte) int {
	turn := 1
	_ = eachChunk(original, func(kind string, body []byte) { // what is broken stands as it is
		if kind == "eXIf" {
			turn = turnOf(body)
		}
	})
	return turn
}
