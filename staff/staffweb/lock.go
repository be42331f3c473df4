package staffweb

import (
	"context"
	"net/http"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
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
	key, err := p.ownKey(r, who, f)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("staff.locked.title"), Bare: true, Form: f, Script: key.script()}
	return r.Render(w, status, page, lockedPage(f, key, who.Name, p.LockRecord != nil && who.May(staff.LockRecord)))
}

// lockedYet tells a script whether the session is still open (204) or waits for
// its pass phrase, or is over (401): a screen that nobody touched is locked then.
func (p *Pages) lockedYet(w http.ResponseWriter, r *web.Request) error {
	w.WriteHeader(map[bool]int{true: http.StatusNoContent, false: http.StatusUnauthorized}[r.Session != nil && !r.Session.Locked])
	return nil
}

// lockRecordToo locks the whole record from a screen that is locked: with the
// key pressed twice nobody has to find a menu. Whoever owns the session may, if
// their role may.
func (p *Pages) lockRecordToo(w http.ResponseWriter, r *web.Request) error {
	if r.Session == nil {
		return r.Go(w, web.SignInPath)
	}
	who, err := p.Staff.Actor(r.Context(), r.Session.AccountID)
	if err == nil && !who.May(staff.LockRecord) {
		err = fault.New(fault.Forbidden, "staffweb: lock the record from a locked screen")
	}
	if err != nil {
		return err
	}
	return p.lockRecord(w, r)
}

// ownKey is the form that asks for a passkey of an account that has one.
func (p *Pages) ownKey(r *web.Request, who authz.Actor, f *web.Form) (keyAsk, error) {
	a, err := p.Staff.Account(r.Context(), who, who.ID)
	if err != nil || a.Has.Passkeys == 0 {
		return keyAsk{}, err
	}
	return p.keyAsk(r, web.ProvePath+"/passkey", f), nil
}

// askProof asks somebody for the strongest they have before something powerful.
func (p *Pages) askProof(w http.ResponseWriter, r *web.Request) error {
	return p.showProof(w, r, web.NewForm("to", r.Query("to")), http.StatusOK)
}

func (p *Pages) showProof(w http.ResponseWriter, r *web.Request, f *web.Form, status int) error {
	a, err := p.Staff.Account(r.Context(), r.Actor, r.Actor.ID)
	if err != nil {
		return err
	}
	v := proveView{Codes: a.Has.Codes}
	if v.Key, err = p.ownKey(r, r.Actor, f); err != nil {
		return err
	}
	v.Missing = a.Has.Passkeys == 0 && p.Staff.Needed(r.Context(), a.Has) == staff.ByPasskey
	page := layout.Page{Title: r.T("staff.prove.title"), Bare: true, Form: f, Script: v.Key.script()}
	return r.Render(w, status, page, provePage(f, v))
}

func (p *Pages) proveSelf(w http.ResponseWriter, r *web.Request) error {
	return p.prove(w, r, p.Staff.StepUp, p.showProof)
}

func (p *Pages) unlock(w http.ResponseWriter, r *web.Request) error {
	if r.Session == nil {
		return r.Go(w, web.SignInPath)
	}
	return p.prove(w, r, func(ctx context.Context, s staff.Session, phrase, _ string) (string, error) {
		return p.Staff.Unlock(ctx, s, phrase)
	}, p.showLocked)
}

// judge is how the service takes what somebody typed to show who they are.
type judge func(ctx context.Context, s staff.Session, phrase, code string) (token string, err error)

// prove takes what a session's owner typed; again shows its form anew.
func (p *Pages) prove(w http.ResponseWriter, r *web.Request, judged judge, again func(http.ResponseWriter, *web.Request, *web.Form, int) error) error {
	f, err := r.ReadForm("phrase", "code", "to")
	if err != nil {
		return err
	}
	token, err := judged(r.Context(), own(r), f.Raw("phrase"), f.Raw("code"))
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
