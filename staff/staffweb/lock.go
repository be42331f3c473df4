package staffweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff"
)

// lock locks the screen: nothing is shown until the pass phrase is given.
func (p *Pages) lock(w http.ResponseWriter, r *web.Request) error {
	if r.Session == nil {
		return r.Go(w, web.SignInPath)
	}
	if err := p.Staff.Lock(r.Context(), r.Session.ID); err != nil {
		return err
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return r.Go(w, web.LockedPath)
}

func (p *Pages) locked(w http.ResponseWriter, r *web.Request) error {
	switch {
	case r.Session == nil:
		return r.Go(w, web.SignInPath)
	case !r.Session.Locked:
		return r.Go(w, web.Local(r.Query("to")))
	}
	return p.showLocked(w, r, web.NewForm("to", r.Query("to")), http.StatusOK)
}

func (p *Pages) showLocked(w http.ResponseWriter, r *web.Request, f *web.Form, status int) error {
	who, err := p.Staff.Actor(r.Context(), r.Session.AccountID)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("staff.locked.title"), Bare: true, Form: f}
	return r.Render(w, status, page, lockedPage(f, who.Name))
}

// askProof asks somebody for their pass phrase before something powerful.
func (p *Pages) askProof(w http.ResponseWriter, r *web.Request) error {
	return p.showProof(w, r, web.NewForm("to", r.Query("to")), http.StatusOK)
}

func (p *Pages) showProof(w http.ResponseWriter, r *web.Request, f *web.Form, status int) error {
	page := layout.Page{Title: r.T("staff.prove.title"), Bare: true, Form: f}
	return r.Render(w, status, page, provePage(f))
}

func (p *Pages) proveSelf(w http.ResponseWriter, r *web.Request) error {
	return p.prove(w, r, p.showProof)
}

func (p *Pages) unlock(w http.ResponseWriter, r *web.Request) error {
	if r.Session == nil {
		return r.Go(w, web.SignInPath)
	}
	return p.prove(w, r, p.showLocked)
}

// prove takes the pass phrase of a session's owner; again shows its form anew.
func (p *Pages) prove(w http.ResponseWriter, r *web.Request, again func(http.ResponseWriter, *web.Request, *web.Form, int) error) error {
	f, err := r.ReadForm("phrase", "to")
	if err != nil {
		return err
	}
	token, err := p.Staff.Unlock(r.Context(), staff.Session{ID: r.Session.ID, AccountID: r.Session.AccountID}, f.Raw("phrase"))
	if status, wrong := refused(f, err); wrong {
		return again(w, r, f, status)
	}
	if err != nil {
		return err
	}
	return r.Go(w, r.SignedIn(w, token, f.Raw("to")))
}

// askLockRecord says what locking the record means. It is asked because it
// stops everybody's work.
func (p *Pages) askLockRecord(w http.ResponseWriter, r *web.Request) error {
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("staff.lock-record.title")}, lockRecordPage())
}

func (p *Pages) lockRecord(w http.ResponseWriter, r *web.Request) error {
	r.SignedOut(w)
	err := r.Render(w, http.StatusOK, layout.Page{Title: r.T("staff.lock-record.done"), Bare: true}, recordLockedPage())
	_ = http.NewResponseController(w).Flush() // the answer goes out first, if it can; locking does not wait for it
	p.LockRecord()
	return err
}
