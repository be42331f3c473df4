package caseworkweb

import (
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/web"
)

// kinds are the parts of a programme, as the form names them.
var kinds = []string{"stage", "question", "reason"}

// spare is how many empty rows a fresh form ends with.
const spare = 2

// mostRows keeps a form from growing without end.
const mostRows = 80

// parts are the rows of a programme's form, by kind.
type parts map[string][]casework.Part

// partsOf are the rows of a programme, and a few empty ones.
func partsOf(p casework.Programme) parts {
	rows := parts{"stage": slices.Clone(p.Stages), "question": slices.Clone(p.Questions), "reason": slices.Clone(p.Reasons)}
	for _, k := range kinds {
		for range spare {
			rows[k] = append(rows[k], casework.Part{Form: casework.Text})
		}
	}
	return rows
}

// readParts reads the rows as they were typed, the empty ones too: a row keeps
// its place.
func readParts(f *web.Form) parts {
	rows := parts{}
	for _, k := range kinds {
		names := f.Values[k]
		for i := range min(len(names), mostRows) {
			q := casework.Part{ID: at(f, k+"_id", i), Name: web.NewForm("name", names[i]).Text("name")}
			if k == "question" {
				q.Form, q.Choices = casework.Form(at(f, k+"_form", i)), choices(at(f, k+"_choices", i))
			}
			rows[k] = append(rows[k], q)
		}
	}
	return rows
}

func at(f *web.Form, name string, i int) string {
	if list := f.Values[name]; i < len(list) {
		return list[i]
	}
	return ""
}

// choices are given answers, one a line or set apart by commas.
func choices(typed string) []string {
	var list []string
	for _, c := range strings.FieldsFunc(typed, func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == ';' }) {
		if c = strings.TrimSpace(c); c != "" {
			list = append(list, c)
		}
	}
	return list
}

// change does what a button between the rows says: "add stage", "up stage 2",
// "down stage 2". It reports whether it was understood.
func (p parts) change(do string) bool {
	words := strings.Fields(do)
	if len(words) < 2 || !slices.Contains(kinds, words[1]) {
		return false
	}
	rows := p[words[1]]
	if words[0] == "add" {
		if len(rows) < mostRows {
			p[words[1]] = append(rows, casework.Part{Form: casework.Text})
		}
		return true
	}
	if len(words) != 3 {
		return false
	}
	i, err := strconv.Atoi(words[2])
	to := i - 1
	if words[0] == "down" {
		to = i + 1
	}
	if err != nil || words[0] != "up" && words[0] != "down" || i < 0 || i >= len(rows) {
		return false
	}
	if to >= 0 && to < len(rows) {
		rows[i], rows[to] = rows[to], rows[i]
	}
	return true
}

// of are the rows of a kind that hold something.
func (p parts) of(kind string) []casework.Part {
	return slices.DeleteFunc(slices.Clone(p[kind]), func(q casework.Part) bool { return q.Name == "" })
}
