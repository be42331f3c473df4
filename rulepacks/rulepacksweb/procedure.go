package rulepacksweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
)

// sheet is the page of one procedure in one version.
type sheet struct {
	rulepacks.Version
	all       []rulepacks.Version
	corrected []correctedRow
	calendar  string // its title
	actor     authz.Actor
}

// correctedRow is a correction with the name of its facility.
type correctedRow struct {
	rulepacks.Corrected
	Facility string
}

// version finds the version that the address means: the one in force on a day that
// it names, else today, else the newest.
func (p *Pages) version(r *web.Request) (*rulepacks.Book, rulepacks.Version, error) {
	book, err := p.Rules.Rules(r.Context(), r.Actor)
	if err != nil {
		return nil, rulepacks.Version{}, err
	}
	code, on := r.PathValue("code"), r.Today()
	if day := civil.Day(r.Query("on")); day.Valid() {
		on = day
	}
	v, ok := book.InForce(code, on)
	if all := book.Versions(code); !ok && len(all) > 0 {
		v, ok = all[0], true
	}
	if !ok {
		return nil, v, fault.New(fault.NotFound, "clocks: procedure")
	}
	return book, v, nil
}

func (p *Pages) procedure(w http.ResponseWriter, r *web.Request) error {
	book, v, err := p.version(r)
	if err != nil {
		return err
	}
	s := sheet{Version: v, all: book.Versions(v.Code), actor: r.Actor}
	if c, ok := book.Calendar(v.Calendar); ok {
		s.calendar = c.Title
	}
	list, err := p.Rules.CorrectionsOf(r.Context(), r.Actor, v.Code)
	if err != nil {
		return err
	}
	for _, c := range list {
		f, err := p.Places.Facility(r.Context(), r.Actor, c.FacilityID)
		if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
			return err
		}
		s.corrected = append(s.corrected, correctedRow{c, f.Name})
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: v.Title, Current: current}, procedurePage(s))
}

// tabs lead to the versions, the newest rules first.
func (s sheet) tabs(ctx context.Context) []layout.Tab {
	var tabs []layout.Tab
	for _, v := range s.all {
		on := v.EffectiveFrom
		if on == "" {
			on = v.EffectiveTo
		}
		tabs = append(tabs, layout.Tab{Text: span(ctx, v), Href: procedurePath(v.Code) + "?on=" + string(on), Current: v == s.Version})
	}
	return tabs
}

// span says from when to when a version was in force.
func span(ctx context.Context, v rulepacks.Version) string {
	from, to := i18n.Day(ctx, string(v.EffectiveFrom)), i18n.Day(ctx, string(v.EffectiveTo))
	switch {
	case v.EffectiveFrom == "" && v.EffectiveTo == "":
		return i18n.T(ctx, "clocks.since.always")
	case v.EffectiveFrom == "":
		return i18n.T(ctx, "clocks.until", "day", to)
	case v.EffectiveTo == "":
		return i18n.T(ctx, "clocks.from", "day", from)
	}
	return i18n.T(ctx, "clocks.from-to", "from", from, "to", to)
}

// said says where a rule stands and who looked when.
func said(ctx context.Context, e rulepacks.Evidence) string {
	if e.VerifiedOn == "" {
		return i18n.T(ctx, "clocks.said.never", "citation", e.Citation)
	}
	return i18n.T(ctx, "clocks.said", "citation", e.Citation, "day", i18n.Day(ctx, string(e.VerifiedOn)))
}

// source finds where a rule was read, to lead there; nobody is sent there by
// themselves.
func source(v rulepacks.Version, e rulepacks.Evidence) (rulepacks.Source, bool) {
	i := slices.IndexFunc(v.Pack.Sources, func(s rulepacks.Source) bool { return s.ID == e.Source })
	if i < 0 {
		return rulepacks.Source{}, false
	}
	return v.Pack.Sources[i], true
}

// tracks says for which kinds of matter a limit is.
func tracks(ctx context.Context, list []rulepacks.Track) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = i18n.T(ctx, "rulepacks.track."+string(t))
	}
	return i18n.List(ctx, words)
}

// facts are what a step is, in a list.
func (s sheet) facts(ctx context.Context, step rulepacks.Step) []layout.Fact {
	var facts []layout.Fact
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, layout.Fact{Term: i18n.T(ctx, key), Value: value})
		}
	}
	add("clocks.step.kind", i18n.T(ctx, "rulepacks.kind."+string(step.Kind)))
	add("clocks.step.form", step.Form.Name)
	add("clocks.step.decided", step.DecidedBy)
	add("clocks.step.send", step.SendTo)
	var after []string
	for _, id := range step.After {
		if before, ok := s.Step(id); ok {
			after = append(after, before.Title)
		}
	}
	add("clocks.step.after", i18n.List(ctx, after))
	add("clocks.step.needs", strings.Join(step.Needs, "; "))
	add("clocks.step.only", tracks(ctx, step.Tracks))
	return facts
}

// remarks are what a limit says besides its length.
func remarks(ctx context.Context, l rulepacks.Limit) []string {
	var list []string
	add := func(text string) {
		if text != "" {
			list = append(list, text)
		}
	}
	add(l.MetWhen)
	if l.Silence != "" {
		add(i18n.T(ctx, "rulepacks.silence."+string(l.Silence)))
	}
	if l.Roll == rulepacks.NextWorkingDay {
		add(i18n.T(ctx, "clocks.limit.rolls"))
	}
	if e := l.Extension; e != nil {
		more := rulepacks.Limit{N: e.N, Unit: e.Unit}
		add(i18n.T(ctx, "clocks.limit.extension", "amount", more.Amount(ctx), "notice", e.Notice, "said", said(ctx, e.Evidence)))
	}
	for _, a := range l.AlsoRead {
		other := rulepacks.Limit{N: a.N, Unit: a.Unit}
		add(i18n.T(ctx, "clocks.limit.also", "amount", other.Amount(ctx), "note", a.Note))
	}
	if len(l.Tolling) > 0 {
		add(i18n.T(ctx, "clocks.limit.tolling", "when", i18n.List(ctx, l.Tolling)))
	}
	if len(l.LateIf) > 0 {
		add(i18n.T(ctx, "clocks.limit.late", "when", i18n.List(ctx, l.LateIf)))
	}
	if l.MailDays > 0 {
		add(i18n.T(ctx, "clocks.limit.mail", "count", l.MailDays))
	}
	add(l.Note)
	return list
}
