package files

import (
	"context"
	"errors"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/vault"
)

// Health is how the files are.
type Health struct {
	Files   int    // in the record
	Missing int    // of them not on the disk
	Damaged int    // of them not as they were sealed, or with a key of another record
	Loose   int    // on the disk and not in the record: taken back, or left by a crash
	Swept   int    // of the loose ones removed
	Wrong   string // names those missing or damaged, with whom they are about, a line each, up to a few
}

// mostNamed is how many wrong files are named.
const mostNamed = 20

// name names a file of which a part is wrong.
func (h *Health) name(f File, what string) {
	if h.Missing+h.Damaged <= mostNamed {
		h.Wrong += "person_file " + f.ID + ", person " + f.PersonID + ", " + what + ", open /files/" + f.ID + "\n"
	}
}

// Check holds the folder against the record, and removes the files that nobody
// can bring back any more: those that were in no change for as long as one can
// be taken back. deep reads every file.
func (s *Service) Check(ctx context.Context, deep bool) (Health, error) {
	// The folder is read first: a row is committed after its file.
	names, err := s.Vault.Names()
	if err != nil {
		return Health{}, err
	}
	var h Health
	loose := map[string]bool{}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		all, err := allFiles(ctx, tx)
		if err != nil {
			return err
		}
		for _, f := range all {
			if err := s.look(f, deep, &h); err != nil {
				return err
			}
		}
		return s.loose(ctx, tx, names, all, loose)
	})
	if err != nil {
		return h, err
	}
	h.Loose = len(loose)
	h.Swept, err = s.Vault.Sweep(s.DB.Now(), trail.UndoWindow, func(name string) bool {
		forgotten, known := loose[name]
		return !known || !forgotten
	})
	return h, err
}

// loose finds the files without a row, and whether each is forgotten for good.
func (s *Service) loose(ctx context.Context, tx *database.Tx, names []string, all []File, loose map[string]bool) error {
	kept := map[string]bool{}
	for _, f := range all {
		for _, part := range f.parts() {
			kept[part.Name] = true
		}
	}
	for _, name := range names {
		if kept[name] {
			continue
		}
		back, err := comesBack(ctx, tx, name, tx.Now().Add(-trail.UndoWindow))
		if err != nil {
			return err
		}
		loose[name] = !back
	}
	return nil
}

// look looks at one file and its small picture: whether they are there, or
// whether all of them is as it was.
func (s *Service) look(f File, deep bool, h *Health) error {
	h.Files++
	for _, part := range f.parts() {
		missing, damaged := h.Missing, h.Damaged
		if err := s.lookAt(part, deep, h); err != nil {
			return err
		}
		switch {
		case h.Missing > missing:
			h.name(f, "not on the disk: "+part.Name)
		case h.Damaged > damaged:
			h.name(f, "altered: "+part.Name)
		}
	}
	return nil
}

func (s *Service) lookAt(part vault.Sealed, deep bool, h *Health) error {
	open := s.Vault.Open
	if !deep {
		open = s.Vault.Glance
	}
	content, err := open(part)
	switch {
	case errors.Is(err, vault.ErrGone):
		h.Missing++
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, vault.ErrKey):
		h.Damaged++
	case err != nil:
		return err
	default:
		return content.Close()
	}
	return nil
}
