// Package vault keeps files beside the database, encrypted one by one: scans,
// photographs, letters. Each is an age file (age-encryption.org/v1: chunks of
// 64 KiB, each authenticated, so that a cut tail, a swapped chunk or a flipped
// bit is noticed) with a key of its own. The key does not lie in the file: it
// is wrapped by the attachments key and given to the caller, who keeps it in a
// row of the record. Without the row a file can be opened by nobody, and to
// remove the row is to delete what the file says.
//
// A file's name is a random id, its size is padded (Padmé), and it lies in one
// of 256 folders. It is written under another name in its folder, already
// encrypted, synced and renamed, and its row is committed last: a crash leaves
// at most a file without a row, which Sweep finds.
package vault

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/disk"
	"github.com/throughcare/throughcare/internal/ids"
)

// What can be wrong with a file. The texts hold nothing of it.
var (
	ErrGone     = errors.New("the file is not in the folder of the files; copy it back from a backup")
	ErrDamaged  = errors.New("the file was cut short, altered or exchanged by somebody without its key; copy it back from a backup")
	ErrKey      = errors.New("the key of the file does not belong to this record")
	ErrNoFolder = errors.New("there is no folder for files; say where the record is")
	ErrNotEmpty = errors.New("the folder of the files is not empty")
	errNoName   = errors.New("vault: that is no name of a file here")
)

// Vault is a folder of encrypted files. It is safe for concurrent use.
type Vault struct {
	dir  string
	wrap wrapper
}

// Open returns the vault in a folder, which need not be there yet. key is the
// attachments key of the record. With no folder every file is refused.
func Open(dir string, key []byte) (*Vault, error) {
	v := &Vault{dir: dir}
	return v, v.wrap.open(v.former(), key)
}

// Sealed is a file that is on the disk: what the row has to keep of it.
type Sealed struct {
	Name  string // its random id
	Key   string // wrapped; opens this file and no other
	Bytes int64  // of the content, without padding
}

// Put encrypts what r gives into a new file. When it returns, the file is on
// the disk and survives a power cut. Nothing is ever written in clear, and
// nothing stays when r fails.
func (v *Vault) Put(r io.Reader) (Sealed, error) {
	s := Sealed{Name: ids.New()}
	key := &fileKey{}
	err := v.place(s.Name, func(w io.Writer) (err error) {
		s.Bytes, err = seal(w, key, r)
		return err
	})
	if err != nil {
		return Sealed{}, err
	}
	s.Key, err = v.wrap.seal(key.bytes, s.Name)
	return s, err
}

// seal encrypts r and pads it.
func seal(w io.Writer, key *fileKey, r io.Reader) (int64, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	sealed, err := age.Encrypt(out, key)
	if err != nil {
		return 0, fmt.Errorf("vault: encrypt: %w", err)
	}
	n, err := io.Copy(sealed, r)
	if err != nil {
		return 0, err
	}
	if _, err := io.CopyN(sealed, zeros{}, padded(n)-n); err != nil {
		return 0, err
	}
	if err := sealed.Close(); err != nil {
		return 0, err
	}
	return n, out.Flush()
}

// Place writes a file that is encrypted already, as it comes out of a backup.
func (v *Vault) Place(name string, r io.Reader) error {
	return v.place(name, func(w io.Writer) error {
		_, err := io.Copy(w, r)
		return err
	})
}

// part ends the name of a file that is not whole yet.
const part = ".part"

// place makes a new file: written under another name, synced, renamed, and its
// folder synced.
func (v *Vault) place(name string, write func(io.Writer) error) error {
	path, err := v.path(name)
	if err != nil {
		return err
	}
	if err := v.folder(filepath.Dir(path)); err != nil {
		return err
	}
	if err := writeSynced(path+part, write); err != nil {
		return room(err)
	}
	if err := os.Rename(path+part, path); err != nil {
		return errors.Join(err, os.Remove(path+part))
	}
	return disk.SyncFolder(filepath.Dir(path))
}

func writeSynced(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// folder makes a folder of the vault, for its owner alone, so that it lasts.
func (v *Vault) folder(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return fmt.Errorf("vault: %w", room(err))
	}
	return errors.Join(disk.SyncFolder(filepath.Dir(path)), disk.SyncFolder(filepath.Dir(v.dir)))
}

// path is where a file lies: the end of its id, which is random, names its folder.
func (v *Vault) path(name string) (string, error) {
	switch {
	case v.dir == "":
		return "", ErrNoFolder
	case !named(name):
		return "", errNoName
	}
	return filepath.Join(v.dir, name[len(name)-2:], name), nil
}

// named reports whether a name is one that Put gives: no other is ever made
// into a path.
func named(name string) bool { return ids.Valid(name) && name == strings.ToLower(name) }

// Remove takes a file away. One that is not there is no error.
func (v *Vault) Remove(name string) error {
	path, err := v.path(name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("vault: %w", err)
	}
	return nil
}

// room names a full disk.
func room(err error) error {
	if disk.Full(err) {
		return database.ErrDiskFull
	}
	return err
}
