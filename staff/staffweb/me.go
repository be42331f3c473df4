package staffweb

import (
	"net/http"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff"
)

// meView is what one's own page shows.
type meView struct {
	Account    staff.Account
	Languages  []layout.Option
	Sessions   []sessionRow
	Browsers   []sessionRow // known ones
	CodesLeft  int
	Keys       []keyRow
	MustProve  bool // to change how they sign in
	LockRecord bool
	Colleagues bool // the reader may help colleagues, and has no settings to find them in

	Look, Phrase, Codes *web.Form // the form that was sent has its problems
}

type sessionRow struct {
	ID, Device, Since, Seen string
	Here                    bool
}

func (p *Pages) me(w http.ResponseWriter, r *web.Request) error {
	return p.showMe(w, r, meView{})
}

func (p *Pages) showMe(w http.ResponseWriter, r *web.Request, v meView) (err error) {
	ctx := r.Context()
	if v.Account, err = p.Staff.Account(ctx, r.Actor, r.Actor.ID); err != nil {
		return err
	}
	if v.CodesLeft, err = p.Staff.RecoveryCodesLeft(ctx, r.Actor); err != nil {
		return err
	}
	if v.Keys, err = p.keyRows(r); err != nil {
		return err
	}
	if v.Account.Has.Second() {
		may, err := p.Staff.MayChangeFactors(ctx, own(r))
		if err != nil {
			return err
		}
		v.MustProve = !may
	}
	list, err := p.Staff.Sessions(ctx, r.Actor)
	if err != nil {
		return err
	}
	for _, s := range list {
		v.Sessions = append(v.Sessions, sessionRow{ID: s.ID, Device: s.Device, Here: s.ID == r.Session.ID,
			Since: i18n.Instant(ctx, s.CreatedAt), Seen: i18n.Instant(ctx, s.SeenAt)})
	}
	known, err := p.Staff.Browsers(ctx, r.Actor)
	if err != nil {
		return err
	}
	for _, b := range known {
		v.Browsers = append(v.Browsers, sessionRow{ID: b.ID, Device: b.Words, Seen: i18n.Instant(ctx, b.SeenAt)})
	}
	for _, lang := range settings.Languages() {
		v.Languages = append(v.Languages, layout.Option{Value: lang, Label: r.T("staff.language." + lang)})
	}
	v.Colleagues = r.Actor.May(staff.Help) && !r.Actor.May(settings.Manage)
	v.LockRecord = p.LockRecord != nil && r.Actor.May(staff.LockRecord)
	failed := firstFailed(v.Look, v.Phrase, v.Codes)
	return r.Render(w, failed.Status(), layout.Page{Title: r.T("staff.me.title"), Current: "me", Form: failed}, mePage(v))
}

func firstFailed(forms ...*web.Form) *web.Form {
	for _, f := range forms {
		if f.Failed() {
			return f
		}
	}
	return nil
}

func (p *Pages) prefer(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("locale", "theme", "density", "single_keys")
	if err != nil {
		return err
	}
	err = p.Staff.Prefer(r.Context(), r.Actor, staff.Preferences{
		Locale: f.Text("locale"), Theme: f.Text("theme"), Density: f.Text("density"), SingleKeys: f.Ticked("single_keys")})
	if f.Take(err) {
		return p.showMe(w, r, meView{Look: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/me")
}

func (p *Pages) changePhrase(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("old_phrase", "phrase", "phrase_again")
	if err != nil {
		return err
	}
	if same(f); f.Failed() {
		return p.showMe(w, r, meView{Phrase: f})
	}
	token, err := p.Staff.ChangePhrase(r.Context(), r.Actor, own(r), f.Raw("old_phrase"), f.Raw("phrase"))
	if fault.Is(err, fault.Forbidden) {
		return p.proveFirst(w, r)
	}
	if _, again := refused(f, err); again {
		return p.showMe(w, r, meView{Phrase: f})
	}
	if err != nil {
		return err
	}
	r.SignedIn(w, token, "/me")
	return r.Done(w, "/me")
}

// proveFirst leads whoever took too long to show again who they are.
func (p *Pages) proveFirst(w http.ResponseWriter, r *web.Request) error {
	return r.Go(w, web.ProvePath+"?to=/me")
}

// own is the reader's session.
func own(r *web.Request) staff.Session {
	return staff.Session{ID: r.Session.ID, AccountID: r.Session.AccountID}
}

func (p *Pages) endSession(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := p.Staff.EndSession(r.Context(), r.Actor, id); err != nil {
		return err
	}
	if id == r.Session.ID {
		r.SignedOut(w)
		return r.Go(w, web.SignInPath)
	}
	r.Tell("staff.session.ended")
	return r.Done(w, "/me")
}

// endOthers ends every session but this one.
func (p *Pages) endOthers(w http.ResponseWriter, r *web.Request) error {
	if err := p.Staff.EndOthers(r.Context(), r.Actor, own(r)); err != nil {
		return err
	}
	r.Tell("staff.sessions.others.ended")
	return r.Done(w, "/me")
}

// forgetBrowsers makes every browser a stranger again.
func (p *Pages) forgetBrowsers(w http.ResponseWriter, r *web.Request) error {
	if err := p.Staff.ForgetBrowsers(r.Context(), r.Actor); err != nil {
		return err
	}
	r.Tell("staff.browsers.forgotten")
	return r.Done(w, "/me")
}

// askCodes shows a new secret for one-time codes. Nothing is stored until its
// first code was given.
func (p *Pages) askCodes(w http.ResponseWriter, r *web.Request) error {
	a, err := p.Staff.Account(r.Context(), r.Actor, r.Actor.ID)
	if err != nil {
		return err
	}
	if a.Has.Second() {
		if may, err := p.mayChange(w, r, "/me/codes"); !may {
			return err
		}
	}
	e, err := p.Staff.Enrol(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return p.showCodes(w, r, web.NewForm(), e, http.StatusOK)
}

func (p *Pages) showCodes(w http.ResponseWriter, r *web.Request, f *web.Form, e staff.Enrolment, status int) error {
	page := layout.Page{Title: r.T("staff.codes.title"), Current: "me", Form: f}
	return r.Render(w, status, page, codesPage(f, e))
}

func (p *Pages) confirmCodes(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("sealed", "phrase", "code")
	if err != nil {
		return err
	}
	done, err := p.Staff.Confirm(r.Context(), r.Actor, own(r), f.Raw("sealed"), f.Raw("phrase"), f.Raw("code"))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) { // begin again, with a proof if need be
		return r.Go(w, "/me/codes")
	}
	if status, again := refused(f, err); again {
		e, err := p.Staff.EnrolAgain(r.Context(), r.Actor, f.Raw("sealed"))
		if err != nil {
			return err
		}
		return p.showCodes(w, r, f, e, status)
	}
	if err != nil {
		return err
	}
	return p.changed(w, r, done)
}

// showRecoveryCodes shows the codes this once: they are stored as hashes.
func (p *Pages) showRecoveryCodes(w http.ResponseWriter, r *web.Request, codes []string) error {
	page := layout.Page{Title: r.T("staff.recovery-codes.title"), Current: "me"}
	return r.Render(w, http.StatusOK, page, recoveryCodesPage(codes))
}

func (p *Pages) renewCodes(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("codes_phrase")
	if err != nil {
		return err
	}
	done, err := p.Staff.NewRecoveryCodes(r.Context(), r.Actor, own(r), f.Raw("codes_phrase"))
	if fault.Is(err, fault.Forbidden) {
		return p.proveFirst(w, r)
	}
	if _, again := refused(f, atField(err, "codes_phrase")); again {
		return p.showMe(w, r, meView{Codes: f})
	}
	if err != nil {
		return err
	}
	return p.changed(w, r, done)
}

func (p *Pages) dropCodes(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("codes_phrase")
	if err != nil {
		return err
	}
	done, err := p.Staff.DropCodes(r.Context(), r.Actor, own(r), f.Raw("codes_phrase"))
	if fault.Is(err, fault.Forbidden) {
		return p.proveFirst(w, r)
	}
	if _, again := refused(f, atField(err, "codes_phrase")); again {
		return p.showMe(w, r, meView{Codes: f})
	}
	if err != nil {
		return err
	}
	return p.changed(w, r, done)
}

// atField names the input of this page for a problem of the service's field.
func atField(err error, field string) error {
	if problems, ok := web.Problems(err); ok {
		for i := range problems {
			problems[i].Field = field
		}
	}
	return err
}

// changeRow is one line of one's own changes.
type changeRow struct {
	ID, Words, When string
	Undone, Undo    bool
}

func (p *Pages) changes(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Staff.Changes(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	rows := make([]changeRow, len(list))
	for i, e := range list {
		rows[i] = changeRow{ID: e.ID, Words: sentence(r, e), When: i18n.Instant(r.Context(), e.At), Undone: e.Undone, Undo: e.MayUndo(r.Now)}
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("staff.changes.title"), Current: "me"}, changesPage(rows, int(trail.UndoWindow/(24*time.Hour))))
}

// sentence says what was done; taking something back names what.
func sentence(r *web.Request, e trail.Entry) string {
	var args []any
	for name, value := range e.Args {
		args = append(args, name, value)
	}
	words := r.T("deed."+e.Action, args...)
	if e.Undoes != "" {
		return r.T("staff.changes.taken-back", "what", words)
	}
	return words
}
