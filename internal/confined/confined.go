// Package confined runs work on what strangers send in a process that can do next to
// nothing. A decoder is the likeliest way in for a hostile file, so none runs in the
// program that holds the record: it starts itself again as a child that reads its
// input, writes its output, and reaches no file, no network and no other process
// (see Enter). What comes back is not trusted either: whoever asked checks it.
package confined

import (
	"errors"
	"time"
)

// Limits are what a child may have.
type Limits struct {
	Memory uint64        // bytes
	Time   time.Duration // of the clock, and of the processor
	Output int           // bytes it may say
}

// What keeps work from being done. The texts hold nothing of the input.
var (
	// ErrSystem is a system on which a child cannot be confined.
	ErrSystem = errors.New("confined: on Linux only")
	// ErrFailed is a child that ended badly, took too long, or said too much.
	ErrFailed = errors.New("confined: the work was not done")
)
