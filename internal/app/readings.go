package app

import (
	"context"
	"errors"

	"github.com/throughcare/throughcare/copying"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
)

// readings records what pages show, and leads whoever is shown too much to what
// they have to do first.
type readings struct{ watch *copying.Watch }

// Record records a reading, or says where to go first.
func (r readings) Record(ctx context.Context, actor authz.Actor, seen *trail.Seen) error {
	err := r.watch.Record(ctx, actor, seen)
	switch {
	case errors.Is(err, copying.ErrProve):
		return &web.Elsewhere{}
	case errors.Is(err, copying.ErrAgree):
		return &web.Elsewhere{To: "/copying"}
	}
	return err
}
