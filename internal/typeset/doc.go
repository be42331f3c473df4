// Package typeset puts text at exact places on the pages of a PDF, in every script that the
// letters of package paper have. Scripts that are written from left to right, letter by
// letter, are put as text. Those that are joined, carry marks or run from right to left are
// shaped first and drawn as the outlines of their letters; what they say lies with them, so
// that it can be searched and read aloud. What the letters do not have is told by Missing:
// it is for the caller to say so, nothing is left out here.
//
// Measures are in points, 72 to the inch, from the upper left corner of the paper, and
// positions of text are those of its baseline.
package typeset
