// Package turns keeps one from reading a block of a file while another writes it.
//
// The write-ahead log of an encrypted record needs that. One block of the cipher
// holds the end of what was committed and the beginning of what comes: the next
// commit writes that block anew. SQLite lets others read meanwhile, since it
// means to append only. A kernel may give them a part of the old block and a part
// of the new one, as Linux does on ext4, and what is deciphered from that is
// rubbish in every byte, on a page that no checksum covers while it stands in the
// log (decision 162).
package turns

import (
	"errors"
	"os"

	"github.com/ncruces/go-sqlite3/vfs"

	"github.com/throughcare/throughcare/internal/disk"
)

type file struct {
	vfs.File
	lock *os.File // the same file, opened once more: its lock is that of one connection
}

// Open wraps a file of the name, so that its blocks are read and written by turns
// with every other connection, of this process or of another. It closes the file
// when it returns an error.
func Open(f vfs.File, name string) (vfs.File, error) {
	lock, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &file{f, lock}, nil
}

// ReadAt reads while nobody writes.
func (f *file) ReadAt(p []byte, off int64) (n int, err error) {
	err = f.inTurn(false, func() (err error) { n, err = f.File.ReadAt(p, off); return err })
	return n, err
}

// WriteAt writes while nobody reads.
func (f *file) WriteAt(p []byte, off int64) (n int, err error) {
	err = f.inTurn(true, func() (err error) { n, err = f.File.WriteAt(p, off); return err })
	return n, err
}

// inTurn hands an error of fn through as it is: the layers above know the end of
// a file, and a full disk, by it.
func (f *file) inTurn(alone bool, fn func() error) error {
	if err := disk.Lock(f.lock, alone); err != nil {
		return err
	}
	err := fn()
	if lost := disk.Unlock(f.lock); lost != nil {
		return lost
	}
	return err
}

// Close gives the lock back with the file.
func (f *file) Close() error { return errors.Join(f.lock.Close(), f.File.Close()) }

// Unwrap is the file itself.
func (f *file) Unwrap() vfs.File { return f.File }
