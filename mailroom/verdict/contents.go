package verdict

import (
	"strconv"

	"github.com/throughcare/throughcare/facilities"
)

// contents holds what is in the parcel against the rules of the facility. Without items
// there is nothing to hold against them yet; a form that must come along is always said.
func (a Ask) contents() []Reason {
	var out []Reason
	for _, r := range a.limits() {
		key, args := a.breaks(r)
		if key == "" {
			continue
		}
		hard := Never
		if r.Test.Sort == facilities.Approval {
			hard = Check // it can be had
		}
		out = append(out, broken(r, hard, key, args))
	}
	return out
}

// breaks says how the items break a rule: the words, or "" when they do not.
func (a Ask) breaks(r facilities.Rule) (key string, args map[string]string) {
	limit := map[string]string{"n": strconv.Itoa(r.Test.N), "unit": r.Test.Unit}
	switch r.Test.Sort {
	case facilities.Approval:
		return "approval", limit
	case facilities.Count:
		if n := len(a.Items); n > r.Test.N {
			limit["is"] = strconv.Itoa(n)
			return "count", limit
		}
	case facilities.Weight:
		if n := a.sum(func(i Item) int { return i.Grams }); n > r.Test.N {
			limit["is"] = strconv.Itoa(n)
			return "weight", limit
		}
	case facilities.Pages:
		if n := a.sum(func(i Item) int { return i.Pages }); n > r.Test.N {
			limit["is"] = strconv.Itoa(n)
			return "pages", limit
		}
	}
	if title, ok := a.first(r.Test); ok {
		return string(r.Test.Sort) + "." + r.Test.Value, map[string]string{"title": title}
	}
	return "", nil
}

// first is the first item of a sort that is not let in.
func (a Ask) first(t facilities.Test) (title string, found bool) {
	wrong := func(Item) bool { return false }
	switch {
	case t.Sort == facilities.Binding && t.Value == facilities.Paperback:
		wrong = func(i Item) bool { return i.Hardcover || i.Spiral }
	case t.Sort == facilities.Binding && t.Value == facilities.NoSpiral:
		wrong = func(i Item) bool { return i.Spiral }
	case t.Sort == facilities.Condition && t.Value == facilities.NewOnly:
		wrong = func(i Item) bool { return i.Used }
	case t.Sort == facilities.Sender:
		wrong = func(i Item) bool { return i.FromUs }
	}
	for _, i := range a.Items {
		if wrong(i) {
			return i.Title, true
		}
	}
	return "", false
}

func (a Ask) sum(of func(Item) int) (n int) {
	for _, i := range a.Items {
		n += of(i)
	}
	return n
}
