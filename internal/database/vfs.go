package database

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
	"github.com/ncruces/go-sqlite3/vfs/adiantum"
	cipher "lukechampine.com/adiantum"

	"github.com/throughcare/throughcare/internal/database/turns"
	"github.com/throughcare/throughcare/internal/disk"
)

// block is the unit of encryption, and the page size.
const block = 4096

// sealed is the name of our file layers in SQLite.
var sealed = sync.OnceValue(func() string { return seal("throughcare", vfs.Find("")) })

// seal registers the Adiantum cipher and groundVFS, on top of base, as name.
func seal(name string, base vfs.VFS) string {
	vfs.Register(name, adiantum.Wrap(&groundVFS{base}, nil))
	return name
}

// groundVFS is the operating system's files with five corrections that an
// encrypted record needs:
//
//   - a file that ends within a block is as long as its whole blocks. A block of
//     the write-ahead log torn by a power cut cannot be deciphered, and the file
//     would not open because of a commit that was never acknowledged;
//   - a block of that log is not read while it is written (package turns);
//   - a full disk is reported as such, not as a broken one;
//   - new files can be read by their owner only;
//   - the first sync of a new journal also syncs the folder that names it.
type groundVFS struct{ vfs.VFS }

// Open opens a temporary file; SQLite calls OpenFilename for every other.
func (v *groundVFS) Open(_ string, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	return v.OpenFilename(nil, flags)
}

// OpenFilename opens a database file, a journal or a write-ahead log.
func (v *groundVFS) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	const journal = vfs.OPEN_MAIN_JOURNAL | vfs.OPEN_SUPER_JOURNAL | vfs.OPEN_WAL
	folder := ""
	if name != nil && flags&vfs.OPEN_CREATE != 0 {
		if err := private(name.String(), flags); err != nil {
			return nil, flags, err
		}
		if flags&journal != 0 {
			folder = filepath.Dir(name.String())
		}
	}
	f, flags, err := vfsutil.WrapOpenFilename(v.VFS, name, flags)
	if err != nil {
		return f, flags, err
	}
	if name != nil && flags&vfs.OPEN_WAL != 0 {
		if f, err = turns.Open(f, name.String()); err != nil {
			return nil, flags, err
		}
	}
	return &groundFile{File: f, folder: folder}, flags, nil
}

// private makes the file, and the shared memory beside a write-ahead log, with
// rights for the owner alone, before the layer below would make it for all.
func private(name string, flags vfs.OpenFlag) error {
	if flags&vfs.OPEN_EXCLUSIVE != 0 {
		return nil
	}
	names := []string{name}
	if stem, ok := strings.CutSuffix(name, "-wal"); ok && flags&vfs.OPEN_WAL != 0 {
		names = append(names, stem+"-shm")
	}
	for _, name := range names {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
		if errors.Is(err, fs.ErrPermission) {
			continue // let the layer below report it in its own way
		}
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

type groundFile struct {
	vfs.File
	folder string // to be synced with the first sync of the file; "" when done
}

// Size is the length in whole blocks.
func (f *groundFile) Size() (int64, error) {
	n, err := f.File.Size()
	return n &^ (block - 1), err
}

// WriteAt tells a full disk from a broken one.
func (f *groundFile) WriteAt(p []byte, off int64) (int, error) {
	n, err := f.File.WriteAt(p, off)
	return n, full(err)
}

// Truncate tells a full disk from a broken one.
func (f *groundFile) Truncate(size int64) error { return full(f.File.Truncate(size)) }

// Sync makes the contents durable, and the first time the name of a new file.
func (f *groundFile) Sync(flags vfs.SyncFlag) error {
	if err := f.File.Sync(flags); err != nil {
		return full(err)
	}
	if f.folder == "" {
		return nil
	}
	if err := disk.SyncFolder(f.folder); err != nil {
		return full(err)
	}
	f.folder = ""
	return nil
}

func full(err error) error {
	if disk.Full(err) {
		return sqlite3.FULL
	}
	return err
}

// Unwrap and the methods after it hand through what SQLite asks of the file.
func (f *groundFile) Unwrap() vfs.File { return f.File }

// SharedMemory is the index of the write-ahead log.
func (f *groundFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }

// LockState is the lock held.
func (f *groundFile) LockState() vfs.LockLevel { return vfsutil.WrapLockState(f.File) }

// PersistWAL reports whether the write-ahead log stays when the file is closed.
func (f *groundFile) PersistWAL() bool { return vfsutil.WrapPersistWAL(f.File) }

// SetPersistWAL says whether the write-ahead log stays when the file is closed.
func (f *groundFile) SetPersistWAL(keep bool) { vfsutil.WrapSetPersistWAL(f.File, keep) }

// HasMoved reports whether the file was renamed or removed under us.
func (f *groundFile) HasMoved() (bool, error) { return vfsutil.WrapHasMoved(f.File) }

// keyOpens reports whether the key deciphers the file or its write-ahead log.
// It is asked before SQLite opens the file: given a wrong key, SQLite would take
// a write-ahead log for rubbish and remove it, with the commits in it.
func keyOpens(path string, key []byte) (bool, error) {
	first, err := firstBlock(path, key)
	if err != nil || strings.HasPrefix(first, "SQLite format 3\x00") {
		return err == nil, err
	}
	log, err := firstBlock(path+"-wal", key)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return strings.HasPrefix(log, "\x37\x7f\x06\x82") || strings.HasPrefix(log, "\x37\x7f\x06\x83"), err
}

// firstBlock deciphers the first block of a file; "" when the file is shorter.
func firstBlock(path string, key []byte) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	var b [block]byte
	if n, err := f.ReadAt(b[:], 0); n < block {
		if info, statErr := f.Stat(); statErr == nil && info.Size() < block {
			return "", nil
		}
		return "", err
	}
	var tweak [8]byte // the offset of the block
	binary.LittleEndian.PutUint64(tweak[:], 0)
	return string(cipher.New(key).Decrypt(b[:], tweak[:])), nil
}
