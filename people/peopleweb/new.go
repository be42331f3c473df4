package peopleweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

// newFields are the fields of the form that adds somebody.
var newFields = []string{
	"name", "script", "number", "issuer", "born", "reads", "pronoun", "kind", "source",
	"programme", "worker", "interval", "next", "next_on", "seen",
}

// newcomer is the page that adds somebody.
type newcomer struct {
	form       *form.Form
	likely     []people.Likely
	programmes []casework.Programme
	colleagues []staff.Colleague
	self       string
	mayOpen    bool
}

// askNew is the form that adds somebody; one thing is asked for, the rest can wait.
func (p *Pages) askNew(w http.ResponseWriter, r *web.Request) error {
	f, _, err := r.Draft("/people/new")
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm()
	}
	return p.showNew(w, r, f, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *web.Request, f *form.Form, likely []people.Likely) error {
	ctx := r.Context()
	n := newcomer{form: f, likely: likely, self: r.Actor.ID, mayOpen: r.Actor.May(casework.MayWrite)}
	if n.mayOpen {
		programmes, err := p.Cases.Programmes(ctx, r.Actor)
		if err != nil {
			return err
		}
		n.programmes = slices.DeleteFunc(programmes, func(one casework.Programme) bool { return !one.EndedAt.IsZero() })
		if n.colleagues, err = p.Cases.Colleagues(ctx, r.Actor); err != nil {
			return err
		}
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("people.new.title"), Current: "people", Form: f, Live: true}, newPage(n))
}

// add adds somebody, unless the record may know them already and nobody has said
// yet that this is somebody else.
func (p *Pages) add(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(newFields...)
	if err != nil {
		return err
	}
	n, c := p.readNew(r, f)
	f.Take(checked(n))
	if f.Failed() {
		return p.showNew(w, r, f, nil)
	}
	likely, err := p.People.Match(r.Context(), r.Actor, n)
	if err != nil {
		return err
	}
	if anyUnseen(likely, f.All("seen")) {
		return p.showNew(w, r, f, likely)
	}
	person, err := p.Cases.Intake(r.Context(), r.Actor, p.People.Index, n, c)
	switch {
	case f.Take(newProblems(err)):
		return p.showNew(w, r, f, nil)
	case err != nil:
		return err
	}
	warnOfNames(r, f.Raw("name"), person.Name)
	return r.Done(w, "/people/"+person.ID)
}

// likely answers with who the newcomer may already be, while they are typed.
func (p *Pages) likely(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(newFields...)
	if err != nil {
		return err
	}
	n, _ := p.readNew(r, f)
	list, err := p.People.Match(r.Context(), r.Actor, n)
	if err != nil {
		return err
	}
	return r.Part(w, likelyList(list, false))
}

// checked is what is wrong with somebody before they are looked for.
func checked(n people.NewPerson) error {
	clean, _ := n.Clean()
	return newProblems(fault.Check("peopleweb: new", clean.Check()))
}

// newProblems gives what is wrong with a newcomer the names of the form's fields.
func newProblems(err error) error {
	return renamed(err, "numbers.0.text", "number", "numbers.0.issuer", "issuer", "names.0.text", "name", "names.1.text", "script", "languages.0.lang", "reads", "interval_days", "interval")
}

// anyUnseen reports whether somebody is likely whom the reader was not shown.
func anyUnseen(likely []people.Likely, seen []string) bool {
	return slices.ContainsFunc(likely, func(l people.Likely) bool { return !slices.Contains(seen, l.ID) })
}

// readNew reads the form: the person, and the case that is opened at once, nil
// for none.
func (p *Pages) readNew(r *web.Request, f *form.Form) (people.NewPerson, *casework.NewCase) {
	n := people.NewPerson{
		Name: f.Text("name"), Pronoun: f.Raw("pronoun"), Kind: people.Kind(f.Raw("kind")), Source: f.Text("source"),
		Born: p.date(r, f, "born", partialdate.Gone),
	}
	if text := f.Text("script"); text != "" {
		n.Names = []people.Name{{Text: text, Kind: people.NameScript}}
	}
	if text := f.Text("number"); text != "" {
		n.Numbers = []people.Number{{Text: text, Issuer: f.Text("issuer")}}
	} else {
		n.NumberState = people.Unknown
	}
	if n.Born.IsZero() {
		n.BornState = people.Unknown
	}
	if text := f.Text("reads"); text != "" {
		n.Languages = []people.Language{{Lang: languageTyped(text), How: people.Reads}}
	}
	return n, p.readCase(r, f)
}

func (p *Pages) readCase(r *web.Request, f *form.Form) *casework.NewCase {
	if f.Raw("programme") == "" {
		return nil
	}
	return &casework.NewCase{
		ProgrammeID: f.ID("programme"), WorkerID: f.Raw("worker"), IntervalDays: f.Int("interval", 1, 3650),
		Next: casework.Next{Words: f.Text("next"), On: p.day(r, f, "next_on")},
	}
}

// languageTyped is the code of a language by its name, or the text itself.
func languageTyped(text string) string {
	if code, ok := tongues.Named(text); ok {
		return code
	}
	return text
}

// languageText is a language as somebody would type it: its name where that
// leads back to it, else its code.
func languageText(ctx context.Context, code string) string {
	name := language(ctx, code)
	if back, ok := tongues.Named(name); ok && back == code {
		return name
	}
	return code
}

// warnOfNames says when a name had signs that nobody sees, or mixes alphabets
// that look alike.
func warnOfNames(r *web.Request, typed, name string) {
	if _, removed := people.Clean(typed); removed > 0 {
		r.Warn("people.name.removed")
	}
	if people.MixesScripts(name) {
		r.Warn("people.name.mixed")
	}
}

// likelyWords says what is known of somebody likely, and why they are.
func likelyWords(ctx context.Context, l people.Likely) string {
	var parts []string
	if l.Number != "" {
		parts = append(parts, l.Number)
	}
	if !l.Born.IsZero() {
		parts = append(parts, i18n.T(ctx, "people.likely.birth", "on", i18n.Day(ctx, l.Born.String())))
	}
	for _, why := range l.Why {
		parts = append(parts, whyWords(ctx, why))
	}
	return strings.Join(parts, " · ")
}

func whyWords(ctx context.Context, why search.Why) string {
	text := i18n.T(ctx, "people.likely."+string(why.Field), "text", isolate(why.Text))
	if len(why.Reasons) > 0 {
		text += " (" + i18n.T(ctx, "people.because."+string(why.Reasons[0])) + ")"
	}
	return text
}

func pronounOptions(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, word := range people.Pronouns() {
		key := word
		if word == "" {
			key = "none"
		}
		out = append(out, layout.Option{Value: word, Label: i18n.T(ctx, "people.pronoun."+key)})
	}
	return out
}

func kindOptions(ctx context.Context) []layout.Option {
	return layout.Options(people.Kinds(), func(k people.Kind) string { return i18n.T(ctx, "people.kind."+kindWord(k)) })
}

// kindWord names a kind for its message.
func kindWord(k people.Kind) string {
	if k == people.Supported {
		return "supported"
	}
	return string(k)
}

func (n newcomer) programmeOptions() []layout.Option {
	var out []layout.Option
	for _, one := range n.programmes {
		out = append(out, layout.Option{Value: one.ID, Label: one.Name})
	}
	return out
}

func (n newcomer) workerOptions() []layout.Option {
	var out []layout.Option
	for _, c := range n.colleagues {
		out = append(out, layout.Option{Value: c.ID, Label: c.Name})
	}
	return out
}

// languageSuggestions are the languages we know, in the reader's own.
func languageSuggestions(ctx context.Context) []string {
	var out []string
	for _, code := range tongues.Codes() {
		out = append(out, language(ctx, code))
	}
	return out
}
