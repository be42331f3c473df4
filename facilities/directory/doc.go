// Package directory reads published lists of prisons as they are: which column
// holds what is a profile, data that can be added without code; what a row says
// of a place is a claim, with the remarks somebody should read. It stores
// nothing.
package directory
