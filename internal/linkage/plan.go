package linkage

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/columns"
)

// Plan is which columns of a file, or of two, are compared with one another.
type Plan struct {
	Columns []Column

	first, second []field // for each of Columns, where it is in the files
}

// field is a column of a file, or half of one that holds full names.
type field struct {
	Column
	at   int
	half Kind // Given or Family of a full name; else ""
}

// PlanOne leaves out what is not looked at: ignored columns, and full names where
// their halves stand beside them.
func PlanOne(file []Column) Plan {
	var p Plan
	for _, f := range fields(file) {
		if len(p.Columns) < most {
			p.Columns, p.first = append(p.Columns, f.Column), append(p.first, f)
		}
	}
	return p
}

// PlanTwo pairs the columns of two files that are of one kind: those of one name
// first, then in their order. What only one file has says nothing. Two texts are
// only compared when they have one name.
func PlanTwo(first, second []Column) Plan {
	a, b := fields(first), fields(second)
	var p Plan
	pair := func(fits func(x, y field) bool) {
		for _, x := range a {
			at := slices.IndexFunc(b, func(y field) bool { return x.Kind == y.Kind && fits(x, y) && !slices.Contains(p.second, y) })
			if at < 0 || slices.Contains(p.first, x) || len(p.Columns) == most {
				continue
			}
			p.Columns, p.first, p.second = append(p.Columns, x.Column), append(p.first, x), append(p.second, b[at])
		}
	}
	pair(func(x, y field) bool { return x.Name == y.Name })
	pair(func(x, y field) bool { return x.Kind != Text })
	return p
}

// fields are the columns that are looked at. Of full names come two halves, or
// nothing where given and family names are known: the same name would count twice.
func fields(file []Column) (all []field) {
	halves := map[Kind]bool{}
	for _, c := range file {
		halves[c.Kind] = true
	}
	for i, c := range file {
		switch {
		case c.Kind == Ignored:
		case c.Kind != Full:
			all = append(all, field{c, i, ""})
		case !halves[Given] || !halves[Family]:
			halves[Given], halves[Family] = true, true
			all = append(all, field{Column{c.Name, Given}, i, Given}, field{Column{c.Name, Family}, i, Family})
		}
	}
	return all
}

// First are the cells of a row of the first file that are compared.
func (p Plan) First(row []string) []string { return cellsOf(p.first, row) }

// Second are those of a row of the second file.
func (p Plan) Second(row []string) []string { return cellsOf(p.second, row) }

func cellsOf(fields []field, row []string) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		if f.at < len(row) {
			out[i] = halfOf(f.half, row[f.at])
		}
	}
	return out
}

// halfOf is one half of a full name: the family name is what stands before a comma,
// or the last word.
func halfOf(half Kind, name string) string {
	if half == "" {
		return name
	}
	if family, given, ok := strings.Cut(name, ","); ok && columns.Turned(name) != name {
		if half == Given {
			return given
		}
		return family
	}
	name = wordsOf(name)
	at := strings.LastIndexByte(name, ' ')
	if half == Given {
		return name[:max(at, 0)]
	}
	return name[at+1:]
}
