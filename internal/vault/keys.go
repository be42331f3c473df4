package vault

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"

	"github.com/throughcare/throughcare/internal/disk"
)

// fileKey is the key of one age file. As a recipient it takes the key that age
// made and leaves nothing of it in the file; as an identity it gives it back.
type fileKey struct{ bytes []byte }

// stanza stands in the header of a file where others carry a wrapped key.
const stanza = "throughcare-row"

// Wrap takes the key.
func (k *fileKey) Wrap(key []byte) ([]*age.Stanza, error) {
	k.bytes = append([]byte(nil), key...)
	return []*age.Stanza{{Type: stanza}}, nil
}

// Unwrap gives it back.
func (k *fileKey) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != stanza {
		return nil, age.ErrIncorrectIdentity
	}
	return k.bytes, nil
}

// wrapper wraps the keys of files. A record that was restored has a new
// attachments key, and goes on opening what was wrapped with those before.
type wrapper struct {
	mu   sync.RWMutex
	now  string            // the id of the key that wraps
	keys map[string][]byte // by id
}

// idOf tells keys apart and says nothing of them.
func idOf(key []byte) string {
	sum := sha256.Sum256(append([]byte("throughcare attachments key id: "), key...))
	return hex.EncodeToString(sum[:8])
}

// seal wraps the key of a file, for that file alone.
func (w *wrapper) seal(key []byte, name string) (string, error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	sealed, err := sealBytes(w.keys[w.now], key, "file:"+name)
	return w.now + "." + base64.RawStdEncoding.EncodeToString(sealed), err
}

func (w *wrapper) unseal(text, name string) ([]byte, error) {
	id, coded, _ := strings.Cut(text, ".")
	w.mu.RLock()
	key, known := w.keys[id]
	w.mu.RUnlock()
	sealed, err := base64.RawStdEncoding.DecodeString(coded)
	if err != nil || !known {
		return nil, ErrKey
	}
	return unsealBytes(key, sealed, "file:"+name)
}

// open takes the key that wraps now, and those before from their folder.
func (w *wrapper) open(folder string, key []byte) error {
	w.now = idOf(key)
	w.keys = map[string][]byte{w.now: key}
	if folder == "" {
		return nil
	}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if err != nil {
			break
		}
		var sealed []byte
		if sealed, err = os.ReadFile(filepath.Join(folder, e.Name())); err != nil {
			break
		}
		id, _, _ := strings.Cut(e.Name(), ".")
		// One that is sealed with another key does not open, and opens nothing here.
		if old, openErr := unsealBytes(key, sealed, "key:"+id); openErr == nil {
			w.keys[id] = old
		}
	}
	return err
}

// former is the folder of the keys before.
func (v *Vault) former() string {
	if v.dir == "" {
		return ""
	}
	return filepath.Join(v.dir, "keys")
}

// Keys are all keys that files here are wrapped with, by id: what has to travel
// in a backup.
func (v *Vault) Keys() map[string][]byte {
	v.wrap.mu.RLock()
	defer v.wrap.mu.RUnlock()
	return maps.Clone(v.wrap.keys)
}

// Keep goes on opening what was wrapped with a key of the record that was
// restored. It lies in the folder, sealed with the key of now.
func (v *Vault) Keep(key []byte) error {
	id := idOf(key)
	v.wrap.mu.Lock()
	defer v.wrap.mu.Unlock()
	if _, known := v.wrap.keys[id]; known {
		return nil
	}
	if v.dir == "" {
		return ErrNoFolder
	}
	if err := v.folder(v.former()); err != nil {
		return err
	}
	err := v.keep(v.wrap.keys[v.wrap.now], id, key)
	if err == nil {
		v.wrap.keys[id] = append([]byte(nil), key...)
		err = disk.SyncFolder(v.former())
	}
	return err
}

// keep writes a key down, sealed with another. The name says with which, so that
// one key may lie there under two.
func (v *Vault) keep(with []byte, id string, key []byte) error {
	sealed, err := sealBytes(with, key, "key:"+id)
	if err != nil {
		return err
	}
	path := filepath.Join(v.former(), id+"."+idOf(with))
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a change that was broken off
		return err
	}
	return writeSynced(path, func(w io.Writer) error { _, err := w.Write(sealed); return err })
}

// Prepare writes every key down that files here are wrapped with, sealed with
// the key that is to come. Nothing uses it before Use; the keys of now stay.
func (v *Vault) Prepare(next []byte) error {
	v.wrap.mu.RLock()
	defer v.wrap.mu.RUnlock()
	if v.dir == "" {
		return nil
	}
	if err := v.folder(v.former()); err != nil {
		return err
	}
	for id, key := range v.wrap.keys {
		if err := v.keep(next, id, key); err != nil {
			return err
		}
	}
	return disk.SyncFolder(v.former())
}

// Use wraps with the key of Prepare from now on. What is wrapped with those
// before opens as it did; files of one that was turned down stay and open nothing.
func (v *Vault) Use(next []byte) {
	v.wrap.mu.Lock()
	defer v.wrap.mu.Unlock()
	v.wrap.now = idOf(next)
	v.wrap.keys[v.wrap.now] = append([]byte(nil), next...)
}

// Forget removes what is sealed with a key, and with no other: that of a change
// that was given up, or that of before it.
func (v *Vault) Forget(with []byte) error {
	if v.dir == "" {
		return nil
	}
	list, err := filepath.Glob(filepath.Join(v.former(), "*."+idOf(with)))
	for _, name := range list {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

func sealBytes(key, plain []byte, about string) ([]byte, error) {
	lock, err := newLock(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, lock.NonceSize(), lock.NonceSize()+len(plain)+lock.Overhead())
	_, _ = rand.Read(nonce) // never fails
	return lock.Seal(nonce, nonce, plain, []byte(about)), nil
}

func unsealBytes(key, sealed []byte, about string) ([]byte, error) {
	lock, err := newLock(key)
	if err != nil {
		return nil, err
	}
	if len(sealed) < lock.NonceSize() {
		return nil, ErrKey
	}
	plain, err := lock.Open(nil, sealed[:lock.NonceSize()], sealed[lock.NonceSize():], []byte(about))
	if err != nil {
		return nil, ErrKey
	}
	return plain, nil
}

func newLock(key []byte) (cipher.AEAD, error) {
	lock, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("vault: key: %w", err)
	}
	return lock, nil
}
