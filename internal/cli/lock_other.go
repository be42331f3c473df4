//go:build !unix

package cli

import (
	"errors"

	"github.com/throughcare/throughcare/internal/app"
)

// heard does nothing where programs cannot be told.
func (s *session) heard(*app.Server) (ended func(), err error) { return func() {}, nil }

func tellToLock(string) error {
	return errors.New("on this system the record is locked in the browser: your name, Lock the record")
}
