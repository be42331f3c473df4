package sheet

import "github.com/throughcare/throughcare/internal/fault"

// Why a file cannot be read at all.
const (
	FaultEmpty     = "sheet.file.empty"
	FaultTooLarge  = "sheet.file.too_large" // args size and limit, in MiB
	FaultUnzipped  = "sheet.file.unzipped"  // a zip bomb, or a very large workbook
	FaultBroken    = "sheet.file.broken"    // cut off or damaged
	FaultLocked    = "sheet.file.locked"    // an old .xls file, or one with a password
	FaultXLSB      = "sheet.file.xlsb"
	FaultODS       = "sheet.file.ods"
	FaultPDF       = "sheet.file.pdf"
	FaultHTML      = "sheet.file.html" // a web page, even when it is called .xls
	FaultBinary    = "sheet.file.binary"
	FaultZip       = "sheet.file.zip"             // an archive without a workbook
	FaultSheets    = "sheet.file.too_many_sheets" // args limit
	FaultRows      = "sheet.file.too_many_rows"   // args limit
	FaultNoSheet   = "sheet.file.no_sheet"
	FaultEncoding  = "sheet.way.encoding"  // a Way names an encoding nobody knows
	FaultDelimiter = "sheet.way.delimiter" // a Way names one that cannot be
)

// bad is an Invalid fault about the file as a whole; cause may be nil.
func bad(cause error, key string, args ...any) error {
	f := fault.Bad("sheet: read", "", key, args...)
	f.Err = cause
	return f
}

// mib rounds a size up to whole MiB.
func mib(n int64) int64 { return (n + 1<<20 - 1) >> 20 }
