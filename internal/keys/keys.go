// Package keys holds the key of the record. One random data key, made when the
// record is made and never shown, stands behind everything that is encrypted or
// authenticated; keys for each purpose are derived from it (HKDF-SHA256, RFC
// 5869).
//
// The data key lies beside the record in keys.json, locked into slots: one that
// a pass phrase opens (Argon2id, RFC 9106; XChaCha20-Poly1305), one that the
// printed recovery sheet opens (age, hybrid post-quantum recipient), and, where
// an organisation chose so, one that two of three shares open together and one
// that a key file on the machine opens. The file is of no use without one of
// them, and without the file they are of no use: it belongs in every backup. A copy of the file made before the pass phrase was
// changed still opens with the old one.
package keys

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"
)

// FileName is the name of the key file in the folder of the record.
const FileName = "keys.json"

// What can be wrong with keys.
var (
	ErrNoKeys      = errors.New("there is no key file keys.json beside the record; without it nothing can be opened: copy it back from a backup")
	ErrExists      = errors.New("there is a key file already; it is never replaced")
	ErrWrongPhrase = errors.New("this pass phrase does not open the record")
	ErrWrongSheet  = errors.New("this recovery sheet does not belong to this record, or a newer one was printed")
	ErrDamaged     = errors.New("the key file keys.json is damaged or was changed by somebody without the key; copy it back from a backup")
	ErrNewer       = errors.New("the key file keys.json was written by a newer version of Throughcare; install that version or a later one")
	ErrWeakPhrase  = errors.New("this pass phrase is too easy to guess")
	ErrClosed      = errors.New("the keys were closed")
	ErrNoSlot      = errors.New("the record has no such way to its key")
	ErrChanging    = errors.New("the key of the record is being changed; wait until that is done")
)

// Label names what a derived key is for. A label is never used for two things.
type Label string

// The purposes.
const (
	Database    Label = "db"
	Attachments Label = "attachments"
	AuditMAC    Label = "audit-mac"
	Sessions    Label = "session-pepper"
	TOTP        Label = "totp-wrap"
	SearchBlind Label = "search-blind"
	keyFile     Label = "keys.json"  // authenticates the key file itself
	closeSeal   Label = "close-seal" // authenticates the database file while nobody has it open
)

// Options change how a new record's keys are made.
type Options struct {
	Cost Cost // of a guess at the pass phrase; zero means DefaultCost
}

// Ring is the opened data key. It is safe for concurrent use.
type Ring struct {
	dir  string
	mu   sync.Mutex
	key  []byte // 32 bytes, nil once closed
	next []byte // the data key the record is changing to, if it is
	file file
}

// Create makes a data key for the record in folder dir and locks it with the
// pass phrase and with a new recovery sheet, which is to be printed now: it is
// kept nowhere. It refuses a weak pass phrase, and to replace a key file.
func Create(dir, passphrase string, o Options) (*Ring, Sheet, error) {
	there, err := Exist(dir)
	if err == nil && there {
		err = ErrExists
	}
	if err != nil {
		return nil, Sheet{}, fmt.Errorf("keys: create: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, Sheet{}, fmt.Errorf("keys: create: %w", err)
	}
	r := &Ring{dir: dir, key: random(32), file: file{Version: version, Record: hex.EncodeToString(random(8))}}
	slot, err := lockWithPhrase(r.file.Record, r.key, passphrase, o.Cost)
	if err != nil {
		return nil, Sheet{}, fmt.Errorf("keys: create: %w", err)
	}
	r.file.Phrase = slot
	sheet, recovery, err := newSheet(r.key)
	if err == nil {
		r.file.Recovery = recovery
		err = r.save(r.file)
	}
	if err != nil {
		r.Close()
		return nil, Sheet{}, fmt.Errorf("keys: create: %w", err)
	}
	return r, sheet, nil
}

// Exist reports whether the folder holds a key file, so that a first start can
// be told from a later one.
func Exist(dir string) (bool, error) {
	_, err := os.Lstat(filepath.Join(dir, FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("keys: %w", err)
	}
	return true, nil
}

// Open unlocks the data key with the pass phrase. Guesses are slow on purpose,
// and one is made at a time, because each takes 256 MiB. The errors to expect
// are ErrWrongPhrase, ErrNoKeys, ErrDamaged and ErrNewer.
func Open(dir, passphrase string) (*Ring, error) {
	return open(dir, func(f file, s slots) ([]byte, error) { return s.Phrase.unlock(f.Record, passphrase) })
}

// OpenWithRecovery unlocks the data key with the words of the recovery sheet, or
// with its one-line form. A word that is not on the list is a *WordError, a
// mistake that only shows in the whole ErrMistyped, another sheet ErrWrongSheet.
func OpenWithRecovery(dir, words string) (*Ring, error) {
	identity, err := parseSheet(words)
	if err != nil {
		return nil, fmt.Errorf("keys: recovery: %w", err)
	}
	return open(dir, func(_ file, s slots) ([]byte, error) { return s.Recovery.unlock(identity) })
}

// open unlocks the data key, and the one the record is changing to.
func open(dir string, unlock func(file, slots) ([]byte, error)) (*Ring, error) {
	f, err := load(dir)
	if err != nil {
		return nil, fmt.Errorf("keys: open: %w", err)
	}
	key, err := unlock(f, f.slots)
	if err != nil {
		return nil, fmt.Errorf("keys: open: %w", err)
	}
	if !f.authentic(key) {
		clear(key)
		return nil, fmt.Errorf("keys: open: %w", ErrDamaged)
	}
	r := &Ring{dir: dir, key: key, file: f}
	if f.Next == nil {
		return r, nil
	}
	if r.next, err = unlock(f, *f.Next); err != nil {
		r.Close()
		return nil, fmt.Errorf("keys: open: %w", errors.Join(ErrDamaged, err))
	}
	return r, nil
}

// Derive returns the 32-byte key for a purpose, or nil once the ring is closed.
func (r *Ring) Derive(label Label) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.key == nil {
		return nil
	}
	return derive(r.key, label)
}

func derive(key []byte, label Label) []byte {
	out, err := hkdf.Key(sha256.New, key, nil, "throughcare v1 "+string(label), 32)
	if err != nil { // only for keys a hundred times as long
		panic(err)
	}
	return out
}

// ChangePassphrase locks the data key with another pass phrase; the data key,
// and so everything encrypted with it, stays. The caller makes sure that whoever
// asks may. After OpenWithRecovery it is how a forgotten phrase is replaced.
func (r *Ring) ChangePassphrase(passphrase string, o Options) error {
	err := r.changeSlots(func(f *file) (err error) {
		cost := o.Cost
		if cost == (Cost{}) {
			cost = f.Phrase.Cost
		}
		f.Phrase, err = lockWithPhrase(f.Record, r.key, passphrase, cost)
		return err
	})
	if err != nil {
		return fmt.Errorf("keys: change pass phrase: %w", err)
	}
	return nil
}

// ReplaceSheet makes a new recovery sheet. The old one opens nothing any more,
// except copies of the key file made before.
func (r *Ring) ReplaceSheet() (sheet Sheet, err error) {
	err = r.changeSlots(func(f *file) (err error) {
		sheet, f.Recovery, err = newSheet(r.key)
		f.Tested = time.Time{}
		return err
	})
	if err != nil {
		return Sheet{}, fmt.Errorf("keys: replace recovery sheet: %w", err)
	}
	return sheet, nil
}

// changeSlots is change, but not while the record changes to another data key:
// both keys have slots then.
func (r *Ring) changeSlots(fn func(*file) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.change(func(f *file) error {
		if f.Next != nil {
			return ErrChanging
		}
		return fn(f)
	})
}

// use makes a way to the key of a public half, in place of the one before.
func (r *Ring) use(what, recipient string, made time.Time, slot func(*file) **ageSlot) error {
	err := r.changeSlots(func(f *file) error {
		to, err := age.ParseHybridRecipient(recipient)
		if err != nil {
			return err
		}
		fresh, err := lockWith(r.key, to)
		fresh.Made = made.UTC().Truncate(time.Second)
		*slot(f) = &fresh
		return err
	})
	if err != nil {
		return fmt.Errorf("keys: %s: %w", what, err)
	}
	return nil
}

// drop takes a way to the key away; it returns ErrNoSlot when it is not there.
func (r *Ring) drop(what string, slot func(*file) **ageSlot) error {
	err := r.changeSlots(func(f *file) error {
		if *slot(f) == nil {
			return ErrNoSlot
		}
		*slot(f) = nil
		return nil
	})
	if err != nil {
		return fmt.Errorf("keys: %s: %w", what, err)
	}
	return nil
}

// Recipient is the public half of the recovery sheet (age1pq1…). What is
// encrypted to it, a backup for one, can be opened with the sheet.
func (r *Ring) Recipient() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.file.Recovery.Recipient
}

// Close overwrites the data key. Go and the kernel may still hold copies: a
// program that locks itself replaces its own process afterwards.
func (r *Ring) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.key)
	clear(r.next)
	r.key, r.next = nil, nil
}

// String and the methods after it keep the key out of logs and messages.
func (r *Ring) String() string { return "keys.Ring[hidden]" }

// GoString is String for %#v.
func (r *Ring) GoString() string { return r.String() }

// LogValue is String for slog.
func (r *Ring) LogValue() slog.Value { return slog.StringValue(r.String()) }

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
