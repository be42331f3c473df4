// Package facilities is the directory of prisons, jails and other places where
// people are held: what they are called, how each kind of post reaches them,
// which rules they have and who says so, and who holds which post there.
//
// Directories are imported as they are published. What a source says about a
// place is a claim that is kept beside those of other sources, under the
// source's own id; a fact a person corrected by hand is not overwritten by the
// next file. The same place in two directories becomes one facility when names
// and position agree, and a question to a person when they almost do.
package facilities
