package web

import (
	"net/http"
	"net/url"

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
	r.Session.views = append(lastOf(r.Session.views, maxViews-1), v)
	if err := r.app.keep(r.Context(), r.Session); err != nil {
		return err
	}
	return r.Go(w, path+"?view="+v.ID)
}
