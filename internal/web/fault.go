package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/internal/fault"
)

// statuses gives the answer to each kind of fault. What is hidden and what is
// missing look the same.
var statuses = map[fault.Kind]int{
	fault.Internal:  http.StatusInternalServerError,
	fault.NotFound:  http.StatusNotFound,
	fault.Invalid:   http.StatusUnprocessableEntity,
	fault.Conflict:  http.StatusConflict,
	fault.Forbidden: http.StatusForbidden,
	fault.TooLarge:  http.StatusRequestEntityTooLarge,
	fault.Busy:      http.StatusServiceUnavailable,
}

// Clash is a Conflict that can show what stands in the record now beside what
// was typed, so that nothing of either is lost. Rev, when given, lets the
// reader save their own text after having seen the other.
type Clash struct {
	Err    error
	Rev    string
	Fields []ClashField
}

// ClashField is one field that two people wrote to. Typed says in words what was
// chosen, when the form holds a code for it.
type ClashField struct{ Name, Label, Now, Typed string }

// Error gives the conflict.
func (c *Clash) Error() string { return c.Err.Error() }

// Unwrap gives the conflict.
func (c *Clash) Unwrap() error { return c.Err }

// Problems returns the broken rules in err, if that is all that is wrong.
func Problems(err error) ([]fault.Problem, bool) {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid {
		return nil, false
	}
	return e.Problems, true
}

// unreadable says what is wrong with a body that could not be read.
func unreadable(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok || strings.Contains(err.Error(), "message too large") {
		return &fault.Error{Kind: fault.TooLarge, Op: "web: read body", Err: err}
	}
	return &fault.Error{Kind: fault.Invalid, Op: "web: read body", Err: err, Problems: []fault.Problem{{Key: "form.unreadable"}}}
}

// fail answers with the page of a fault. When the answer has begun there is
// nothing left to say.
func (r *Request) fail(w *answer, err error) {
	kind := kindOf(err)
	if kind == fault.Internal {
		r.app.Log.ErrorContext(r.Context(), "page failed", "pattern", r.route.Pattern, "request", r.id, "error", err)
	}
	if w.status != 0 {
		return
	}
	clearBody(w.Header())
	if kind == fault.Busy {
		w.Header().Set("Retry-After", "2")
	}
	if _, both := errors.AsType[*Clash](err); !both { // which shows what the record holds
		r.unseen()
	}
	page, body := r.faultPage(kind, err)
	if err := r.Render(w, statuses[kind], page, body); err != nil && w.status == 0 {
		http.Error(w, http.StatusText(statuses[kind]), statuses[kind])
	}
}

// kindOf is the kind of a fault, also of what the kit's callees report in
// their own way.
func kindOf(err error) fault.Kind {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.TooLarge
	}
	kind := fault.KindOf(err)
	if kind == fault.Internal && errors.Is(err, context.DeadlineExceeded) {
		return fault.Busy
	}
	return kind
}

// clearBody drops the headers of an answer that will not be given.
func clearBody(h http.Header) {
	for _, name := range []string{"Content-Disposition", "Content-Type", "Content-Encoding", "Content-Length", "Location"} {
		h.Del(name)
	}
}

// faultKeys names the words for each kind: "web.fault." + word + ".title".
var faultKeys = map[fault.Kind]string{
	fault.Internal: "internal", fault.NotFound: "missing", fault.Invalid: "invalid",
	fault.Conflict: "conflict", fault.Forbidden: "forbidden", fault.TooLarge: "large", fault.Busy: "busy",
}

// typed lists what was sent, in the order of the clash's fields and without
// what belongs to the kit or is secret.
func (r *Request) typed(c *Clash) []typedField {
	if r.form == nil || r.route.Secret {
		return nil
	}
	var list []typedField
	seen := map[string]bool{}
	if c != nil {
		for _, f := range c.Fields {
			seen[f.Name] = true
			list = append(list, typedField{Name: f.Name, Label: f.Label, Typed: cmp.Or(f.Typed, r.form.Raw(f.Name)), Now: f.Now, Both: true})
		}
	}
	if len(list) > 0 && c.Rev != "" { // the rest is as it was, and sent along
		return list
	}
	for _, name := range sortedKeys(r.form.Values) {
		if text := strings.Join(r.form.All(name), "\n"); text != "" && !seen[name] && !strings.HasPrefix(name, "_") && name != "rev" {
			list = append(list, typedField{Name: name, Label: name, Typed: text})
		}
	}
	return list
}

// typedField is a field as sent, beside what the record holds.
type typedField struct {
	Name, Label, Typed, Now string
	Both                    bool // Now is known
}

// opens reports whether there is a page at the address of a form.
func (r *Request) opens() bool {
	get := r.Clone(r.Context())
	get.Method = http.MethodGet
	_, pattern := r.app.mux.Handler(get)
	return pattern != "/" && strings.HasPrefix(pattern, "GET ")
}
