package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/throughcare/throughcare/internal/keys"
)

// Home says where a record lives.
type Home struct {
	Dir string // folder of the keys, and of the record unless URL says otherwise
	URL string // "postgres://…" or "sqlite:PATH"; "" for a file in the folder
}

// ErrKeysGone says that a record is there and the file of its keys is not. To
// make new keys would bring nobody back what the old ones locked.
var ErrKeysGone = errors.New("the record is here, but the file of its keys is not; put " + keys.FileName +
	" back beside it, or restore a backup into another folder")

// fileName is the record's name in its folder.
const fileName = "record.tcdb"

// Database is the address of the record's database.
func (h Home) Database() string {
	if h.URL != "" {
		return h.URL
	}
	return "sqlite:" + filepath.Join(h.Dir, fileName)
}

// Files is the folder of the encrypted files, beside the keys whatever database
// the record is in.
func (h Home) Files() string { return filepath.Join(h.Dir, "files") }

// Exists reports whether there is a record. It returns ErrKeysGone when nothing
// but its keys is missing.
func (h Home) Exists() (bool, error) {
	exists, err := keys.Exist(h.Dir)
	if err != nil || exists {
		return exists, err
	}
	path, isFile := h.file()
	if !isFile {
		return false, nil
	}
	switch _, err := os.Stat(path); {
	case err == nil:
		return false, ErrKeysGone
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	default:
		return false, err
	}
}

func (h Home) file() (path string, ok bool) { return sqliteFile(h.Database()) }

// sqliteFile is the path in the address of an SQLite record.
func sqliteFile(url string) (path string, ok bool) { return strings.CutPrefix(url, "sqlite:") }

// Discard removes what was left of making a record that could not be made, as
// when the disk was full. It is only for a home where Exists said that there
// was none.
func (h Home) Discard() error {
	files := []string{filepath.Join(h.Dir, keys.FileName)}
	if path, ok := h.file(); ok {
		files = append(files, path, path+"-wal", path+"-shm")
	}
	var err error
	for _, file := range files {
		if gone := os.Remove(file); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}
