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

func tableClass(p page) string {
	class := "tbl stackt"
	if p.tight {
		class += " tight"
	}
	if len(p.bulk) == 0 {
		class += " nopick"
	}
	return class
}

// cellClass tells a phone to leave out a cell that says nothing.
func cellClass(c cell) string {
	if c.body == nil && c.text == "" {
		return "mute"
	}
	return right(c.right)
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
