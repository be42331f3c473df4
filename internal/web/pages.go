package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// faultPage is the page that says what went wrong and what to do.
func (r *Request) faultPage(kind fault.Kind, err error) (layout.Page, templ.Component) {
	key := "web.fault." + faultKeys[kind]
	page := layout.Page{Title: r.T(key + ".title"), Bare: r.Session == nil || r.Session.Locked}
	problems, _ := Problems(err)
	clash, _ := errors.AsType[*Clash](err)
	view := faultView{Title: page.Title, Text: r.T(key + ".text"), Problems: problems}
	if kind == fault.Internal {
		view.Reference = r.id
	}
	if r.Method == http.MethodPost {
		view.Typed = r.typed(clash)
		if r.opens() {
			view.Again = r.URL.Path
		}
	}
	if clash != nil && clash.Rev != "" {
		view.Mine = r.resend(clash.Rev)
		view.Action = r.URL.Path
	}
	return page, faultBody(view)
}

// faultView is what the page of a fault shows.
type faultView struct {
	Title, Text, Reference string
	Problems               []fault.Problem
	Typed                  []typedField
	Again                  string // the page of what the form was made from
	Action                 string // where the reader's own text may be sent nevertheless
	Mine                   []hidden
}

// hidden is a field sent along unseen.
type hidden struct{ Name, Value string }

// resend lists what was sent, with another rev.
func (r *Request) resend(rev string) []hidden {
	values := maps.Clone(r.form.Values)
	values.Set(form.RevField, rev)
	return fieldsOf(values)
}

// fieldsOf lists values as hidden fields, without the key of the form's
// showing.
func fieldsOf(values url.Values) []hidden {
	var list []hidden
	for _, name := range sortedKeys(values) {
		if name == form.OnceField {
			continue
		}
		for _, v := range values[name] {
			list = append(list, hidden{name, v})
		}
	}
	return list
}

// showMenu lists every place there is, for phones and as a map of the site.
func showMenu(w http.ResponseWriter, r *Request) error {
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("web.menu.title"), Current: "menu"}, menuBody(r.nav(r.Context())))
}

// showAdd asks what to add.
func showAdd(w http.ResponseWriter, r *Request) error {
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("web.add.title")}, addBody(r.adds()))
}

// showKeys lists the keys that do something.
func showKeys(w http.ResponseWriter, r *Request) error {
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("web.keys.title")}, keysBody(r.Session.SingleKeys))
}

// takeBack undoes a change and returns to where the button stood.
func takeBack(w http.ResponseWriter, r *Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	err = r.app.Undo(r.Context(), r.Actor, id)
	if fault.Is(err, fault.Conflict) {
		r.Warn("web.undo.late")
		err = nil
	}
	if err != nil {
		return err
	}
	return r.Done(w, r.Back("/me/changes"))
}

// saveDraft keeps what somebody is typing. It answers with a word for the page.
func saveDraft(w http.ResponseWriter, r *Request) error {
	place := r.form.Raw(form.DraftField)
	if place == "" || len(place) > 200 {
		return fault.Bad("web: save draft", form.DraftField, "form.unreadable")
	}
	values := url.Values{}
	for name, v := range r.form.Values {
		if !strings.HasPrefix(name, "_") {
			values[name] = v
		}
	}
	if err := r.app.Drafts.SaveDraft(r.Context(), r.Session.AccountID, place, values.Encode()); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte(r.T("web.draft.saved", "time", i18n.Clock(r.Context(), r.Now))))
	return err
}

// showHeld shows a form that arrived while its author was signed out, ready to
// be sent.
func showHeld(w http.ResponseWriter, r *Request) error {
	held, err := r.app.Held.Held(r.Context(), r.app.cookie(r.Request, heldCookie), r.Session.AccountID)
	if fault.Is(err, fault.NotFound) {
		r.app.setCookie(w, heldCookie, "", 0)
		return r.Go(w, "/")
	}
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(held.Body)
	if err != nil {
		return err
	}
	r.form = form.Of(values)
	body := heldBody(Local(held.Path), r.typed(nil), append(fieldsOf(values), hidden{heldField, "1"}))
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("web.held.title")}, body)
}

// heldField marks a form that was sent from the page of held forms.
const heldField = "_held"

// dropHeld throws a held form away.
func dropHeld(w http.ResponseWriter, r *Request) error {
	if err := r.forgetHeld(w); err != nil {
		return err
	}
	return r.Go(w, "/")
}

// forgetHeld drops the browser's held form, if it is the reader's.
func (r *Request) forgetHeld(w http.ResponseWriter) error {
	id := r.app.cookie(r.Request, heldCookie)
	if r.app.Held == nil || r.Session == nil || id == "" {
		return nil
	}
	r.app.setCookie(w, heldCookie, "", 0)
	_, err := r.app.Held.Held(r.Context(), id, r.Session.AccountID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return r.app.Held.DropHeld(r.Context(), id)
}
