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

	"github.com/throughcare/throughcare/internal/disk"
)

// version is that of the key file's form.
const version = 1

// file is keys.json.
type file struct {
	Version  int          `json:"version"`
	Record   string       `json:"record"` // a random name, so that slots cannot be moved between records
	Phrase   phraseSlot   `json:"passphrase"`
	Recovery recoverySlot `json:"recovery"`
	MAC      []byte       `json:"mac,omitempty"` // HMAC-SHA256 of all the above, by a key from the data key
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
	if err := d.Decode(&f); err != nil || f.Version != version || d.More() {
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

// save replaces the key file as a whole: after a crash there is the old one or
// the new one. On success the ring holds f.
func (r *Ring) save(f file) error {
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
