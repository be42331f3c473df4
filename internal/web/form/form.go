// Package form keeps what somebody typed: the values, what is wrong with
// them, and the key that makes sending the form twice do it once. A page shows
// a form with the very same words again until all of it can be saved.
package form

import (
	"context"
	"errors"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
)

// The names of the fields every form may carry beside its own.
const (
	OnceField  = "_once"  // the key of one showing of the form
	DraftField = "_draft" // the place whose draft is dropped once the form is saved
	RevField   = "rev"    // the rev of the record the form was made from
)

// Form is a form as typed. The zero Form is empty and has no problems; a nil
// *Form may be shown as well.
type Form struct {
	Values   url.Values                         // as typed, by field
	Files    map[string][]*multipart.FileHeader // of a multipart form
	Problems []fault.Problem                    // what is wrong, in the order to show
	once     string
}

// New returns a form that shows values: name, value pairs.
func New(pairs ...string) *Form {
	f := &Form{Values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Add(pairs[i], pairs[i+1])
	}
	return f
}

// Of returns a form that shows the given values.
func Of(values url.Values) *Form {
	if values == nil {
		values = url.Values{}
	}
	return &Form{Values: values}
}

// Once is the key of this showing of the form. It stays the same while the
// form is shown again with problems.
func (f *Form) Once() string {
	if f == nil {
		return ids.Secret()
	}
	if f.once == "" {
		if f.once = f.Values.Get(OnceField); f.once == "" {
			f.once = ids.Secret()
		}
	}
	return f.once
}

// Raw is the first value of a field exactly as typed, to be shown again.
func (f *Form) Raw(name string) string {
	if f == nil {
		return ""
	}
	return f.Values.Get(name)
}

// Text is the value of a one-line field, made fit to store: Unicode NFC, one
// line, no control or direction-override characters, no space at the ends.
func (f *Form) Text(name string) string {
	return strings.Join(strings.Fields(clean(f.Raw(name), false)), " ")
}

// Lines is the value of a field of several lines, made fit to store.
func (f *Form) Lines(name string) string {
	s := strings.ReplaceAll(strings.ReplaceAll(f.Raw(name), "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(clean(s, true))
}

// clean normalises text and drops the characters that change what a reader
// sees without being seen (Unicode TR 36): controls, overrides, byte-order
// marks. Joiners stay, Persian and Indic scripts need them.
func clean(s string, lines bool) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines, r == '\t':
			return r
		case r == '\n', r == '\r':
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
			return -1
		}
		return r
	}, s)
}

// All lists the values of a field that may be given several times, without
// empty ones.
func (f *Form) All(name string) []string {
	if f == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(f.Values[name]), func(v string) bool { return v == "" })
}

// Has reports whether a field holds a value: a ticked box, a chosen option.
func (f *Form) Has(name, value string) bool {
	return f != nil && slices.Contains(f.Values[name], value)
}

// Ticked reports whether a single checkbox was ticked.
func (f *Form) Ticked(name string) bool { return f.Raw(name) != "" }

// Int reads a whole number. An empty field is 0; anything else that is no
// number between low and high is a problem of the field.
func (f *Form) Int(name string, low, high int) int {
	s := f.Text(name)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < low || n > high {
		f.Fail(name, "form.number", "low", low, "high", high)
		return 0
	}
	return n
}

// Money reads an amount in its smallest unit as people write it: "45", "45.50", "$1,200",
// "45,5". What cannot be read, or is below nothing, is 0.
func (f *Form) Money(name string) int {
	text := strings.TrimLeft(strings.ReplaceAll(f.Text(name), " ", ""), "$£€")
	whole, part := text, ""
	if i := strings.LastIndexAny(text, ".,"); i >= 0 && len(text)-i <= 3 {
		whole, part = text[:i], text[i+1:]
	}
	n, err := strconv.Atoi(strings.NewReplacer(".", "", ",", "").Replace(whole) + (part + "00")[:2])
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// ID reads the id of a record. What is no id is treated as not given.
func (f *Form) ID(name string) string {
	if s := f.Raw(name); ids.Valid(s) {
		return s
	}
	return ""
}

// Rev is the rev of the record the form was made from.
func (f *Form) Rev() string { return f.Raw(RevField) }

// Set changes what a field shows.
func (f *Form) Set(name, value string) { f.Values.Set(name, value) }

// Fail adds a problem to a field ("" for the whole form): a message key and
// its name, value pairs.
func (f *Form) Fail(field, key string, args ...any) {
	f.Problems = append(f.Problems, fault.Problem{Field: field, Key: key, Args: args})
}

// Failed reports whether anything is wrong.
func (f *Form) Failed() bool { return f != nil && len(f.Problems) > 0 }

// Take moves the problems of an Invalid fault into the form and reports
// whether the form is to be shown again. Any other error, and none, are left
// to the caller.
func (f *Form) Take(err error) bool {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Invalid {
		f.Problems = append(f.Problems, e.Problems...)
		if len(f.Problems) == 0 {
			f.Fail("", "form.invalid")
		}
	}
	return f.Failed() && (err == nil || fault.Is(err, fault.Invalid))
}

// Status is the status of a page showing the form: 422 when something is
// wrong, else 200.
func (f *Form) Status() int {
	if f.Failed() {
		return 422
	}
	return 200
}

// Problem is the first thing wrong with a field, in the reader's language, or "".
func (f *Form) Problem(ctx context.Context, field string) string {
	if f == nil {
		return ""
	}
	for _, p := range f.Problems {
		if p.Field == field {
			return i18n.T(ctx, p.Key, p.Args...)
		}
	}
	return ""
}

// FieldID is the id of a field's input on the page: "f-" and its name.
func FieldID(name string) string { return "f-" + name }
