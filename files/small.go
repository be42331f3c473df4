package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/throughcare/throughcare/internal/vault"
)

// shrink keeps the small picture of a picture that was just taken in, encrypted
// as the picture is. Of one that is broken, hostile or too large there is none,
// and it is kept all the same; an error is one of the folder.
func (s *Service) shrink(ctx context.Context, f File) (vault.Sealed, error) {
	if s.Small == nil || f.Kind != Picture {
		return vault.Sealed{}, nil
	}
	content, err := s.Vault.Open(f.sealed())
	if err != nil {
		return vault.Sealed{}, fmt.Errorf("files: read back: %w", err)
	}
	small, none := s.Small(ctx, content)
	if err := errors.Join(content.Close(), ctx.Err()); err != nil || none != nil {
		return vault.Sealed{}, err
	}
	return s.Vault.Put(bytes.NewReader(small))
}
