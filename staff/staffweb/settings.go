package staffweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// settingsView is what the organisation's page shows.
type settingsView struct {
	Choices      settings.Choices
	Capabilities []Capability
	More         []More // those the reader may open
	Recovery     bool
	Lacking      []string // who does powerful things and has no passkey
	RecordPhrase bool
	LastBackup   string // in words; "" when nobody knows
	Beside       []web.Shown

	Organisation, Words, Passkeys *web.Form // the form that was sent has its problems
}

func (p *Pages) settings(w http.ResponseWriter, r *web.Request) error {
	return p.showSettings(w, r, settingsView{})
}

func (p *Pages) showSettings(w http.ResponseWriter, r *web.Request, v settingsView) error {
	ctx := r.Context()
	v.Choices, v.Capabilities, v.Recovery = p.Settings.Current(ctx), p.Capabilities, p.Recovery != nil
	v.RecordPhrase = p.RecordPhrase != nil
	var err error
	if v.Lacking, err = p.Staff.WithoutPasskey(ctx, r.Actor); err != nil {
		return err
	}
	for _, m := range p.More {
		if r.Actor.May(m.Needs) {
			v.More = append(v.More, m)
		}
	}
	if p.LastBackup != nil {
		at, err := p.LastBackup(ctx)
		switch {
		case err != nil:
			return err
		case at.IsZero():
			v.LastBackup = r.T("settings.backup.never")
		default:
			v.LastBackup = r.T("settings.backup.last", "when", i18n.Instant(ctx, at))
		}
	}
	if p.Beside != nil {
		if v.Beside, err = p.Beside(ctx, r); err != nil {
			return err
		}
	}
	failed := firstFailed(v.Organisation, v.Words, v.Passkeys)
	return r.Render(w, failed.Status(), layout.Page{Title: r.T("settings.title"), Current: "settings", Form: failed}, settingsPage(v))
}

// organisationFields are the inputs of the organisation itself.
var organisationFields = []string{"name", "country", "open_team", "letter_days", "quiet_days", "lock_minutes", "of_age"}

func (p *Pages) saveOrganisation(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(organisationFields...)
	if err != nil {
		return err
	}
	letters, quiet, lock := f.Int("letter_days", 1, 365), f.Int("quiet_days", 7, 1000), f.Int("lock_minutes", 1, settings.MaxLockMinutes)
	age := f.Int("of_age", settings.LeastOfAge, settings.MostOfAge)
	if f.Failed() {
		return p.showSettings(w, r, settingsView{Organisation: f})
	}
	err = p.Settings.Change(r.Context(), r.Actor, func(c *settings.Choices) {
		c.Name, c.Country, c.OpenTeam = f.Text("name"), f.Text("country"), f.Ticked("open_team")
		c.LetterDays, c.QuietDays, c.LockMinutes = letters, quiet, lock
		c.OfAge = age
	})
	if f.Take(err) {
		return p.showSettings(w, r, settingsView{Organisation: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings")
}

// wordsFields are the inputs of how the organisation speaks.
func wordsFields() []string {
	fields := []string{"words", "language", "date_order", "time_zone"}
	for _, key := range settings.NounKeys() {
		fields = append(fields, "noun_"+key, "nouns_"+key)
	}
	return fields
}

func (p *Pages) saveWords(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(wordsFields()...)
	if err != nil {
		return err
	}
	err = p.Settings.Change(r.Context(), r.Actor, func(c *settings.Choices) { takeWords(f, c) })
	if f.Take(err) {
		return p.showSettings(w, r, settingsView{Words: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings")
}

// takeWords reads the fields of words into the choices. Nouns that the form
// does not have stay as they are.
func takeWords(f *web.Form, c *settings.Choices) {
	c.Words, c.Language = settings.Words(f.Text("words")), f.Text("language")
	c.DateOrder, c.TimeZone = settings.DateOrder(f.Text("date_order")), f.Text("time_zone")
	for _, key := range settings.NounKeys() {
		if f.Values.Has("noun_" + key) {
			if c.Nouns == nil {
				c.Nouns = map[string]settings.Noun{}
			}
			c.Nouns[key] = settings.Noun{One: f.Text("noun_" + key), Many: f.Text("nouns_" + key)}
		}
	}
}

func (p *Pages) saveCapabilities(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("capability")
	if err != nil {
		return err
	}
	err = p.Settings.Change(r.Context(), r.Actor, func(c *settings.Choices) { p.takeCapabilities(f, c) })
	if err != nil {
		return err
	}
	return r.Done(w, "/settings")
}

// takeCapabilities keeps the ticked ones that exist.
func (p *Pages) takeCapabilities(f *web.Form, c *settings.Choices) {
	c.Capabilities = nil
	for _, known := range p.Capabilities {
		if f.Has("capability", known.Key) {
			c.Capabilities = append(c.Capabilities, known.Key)
		}
	}
}

// countries are offered by name; the code is ISO 3166.
func countries(ctx context.Context) []layout.Option {
	var list []layout.Option
	for _, code := range []string{"US", "GB", "IE", "CA", "AU", "NZ", "ES", "MX", "AR", "CL", "CO", "PE", "DE", "FR", "IT", "PT", "BR", "ZA", "IN"} {
		list = append(list, layout.Option{Value: code, Label: i18n.T(ctx, "settings.country."+code)})
	}
	slices.SortFunc(list[2:], func(a, b layout.Option) int { return compareFold(a.Label, b.Label) })
	return list
}

func languages(ctx context.Context) []layout.Option {
	var list []layout.Option
	for _, lang := range settings.Languages() {
		list = append(list, layout.Option{Value: lang, Label: i18n.T(ctx, "staff.language."+lang)})
	}
	return list
}

func zones(chosen string) []layout.Option {
	names := settings.Zones()
	if !slices.Contains(names, chosen) && settings.KnownZone(chosen) {
		names = append(names, chosen)
	}
	list := make([]layout.Option, len(names))
	for i, z := range names {
		list[i] = layout.Option{Value: z, Label: zoneName(z)}
	}
	return list
}

func capabilityOptions(ctx context.Context, all []Capability) []layout.Option {
	list := make([]layout.Option, len(all))
	for i, c := range all {
		list[i] = layout.Option{Value: c.Key, Label: i18n.T(ctx, c.TitleKey)}
		if c.HintKey != "" {
			list[i].Hint = i18n.T(ctx, c.HintKey)
		}
	}
	return list
}

// ofAgeHint says what the age is in a country, and where we read it.
func ofAgeHint(ctx context.Context, country string) string {
	m := settings.MajorityOf(country)
	if m.VerifiedOn == "" {
		return i18n.T(ctx, "settings.of-age.hint.unverified", "age", m.Age, "citation", m.Citation)
	}
	return i18n.T(ctx, "settings.of-age.hint", "age", m.Age, "citation", m.Citation, "day", i18n.PaperDay(ctx, m.VerifiedOn))
}

func itoa(n int) string { return strconv.Itoa(n) }
