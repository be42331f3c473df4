package keys

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/throughcare/throughcare/internal/disk"
)

// version is that of the key file's form. Version 1 had the first two slots and
// nothing after them.
const version = 2

// slots are the ways to the data key. The first two are always there, so that
// nobody can take away the last.
type slots struct {
	Phrase   phraseSlot `json:"passphrase"`
	Recovery ageSlot    `json:"recovery"`          // the printed sheet
	Council  *ageSlot   `json:"council,omitempty"` // a key that is split among several people
	Machine  *ageSlot   `json:"machine,omitempty"` // a key file on the machine itself
}

// file is keys.json.
type file struct {
	Version int    `json:"version"`
	Record  string `json:"record"` // a random name, so that slots cannot be moved between records
	slots
	Next    *slots    `json:"next,omitempty"`        // of another data key, while the record is changing to it
	Tested  time.Time `json:"sheet_tested,omitzero"` // when somebody last typed the sheet back
	Seal    *Seal     `json:"seal,omitempty"`        // of the database file, while nobody has it open
	Altered *Altered  `json:"altered,omitempty"`     // it was not as it was left
	MAC     []byte    `json:"mac,omitempty"`         // HMAC-SHA256 of all the above, by a key from the data key
}

func load(dir string) (f file, err error) {
	text, err := os.ReadFile(filepath.Join(dir, FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return f, ErrNoKeys
	}
	if err != nil {
		return f, err
	}
	var form struct {
		Version int `json:"version"`
	}
	if json.Unmarshal(text, &form) == nil && form.Version > version {
		return f, ErrNewer
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields() // what we do not know we could not authenticate
	if err := d.Decode(&f); err != nil || f.Version < 1 || f.Version > version || d.More() {
		return f, ErrDamaged
	}
	return f, nil
}

func (f file) mac(key []byte) []byte {
	f.MAC = nil
	text, err := json.Marshal(f)
	if err != nil { // numbers, bytes and text
		panic(err)
	}
	h := hmac.New(sha256.New, derive(key, keyFile))
	h.Write(text) // a hash takes everything
	return h.Sum(nil)
}

func (f file) authentic(key []byte) bool { return hmac.Equal(f.MAC, f.mac(key)) }

// change reads the key file anew, because another process may have changed it,
// lets fn change it, and replaces it as a whole: after a crash there is the old
// one or the new one. The caller holds the lock.
func (r *Ring) change(fn func(*file) error) error {
	if r.key == nil {
		return ErrClosed
	}
	if r.dir == "" {
		return ErrNoKeys
	}
	f, err := load(r.dir)
	if err != nil {
		return err
	}
	if !f.authentic(r.key) {
		return ErrDamaged
	}
	if err := fn(&f); err != nil {
		return err
	}
	return r.save(f)
}

// save writes the key file. On success the ring holds f.
func (r *Ring) save(f file) error {
	f.Version = version
	f.MAC = f.mac(r.key)
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(r.dir, FileName), append(text, '\n')); err != nil {
		return err
	}
	r.file = f
	return nil
}

// replace writes beside the file, syncs, renames, and syncs the folder.
func replace(path string, text []byte) (err error) {
	beside := path + ".new"
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write the key file: %w", err), os.Remove(beside))
	}
	if err := os.Rename(beside, path); err != nil {
		return err
	}
	return disk.SyncFolder(filepath.Dir(path))
}
