package vault

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
)

// Open returns what a file holds. The whole file was authenticated before the
// first byte is given: one that is not as it was sealed is refused with
// ErrDamaged, and one that is not there with ErrGone.
func (v *Vault) Open(s Sealed) (io.ReadCloser, error) {
	checked, err := v.reader(s)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, checked)
	if err := errors.Join(err, checked.Close()); err != nil {
		return nil, err
	}
	return v.reader(s)
}

// Glance opens a file of which only the beginning was authenticated, to see
// that it is there and has the right key.
func (v *Vault) Glance(s Sealed) (io.ReadCloser, error) { return v.reader(s) }

func (v *Vault) reader(s Sealed) (io.ReadCloser, error) {
	key, err := v.wrap.unseal(s.Key, s.Name)
	if err != nil {
		return nil, err
	}
	f, err := v.Raw(s.Name)
	if err != nil {
		return nil, err
	}
	in, err := age.Decrypt(bufio.NewReaderSize(f, 1<<16), &fileKey{key})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w (%w)", ErrDamaged, err), f.Close())
	}
	return &reader{in: in, left: s.Bytes, file: f}, nil
}

// Raw returns a file as it lies on the disk, encrypted, for backups.
func (v *Vault) Raw(name string) (io.ReadCloser, error) {
	path, err := v.path(name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, ErrGone
	case err != nil:
		return nil, fmt.Errorf("vault: %w", err)
	}
	return f, nil
}

// reader gives the content of a file without its padding. It ends well only
// when the whole file, to its last chunk, is what was sealed.
type reader struct {
	in   io.Reader
	left int64 // of the content
	file io.Closer
}

// Read gives the content.
func (r *reader) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, r.rest()
	}
	n, err := r.in.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	if err != nil && (err != io.EOF || r.left > 0) {
		return n, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return n, nil
}

// rest reads the padding, and with it the mark of the last chunk.
func (r *reader) rest() error {
	if _, err := io.Copy(io.Discard, r.in); err != nil {
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return io.EOF
}

// Close closes the file.
func (r *reader) Close() error { return r.file.Close() }
