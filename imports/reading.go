package imports

import "github.com/throughcare/throughcare/imports/reading"

// What package reading finds in a file, under the names that go with a batch.
type (
	Mapping = reading.Mapping // how a whole file is read
	Column  = reading.Column  // how one column is read
	Refusal = reading.Refusal // why a row cannot be taken
	Sample  = reading.Sample  // a value and what will be made of it
)

// What a file is about.
const (
	People = reading.People
	Cases  = reading.Cases
)
