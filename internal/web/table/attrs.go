package table

import (
	"strconv"

	"github.com/a-h/templ"
)

// method of the filter form: words are posted.
func method(words bool) string {
	if words {
		return "post"
	}
	return "get"
}

func tableClass(tight bool) string {
	if tight {
		return "tbl stackt tight"
	}
	return "tbl stackt"
}

func tightKey(tight bool) string {
	if tight {
		return "table.rows.usual"
	}
	return "table.rows.tight"
}

func right(on bool) string {
	if on {
		return "r"
	}
	return ""
}

// sortAttr says how a column is sorted, for those who hear the page.
func sortAttr(h head) templ.Attributes {
	if h.sort == "" {
		return nil
	}
	return templ.Attributes{"aria-sort": h.sort}
}

// labelAttr is the small label before a cell on a phone.
func labelAttr(c cell) templ.Attributes {
	if c.bare {
		return nil
	}
	return templ.Attributes{"data-l": c.label}
}

// rowAttr is the place on the page that a row has.
func rowAttr(l line) templ.Attributes {
	if l.id == "" {
		return nil
	}
	return templ.Attributes{"id": "r-" + l.id}
}

// foldAttr says whether the fold of a row is open.
func foldAttr(l line) templ.Attributes {
	return templ.Attributes{"aria-expanded": strconv.FormatBool(l.below != nil)}
}

// span is how many columns the table has.
func span(p page) string {
	n := len(p.heads)
	if len(p.bulk) > 0 {
		n++
	}
	if p.folds {
		n++
	}
	return strconv.Itoa(n)
}

func arrow(sort string) string {
	switch sort {
	case "ascending":
		return " ↑"
	case "descending":
		return " ↓"
	}
	return ""
}
