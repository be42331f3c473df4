package staffweb

import (
	"errors"
	"net/http"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff"
)

// deviceCookie lets a browser be told from strangers: who guesses elsewhere
// does not keep it out.
const (
	deviceCookie = "throughcare-device"
	deviceLife   = 180 * 24 * time.Hour
)

func (p *Pages) askName(w http.ResponseWriter, r *web.Request) error {
	if r.Session != nil && !r.Session.Locked {
		return r.Go(w, web.Local(r.Query("to")))
	}
	f := web.NewForm("to", r.Query("to"))
	return p.showSignIn(w, r, f, f.Status(), r.Query("chosen") != "")
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *web.Request, f *web.Form, status int, chosen bool) error {
	ask := p.keyAsk(r, "/sign-in/passkey", f)
	page := layout.Page{Title: r.T("staff.sign-in.title"), Bare: true, Form: f, Script: ask.script()}
	return r.Render(w, status, page, signInPage(f, ask, chosen))
}

func (p *Pages) signIn(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "phrase", "to")
	if err != nil {
		return err
	}
	entry, err := p.Staff.SignIn(r.Context(), f.Raw("name"), f.Raw("phrase"), p.browser(w, r))
	if status, again := refused(f, err); again {
		return p.showSignIn(w, r, f, status, false)
	}
	if err != nil {
		return err
	}
	return p.onward(w, r, f, entry)
}

// onward ends signing in, or asks for the code.
func (p *Pages) onward(w http.ResponseWriter, r *web.Request, f *web.Form, entry staff.Entry) error {
	if entry.Token == "" {
		return p.showCode(w, r, web.NewForm("to", f.Raw("to"), "pending", entry.Pending), http.StatusOK)
	}
	return r.Go(w, r.SignedIn(w, entry.Token, f.Raw("to")))
}

func (p *Pages) showCode(w http.ResponseWriter, r *web.Request, f *web.Form, status int) error {
	page := layout.Page{Title: r.T("staff.code.title"), Bare: true, Form: f}
	return r.Render(w, status, page, codePage(f))
}

func (p *Pages) code(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("pending", "code", "to")
	if err != nil {
		return err
	}
	entry, err := p.Staff.Code(r.Context(), f.Raw("pending"), f.Raw("code"), p.browser(w, r))
	if fault.Is(err, fault.NotFound) { // too long ago: begin again
		f.Fail("", "staff.code.late")
		return p.showSignIn(w, r, f, f.Status(), false)
	}
	if status, again := refused(f, err); again {
		return p.showCode(w, r, f, status)
	}
	if err != nil {
		return err
	}
	return p.onward(w, r, f, entry)
}

// refused moves what is wrong into the form: a wrong answer, or too many of
// them. It reports whether the form is to be shown again, and with which status.
func refused(f *web.Form, err error) (status int, again bool) {
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Busy && len(e.Problems) > 0 {
		f.Problems = append(f.Problems, e.Problems...)
		return http.StatusTooManyRequests, true
	}
	return http.StatusUnprocessableEntity, err != nil && f.Take(err)
}

// browser is what the request tells of the browser; a new one gets a mark.
func (p *Pages) browser(w http.ResponseWriter, r *web.Request) staff.Browser {
	b := staff.Browser{Agent: r.UserAgent()}
	if c, err := r.Cookie(p.cookieName(deviceCookie)); err == nil && len(c.Value) == len(ids.Secret()) {
		b.Device = c.Value
		return b
	}
	b.Device = ids.Secret()
	p.cookie(w, deviceCookie, b.Device, deviceLife)
	return b
}

func (p *Pages) signOut(w http.ResponseWriter, r *web.Request) error {
	if r.Session != nil {
		if err := p.Staff.SignOut(r.Context(), r.Session.AccountID, r.Session.ID); err != nil {
			return err
		}
	}
	r.SignedOut(w)
	return r.Go(w, web.SignInPath)
}

// enter uses a one-time link that signs in, as the demo and set-up give it.
func (p *Pages) enter(w http.ResponseWriter, r *web.Request) error {
	entry, err := p.Staff.Enter(r.Context(), r.PathValue("token"), p.browser(w, r))
	if fault.Is(err, fault.NotFound) {
		return p.usedLink(w, r)
	}
	if err != nil {
		return err
	}
	return r.Go(w, r.SignedIn(w, entry.Token, r.Query("to")))
}

func (p *Pages) usedLink(w http.ResponseWriter, r *web.Request) error {
	page := layout.Page{Title: r.T("staff.link.used.title"), Bare: true}
	return r.Render(w, http.StatusNotFound, page, usedLinkPage())
}

// welcome lets somebody choose a pass phrase with the link they were given.
func (p *Pages) welcome(w http.ResponseWriter, r *web.Request) error {
	return p.showWelcome(w, r, web.NewForm())
}

func (p *Pages) showWelcome(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	a, err := p.Staff.Invited(r.Context(), r.PathValue("token"))
	if fault.Is(err, fault.NotFound) {
		return p.usedLink(w, r)
	}
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("staff.welcome.title"), Bare: true, Form: f}
	return r.Render(w, f.Status(), page, welcomePage(f, "/welcome/"+r.PathValue("token"), a))
}

func (p *Pages) choose(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("phrase", "phrase_again")
	if err != nil {
		return err
	}
	if same(f); f.Failed() {
		return p.showWelcome(w, r, f)
	}
	err = p.Staff.Choose(r.Context(), r.PathValue("token"), f.Raw("phrase"))
	switch {
	case fault.Is(err, fault.NotFound):
		return p.usedLink(w, r)
	case f.Take(err):
		return p.showWelcome(w, r, f)
	case err != nil:
		return err
	}
	return r.Go(w, web.SignInPath+"?chosen=1")
}

// same compares a new pass phrase with its repetition.
func same(f *web.Form) {
	if f.Raw("phrase") != f.Raw("phrase_again") {
		f.Fail("phrase_again", "staff.phrase.differs")
	}
}
