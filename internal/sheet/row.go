package sheet

// Row is one row of a sheet. Cells and Notes are reused: they are valid until
// the next row; the texts in them stay valid.
type Row struct {
	Number  int      // as a spreadsheet program counts, from 1
	Cells   []string // as wide as the sheet at least; nil when the row is refused
	Notes   []Note   // what was changed, and what looks wrong
	Refused *Note    // why the row cannot be given, or nil
}

// Note is a remark on a cell, in words of Locales.
type Note struct {
	Column int // from 0; -1 for the whole row
	Key    string
	Args   []any // name, value pairs
}

// Why a row is refused.
const (
	RefusedCell    = "sheet.row.cell_too_long" // args limit, length
	RefusedColumns = "sheet.row.too_many_columns"
	RefusedLength  = "sheet.row.too_long" // args limit, in bytes
)

// What was changed in a cell.
const (
	NoteControl   = "sheet.note.control"   // control characters were taken out
	NoteDirection = "sheet.note.direction" // characters that turn the direction of writing were taken out
	NoteInvisible = "sheet.note.invisible" // invisible characters were taken out
	NoteEncoding  = "sheet.note.encoding"  // single letters were in another encoding than the file
	NoteQuotes    = "sheet.note.quotes"    // the quotes are broken; read as well as could be
)

// What looks wrong in a cell that was left as it is.
const (
	NoteLost      = "sheet.note.lost"         // a character was already lost, or cannot be read
	NoteGarbled   = "sheet.note.garbled"      // text that was decoded wrongly before: JosÃ©
	NoteExponent  = "sheet.note.exponent"     // a long number in the form 4.18E+11; its end is lost
	NoteDigits    = "sheet.note.digits"       // more than 15 digits; the last may be wrong
	NoteFormula   = "sheet.note.formula"      // a formula; the value last shown was read
	NoteNoValue   = "sheet.note.no_value"     // a formula without a value
	NoteError     = "sheet.note.error"        // #REF! and the like
	NoteMerged    = "sheet.note.merged"       // merged cells; the value stands in this one only; args cells
	NoteCovered   = "sheet.note.covered"      // blank because merged with a cell above; args cells
	NoteNoYear    = "sheet.note.no_year"      // a date shown without its year: perhaps never meant as a date
	NoteHiddenRow = "sheet.note.hidden_row"   // the row is hidden in the spreadsheet
	NoteExtra     = "sheet.note.extra_cells"  // more cells than headings; args count
	NoteSwallowed = "sheet.note.looks_as_row" // a cell of several lines that look like rows
)

// maxNotes bounds the notes of one row.
const maxNotes = 100

// builder makes rows, using the same memory again for each.
type builder struct {
	limits Limits
	row    Row
	cells  []string
	notes  []Note
}

// begin starts a row.
func (b *builder) begin(number int) {
	b.row = Row{Number: number}
	b.cells, b.notes = b.cells[:0], b.notes[:0]
}

// note remarks on a cell of the row.
func (b *builder) note(column int, key string, args ...any) {
	if len(b.notes) < maxNotes {
		b.notes = append(b.notes, Note{Column: column, Key: key, Args: args})
	}
}

// refuse gives the row up. The first reason stands.
func (b *builder) refuse(column int, key string, args ...any) {
	if b.row.Refused == nil {
		b.row.Refused = &Note{Column: column, Key: key, Args: args}
	}
}

// add puts a cell into its column. Columns between may be left out.
func (b *builder) add(column int, cell string) {
	switch {
	case cell == "":
		return
	case column >= b.limits.Columns:
		b.refuse(column, RefusedColumns, "limit", b.limits.Columns)
		return
	}
	for len(b.cells) <= column {
		b.cells = append(b.cells, "")
	}
	b.cells[column] = b.clean(column, cell)
}

// done returns the row.
func (b *builder) done() Row {
	if b.row.Refused == nil {
		b.row.Cells, b.row.Notes = b.cells, b.notes
	}
	return b.row
}

// blank reports whether nothing stands in the row.
func (b *builder) blank() bool {
	if b.row.Refused != nil {
		return false
	}
	for _, c := range b.cells {
		if c != "" {
			return false
		}
	}
	return true
}
