// Package columns guesses what the columns of somebody's spreadsheet mean: from
// the words of their headings, English and Spanish and the jargon of prisons,
// and from what stands below. It knows no field of the record; the caller says
// what is looked for.
package columns
