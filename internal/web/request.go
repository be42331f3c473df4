package web

import (
	"cmp"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Form is what somebody typed; see package form.
type Form = form.Form

// NewForm returns a form that shows values: name, value pairs.
func NewForm(pairs ...string) *Form { return form.New(pairs...) }

// Request is a request together with who asks, when, and what they said.
type Request struct {
	*http.Request
	Actor   authz.Actor
	Session *Session          // nil for a route that is open to everybody
	Now     time.Time         // UTC
	Zone    *time.Location    // of the organisation
	Order   partialdate.Order // in which the organisation writes dates

	id      string
	app     *App
	route   Route
	changes *trail.Collector
	seen    *trail.Seen // whose casework was read; nil when nobody takes it down
	form    *Form
	shown   bool // a whole page was rendered
}

// Today is the day it is for the organisation.
func (r *Request) Today() civil.Day { return civil.Of(r.Now, r.Zone) }

// T prints a message in the reader's language.
func (r *Request) T(key string, args ...any) string { return i18n.T(r.Context(), key, args...) }

// PathID is the id in the request's path, or NotFound when it cannot be one.
func (r *Request) PathID(name string) (string, error) {
	if id := r.PathValue(name); ids.Valid(id) {
		return id, nil
	}
	return "", fault.New(fault.NotFound, "web: no such id")
}

// Query is a value of the address's query, which holds ids and enumerations
// only; longer values are cut.
func (r *Request) Query(name string) string {
	v := r.URL.Query().Get(name)
	if len(v) > 200 {
		return ""
	}
	return v
}

// Page is the number of the wanted page of a list: 1 for the first.
func (r *Request) Page() int {
	n, err := strconv.Atoi(r.Query("page"))
	if err != nil || n < 1 || n > 100000 {
		return 1
	}
	return n
}

// Fragment reports whether only a part of the page is wanted, by script.
func (r *Request) Fragment() bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-History-Restore-Request") != "true"
}

// ReadForm returns what was posted. With names, a field that is not among them
// is refused: commands take what they know and nothing else. Fields of the kit
// ("_once", "rev" and the like) are always allowed.
func (r *Request) ReadForm(names ...string) (*Form, error) {
	if r.form == nil {
		if err := r.parse(); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		return r.form, nil
	}
	for field := range r.form.Values {
		if !slices.Contains(names, field) && field != form.RevField && !strings.HasPrefix(field, "_") {
			return nil, fault.Bad("web: read form", "", "form.unknown")
		}
	}
	return r.form, nil
}

// parse reads the body of a POST. Files stay in memory: what people upload is
// never written to a temporary file in the clear.
func (r *Request) parse() error {
	var err error
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		err = r.ParseMultipartForm(r.app.body(r.route))
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return unreadable(err)
	}
	r.form = form.Of(r.PostForm)
	if r.MultipartForm != nil {
		r.form.Files = r.MultipartForm.File
	}
	return nil
}

// Render sends a page, whole or not at all. When script asks for a fragment,
// only the body is sent.
func (r *Request) Render(w http.ResponseWriter, status int, page layout.Page, body templ.Component) error {
	if r.Fragment() {
		return r.send(w, status, body)
	}
	frame, err := r.frame(page)
	if err != nil {
		return err
	}
	if err := r.send(w, status, layout.Shell(frame, body)); err != nil {
		return err
	}
	return r.forgetFlash()
}

// Part sends a fragment of a page, for script.
func (r *Request) Part(w http.ResponseWriter, body templ.Component) error {
	return r.send(w, http.StatusOK, body)
}

// Done ends an action: the reader goes to another page, which says what was
// changed and offers to take it back.
func (r *Request) Done(w http.ResponseWriter, to string) error {
	if r.Session != nil && r.changes != nil {
		for _, d := range lastOf(r.changes.Changes(), 3) {
			n := note{Key: deedKey(d.Deed.Action), Args: pairs(d.Deed.Args), Undo: d.Change, Back: d.Deed.Undoes != ""}
			if d.Deed.Irrevocable {
				n.Undo = ""
			}
			r.Session.flash = append(r.Session.flash, n)
		}
	}
	if err := r.rememberFlash(); err != nil {
		return err
	}
	if err := r.dropDraft(); err != nil {
		return err
	}
	if r.form != nil && r.form.Raw(heldField) != "" {
		if err := r.forgetHeld(w); err != nil {
			return err
		}
	}
	return r.Go(w, to)
}

// Tell says a sentence on the next page, beside what Done says by itself.
// args are name, value pairs.
func (r *Request) Tell(key string, args ...string) {
	if r.Session != nil {
		r.Session.flash = append(r.Session.flash, note{Key: key, Args: args})
	}
}

// Warn is Tell for something that did not happen.
func (r *Request) Warn(key string, args ...string) {
	if r.Session != nil {
		r.Session.flash = append(r.Session.flash, note{Key: key, Args: args, Bad: true})
	}
}

// Go leads to another page of this site.
func (r *Request) Go(w http.ResponseWriter, to string) error {
	w.Header().Set("Location", Local(to))
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// Back is where a small form wants its reader to return to: the field "_back",
// or fallback.
func (r *Request) Back(fallback string) string {
	if r.form != nil {
		if to := r.form.Raw("_back"); to != "" {
			return Local(to)
		}
	}
	return fallback
}

// Send gives the reader a file to keep; write is called once. Nothing of it
// stays in the browser's cache.
func (r *Request) Send(w http.ResponseWriter, name, kind string, write func(io.Writer) error) error {
	return r.SendWhile(w, name, kind, nil, write)
}

// SendWhile is Send for what its reader may lose while it is on its way: it is
// cut within a second of may saying no.
func (r *Request) SendWhile(w http.ResponseWriter, name, kind string, may May, write func(io.Writer) error) error {
	trail.Saw(r.Context(), trail.Export)
	if err := r.witness(); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return r.guard(w, may, write)
}

// Show gives the reader something of a kind that this program made itself, to be
// seen within a page. What was read for it is recorded before the first byte.
func (r *Request) Show(w http.ResponseWriter, kind string, content io.Reader) error {
	w.Header().Set("Content-Type", kind)
	if err := r.witness(); err != nil {
		return err
	}
	_, err := io.Copy(w, content)
	return err
}

// Draft returns a form with what the reader was typing at a place, or nil when
// nothing is kept.
func (r *Request) Draft(place string) (*Form, time.Time, error) {
	if r.app.Drafts == nil || r.Session == nil {
		return nil, time.Time{}, nil
	}
	body, at, err := r.app.Drafts.Draft(r.Context(), r.Session.AccountID, place)
	if fault.Is(err, fault.NotFound) {
		return nil, time.Time{}, nil
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	values, err := url.ParseQuery(body)
	return form.Of(values), at, err
}

func (r *Request) dropDraft() error {
	if r.form == nil || r.app.Drafts == nil || r.Session == nil || r.form.Raw(form.DraftField) == "" {
		return nil
	}
	return r.app.Drafts.DropDraft(r.Context(), r.Session.AccountID, r.form.Raw(form.DraftField))
}

func (r *Request) rememberFlash() error {
	if r.Session == nil || len(r.Session.flash) == 0 {
		return nil
	}
	return r.app.keep(r.Context(), r.Session)
}

// forgetFlash drops what was shown.
func (r *Request) forgetFlash() error {
	if r.Session == nil {
		return nil
	}
	if n := len(r.Session.Notices); n > 0 {
		if err := r.app.Sessions.Told(r.Context(), r.Session.ID, r.Session.Notices[n-1].At); err != nil {
			return err
		}
		r.Session.Notices = nil
	}
	if len(r.Session.flash) == 0 {
		return nil
	}
	r.Session.flash = nil
	return r.app.keep(r.Context(), r.Session)
}

// flashes words what happened.
func (r *Request) flashes(ctx context.Context) []layout.Flash {
	if r.Session == nil {
		return nil
	}
	var list []layout.Flash
	for _, n := range r.Session.Notices {
		list = append(list, layout.Flash{Text: i18n.T(ctx, n.Key, "when", i18n.Instant(ctx, n.At), "about", n.About), Bad: true})
	}
	for _, n := range r.Session.flash {
		list = append(list, layout.Flash{Text: sentence(ctx, n.Key, n.Args, n.Back), Undo: n.Undo, Bad: n.Bad})
	}
	return list
}

func lastOf[T any](list []T, n int) []T { return list[max(0, len(list)-n):] }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
