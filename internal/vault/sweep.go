package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// unfinished is how old a file that never became whole must be before it is
// swept: no upload takes that long.
const unfinished = 24 * time.Hour

// Names lists every file that is whole.
func (v *Vault) Names() (names []string, err error) {
	err = v.each(func(name, _ string, _ fs.FileInfo) error {
		if named(name) {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// Empty returns ErrNotEmpty when the folder holds anything.
func (v *Vault) Empty() error {
	entries, err := os.ReadDir(v.dir)
	switch {
	case v.dir == "", errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && len(entries) > 0:
		return ErrNotEmpty
	}
	return err
}

// Sweep removes the files that wanted refuses and what uploads left behind that
// broke off. wanted is asked for files older than age only. It returns how many
// it removed.
func (v *Vault) Sweep(now time.Time, age time.Duration, wanted func(name string) bool) (swept int, err error) {
	err = v.each(func(name, path string, info fs.FileInfo) error {
		old := now.Sub(info.ModTime())
		whole, broken := strings.CutSuffix(name, part)
		switch {
		case broken && named(whole) && old > unfinished:
		case !broken && named(name) && old > age && !wanted(name):
		default:
			return nil
		}
		swept++
		return os.Remove(path)
	})
	return swept, err
}

// each visits the files of the 256 folders; what else lies there is not ours.
func (v *Vault) each(visit func(name, path string, info fs.FileInfo) error) error {
	if v.dir == "" {
		return nil
	}
	for i := range 256 {
		folder := filepath.Join(v.dir, fmt.Sprintf("%02x", i))
		entries, err := os.ReadDir(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("vault: %w", err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) { // gone in the meantime
				continue
			}
			if err != nil {
				return fmt.Errorf("vault: %w", err)
			}
			if err := visit(e.Name(), filepath.Join(folder, e.Name()), info); err != nil {
				return err
			}
		}
	}
	return nil
}
