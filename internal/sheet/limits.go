package sheet

import "cmp"

// Limits bound what is read. A zero field means its default.
type Limits struct {
	Bytes    int64 // size of the file; 100 MiB
	Unzipped int64 // size of the parts of an XLSX file that are read, together; 128 MiB
	Sheets   int   // sheets in a file; 100
	Rows     int   // rows in a sheet, blank ones included; 500,000
	Columns  int   // cells in a row; 200; a longer row is refused
	Cell     int   // characters in a cell; 10,000; a row with a longer one is refused
	RowBytes int   // bytes of one row in a text file; 1 MiB; a longer row is refused
}

func (l Limits) orDefault() Limits {
	return Limits{
		Bytes:    cmp.Or(l.Bytes, 100<<20),
		Unzipped: cmp.Or(l.Unzipped, 128<<20),
		Sheets:   cmp.Or(l.Sheets, 100),
		Rows:     cmp.Or(l.Rows, 500_000),
		Columns:  cmp.Or(l.Columns, 200),
		Cell:     cmp.Or(l.Cell, 10_000),
		RowBytes: cmp.Or(l.RowBytes, 1<<20),
	}
}
