// Package desk is what the commands have at hand: where they print, the record they
// open, and the errors that end in an exit code of their own.
package desk

import (
	"context"
	"io"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
)

// PhraseFlag is how a command that opens the record gets its pass phrase: from
// a file ("-" is standard input), or typed. Never from the command line or the
// environment, which other programs can read.
type PhraseFlag struct {
	PhraseFile string `help:"File that holds the pass phrase of the record, - for standard input; asked for when left out." placeholder:"FILE"`
}

// Desk is what a command outside package cli is given.
type Desk struct {
	context.Context
	Now    func() time.Time
	Out    io.Writer
	Errors io.Writer
	Print  func(v any, people func(io.Writer)) error      // one JSON document, or words
	Open   func(PhraseFlag) (*app.Record, error)          // NotFound where there is none
	Exists func() (bool, error)                           // whether there is a record
	As     func(*app.Record, string) (authz.Actor, error) // an account by name; "" is whoever opens the record
}

// Usage is an error in how a command was called: exit code 2.
type Usage struct{ error }

// Misused makes one.
func Misused(err error) Usage { return Usage{err} }

// Unwrap gives the cause.
func (u Usage) Unwrap() error { return u.error }

// Missing says what is not there, and what to do about it: exit code 3.
type Missing struct{ Text string }

// Error is the text.
func (m *Missing) Error() string { return m.Text }

// Unwrap makes it a NotFound fault, for the exit code.
func (m *Missing) Unwrap() error { return fault.New(fault.NotFound, "cli") }

// Refused says that something does not hold, and was printed: exit code 4.
type Refused struct{ Text string }

// Error is the text.
func (r *Refused) Error() string { return r.Text }
