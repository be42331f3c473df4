package cli

import (
	"errors"
	"fmt"
	"io"
)

// servedName is a file in the folder of a record that is being served. It holds
// the number of the process and is locked as long as that runs.
const servedName = "served"

var errNotServed = errors.New("nobody serves this record on this machine; it is locked")

type lockCommand struct{}

// Run tells the program that serves the record to lock it. It needs no pass
// phrase: whoever may signal that program may end it, too.
func (lockCommand) Run(s *session) error {
	home, err := s.existing()
	if err != nil {
		return err
	}
	if err := tellToLock(home.Dir); err != nil {
		return err
	}
	return s.print(map[string]any{"locked": true}, func(w io.Writer) { fmt.Fprintln(w, "The record is locked.") })
}
