package retention

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/disk"
	"github.com/throughcare/throughcare/internal/fault"
)

// ListName is the file beside the record that names who was erased, so that it
// is known when an older record is put back: numbers, days and reasons, and
// nothing of anybody.
const ListName = "erased.json"

// list is the file.
type list struct {
	Erased []Tombstone `json:"erased"`
	MAC    []byte      `json:"mac"`
}

// ErrList is the list of the erased that this record did not write, or that was
// altered.
var ErrList = errors.New("retention: the list of the erased was not written by this record, or was altered")

// Listed are the erased that a list names. A mac that is nil proves nothing.
func Listed(content []byte, mac func() hash.Hash) ([]Tombstone, error) {
	var l list
	if err := json.Unmarshal(content, &l); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrList, err)
	}
	if mac != nil && !hmac.Equal(l.MAC, proof(l.Erased, mac)) {
		return nil, ErrList
	}
	return l.Erased, nil
}

// proof is what only the record can write below its list.
func proof(erased []Tombstone, mac func() hash.Hash) []byte {
	h := mac()
	for _, t := range erased {
		for _, text := range []string{"erased", t.ID, t.At.UTC().Format(time.RFC3339Nano), t.By, string(t.Reason), t.Schedule} {
			fmt.Fprintf(h, "%d:%s", len(text), text) // a hash takes everything
		}
	}
	return h.Sum(nil)
}

func byID(a, b Tombstone) int { return strings.Compare(a.ID, b.ID) }

// Settle brings the record and the list beside it in step, before anybody signs
// in: whoever the list names and the record still holds, since an older record
// was put back, is erased again. It returns how many that were. A list that the
// record did not write is left alone, and ErrList returned.
func (s *Service) Settle(ctx context.Context) (again int, err error) {
	erased, err := s.listed(ctx)
	if err != nil {
		return 0, err
	}
	return s.Again(ctx, erased)
}

// listed are the erased that the list beside the record names.
func (s *Service) listed(ctx context.Context) ([]Tombstone, error) {
	if s.List == "" {
		return nil, nil
	}
	content, err := os.ReadFile(s.List)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("retention: %w", err)
	}
	mac, err := s.mac(ctx)
	if err != nil {
		return nil, err
	}
	return Listed(content, mac)
}

// Check counts the erased, and returns an error unless the list beside the record
// names exactly them.
func (s *Service) Check(ctx context.Context) (n int, err error) {
	erased, err := s.listed(ctx)
	if err != nil {
		return 0, err
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		all, err := tombstones(ctx, tx)
		if n = len(all); err == nil && s.List != "" && n != len(erased) {
			err = fmt.Errorf("retention: %d people were erased, and the list beside the record names %d", n, len(erased))
		}
		return err
	})
	return n, err
}

// Again erases whoever was erased before and stands in the record again, as
// after an older backup was restored. It returns how many that were.
func (s *Service) Again(ctx context.Context, erased []Tombstone) (again int, err error) {
	for _, t := range erased {
		back, err := s.again(ctx, t)
		if err != nil {
			return again, err
		}
		if back {
			again++
		}
	}
	if again > 0 {
		return again, s.after(ctx)
	}
	return 0, s.keepList(ctx)
}

// program is who erases what was erased before, and what is due.
var program = authz.System("retention")

// again erases somebody once more, whatever holds them: they were gone.
func (s *Service) again(ctx context.Context, t Tombstone) (back bool, err error) {
	known := false
	err = s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		known, err = buried(ctx, tx, t.ID)
		return err
	})
	if err != nil || known {
		return false, err
	}
	if err := s.release(ctx, t.ID); err != nil {
		return false, err
	}
	err = s.erase(ctx, program, Erasing{PersonID: t.ID, Reason: t.Reason, Schedule: t.Schedule}, t)
	if fault.Is(err, fault.NotFound) { // they were never in the older record, or were part of another
		return false, s.note(ctx, t)
	}
	return err == nil, err
}

func (s *Service) mac(ctx context.Context) (mac func() hash.Hash, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		mac, err = tx.MAC()
		return err
	})
	return mac, err
}

// keepList writes the list anew where it does not say what the record says.
func (s *Service) keepList(ctx context.Context) error {
	if s.List == "" {
		return nil
	}
	var l list
	err := s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if l.Erased, err = tombstones(ctx, tx); err != nil {
			return err
		}
		mac, err := tx.MAC()
		if err == nil {
			l.MAC = proof(l.Erased, mac)
		}
		return err
	})
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(l, "", " ")
	if err != nil {
		return err
	}
	if there, err := os.ReadFile(s.List); err == nil && bytes.Equal(there, text) || errors.Is(err, fs.ErrNotExist) && len(l.Erased) == 0 {
		return nil
	}
	return writeFile(s.List, text)
}

// writeFile puts a whole file in the place of the one before.
func writeFile(path string, content []byte) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("retention: %w", err)
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("retention: %w", err), os.Remove(part))
	}
	return disk.SyncFolder(filepath.Dir(path))
}
