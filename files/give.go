package files

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/picture"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Given is a file, and why it was given away as it is, the newest reason first.
type Given struct {
	File
	Reasons []Reason
}

// One returns what the record says of a file. It returns NotFound when it is not
// there, its person hidden or its entry out of sight.
func (s *Service) One(ctx context.Context, actor authz.Actor, id string) (g Given, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if g.File, err = readable(ctx, tx, actor, id); err != nil {
			return err
		}
		g.Reasons, err = reasonsOf(ctx, tx, id)
		return err
	})
	return g, err
}

func readable(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (File, error) {
	f, err := fileByID(ctx, tx, id)
	if err != nil {
		return File{}, err
	}
	if !f.inSight(actor) {
		return File{}, fault.New(fault.NotFound, "files: open")
	}
	return f, people.Visible(ctx, tx, actor, f.PersonID)
}

// Open returns a file and what it holds, as it came, to be closed; that it was
// taken out is recorded as an export. It returns NotFound as One does. A file
// that is not as it was sealed is refused as a whole, with an error of package
// vault beside what the record says of it.
func (s *Service) Open(ctx context.Context, actor authz.Actor, id string) (File, io.ReadCloser, error) {
	g, err := s.One(ctx, actor, id)
	if err != nil {
		return File{}, nil, err
	}
	content, err := s.Vault.Open(g.sealed())
	if err != nil {
		return g.File, nil, fmt.Errorf("files: open: %w", err)
	}
	trail.Saw(ctx, trail.Export, g.PersonID)
	return g.File, content, nil
}

// Copy returns a picture without anything but the picture, to be given away. It
// returns the errors of Open, and those of package picture for a file that cannot
// be cleaned.
func (s *Service) Copy(ctx context.Context, actor authz.Actor, id string) (File, []byte, error) {
	f, content, err := s.Open(ctx, actor, id)
	if err != nil {
		return f, nil, err
	}
	original, err := io.ReadAll(content)
	if err = errors.Join(err, content.Close()); err != nil {
		return f, nil, err
	}
	clean, err := picture.Clean(original)
	return f, clean, err
}

// Thumbnail returns the small picture of a file, a JPEG. It returns NotFound as
// One does, and where there is none.
func (s *Service) Thumbnail(ctx context.Context, actor authz.Actor, id string) (io.ReadCloser, error) {
	g, err := s.One(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if !g.HasThumbnail() {
		return nil, fault.New(fault.NotFound, "files: thumbnail")
	}
	return s.Vault.Open(g.small)
}
