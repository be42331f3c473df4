package keys

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Seal is what the database file was when it was last closed well.
type Seal struct {
	At  time.Time `json:"at"`
	Sum []byte    `json:"sum"` // HMAC-SHA256 of the file, by a key from the data key
}

// Altered says that the database file was not as it was left: something else
// wrote to it, or put another one in its place.
type Altered struct {
	Left    time.Time `json:"left"`    // when it was closed well
	Noticed time.Time `json:"noticed"` // when it was opened next
}

// SealFile keeps what the database file is, after it was closed well.
func (r *Ring) SealFile(path string, now time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.change(func(f *file) error {
		sum, err := r.sumOf(path)
		f.Seal = &Seal{At: now.UTC().Truncate(time.Second), Sum: sum}
		return err
	})
	if err != nil {
		return fmt.Errorf("keys: seal: %w", err)
	}
	return nil
}

// Unseal compares the database file, before it is opened, with what it was when
// it was closed well, and keeps that it was altered until somebody has seen it.
// After a crash there is nothing to compare with.
func (r *Ring) Unseal(path string, now time.Time) (*Altered, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file.Seal == nil {
		return r.file.Altered, nil
	}
	err := r.change(func(f *file) error {
		if f.Seal == nil {
			return nil
		}
		sum, err := r.sumOf(path)
		if err == nil && !hmac.Equal(sum, f.Seal.Sum) {
			f.Altered = &Altered{Left: f.Seal.At, Noticed: now.UTC().Truncate(time.Second)}
		}
		f.Seal = nil
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("keys: unseal: %w", err)
	}
	return r.file.Altered, nil
}

// SeenAltered forgets that the file was altered.
func (r *Ring) SeenAltered() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.change(func(f *file) error { f.Altered = nil; return nil }); err != nil {
		return fmt.Errorf("keys: seen: %w", err)
	}
	return nil
}

func (r *Ring) sumOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	h := hmac.New(sha256.New, derive(r.key, closeSeal))
	_, err = io.Copy(h, f)
	return h.Sum(nil), errors.Join(err, f.Close())
}
