package gate

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/staffweb"
)

// draft is set-up before the record is made. It is kept in memory alone: what
// it holds must not be on the disk until that is encrypted.
type draft struct {
	browser string // the mark of the browser that began
	plan    Plan
	offer   string // the pass phrase offered for the record
}

const setUpCookie = "throughcare-setup"

// mine is the draft of this browser, or nil.
func (g *Gate) mine(r *web.Request) *draft {
	c, err := r.Cookie(setUpCookie)
	if err != nil {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.draft == nil || subtle.ConstantTimeCompare([]byte(c.Value), []byte(g.draft.browser)) != 1 {
		return nil
	}
	d := *g.draft
	return &d
}

// keep stores the draft of this browser. A new one takes the place of another
// browser's.
func (g *Gate) keep(w http.ResponseWriter, d *draft) {
	if d.browser == "" {
		d.browser = ids.Secret()
		http.SetCookie(w, &http.Cookie{Name: setUpCookie, Value: d.browser, Path: "/setup", Secure: g.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.draft = d
}

func (g *Gate) askOrganisation(w http.ResponseWriter, r *web.Request) error {
	return g.showOrganisation(w, r, web.NewForm())
}

func (g *Gate) showOrganisation(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	d := g.mine(r)
	choices := settings.Defaults(guessCountry(r.Header.Get("Accept-Language")))
	if d != nil {
		choices = d.plan.Choices
	}
	steps := staffweb.Steps(r.Context(), staffweb.AllSteps(), "")
	page := layout.Page{Title: r.T("gate.setup.title"), Bare: true, Form: f}
	return r.Render(w, f.Status(), page, organisationPage(steps, f, choices, g.Code != "" && d == nil))
}

// guessCountry reads the country off the browser's first language: "en-GB,en".
func guessCountry(accept string) string {
	first, _, _ := strings.Cut(accept, ",")
	first, _, _ = strings.Cut(first, ";")
	if _, country, ok := strings.Cut(first, "-"); ok && len(country) == 2 {
		return strings.ToUpper(country)
	}
	return "US"
}

func (g *Gate) organisation(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "country", "code")
	if err != nil {
		return err
	}
	d := g.mine(r)
	if d == nil {
		if err := g.admitted(f.Text("code")); f.Take(err) {
			return g.showOrganisation(w, r, f)
		}
		d = &draft{offer: g.Offer()}
	}
	name, country := f.Text("name"), f.Text("country")
	if name == "" {
		f.Fail("name", "settings.name.missing")
	}
	if len(country) != 2 {
		f.Fail("country", "settings.country.unknown")
	}
	if f.Failed() {
		return g.showOrganisation(w, r, f)
	}
	d.plan.Choices = settings.Defaults(country)
	d.plan.Choices.Name = name
	if reads := i18n.From(r.Context()).Locale(); slices.Contains(settings.Languages(), reads) {
		d.plan.Choices.Language = reads
	}
	g.keep(w, d)
	return r.Go(w, "/setup/account")
}

// admitted checks the code that the program printed where it was started.
func (g *Gate) admitted(code string) error {
	if g.Code == "" {
		return nil
	}
	if err := g.wait(); err != nil {
		return err
	}
	if subtle.ConstantTimeCompare([]byte(strings.ToUpper(code)), []byte(strings.ToUpper(g.Code))) != 1 {
		g.wrong()
		return fault.Bad("gate: set up", "code", "gate.code.wrong")
	}
	g.right()
	return nil
}

func (g *Gate) askAccount(w http.ResponseWriter, r *web.Request) error {
	return g.showAccount(w, r, web.NewForm())
}

func (g *Gate) showAccount(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	d := g.mine(r)
	if d == nil {
		return r.Go(w, "/setup")
	}
	steps := staffweb.Steps(r.Context(), staffweb.AllSteps(), "organisation")
	page := layout.Page{Title: r.T("gate.account.title"), Bare: true, Form: f}
	return r.Render(w, f.Status(), page, accountPage(steps, f, d.plan))
}

func (g *Gate) account(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "sign_in", "phrase", "phrase_again", "role")
	if err != nil {
		return err
	}
	d := g.mine(r)
	if d == nil {
		return r.Go(w, "/setup")
	}
	n := staff.NewAccount{Name: f.Text("name"), SignIn: f.Text("sign_in"), Role: authz.Role(f.Text("role"))}
	if n.Role != authz.Solo && n.Role != authz.Administrator {
		f.Fail("role", "staff.role.unknown")
	}
	f.Take(n.Check())
	if f.Raw("phrase") != f.Raw("phrase_again") {
		f.Fail("phrase_again", "staff.phrase.differs")
	}
	hash, err := g.hash(r, f, d, n)
	if err != nil {
		return err
	}
	if f.Failed() {
		return g.showAccount(w, r, f)
	}
	d.plan.Account, d.plan.PhraseHash = n, hash
	g.keep(w, d)
	return r.Go(w, "/setup/record")
}

// hash is of the pass phrase given, or the one kept when somebody came back and
// left the field empty.
func (g *Gate) hash(r *web.Request, f *web.Form, d *draft, n staff.NewAccount) (string, error) {
	phrase := f.Raw("phrase")
	if f.Failed() || phrase == "" && d.plan.PhraseHash != "" {
		return d.plan.PhraseHash, nil
	}
	hash, err := staff.HashPhrase(r.Context(), phrase, n.Name, n.SignIn, d.plan.Choices.Name)
	if f.Take(err) {
		return "", nil
	}
	return hash, err
}

func (g *Gate) askRecord(w http.ResponseWriter, r *web.Request) error {
	return g.showRecord(w, r, web.NewForm())
}

func (g *Gate) showRecord(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	d := g.mine(r)
	if d == nil || d.plan.PhraseHash == "" {
		return r.Go(w, "/setup")
	}
	steps := staffweb.Steps(r.Context(), staffweb.AllSteps(), "account")
	page := layout.Page{Title: r.T("gate.record.title"), Bare: true, Form: f}
	return r.Render(w, f.Status(), page, recordPage(steps, f, d.offer))
}

func (g *Gate) record(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("phrase", "phrase_again")
	if err != nil {
		return err
	}
	d := g.mine(r)
	if d == nil || d.plan.PhraseHash == "" {
		return r.Go(w, "/setup")
	}
	plan := d.plan
	plan.RecordPhrase = chosen(f, d)
	if f.Failed() {
		return g.showRecord(w, r, f)
	}
	made, err := g.create(r, plan)
	if err != nil {
		g.take(r.Context(), f, err)
		return g.showRecord(w, r, f)
	}
	http.SetCookie(w, &http.Cookie{Name: setUpCookie, Path: "/setup", MaxAge: -1, Secure: g.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return r.Go(w, made.Entry+"?to="+g.First)
}

// chosen is the pass phrase of the record: the one offered, typed off, or one
// of their own that is as strong.
func chosen(f *web.Form, d *draft) string {
	words := func(s string) string { return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(s))), " ") }
	phrase := f.Raw("phrase")
	if f.Raw("phrase_again") != phrase && words(f.Raw("phrase_again")) != words(phrase) {
		f.Fail("phrase_again", "staff.phrase.differs")
		return ""
	}
	if words(phrase) == words(d.offer) {
		return d.offer
	}
	f.Take(staffweb.CheckRecordPhrase(phrase, d.plan.Choices.Name, d.plan.Account.Name))
	return phrase
}

// create makes the record, once.
func (g *Gate) create(r *web.Request, plan Plan) (Made, error) {
	if !g.guess.TryLock() {
		return Made{}, fault.New(fault.Conflict, "gate: create")
	}
	defer g.guess.Unlock()
	if g.inner.Load() != nil {
		return Made{}, fault.New(fault.Conflict, "gate: create")
	}
	made, err := g.Create(r.Context(), plan)
	if err != nil {
		return made, err
	}
	if made.Application == nil {
		return made, errors.New("gate: a record without an application")
	}
	g.mu.Lock()
	g.draft = nil
	g.mu.Unlock()
	g.Admit(made.Application)
	return made, nil
}
