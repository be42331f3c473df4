package picture

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// keptOfWebP are the chunks that are needed to see a picture: the picture, what
// is transparent, and what moves.
var keptOfWebP = []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"}

// The flags of VP8X that announce what is taken out.
const (
	flagProfile = 0x20
	flagEXIF    = 0x08
	flagXMP     = 0x04
)

// frameHead is what a frame of a moving picture begins with, before its chunks.
const frameHead = 16

func isWebP(b []byte) bool {
	return len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP"
}

// eachPiece follows the chunks of a WebP, or of a frame of one.
func eachPiece(rest []byte, do func(kind string, body []byte) error) error {
	for len(rest) > 0 {
		if len(rest) < 8 {
			return ErrBroken
		}
		n := int64(binary.LittleEndian.Uint32(rest[4:]))
		if n > int64(len(rest)-8) {
			return ErrBroken
		}
		if err := do(string(rest[:4]), rest[8:8+n]); err != nil {
			return err
		}
		rest = rest[min(int64(len(rest)), 8+n+n%2):] // each begins at an even place
	}
	return nil
}

// piecesOf are the chunks of a WebP, without what comes after its end.
func piecesOf(webp []byte) ([]byte, error) {
	n := int64(binary.LittleEndian.Uint32(webp[4:]))
	if n < 4 || n > int64(len(webp)-8) {
		return nil, ErrBroken
	}
	return webp[12 : 8+n], nil
}

func cleanWebP(original []byte) ([]byte, error) {
	pieces, err := piecesOf(original)
	if err != nil {
		return nil, err
	}
	turn := turnedWebP(original)
	kept, err := keptPieces(pieces, turn)
	if err != nil {
		return nil, err
	}
	extended := bytes.HasPrefix(kept, []byte("VP8X"))
	if !extended && !bytes.HasPrefix(kept, []byte("VP8")) {
		return nil, ErrBroken
	}
	if extended && turn != 1 {
		kept = appendPiece(kept, "EXIF", exifOf(turn))
	}
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(kept)+4)) // #nosec G115 -- smaller than what came
	return append(append(out, "WEBP"...), kept...), nil
}

// keptPieces copies the chunks that are kept, also those within frames.
func keptPieces(pieces []byte, turn int) (out []byte, err error) {
	err = eachPiece(pieces, func(kind string, body []byte) error {
		switch {
		case !slices.Contains(keptOfWebP, kind):
			return nil
		case kind == "VP8X" && len(body) >= 10:
			body = bytes.Clone(body[:10])
			if body[0] &^= flagProfile | flagEXIF | flagXMP; turn != 1 {
				body[0] |= flagEXIF
			}
		case kind == "ANMF" && len(body) >= frameHead:
			within, err := keptPieces(body[frameHead:], turn)
			if err != nil {
				return err
			}
			body = append(bytes.Clone(body[:frameHead]), within...)
		case kind == "VP8X", kind == "ANMF":
			return ErrBroken
		}
		out = appendPiece(out, kind, body)
		return nil
	})
	return out, err
}

func appendPiece(out []byte, kind string, body []byte) []byte {
	out = append(out, kind...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body))) // #nosec G115 -- came from such a number
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

func turnedWebP(original []byte) int {
	turn := 1
	pieces, err := piecesOf(original)
	if err != nil {
		return turn
	}
	_ = eachPiece(pieces, func(kind string, body []byte) error { // what is broken stands as it is
		if kind == "EXIF" {
			turn = turnOf(bytes.TrimPrefix(body, []byte(exifBegin)))
		}
		return nil
	})
	return turn
}
