package backup

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/throughcare/throughcare/internal/vault"
)

// Files is the folder of the encrypted files beside a record. They travel as
// they lie there; what opens them are rows of the record and keys of the header.
type Files interface {
	Names() ([]string, error)
	Raw(name string) (io.ReadCloser, error)
	Place(name string, r io.Reader) error
}

// fileTable is what the files are in a backup: as if they were a table, with a
// row for each piece. No table of a database has such a name.
const fileTable = "@files"

// pieceBytes is how much of a file one line holds.
const pieceBytes = 48 << 10

var fileSection = section{Table: fileTable, Columns: []column{{"name", kindText}, {"piece", kindWhole}, {"data", kindBytes}}}

// ErrNoFolder is a backup with files where there is no folder to put them.
var ErrNoFolder = errors.New("the backup holds files, and there is no folder to restore them into")

// files writes the files that are there. The moment of the backup has passed: a
// row that is in it was committed after its file was on the disk.
func (d *dump) files(ctx context.Context) error {
	if d.options.Files == nil {
		return nil
	}
	names, err := d.options.Files.Names()
	if err != nil || len(names) == 0 {
		return err
	}
	if err := d.write(fileSection); err != nil {
		return err
	}
	total, files, bytes, err := pieces(ctx, d.options.Files, names, d.line)
	if err != nil {
		return err
	}
	t := total.table(fileTable)
	d.manifest.Tables = append(d.manifest.Tables, t)
	d.manifest.Files, d.manifest.FileBytes = files, bytes
	if d.options.Progress != nil {
		d.options.Progress("files", files)
	}
	return d.write(closing{t})
}

// pieces encodes and sums up every piece of every file; each may be nil. A file
// that was swept in the meantime is left out.
func pieces(ctx context.Context, from Files, names []string, each func([]byte) error) (total *sum, files int, bytes int64, err error) {
	total = &sum{}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, 0, 0, err
		}
		r, err := from.Raw(name)
		if errors.Is(err, vault.ErrGone) {
			continue
		}
		if err != nil {
			return nil, 0, 0, err
		}
		n, err := piecesOf(name, r, total, each)
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, 0, 0, err
		}
		files, bytes = files+1, bytes+n
	}
	return total, files, bytes, nil
}

func piecesOf(name string, r io.Reader, total *sum, each func([]byte) error) (bytes int64, err error) {
	buffer := make([]byte, pieceBytes)
	for piece := int64(0); ; piece++ {
		n, err := io.ReadFull(r, buffer)
		if errors.Is(err, io.EOF) {
			return bytes, nil
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return bytes, err
		}
		bytes += int64(n)
		line, err := encode([]any{name, piece, buffer[:n]})
		if err != nil {
			return bytes, err
		}
		total.add(line)
		if each == nil {
			continue
		}
		if err := each(line); err != nil {
			return bytes, err
		}
	}
}

// placing puts files back, piece by piece.
type placing struct {
	into Files
	name string
	next int64
	pipe *io.PipeWriter
	done chan error
}

// row takes a piece. They come file by file, in order.
func (p *placing) row(line []byte) error {
	values, err := decode(line, fileSection.Columns)
	if err != nil {
		return err
	}
	name, _ := values[0].(string)
	piece, _ := values[1].(int64)
	data, _ := values[2].([]byte)
	if piece == 0 {
		if err := p.end(nil); err != nil {
			return err
		}
		p.begin(name)
	}
	if p.pipe == nil || name != p.name || piece != p.next {
		return fmt.Errorf("%w (pieces of files are out of order)", ErrDamaged)
	}
	p.next++
	_, err = p.pipe.Write(data)
	return err
}

func (p *placing) begin(name string) {
	r, w := io.Pipe()
	done := make(chan error, 1)
	p.name, p.next, p.pipe, p.done = name, 0, w, done
	go func() {
		err := p.into.Place(name, r)
		_ = r.CloseWithError(err) // is always nil
		done <- err
	}()
}

// end waits until the file that was begun is on the disk, or gone when why is
// an error.
func (p *placing) end(why error) error {
	if p.pipe == nil {
		return nil
	}
	_ = p.pipe.CloseWithError(why) // is always nil
	p.pipe = nil
	return <-p.done
}
