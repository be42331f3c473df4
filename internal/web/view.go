package web

import (
	"net/http"
	"net/url"

	"github.com/throughcare/throughcare/internal/fault"
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
	r.Session.views = append(r.Session.views, v)
	if extra := len(r.Session.views) - maxViews; extra > 0 {
		r.Session.views = r.Session.views[extra:]
	}
	if err := r.app.keep(r.Context(), r.Session); err != nil {
		return err
	}
	return r.Go(w, path+"?view="+v.ID)
}

// Remembered returns small choices of the one who asks, such as the columns of
// a list; nil when nothing was chosen.
func (r *Request) Remembered(key string) (url.Values, error) {
	if r.Session == nil || r.app.Choices == nil {
		return nil, nil
	}
	kept, err := r.app.Choices.Choice(r.Context(), r.Session.AccountID, key)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	values, err := url.ParseQuery(kept)
	if err != nil { // what nobody can read was never chosen
		return nil, nil
	}
	return values, nil
}

// Remember keeps small choices of the one who asks. The caller makes sure that
// they are no person's data.
func (r *Request) Remember(key string, values url.Values) error {
	if r.Session == nil || r.app.Choices == nil {
		return nil
	}
	return r.app.Choices.KeepChoice(r.Context(), r.Session.AccountID, key, values.Encode())
}
