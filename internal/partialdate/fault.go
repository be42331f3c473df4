package partialdate

import (
	"errors"

	"github.com/throughcare/throughcare/internal/fault"
)

// The keys of what cannot be read.
const (
	FaultNotRead   = "partialdate.fault.not_read"
	FaultTooLong   = "partialdate.fault.too_long"    // args limit
	FaultNoSuchDay = "partialdate.fault.no_such_day" // args text, keep: the first of Repairs
	FaultYear      = "partialdate.fault.year"        // outside FirstYear to LastYear, as args first and last
	FaultBackwards = "partialdate.fault.backwards"   // the end of "from … to …" lies before its start
	FaultNotFull   = "partialdate.fault.full_day"    // a deadline needs a day
)

const op = "partialdate: read"

// errNotRead means that one way of reading does not fit; another may.
var errNotRead = errors.New("not understood")

// errYear means a year outside the ones the reader takes.
var errYear = errors.New("year out of range")

// noSuchDay is the cause of a FaultNoSuchDay. Its text holds no part of the
// date: it may be a date of birth and end in a log.
type noSuchDay struct{ offers []Date }

func (*noSuchDay) Error() string { return "no such day" }

// Repairs returns the dates that could be kept in place of one that does not
// exist, finest first: for 31/02/90 these are 1990-02 and 1990.
func Repairs(err error) []Date {
	if e, ok := errors.AsType[*noSuchDay](err); ok {
		return e.offers
	}
	return nil
}

// explain turns the reason why words could not be read into a fault for the
// person who typed them. The caller fills in the field.
func explain(text string, err error) error {
	if e, ok := errors.AsType[*noSuchDay](err); ok {
		f := fault.Bad(op, "", FaultNoSuchDay, "text", text, "keep", e.offers[0].String())
		f.Err = e
		return f
	}
	switch {
	case errors.Is(err, errYear):
		return fault.Bad(op, "", FaultYear, "first", FirstYear, "last", LastYear)
	case errors.Is(err, errBackwards):
		return fault.Bad(op, "", FaultBackwards)
	}
	return fault.Bad(op, "", FaultNotRead)
}

var errBackwards = errors.New("end before start")
