// Package asking lets somebody who sees that an entry is kept from them ask to
// read it. Whoever reads it in their own right, its author before all, lends it
// until a day or says no in words; both are in the trail, and every reading of a
// lent entry is recorded under its own name.
package asking
