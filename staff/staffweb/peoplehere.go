package staffweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff"
)

// accountRow is one line of the people who work here.
type accountRow struct {
	ID, Name, SignIn, Role, Seen string
	State                        string // a message key, or ""
	Ended                        bool
}

func (p *Pages) peopleHere(w http.ResponseWriter, r *web.Request) error {
	return p.showPeopleHere(w, r, web.NewForm())
}

func (p *Pages) showPeopleHere(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	list, err := p.Staff.Accounts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	v := hereView{Manage: r.Actor.May(staff.Manage)}
	for _, a := range list {
		v.Rows = append(v.Rows, rowOf(r, a))
	}
	if v.Waiting, err = p.waitingRows(r); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("staff.people-here.title"), Current: "settings", Form: f}
	return r.Render(w, f.Status(), page, peopleHerePage(v, f))
}

func rowOf(r *web.Request, a staff.Account) accountRow {
	row := accountRow{ID: a.ID, Name: a.Name, SignIn: a.SignIn, Role: roleName(r.Context(), a.Role), Ended: !a.Alive(), Seen: r.T("staff.seen.never")}
	if !a.SeenAt.IsZero() {
		row.Seen = i18n.Instant(r.Context(), a.SeenAt)
	}
	switch {
	case row.Ended:
		row.State = "staff.state.ended"
	case !a.Has.Phrase:
		row.State = "staff.state.waiting"
	case a.Has.Passkeys > 0:
		row.State = "staff.state.passkey"
	case a.Has.Codes:
		row.State = "staff.state.codes"
	}
	return row
}

func (p *Pages) addAccount(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "sign_in", "role")
	if err != nil {
		return err
	}
	a, link, err := p.Staff.Add(r.Context(), r.Actor, staff.NewAccount{Name: f.Text("name"), SignIn: f.Text("sign_in"), Role: authz.Role(f.Text("role"))})
	if f.Take(err) {
		return p.showPeopleHere(w, r, f)
	}
	if err != nil {
		return err
	}
	return p.showLink(w, r, a, link)
}

// showLink shows a one-time link, this once, or that a second person is asked
// first.
func (p *Pages) showLink(w http.ResponseWriter, r *web.Request, a staff.Account, link staff.Link) error {
	if link.Token == "" {
		return p.showWaits(w, r)
	}
	page := layout.Page{Title: r.T("staff.link.title"), Current: "settings"}
	return r.Render(w, http.StatusOK, page, linkPage(a, p.address(r)+"/welcome/"+link.Token, i18n.Instant(r.Context(), link.Until)))
}

// address is how this browser reaches the server.
func (p *Pages) address(r *web.Request) string {
	if p.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// accountView is what the page of one account shows.
type accountView struct {
	Account staff.Account
	Row     accountRow
	Self    bool
	Manage  bool // the reader manages accounts
	Reset   bool // the reader may give this one a new pass phrase

	Name, Role *web.Form
}

func (p *Pages) account(w http.ResponseWriter, r *web.Request) error {
	return p.showAccount(w, r, accountView{})
}

func (p *Pages) showAccount(w http.ResponseWriter, r *web.Request, v accountView) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if v.Account, err = p.Staff.Account(r.Context(), r.Actor, id); err != nil {
		return err
	}
	v.Row, v.Self, v.Manage = rowOf(r, v.Account), id == r.Actor.ID, r.Actor.May(staff.Manage)
	v.Reset = v.Manage || v.Account.Role != authz.Administrator && v.Account.Role != authz.Solo
	failed := firstFailed(v.Name, v.Role)
	page := layout.Page{Title: r.T("staff.account.title"), Current: "settings", Form: failed}
	return r.Render(w, failed.Status(), page, accountPage(v))
}

func (p *Pages) rename(w http.ResponseWriter, r *web.Request) error {
	id, f, err := subject(r, "name")
	if err != nil {
		return err
	}
	err = p.Staff.Rename(r.Context(), r.Actor, id, f.Rev(), f.Text("name"))
	if f.Take(err) {
		return p.showAccount(w, r, accountView{Name: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings/people-here/"+id)
}

// subject is whose account a form is about, and the form.
func subject(r *web.Request, fields ...string) (string, *web.Form, error) {
	id, err := r.PathID("id")
	if err != nil {
		return "", nil, err
	}
	f, err := r.ReadForm(fields...)
	return id, f, err
}

// setRole asks before it changes a role: it ends the sessions of whoever has
// it, and cannot be undone by them.
func (p *Pages) setRole(w http.ResponseWriter, r *web.Request) error {
	id, f, err := subject(r, "role", "sure")
	if err != nil {
		return err
	}
	role := authz.Role(f.Text("role"))
	if !f.Ticked("sure") {
		return p.confirmRole(w, r, id, f, role)
	}
	waits, err := p.Staff.SetRole(r.Context(), r.Actor, id, f.Rev(), role)
	if f.Take(err) {
		return p.showAccount(w, r, accountView{Role: f})
	}
	if err != nil {
		return err
	}
	if waits {
		return p.showWaits(w, r)
	}
	if id == r.Actor.ID { // the own sessions ended too
		return r.Go(w, web.SignInPath)
	}
	return r.Done(w, "/settings/people-here/"+id)
}

func (p *Pages) confirmRole(w http.ResponseWriter, r *web.Request, id string, f *web.Form, role authz.Role) error {
	a, err := p.Staff.Account(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if a.Role == role {
		return r.Go(w, "/settings/people-here/"+id)
	}
	page := layout.Page{Title: r.T("staff.role.change"), Current: "settings"}
	return r.Render(w, http.StatusOK, page, confirmRolePage(a, role, f.Rev()))
}

func (p *Pages) reset(w http.ResponseWriter, r *web.Request) error {
	id, f, err := subject(r, "codes")
	if err != nil {
		return err
	}
	a, err := p.Staff.Account(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	link, err := p.Staff.Reset(r.Context(), r.Actor, id, f.Ticked("codes"))
	if err != nil {
		return err
	}
	return p.showLink(w, r, a, link)
}

func (p *Pages) endAccount(w http.ResponseWriter, r *web.Request) error {
	id, f, err := subject(r)
	if err != nil {
		return err
	}
	if id == r.Actor.ID {
		return fault.New(fault.Forbidden, "staffweb: end the own account")
	}
	err = p.Staff.Disable(r.Context(), r.Actor, id)
	if f.Take(err) {
		return p.showAccount(w, r, accountView{Role: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings/people-here/"+id)
}
