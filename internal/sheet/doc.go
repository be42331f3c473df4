// Package sheet reads spreadsheets of any shape into one stream of rows, and
// writes lists as spreadsheets. It trusts no file.
//
// It reads CSV in the encodings and with the delimiters that occur, text pasted
// from a sheet, and XLSX. What is guessed (encoding, delimiter, heading row,
// order of day and month) is reported and can be overruled with a [Way]. Every
// row that is not blank is given, or refused with a reason; whatever was changed
// or looks damaged in a cell stands in its notes. Nothing is computed: of a
// formula the value last shown is read. Nothing is written to temporary files,
// and memory is bounded by [Limits], not by the file.
//
// XLSX is read and written here, on archive/zip and encoding/xml, rather than by
// excelize: its row iterator tells neither formulas nor merged cells nor styles
// apart unless the whole sheet is in memory, it shows dates in the ambiguous
// short form, and its stream writer puts plain text into the temporary folder
// beyond 16 MiB. The tests hold this package against it.
//
// # Formulas
//
// A cell that a spreadsheet program would run is written with an apostrophe
// before it, and read without it. See [Harmless] and [Original].
package sheet

import "embed"

// Locales holds the words for faults, refusals and notes.
//
//go:embed locales/*.json
var Locales embed.FS
