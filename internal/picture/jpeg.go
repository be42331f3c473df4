package picture

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// The markers of a JPEG that are told apart.
const (
	soi  = 0xd8 // begin
	eoi  = 0xd9 // end
	sos  = 0xda // what follows is picture, up to the next marker
	app0 = 0xe0 // JFIF
	app1 = 0xe1 // EXIF, XMP
	adob = 0xee // how Adobe has mixed the colours
)

// segment is a part of a JPEG.
type segment struct {
	marker byte
	body   []byte // after its length
	data   []byte // of a scan: the coded picture that follows
}

// eachSegment follows a JPEG to its end, and returns ErrBroken when it has none.
// What comes after the end is not looked at.
func eachSegment(jpeg []byte, do func(segment)) error {
	rest := jpeg[2:]
	for {
		for len(rest) > 1 && rest[0] == 0xff && rest[1] == 0xff { // may be filled up
			rest = rest[1:]
		}
		if len(rest) < 2 || rest[0] != 0xff {
			return ErrBroken
		}
		s := segment{marker: rest[1]}
		if rest = rest[2:]; s.marker == eoi {
			return nil
		}
		if len(rest) < 2 {
			return ErrBroken
		}
		n := int(binary.BigEndian.Uint16(rest))
		if n < 2 || n > len(rest) {
			return ErrBroken
		}
		s.body, rest = rest[2:n], rest[n:]
		if s.marker == sos {
			end := endOfScan(rest)
			s.data, rest = rest[:end], rest[end:]
		}
		do(s)
	}
}

// endOfScan finds the next marker in coded picture. A 0xff in it is followed by
// 0 or by the number of a restart.
func endOfScan(data []byte) int {
	for at := 0; ; at++ {
		next := bytes.IndexByte(data[at:], 0xff)
		if next < 0 || at+next+1 >= len(data) {
			return len(data)
		}
		at += next
		if after := data[at+1]; after != 0 && (after < 0xd0 || after > 0xd7) {
			return at
		}
	}
}

// cleanJPEG copies what is needed to see the picture: tables, frames and scans.
// Colours are those of every screen: a profile names the machine it was made for.
func cleanJPEG(original []byte) ([]byte, error) {
	out := bytes.NewBuffer(make([]byte, 0, len(original)))
	out.Write([]byte{0xff, soi})
	if turn := turnedJPEG(original); turn != 1 {
		writeSegment(out, segment{marker: app1, body: append([]byte(exifBegin), exifOf(turn)...)})
	}
	seen := false
	err := eachSegment(original, func(s segment) {
		if kept, body := keptOfJPEG(s); kept {
			seen = seen || s.marker == sos
			writeSegment(out, segment{s.marker, body, s.data})
		}
	})
	if err != nil || !seen {
		return nil, ErrBroken
	}
	out.Write([]byte{0xff, eoi})
	return out.Bytes(), nil
}

// keptOfJPEG says whether a segment is kept, and what of it.
func keptOfJPEG(s segment) (bool, []byte) {
	switch {
	case s.marker == app0 && bytes.HasPrefix(s.body, []byte("JFIF\x00")) && len(s.body) >= 14:
		return true, append(bytes.Clone(s.body[:12]), 0, 0) // without its preview
	case s.marker == adob && bytes.HasPrefix(s.body, []byte("Adobe")) && len(s.body) >= 12:
		return true, s.body[:12]
	}
	const tables = "\xdb\xdc\xdd"
	frame := s.marker >= 0xc0 && s.marker <= 0xcf && s.marker != 0xc8 // and the tables of codes among them
	return frame || s.marker == sos || strings.IndexByte(tables, s.marker) >= 0, s.body
}

func writeSegment(out *bytes.Buffer, s segment) {
	out.Write([]byte{0xff, s.marker})
	out.Write(binary.BigEndian.AppendUint16(nil, uint16(len(s.body)+2))) // #nosec G115 -- came from such a number
	out.Write(s.body)
	out.Write(s.data)
}

func turnedJPEG(original []byte) int {
	turn := 1
	// One that is broken further on still stands somehow.
	_ = eachSegment(original, func(s segment) {
		if exif, ok := bytes.CutPrefix(s.body, []byte(exifBegin)); ok && s.marker == app1 && turn == 1 {
			turn = turnOf(exif)
		}
	})
	return turn
}
