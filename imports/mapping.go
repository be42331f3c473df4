package imports

import (
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// What a file is about.
const (
	People     = "people"     // people, and where they are
	Cases      = "cases"      // people with a case in a programme
	Facilities = "facilities" // a directory; read by the facilities capability
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
	Interval  int               `json:"interval"`  // contact interval in days for rows without one; 0 for the programme's
}

// Check returns what is wrong with a mapping for a file of a sort: a field
// meant twice, or nothing that tells people apart.
func (m Mapping) Check(what string) []fault.Problem {
	var bad []fault.Problem
	seen := map[Field]bool{}
	for _, c := range m.Columns {
		if !known(c.Field) {
			bad = append(bad, fault.Problem{Field: "columns", Key: "imports.mapping.field.unknown"})
		}
		if seen[c.Field] && !many(c.Field) {
			bad = append(bad, fault.Problem{Field: "columns", Key: "imports.mapping.field.twice", Args: []any{"heading", c.Heading}})
		}
		seen[c.Field] = true
	}
	if !seen[Name] && !seen[Given] && !seen[Family] && !seen[Number] && !seen[OwnScript] {
		bad = append(bad, fault.Problem{Field: "columns", Key: "imports.mapping.nobody"})
	}
	if what != People && what != Cases {
		bad = append(bad, fault.Problem{Field: "what", Key: "imports.what.unknown"})
	}
	return bad
}

// many reports whether several columns may mean a field.
func many(f Field) bool {
	return f == LeaveOut || slices.ContainsFunc(Targets(), func(t Target) bool { return t.Field == f && t.Many })
}

// matched counts the columns that mean something, those kept as a note, and
// those left out.
func (m Mapping) matched() (fields, notes, out int) {
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
