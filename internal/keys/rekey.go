package keys

import (
	"crypto/subtle"
	"errors"
	"fmt"
)

// Change is a change to another data key. From Begin until Commit or Drop the
// key file holds the slots of both, so that whatever way opens one opens the
// other: a program that is killed in between finds out from the record which of
// the two it is encrypted with, and says so with Settle.
type Change struct {
	ring *Ring
	next []byte
}

// Begin makes another data key and locks it as the one of now is locked. It needs
// the pass phrase, because a pass phrase is not kept; the sheet, the council and
// the machine go on opening the record.
func (r *Ring) Begin(passphrase string) (*Change, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	next := random(32)
	err := r.change(func(f *file) error {
		if f.Next != nil {
			return ErrChanging
		}
		now, err := f.Phrase.unlock(f.Record, passphrase)
		if err != nil {
			return err
		}
		defer clear(now)
		if subtle.ConstantTimeCompare(now, r.key) != 1 {
			return ErrDamaged
		}
		f.Next, err = f.relock(f.Record, next, passphrase)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("keys: another data key: %w", err)
	}
	r.next = next
	return &Change{ring: r, next: next}, nil
}

// relock locks another data key into the same slots.
func (s slots) relock(record string, key []byte, passphrase string) (*slots, error) {
	var fresh slots
	var errs [4]error
	fresh.Phrase, errs[0] = lockWithPhrase(record, key, passphrase, s.Phrase.Cost)
	fresh.Recovery, errs[1] = s.Recovery.relock(key)
	for i, pair := range []struct{ from, to **ageSlot }{{&s.Council, &fresh.Council}, {&s.Machine, &fresh.Machine}} {
		if *pair.from != nil {
			slot, err := (*pair.from).relock(key)
			*pair.to, errs[2+i] = &slot, err
		}
	}
	return &fresh, errors.Join(errs[:]...)
}

// Derive is Ring.Derive under the other data key.
func (c *Change) Derive(label Label) []byte { return derive(c.next, label) }

// Commit goes on with the other data key. The ring has it even when the key file
// could not be written: the file still holds both.
func (c *Change) Commit() error { return c.ring.Settle(true) }

// Drop stays with the data key of before.
func (c *Change) Drop() error { return c.ring.Settle(false) }

// Changing is the other data key's key for a purpose, when the program ended in
// the middle of a change, and nil otherwise.
func (r *Ring) Changing(label Label) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == nil {
		return nil
	}
	return derive(r.next, label)
}

// Settle ends a change: with the other data key when that is the one the record
// is encrypted with, and with the one of before otherwise.
func (r *Ring) Settle(other bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == nil {
		return nil
	}
	f, err := load(r.dir)
	if err == nil && !f.authentic(r.key) {
		err = ErrDamaged
	}
	if other {
		r.key, r.next = r.next, r.key
	}
	clear(r.next)
	r.next = nil
	if err == nil && f.Next != nil {
		if other {
			f.slots = *f.Next
		}
		f.Next = nil
		err = r.save(f)
	}
	if err != nil {
		return fmt.Errorf("keys: settle: %w", err)
	}
	return nil
}
