package staffweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/passkey"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/told"
)

// passkeyScript asks the device; no other page loads it.
const passkeyScript = "passkey.js"

// passkeyRoutes are the pages that ask for a passkey, and one's own list.
func (p *Pages) passkeyRoutes() []web.Route {
	return []web.Route{
		{Pattern: "POST /sign-in/passkey/ask", Needs: authz.Public, Handle: p.askEntry, Class: web.Reserved},
		{Pattern: "POST /sign-in/passkey", Needs: authz.Public, Handle: p.enterWith, Class: web.Reserved, Secret: true},
		{Pattern: "POST /prove/passkey/ask", Needs: authz.Public, Handle: p.askOwnKey, Class: web.Reserved},
		{Pattern: "POST /prove/passkey", Needs: authz.Public, Handle: p.proveWith, Class: web.Reserved, Secret: true},
		{Pattern: "GET /me/passkeys/new", Needs: authz.SignedIn, Handle: p.newPasskey},
		{Pattern: "POST /me/passkeys/ask", Needs: authz.SignedIn, Handle: p.askNewKey},
		{Pattern: "POST /me/passkeys", Needs: authz.SignedIn, Handle: p.addPasskey, Secret: true},
		{Pattern: "GET /me/passkeys/{id}", Needs: authz.SignedIn, Handle: p.onePasskey},
		{Pattern: "POST /me/passkeys/{id}/name", Needs: authz.SignedIn, Handle: p.renamePasskey},
		{Pattern: "POST /me/passkeys/{id}/remove", Needs: authz.SignedIn, Handle: p.removePasskey},
	}
}

// site is where passkeys hold for this request; why says why nowhere.
func (p *Pages) site(r *web.Request) (s passkey.Site, why string) {
	return passkey.At(p.Site, r.Host, p.Secure)
}

// keyAsk is a form that asks for a passkey.
type keyAsk struct {
	Ask, Action, To string
	Button, Kind    string
	Why             string // the reason why not, "" when it can be asked for
}

// keyAsk is a form that leads where f would.
func (p *Pages) keyAsk(r *web.Request, action string, f *web.Form) keyAsk {
	_, why := p.site(r)
	return keyAsk{Ask: action + "/ask", Action: action, To: f.Raw("to"), Button: r.T("staff.passkeys.use"), Why: why}
}

// script is what a page with the form loads: nothing where there is none.
func (a keyAsk) script() string {
	if a.Ask == "" || a.Why != "" {
		return ""
	}
	return passkeyScript
}

// send gives a question to the script that asked for it.
func send(w http.ResponseWriter, question []byte, err error) error {
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(question)
	return err
}

// here is the site, or NotFound where passkeys hold nowhere.
func (p *Pages) here(r *web.Request) (passkey.Site, error) {
	s, why := p.site(r)
	if why != "" {
		return s, fault.New(fault.NotFound, "staffweb: a passkey at an address that has none")
	}
	return s, nil
}

// askEntry is the same for everybody: nobody learns who has an account.
func (p *Pages) askEntry(w http.ResponseWriter, r *web.Request) error {
	s, err := p.here(r)
	if err != nil {
		return err
	}
	question, err := p.Staff.AskEntry(s, p.browser(w, r))
	return send(w, question, err)
}

func (p *Pages) enterWith(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("answer", "to")
	if err != nil {
		return err
	}
	s, err := p.here(r)
	if err != nil {
		return err
	}
	entry, err := p.Staff.EnterWith(r.Context(), s, f.Raw("answer"), p.browser(w, r))
	if status, again := refused(f, err); again {
		return p.showSignIn(w, r, f, status, false)
	}
	if err != nil {
		return err
	}
	return r.Go(w, r.SignedIn(w, entry.Token, f.Raw("to")))
}

// askOwnKey asks for a passkey of the one who is signed in, their screen locked
// or not.
func (p *Pages) askOwnKey(w http.ResponseWriter, r *web.Request) error {
	s, err := p.here(r)
	if err != nil || r.Session == nil {
		return orSignedOut(err)
	}
	question, err := p.Staff.AskProof(r.Context(), s, own(r))
	return send(w, question, err)
}

func orSignedOut(err error) error {
	if err == nil {
		err = fault.New(fault.Forbidden, "staffweb: prove without a session")
	}
	return err
}

func (p *Pages) proveWith(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("answer", "to")
	if err != nil {
		return err
	}
	if r.Session == nil {
		return r.Go(w, web.SignInPath)
	}
	s, err := p.here(r)
	if err != nil {
		return err
	}
	token, err := p.Staff.ProveWith(r.Context(), s, own(r), f.Raw("answer"))
	if status, again := refused(f, err); again && r.Session.Locked {
		return p.showLocked(w, r, f, status)
	} else if again {
		return p.showProof(w, r, f, status)
	}
	if err != nil {
		return err
	}
	return r.Go(w, r.SignedIn(w, token, f.Raw("to")))
}

// mayChange leads to the proof that a change of how one signs in asks for. It
// reports false when it has.
func (p *Pages) mayChange(w http.ResponseWriter, r *web.Request, back string) (bool, error) {
	may, err := p.Staff.MayChangeFactors(r.Context(), own(r))
	if err == nil && !may {
		err = r.Go(w, web.ProvePath+"?to="+back)
	}
	return may, err
}

func (p *Pages) newPasskey(w http.ResponseWriter, r *web.Request) error {
	if may, err := p.mayChange(w, r, "/me/passkeys/new"); !may {
		return err
	}
	return p.showNewPasskey(w, r, web.NewForm("name", told.DeviceWords(r.UserAgent())))
}

func (p *Pages) showNewPasskey(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	ask := p.keyAsk(r, "/me/passkeys", f)
	ask.Button, ask.Kind = r.T("staff.passkeys.make"), "go"
	page := layout.Page{Title: r.T("staff.passkeys.new"), Current: "me", Form: f, Script: ask.script()}
	return r.Render(w, f.Status(), page, newPasskeyPage(f, ask))
}

func (p *Pages) askNewKey(w http.ResponseWriter, r *web.Request) error {
	s, err := p.here(r)
	if err != nil {
		return err
	}
	question, err := p.Staff.AskPasskey(r.Context(), r.Actor, s, own(r))
	return send(w, question, err)
}

func (p *Pages) addPasskey(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "answer", "to")
	if err != nil {
		return err
	}
	s, err := p.here(r)
	if err != nil {
		return err
	}
	done, err := p.Staff.AddPasskey(r.Context(), r.Actor, s, own(r), f.Text("name"), f.Raw("answer"))
	if fault.Is(err, fault.Forbidden) { // the proof is too old by now
		return r.Go(w, web.ProvePath+"?to=/me/passkeys/new")
	}
	if f.Take(err) {
		return p.showNewPasskey(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.changed(w, r, done)
}

// changed ends a change of how one signs in: the session goes on under its new
// token, and new recovery codes are shown this once.
func (p *Pages) changed(w http.ResponseWriter, r *web.Request, done staff.Changed) error {
	r.SignedIn(w, done.Token, "/me")
	if len(done.Codes) > 0 {
		return p.showRecoveryCodes(w, r, done.Codes)
	}
	return r.Done(w, "/me")
}

// keyRow is one passkey in one's own list.
type keyRow struct {
	ID, Name, Made, Used string
	Synced, Stopped      bool
}

// keyRows are one's own passkeys.
func (p *Pages) keyRows(r *web.Request) ([]keyRow, error) {
	list, err := p.Staff.Passkeys(r.Context(), r.Actor)
	rows := make([]keyRow, len(list))
	for i, k := range list {
		rows[i] = keyRow{ID: k.ID, Name: k.Name, Made: i18n.DayOf(r.Context(), k.MadeAt), Used: r.T("staff.seen.never"), Synced: k.Synced, Stopped: !k.StoppedAt.IsZero()}
		if !k.UsedAt.IsZero() {
			rows[i].Used = i18n.Instant(r.Context(), k.UsedAt)
		}
	}
	return rows, err
}

func (p *Pages) onePasskey(w http.ResponseWriter, r *web.Request) error {
	return p.showPasskey(w, r, web.NewForm())
}

func (p *Pages) showPasskey(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	rows, err := p.keyRows(r)
	if err != nil {
		return err
	}
	for _, k := range rows {
		if k.ID == id {
			return r.Render(w, f.Status(), layout.Page{Title: r.T("staff.passkeys.one"), Current: "me", Form: f}, passkeyPage(k, f))
		}
	}
	return fault.New(fault.NotFound, "staffweb: passkey")
}

func (p *Pages) renamePasskey(w http.ResponseWriter, r *web.Request) error {
	id, f, err := subject(r, "name")
	if err != nil {
		return err
	}
	err = p.Staff.RenamePasskey(r.Context(), r.Actor, id, f.Text("name"))
	if f.Take(err) {
		return p.showPasskey(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/me")
}

func (p *Pages) removePasskey(w http.ResponseWriter, r *web.Request) error {
	id, f, err := subject(r)
	if err != nil {
		return err
	}
	done, err := p.Staff.RemovePasskey(r.Context(), r.Actor, own(r), id)
	if fault.Is(err, fault.Forbidden) {
		return r.Go(w, web.ProvePath+"?to=/me/passkeys/"+id)
	}
	if f.Take(err) {
		return p.showPasskey(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.changed(w, r, done)
}
