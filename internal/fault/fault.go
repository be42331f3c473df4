// Package fault is the error vocabulary of the application: the few kinds of
// failure that a caller may act on. Every other error is a defect and is shown
// to nobody but the operator.
package fault

import "errors"

// Kind says what a caller can do about an error.
type Kind int

// The kinds, and what a caller does about each.
const (
	Internal  Kind = iota // a defect; never constructed, only inferred
	NotFound              // absent, or hidden from this actor: the two look the same
	Invalid               // the input breaks a rule; Problems says which
	Conflict              // someone else changed it first, or it already exists
	Forbidden             // the actor may see it but not do this
	TooLarge              // the input is over a stated limit
	Busy                  // no room at the moment; try again
)

var names = [...]string{"internal", "not found", "invalid", "conflict", "forbidden", "too large", "busy"}

// String names the kind for logs.
func (k Kind) String() string { return names[k] }

// Problem is one broken rule: the form field it belongs to ("" for the whole)
// and a message key with its parameters (name, value pairs), to be rendered in
// the reader's language.
type Problem struct {
	Field string
	Key   string
	Args  []any
}

// Error is an expected failure. Its text is for logs, never for users, and
// holds nothing personal.
type Error struct {
	Kind     Kind
	Op       string
	Problems []Problem
	Err      error
}

// Error gives the operation, the cause and the keys of the problems.
func (e *Error) Error() string {
	s := e.Op + ": " + e.Kind.String()
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	for _, p := range e.Problems {
		s += " [" + p.Field + " " + p.Key + "]"
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns a fault of a kind with what was being done, as "package: doing what".
func New(kind Kind, op string) *Error { return &Error{Kind: kind, Op: op} }

// Bad returns an Invalid fault for one broken rule; args are name, value pairs.
func Bad(op, field, key string, args ...any) *Error {
	return &Error{Kind: Invalid, Op: op, Problems: []Problem{{Field: field, Key: key, Args: args}}}
}

// KindOf returns the kind of the outermost Error in err, or Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of the given kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Check returns an Invalid fault holding problems, or nil when there are none.
func Check(op string, problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Op: op, Problems: problems}
}
