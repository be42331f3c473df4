package sheet

import (
	"io"
	"slices"
)

// PieceSize is the size of all pieces of a file but the last.
const PieceSize = 512 << 10

// Pieces is the content of a file in pieces: a hundred megabytes are never
// copied, never needed in one stretch, and can be stored as they are.
type Pieces struct {
	pieces [][]byte
	size   int64
}

// ReadPieces reads a file into memory piece by piece. It stops a byte beyond
// limit, which a caller then finds in Size.
func ReadPieces(r io.Reader, limit int64) (*Pieces, error) {
	f := &Pieces{}
	r = io.LimitReader(r, limit+1)
	for {
		p := make([]byte, PieceSize)
		n, err := io.ReadFull(r, p)
		if p = p[:n]; n < PieceSize/2 {
			p = slices.Clone(p)
		}
		if n > 0 {
			f.Add(p)
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return f, nil
		default:
			return nil, err
		}
	}
}

// Add appends a piece, which the caller does not touch again. All but the last
// have PieceSize.
func (f *Pieces) Add(p []byte) { f.pieces, f.size = append(f.pieces, p), f.size+int64(len(p)) }

// All are the pieces in their order.
func (f *Pieces) All() [][]byte { return f.pieces }

// Size is how many bytes there are.
func (f *Pieces) Size() int64 { return f.size }

// ReadAt is as io.ReaderAt has it.
func (f *Pieces) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) && off < f.size {
		c := copy(p[n:], f.pieces[off/PieceSize][off%PieceSize:])
		n, off = n+c, off+int64(c)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// WriteTo is as io.WriterTo has it.
func (f *Pieces) WriteTo(w io.Writer) (total int64, err error) {
	for _, p := range f.pieces {
		n, err := w.Write(p)
		total += int64(n)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}
