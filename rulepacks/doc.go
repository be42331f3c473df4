// Package rulepacks is law and house rules as data: which procedures there are, by
// which day each step must be taken or answered, and how that day is counted.
//
// A rule pack is a file that people write (rulepack.schema.json says how). Nothing
// about any law stands in Go: no day count, no form, no holiday. Each rule has its
// citation, the day somebody read it there, and a mark that says how sure that is.
//
// The rules of a matter are those in force on the day of its event, and they stay
// its rules: packs are kept for ever, and a newer one changes no open matter.
//
// Counting (Due) is pure: no clock, no SQL, no zone but the one it is given.
package rulepacks
