//go:build !linux

package thumbnail

import (
	"context"
	"io"
)

// Supported reports whether thumbnails are made on this system at all.
const Supported = false

// Make returns ErrSystem: no child can be confined well enough here.
func Make(context.Context, io.Reader) ([]byte, error) { return nil, ErrSystem }

// confine returns ErrSystem.
func confine() error { return ErrSystem }
