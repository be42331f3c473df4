package layout

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/form"
)

// Input describes a field in which somebody types.
type Input struct {
	Name, Label  string
	Hint         string // what to type, with an example; never a placeholder
	Type         string // "" text, or "search", "password", "email", "tel"
	Value        string // shown until the form has a value of its own
	Width        string // "" the column, "mid", or "short"
	Number       bool   // a number of the outside world, in the type for numbers
	HideLabel    bool   // the label is only heard
	Focus        bool   // the cursor starts here
	Autocomplete string // "" is off
	Max          int    // most characters, 0 for 10,000
	Rows         int    // of a text area
	Suggest      []string
	Echo         string // how a date was understood
	ID           string // when two forms of a page have a field of this name
	Attrs        templ.Attributes
}

// Option is one answer of a choice.
type Option struct{ Value, Label, Hint string }

// Options are the values of an enumeration as answers; label says each.
func Options[T ~string](values []T, label func(T) string) []Option {
	out := make([]Option, len(values))
	for i, v := range values {
		out[i] = Option{Value: string(v), Label: label(v)}
	}
	return out
}

// Worded is Options for values that have their message below a stem: "mark." and
// "verified".
func Worded[T ~string](ctx context.Context, stem string, values []T) []Option {
	return Options(values, func(v T) string { return i18n.T(ctx, stem+string(v)) })
}

// Choice describes a field with given answers.
type Choice struct {
	Name, Label, Hint string
	Options           []Option
	Value             string // chosen until the form has a value of its own
	HideLabel         bool
	Several           bool   // of Chips: checkboxes instead of radios
	Blank             string // of Select: what the empty first answer says; "" for none
	Width             string // as in Input
	ID                string
	Attrs             templ.Attributes
}

// Box describes a single checkbox.
type Box struct {
	Name, Label, Hint string
	Value             string // posted when ticked, "1" when empty
	On                bool   // ticked until the form says otherwise
	ID                string
}

// Sheet describes a form: where it goes and what it carries along.
type Sheet struct {
	Action string
	Form   *form.Form // may be nil
	Rev    string     // the rev of the record it was made from
	Draft  string     // the place what is typed is saved under as a draft; "" for none
	Files  bool       // it uploads files
	Class  string
	Label  string // for those who hear the page, when no heading says it
	Method string // "" post
	ID     string
}

func (s Sheet) attrs() templ.Attributes {
	a := templ.Attributes{}
	if s.Files {
		a["enctype"] = "multipart/form-data"
	}
	if s.Draft != "" {
		a["data-draft"] = s.Draft
	}
	if s.Label != "" {
		a["aria-label"] = s.Label
	}
	if s.ID != "" {
		a["id"] = s.ID
	}
	return a
}

// id of an input on the page.
func (i Input) id() string { return orDefault(i.ID, form.FieldID(i.Name)) }

func (c Choice) id() string { return orDefault(c.ID, form.FieldID(c.Name)) }

func (b Box) id() string { return orDefault(b.ID, form.FieldID(b.Name)) }

// shown is the value a field shows: what was typed, else what is stored.
func shown(f *form.Form, name, stored string) string {
	if f != nil && f.Values.Has(name) {
		return f.Raw(name)
	}
	return stored
}

// chosen reports whether an option is to be marked.
func (c Choice) chosen(f *form.Form, value string) bool {
	if f != nil && f.Values.Has(c.Name) {
		return f.Has(c.Name, value)
	}
	if c.Several {
		for _, v := range strings.Split(c.Value, ",") {
			if v == value {
				return true
			}
		}
		return false
	}
	return c.Value == value
}

func (b Box) ticked(f *form.Form) bool {
	if f != nil && len(f.Values) > 0 {
		return f.Has(b.Name, b.value())
	}
	return b.On
}

func (b Box) value() string { return orDefault(b.Value, "1") }

// describe links a field to its hint, its echo and what is wrong with it.
func describe(ctx context.Context, f *form.Form, name, id, hint, echo string) templ.Attributes {
	a := templ.Attributes{}
	var by []string
	if hint != "" {
		by = append(by, id+"-hint")
	}
	if echo != "" {
		by = append(by, id+"-echo")
	}
	if f.Problem(ctx, name) != "" {
		by = append(by, id+"-bad")
		a["aria-invalid"] = "true"
	}
	if len(by) > 0 {
		a["aria-describedby"] = strings.Join(by, " ")
	}
	return a
}

// attrs of an input: everything but its value.
func (i Input) attrs(ctx context.Context, f *form.Form) templ.Attributes {
	a := describe(ctx, f, i.Name, i.id(), i.Hint, i.Echo)
	a["autocomplete"] = orDefault(i.Autocomplete, "off")
	a["maxlength"] = itoa(orMax(i.Max))
	if i.Focus && !f.Failed() {
		a["autofocus"] = true
	}
	if len(i.Suggest) > 0 {
		a["list"] = i.id() + "-list"
	}
	if i.Type == "search" || i.Number {
		a["spellcheck"] = "false"
	}
	for k, v := range i.Attrs {
		a[k] = v
	}
	return a
}

func orMax(n int) int {
	if n > 0 {
		return n
	}
	return 10000
}

// faulty is one line of the summary of what is wrong.
type faulty struct{ href, text string }

// faults lists what is wrong with a form, once each, with links to the fields.
func faults(ctx context.Context, f *form.Form) []faulty {
	var list []faulty
	seen := map[faulty]bool{}
	for _, p := range f.Problems {
		x := faulty{text: i18n.T(ctx, p.Key, p.Args...)}
		if p.Field != "" {
			x.href = "#" + form.FieldID(p.Field)
		}
		if !seen[x] {
			seen[x] = true
			list = append(list, x)
		}
	}
	return list
}

// secretless keeps a pass phrase from being written into a page.
func secretless(i Input, value string) string {
	if i.Type == "password" {
		return ""
	}
	return value
}

// dateInput adds the ways a date may be typed.
func dateInput(ctx context.Context, i Input) Input {
	if i.Hint == "" {
		i.Hint = i18n.T(ctx, "form.date.hint")
	}
	i.Width, i.Max = orDefault(i.Width, "mid"), 60
	return i
}

// several turns a choice into one of several answers.
func several(c Choice) Choice {
	c.Several = true
	return c
}

// firstID gives the first answer the id the summary links to.
func firstID(n int, id string) templ.Attributes {
	if n > 0 {
		return nil
	}
	return templ.Attributes{"id": id}
}
