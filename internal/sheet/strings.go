package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// maxStrings bounds the list of shared texts; each takes four bytes and its text.
const maxStrings = 4_000_000

// sharedStrings are the texts that cells point to, one after the other in one
// string.
type sharedStrings struct {
	text string
	ends []uint32
}

// at returns a text; there may be none of that number in a broken file.
func (s *sharedStrings) at(i int) (string, bool) {
	switch {
	case i < 0 || i >= len(s.ends):
		return "", false
	case i == 0:
		return s.text[:s.ends[0]], true
	}
	return s.text[s.ends[i-1]:s.ends[i]], true
}

// readStrings reads the list of shared texts.
func readStrings(a *archive, name string) (sharedStrings, error) {
	var s sharedStrings
	part, err := a.part(name)
	if err != nil {
		return s, err
	}
	defer part.Close()
	tags := tagsOf(part)
	var text strings.Builder
	var one richText
	for {
		tag, err := tags.RawToken()
		if errors.Is(err, io.EOF) {
			s.text = text.String()
			return s, nil
		}
		if err != nil {
			return s, damaged(err)
		}
		one.take(tag)
		if end, ok := tag.(xml.EndElement); !ok || end.Name.Local != "si" {
			continue
		}
		text.WriteString(one.String())
		one = richText{buf: one.buf[:0]}
		s.ends = append(s.ends, uint32(text.Len()))
		if len(s.ends) > maxStrings || text.Len() > 1<<31 {
			return s, bad(nil, FaultUnzipped)
		}
	}
}

// richText gathers the text of a cell out of its runs, without the hints on how
// to pronounce it.
type richText struct {
	buf    []byte
	inText bool
	hints  int
}

func (t *richText) take(tag xml.Token) {
	switch tag := tag.(type) {
	case xml.StartElement:
		switch tag.Name.Local {
		case "t":
			t.inText = t.hints == 0
		case "rPh":
			t.hints++
		}
	case xml.EndElement:
		switch tag.Name.Local {
		case "t":
			t.inText = false
		case "rPh":
			t.hints--
		}
	case xml.CharData:
		if t.inText {
			t.buf = append(t.buf, tag...)
		}
	}
}

// String returns the text with its escapes undone.
func (t *richText) String() string { return unescape(string(t.buf)) }

// unescape undoes _x000D_: a character that XML cannot hold or would change
// (ECMA-376, part 1, 22.9.2.19).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+len("_x000D_") {
			break
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		out.WriteRune(rune(n))
		s = s[i+len("_x000D_"):]
	}
	out.WriteString(s)
	return out.String()
}
