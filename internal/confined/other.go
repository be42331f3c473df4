//go:build !linux

package confined

import (
	"context"
	"io"
)

// Supported reports whether children can be confined on this system at all.
const Supported = false

// Run returns ErrSystem: no child can be confined well enough here.
func Run(context.Context, string, Limits, io.Reader) ([]byte, error) { return nil, ErrSystem }

// Enter returns ErrSystem.
func Enter(Limits) error { return ErrSystem }
