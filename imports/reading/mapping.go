package reading

import (
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// What a file is about. A directory of facilities is read by the facilities
// capability.
const (
	People = "people" // people, and where they are
	Cases  = "cases"  // people with a case in a programme
)

// Column is how one column of a file is read.
type Column struct {
	Heading string `json:"heading"`
	Field   Field  `json:"field"`
}

// Mapping is how a whole file is read: each column in order, and what the file
// itself does not say.
type Mapping struct {
	Columns   []Column          `json:"columns"`
	Order     partialdate.Order `json:"order"`     // which way 3/11 is read
	Programme string            `json:"programme"` // id; "" for the first
	Worker    string            `json:"worker"`    // account id for rows that name nobody; "" for whoever imports
	Issuer    string            `json:"issuer"`    // of numbers without one
	Region    string            `json:"region"`    // of facilities without one
	Source    string            `json:"source"`    // "Prisoner list FINAL (2).xlsx", kept with every fact
	AsOf      civil.Day         `json:"as_of"`     // the day the list is of; "" is the day it is brought in
	Interval  int               `json:"interval"`  // contact interval in days for rows without one; 0 for the programme's
	Digits    int               `json:"digits"`    // how long numbers are, when some begin with zeros; else 0
	// Places says which facility is meant by what the file writes, folded; ""
	// keeps it as a note.
	Places map[string]string `json:"places,omitempty"`
	// Encoding is how the letters of a CSV file are written, as somebody has
	// said; "" is as guessed. Guessed are the headings as they would stand
	// without that, by which the next file of this shape is known.
	Encoding string   `json:"encoding,omitempty"`
	Guessed  []string `json:"guessed,omitempty"`
	// Recalled says that it is the recipe of an earlier file of this shape.
	Recalled bool `json:"-"`
}

// longestInterval is that of a case, in days.
const longestInterval = 3650

// Check returns what is wrong with a mapping for a file of a sort: a field
// meant twice, or nothing that tells people apart. The field of a problem is
// the column's: "column-3".
func (m Mapping) Check(what string) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	seen := map[Field]bool{}
	for i, c := range m.Columns {
		problem(!known(c.Field), ColumnInput(i), "imports.mapping.field.unknown")
		problem(seen[c.Field] && !many(c.Field), ColumnInput(i), "imports.mapping.field.twice", "heading", c.Heading)
		seen[c.Field] = true
	}
	tells := slices.ContainsFunc([]Field{Name, Given, Family, Number, OwnScript}, func(f Field) bool { return seen[f] })
	problem(!tells, ColumnInput(0), "imports.mapping.nobody")
	problem(what != People && what != Cases, "what", "imports.what.unknown")
	problem(m.Interval < 0 || m.Interval > longestInterval, "interval", "imports.row.interval.unreadable")
	return bad
}

// ColumnInput names the input that says what a column means.
func ColumnInput(i int) string { return "column-" + itoa(i) }

// many reports whether several columns may mean a field.
func many(f Field) bool {
	return f == LeaveOut || slices.ContainsFunc(Targets(), func(t Target) bool { return t.Field == f && t.Many })
}

// Matched counts the columns that mean something, those kept as a note, and
// those left out.
func (m Mapping) Matched() (fields, notes, out int) {
	for _, c := range m.Columns {
		switch c.Field {
		case LeaveOut:
			out++
		case AsNote:
			notes++
		default:
			fields++
		}
	}
	return fields, notes, out
}

// Heading is what the file calls a field, or the field itself.
func (m Mapping) Heading(fields ...Field) string {
	for _, f := range fields {
		for _, c := range m.Columns {
			if c.Field == f {
				return c.Heading
			}
		}
	}
	return string(fields[0])
}

// Headings are those of the file, in order.
func (m Mapping) Headings() []string {
	headings := make([]string, len(m.Columns))
	for i, c := range m.Columns {
		headings[i] = c.Heading
	}
	return headings
}
