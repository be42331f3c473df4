package sheet

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings that are guessed. More can be asked for; see Encodings.
const (
	UTF8        = "UTF-8"
	UTF16LE     = "UTF-16LE"
	UTF16BE     = "UTF-16BE"
	Windows1252 = "Windows-1252"
)

// single holds the encodings of one byte per letter, by the names people know.
var single = map[string]*charmap.Charmap{
	Windows1252:    charmap.Windows1252,
	"Windows-1250": charmap.Windows1250,
	"Windows-1251": charmap.Windows1251,
	"Windows-1253": charmap.Windows1253,
	"Windows-1254": charmap.Windows1254,
	"Windows-1255": charmap.Windows1255,
	"Windows-1256": charmap.Windows1256,
	"Windows-1257": charmap.Windows1257,
	"Windows-1258": charmap.Windows1258,
	"ISO-8859-15":  charmap.ISO8859_15,
	"Macintosh":    charmap.Macintosh,
	"IBM437":       charmap.CodePage437,
	"IBM850":       charmap.CodePage850,
}

// Encodings lists what a Way may name, the likeliest first.
func Encodings() []string {
	return []string{UTF8, Windows1252, UTF16LE, UTF16BE, "Macintosh", "ISO-8859-15", "IBM437", "IBM850", "Windows-1250", "Windows-1251",
		"Windows-1253", "Windows-1254", "Windows-1255", "Windows-1256", "Windows-1257", "Windows-1258"}
}

// coding is how the letters of a file are written.
type coding struct {
	name string
	mark int64 // bytes of the byte-order mark
	sure bool
}

// guessCoding looks at the mark, at the pattern of zeros, and then at every byte
// of the file: one letter in row 50,000 decides between UTF-8 and Windows-1252.
// Where a few letters of a UTF-8 file are not UTF-8 the file stays UTF-8 and the
// cells are repaired.
func guessCoding(src io.ReaderAt, size int64) (coding, error) {
	start := make([]byte, min(size, 4096))
	if _, err := src.ReadAt(start, 0); err != nil && err != io.EOF {
		return coding{}, err
	}
	switch {
	case bytes.HasPrefix(start, []byte{0xef, 0xbb, 0xbf}):
		return coding{UTF8, 3, true}, nil
	case bytes.HasPrefix(start, []byte{0xff, 0xfe}):
		return coding{UTF16LE, 2, true}, nil
	case bytes.HasPrefix(start, []byte{0xfe, 0xff}):
		return coding{UTF16BE, 2, true}, nil
	}
	if name := zeros(start); name != "" {
		return coding{name: name}, nil
	}
	letters, strays, err := census(io.NewSectionReader(src, 0, size))
	switch {
	case err != nil:
		return coding{}, err
	case strays == 0:
		return coding{name: UTF8, sure: true}, nil
	case letters > strays:
		return coding{name: UTF8}, nil
	}
	return coding{name: Windows1252}, nil
}

// zeros recognises UTF-16 without a mark: every other byte of Latin text is 0.
func zeros(b []byte) string {
	var even, odd int
	for i, c := range b {
		if c != 0 {
			continue
		}
		if i%2 == 0 {
			even++
		} else {
			odd++
		}
	}
	enough := len(b) / 6
	switch {
	case len(b) < 4:
	case odd > enough && even < odd/8:
		return UTF16LE
	case even > enough && odd < even/8:
		return UTF16BE
	}
	return ""
}

// census counts the letters beyond ASCII that are proper UTF-8, and the bytes
// that are not.
func census(r io.Reader) (letters, strays int, err error) {
	buf := make([]byte, 64<<10)
	kept := 0 // bytes of a letter that the last block cut
	for {
		n, err := r.Read(buf[kept:])
		b := buf[:kept+n]
		end := err == io.EOF
		if err != nil && !end {
			return 0, 0, err
		}
		kept = 0
		for len(b) > 0 {
			if b[0] < utf8.RuneSelf {
				b = b[ascii(b):]
				continue
			}
			if !end && !utf8.FullRune(b) {
				kept = copy(buf, b)
				break
			}
			r, size := utf8.DecodeRune(b)
			if r == utf8.RuneError && size == 1 {
				strays++
			} else {
				letters++
			}
			b = b[size:]
		}
		if end {
			return letters, strays, nil
		}
	}
}

// ascii counts the ASCII bytes at the start of b.
func ascii(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// decoded reads a file as UTF-8, without its mark. Strays in a UTF-8 file are
// passed on as they are.
func decoded(src io.ReaderAt, size int64, c coding) io.Reader {
	r := io.NewSectionReader(src, c.mark, size-c.mark)
	var e encoding.Encoding
	switch c.name {
	case UTF8:
		return r
	case UTF16LE:
		e = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case UTF16BE:
		e = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	default:
		e = single[c.name]
	}
	return transform.NewReader(r, e.NewDecoder())
}

// coded is the coding a Way asks for.
func coded(name string, guessed coding) (coding, bool) {
	if name == guessed.name {
		return coding{name, guessed.mark, true}, true
	}
	_, ok := single[name]
	return coding{name: name, sure: true}, ok || name == UTF8 || name == UTF16LE || name == UTF16BE
}
