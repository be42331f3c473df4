package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/throughcare/throughcare/internal/ids"
)

// View returns the state of a list that was put away by KeepView: the values
// of the id in "?view=". Nothing is returned for another session's id.
func (r *Request) View() url.Values {
	if r.Session == nil {
		return nil
	}
	id := r.Query("view")
	for _, v := range r.Session.views {
		if v.ID == id {
			return v.Values
		}
	}
	return nil
}

// KeepView puts filter values that may hold names or words away with the
// session and leads to path?view=ID, so that they never stand in an address,
// in a history or in a log, and Back, reload and no script still work.
func (r *Request) KeepView(w http.ResponseWriter, path string, values url.Values) error {
	if r.Session == nil {
		return r.Go(w, path)
	}
	v := view{ID: ids.New(), Values: values}
	r.Session.views = append(room(r.Session.views), v)
	if err := r.app.keep(r.Context(), r.Session); err != nil {
		return err
	}
	return r.Go(w, path+"?view="+v.ID)
}

// room drops the oldest filters, so that one more has a place. Choices of columns
// are few, one for each list, and stay.
func room(views []view) []view {
	filters := 0
	for _, v := range views {
		if ids.Valid(v.ID) {
			filters++
		}
	}
	return slices.DeleteFunc(views, func(v view) bool {
		if !ids.Valid(v.ID) || filters < maxViews {
			return false
		}
		filters--
		return true
	})
}

// Remembered returns small choices kept with the session, such as the columns
// of a list; nil when nothing was chosen.
func (r *Request) Remembered(key string) url.Values {
	if r.Session == nil {
		return nil
	}
	for _, v := range r.Session.views {
		if v.ID == key {
			return v.Values
		}
	}
	return nil
}

// Remember keeps small choices with the session. The caller makes sure that
// they are no person's data.
func (r *Request) Remember(key string, values url.Values) error {
	if r.Session == nil {
		return nil
	}
	r.Session.views = append(slices.DeleteFunc(r.Session.views, func(v view) bool { return v.ID == key }), view{ID: key, Values: values})
	return r.app.keep(r.Context(), r.Session)
}
