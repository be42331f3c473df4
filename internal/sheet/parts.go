package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits on the shape of the archive, not on what it says.
const (
	maxDirectory = 1 << 20 // bytes of the list of parts; one part takes 46 or more
	maxSmallPart = 8 << 20 // bytes of a part that is read into memory whole
	maxTag       = 4 << 20 // bytes between two tags; a cell of Excel has at most 128 KiB
)

// archive holds the parts of an XLSX file by name, in lower case.
type archive struct {
	parts map[string]*zip.File
	limit int64 // bytes that may come out of one part
}

// openArchive reads the list of parts. The list itself is bounded before it is
// read: one of a million parts would fill the memory.
func openArchive(src io.ReaderAt, size, limit int64) (*archive, error) {
	if !smallDirectory(src, size) {
		return nil, bad(nil, FaultBroken)
	}
	z, err := zip.NewReader(within{src, size}, size)
	if err != nil {
		return nil, damaged(err)
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File)), limit: limit}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimLeft(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if f.Flags&1 != 0 {
			return nil, bad(nil, FaultLocked)
		}
		if _, twice := a.parts[name]; twice { // two parts of one name: which one counts is a trick
			return nil, bad(nil, FaultBroken)
		}
		a.parts[name] = f
	}
	return a, nil
}

// within keeps a broken list of parts from asking for bytes outside the file,
// which readers answer with errors of their own.
type within struct {
	src  io.ReaderAt
	size int64
}

// ReadAt reads from inside the file.
func (w within) ReadAt(b []byte, at int64) (int, error) {
	if at < 0 || at >= w.size {
		return 0, io.EOF
	}
	return w.src.ReadAt(b, at)
}

// smallDirectory finds the end record of a zip file (APPNOTE 4.3.16) and checks
// that the list it points to is short and near the end. Zip64 is not needed by
// files of our size.
func smallDirectory(src io.ReaderAt, size int64) bool {
	const record, comment = 22, 1<<16 - 1
	tail := make([]byte, min(size, record+comment))
	if n, err := src.ReadAt(tail, size-int64(len(tail))); n < len(tail) || err != nil && err != io.EOF {
		return false
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < record {
		return false
	}
	end := size - int64(len(tail)) + int64(i)
	length := int64(binary.LittleEndian.Uint32(tail[i+12:]))
	offset := int64(binary.LittleEndian.Uint32(tail[i+16:]))
	return length <= maxDirectory && offset <= end && end-offset <= 2*maxDirectory
}

// size is what the parts say they unpack to, together.
func (a *archive) size(names ...string) int64 {
	total := int64(0)
	for _, name := range names {
		if f := a.parts[name]; f != nil {
			if f.UncompressedSize64 > 1<<40 {
				return 1 << 40
			}
			total += int64(f.UncompressedSize64)
		}
	}
	return total
}

// errUnzipped means that more comes out of a part than it says or than allowed.
var errUnzipped = errors.New("part over limit")

// part reads one part. An absent one is empty.
func (a *archive) part(name string) (io.ReadCloser, error) {
	f := a.parts[name]
	if f == nil {
		return io.NopCloser(strings.NewReader("")), nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	return struct {
		io.Reader
		io.Closer
	}{&capped{r: r, left: a.limit}, r}, nil
}

// small reads a part of XML into v; an absent one leaves it as it is.
func (a *archive) small(name string, v any) error {
	if a.parts[name] == nil {
		return nil
	}
	r, err := a.part(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(&capped{r: r, left: maxSmallPart}).Decode(v); err != nil {
		return damaged(err)
	}
	return nil
}

// capped is an io.LimitedReader that does not end quietly.
type capped struct {
	r    io.Reader
	left int64
}

// Read reads at most what is left.
func (c *capped) Read(b []byte) (int, error) {
	if c.left <= 0 {
		return 0, errUnzipped
	}
	n, err := c.r.Read(b[:min(int64(len(b)), c.left)])
	c.left -= int64(n)
	return n, err
}

// tagsOf reads XML tag by tag; text between two tags, and tags, are bounded.
func tagsOf(r io.Reader) *xml.Decoder {
	return xml.NewDecoder(bufio.NewReaderSize(&tagGuard{r: r}, 64<<10))
}

// tagGuard fails where no tag begins for longer than any cell is.
type tagGuard struct {
	r     io.Reader
	since int
}

// Read watches for tags.
func (g *tagGuard) Read(b []byte) (int, error) {
	n, err := g.r.Read(b)
	if i := bytes.LastIndexByte(b[:n], '<'); i >= 0 {
		g.since = n - i
	} else {
		g.since += n
	}
	if g.since > maxTag {
		return 0, errUnzipped
	}
	return n, err
}

// damaged turns what archive and XML readers say of a broken file into a fault;
// other errors, those of the disk, stay what they are.
func damaged(err error) error {
	syntax, isSyntax := errors.AsType[*xml.SyntaxError](err)
	corrupt, isCorrupt := errors.AsType[flate.CorruptInputError](err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errUnzipped):
		return bad(err, FaultUnzipped)
	case isSyntax:
		return bad(fmt.Errorf("XML, line %d", syntax.Line), FaultBroken)
	case isCorrupt:
		return bad(corrupt, FaultBroken)
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return bad(err, FaultBroken)
	}
	if _, ok := errors.AsType[*strconv.NumError](err); ok { // a word where XML should hold a number
		return bad(nil, FaultBroken)
	}
	return err
}
