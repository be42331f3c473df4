// Package penpals brings people inside and people outside who want to write to each other
// together, and minds that they go on writing (R-PEN-1 to R-PEN-6). Both wait on a list,
// the longest first. Who must not write to whom is never proposed, and refused when
// somebody asks for it all the same.
//
// Letters pass through the box of the office, so that neither side has the other's
// address. What is logged there moves a pair from step to step, and tells when one has
// fallen silent. Where a writer lives is kept apart from everything that is listed or
// printed.
//
// Nobody is listed, and nothing of them shown to a writer, without their consent.
package penpals
