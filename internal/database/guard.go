package database

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/throughcare/throughcare/internal/disk"
)

// guard looks at the file before SQLite does, and makes it when it is not there.
func (e *sqliteEngine) guard(existing bool) error {
	if err := safePlace(e.path); err != nil {
		return err
	}
	info, err := os.Stat(e.path)
	if errors.Is(err, fs.ErrNotExist) {
		return e.create(existing)
	}
	if err != nil {
		return err
	}
	if err := ownerOnly(e.path); err != nil {
		return err
	}
	if info.Size() == 0 {
		return e.emptyFile(existing)
	}
	if err := enciphered(e.path); err != nil {
		return err
	}
	ok, err := keyOpens(e.path, e.key)
	if err == nil && !ok {
		err = ErrWrongKey
	}
	return err
}

func (e *sqliteEngine) create(existing bool) error {
	if existing {
		return fmt.Errorf("%w: %s", ErrNoFile, e.path)
	}
	if err := e.strayLog(); err != nil {
		return err
	}
	f, err := os.OpenFile(e.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), disk.SyncFolder(filepath.Dir(e.path)))
}

// emptyFile is what a crash during the very first start leaves behind.
func (e *sqliteEngine) emptyFile(existing bool) error {
	if existing {
		return fmt.Errorf("%w: %s is empty", ErrDamaged, e.path)
	}
	return e.strayLog()
}

// strayLog refuses to make a new database beside the write-ahead log of another:
// SQLite would throw the log away, and it may be all that is left.
func (e *sqliteEngine) strayLog() error {
	info, err := os.Stat(e.path + "-wal")
	if err == nil && info.Size() > 0 {
		return fmt.Errorf("%w: the file is missing or empty, but its write-ahead log %s-wal is there", ErrDamaged, e.path)
	}
	return nil
}

func enciphered(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	var head [16]byte
	if _, err := f.ReadAt(head[:], 0); err == nil && string(head[:]) == "SQLite format 3\x00" {
		return ErrPlaintext
	}
	return nil
}

// ownerOnly refuses a file that others on the machine may read or write.
func ownerOnly(path string) error {
	if runtime.GOOS == "windows" { // no such modes there
		return nil
	}
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			return fmt.Errorf("%w: others may read or write %s (mode %04o); run: chmod 600 %[2]s", ErrExposed, name, info.Mode().Perm())
		}
	}
	return nil
}
