package sealedweb

import (
	"errors"
	"net/http"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// keyless leads to the pass phrase. What was written is shown, to be copied.
func (p *Pages) keyless(w http.ResponseWriter, r *web.Request) error {
	if r.Method == http.MethodGet {
		return r.Go(w, keyPath(r.URL.RequestURI()))
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("sealed.nav"), Current: "sealed"}
	return r.Render(w, http.StatusConflict, page, notYetPage(f.Lines("text"), keyPath(r.URL.Path)))
}

// askKey asks for the pass phrase, which opens the reader's key for the length
// of the session.
func (p *Pages) askKey(w http.ResponseWriter, r *web.Request) error {
	return p.showKey(w, r, web.NewForm("to", r.Query("to")), http.StatusOK)
}

func (p *Pages) showKey(w http.ResponseWriter, r *web.Request, f *web.Form, status int) error {
	return r.Render(w, status, layout.Page{Title: r.T("sealed.nav"), Current: "sealed", Form: f}, keyPage(f))
}

func (p *Pages) takeKey(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("phrase", "to")
	if err != nil {
		return err
	}
	err = p.Team.CarryKey(r.Context(), r.Session.AccountID, f.Raw("phrase"), r.Token())
	if status, again := refused(f, err); again {
		return p.showKey(w, r, f, status)
	}
	if err != nil {
		return err
	}
	to := f.Raw("to")
	if to == "" {
		to = "/sealed"
	}
	return r.Go(w, to)
}

// refused moves what is wrong with a pass phrase into the form, also that there
// were too many tries.
func refused(f *web.Form, err error) (status int, again bool) {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Busy && len(e.Problems) > 0 {
		f.Problems = append(f.Problems, e.Problems...)
		return http.StatusTooManyRequests, true
	}
	return http.StatusUnprocessableEntity, f.Take(err)
}
