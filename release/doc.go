// Package release estimates when somebody gets out of prison: the dates of
// England and Wales for one sentence or a whole booking, those of short sentences
// in Scotland, and good conduct time of the United States. States of the United
// States are not calculated.
//
// It is an estimate with workings. The official date is recorded where custody is
// recorded, always stands beside the estimate, and wins. What cannot be
// calculated surely is refused with the reason, and then no date is given at all: a
// caseworker who is told nothing asks the prison, one who is told a wrong day plans
// for it.
//
// No law stands in Go. Fractions, exclusions, tranches and days are in packs/*.yaml,
// each with its citation, the day somebody read it and a mark that says how sure
// that is. Go knows the operations: to count days, take a part of them, put
// sentences one after the other, move a day.
//
// Everything is pure: no clock, no SQL, no network.
package release
