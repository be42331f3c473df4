package exchangeweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/exchange"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// part is how many places are shown on one page; a file may have thousands.
const part = 100

// looking is a file that is looked at, or a part of it.
type looking struct {
	exchange.Plan
	open   []exchange.Planned // with something to take, those of this part
	unsure []exchange.Planned // those of this part too
	rest   []settled          // what stays as it is, of all places
	next   string             // where the part after this one is, "" for none
	action string
	form   *form.Form
}

// settled is something that stays as it is.
type settled struct {
	place exchange.Planned
	item  exchange.Compared
}

// most is how many of what stays as it is are listed.
const most = 200

func (p *Pages) look(w http.ResponseWriter, r *web.Request) error { return p.show(w, r, nil) }

func (p *Pages) show(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	plan, err := p.Exchange.Plan(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(r.Query("from")) // no number is the beginning
	page := layout.Page{Title: r.T("exchange.look.title"), Current: current, Form: f}
	return r.Render(w, f.Status(), page, lookPage(partOf(plan, from, f)))
}

// partOf picks the places that somebody must look at, from a number on.
func partOf(plan exchange.Plan, from int, f *form.Form) looking {
	l := looking{Plan: plan, action: filePath(plan.ID), form: f}
	if from > 0 {
		l.action += "?from=" + strconv.Itoa(from)
	}
	for _, place := range plan.Places {
		takeable := slices.ContainsFunc(place.Items, func(c exchange.Compared) bool { return c.State.Takeable() })
		for _, c := range place.Items {
			if !c.State.Takeable() {
				l.rest = append(l.rest, settled{place, c})
			}
		}
		switch {
		case place.N < from || !takeable && !place.Unsure:
		case len(l.open)+len(l.unsure) == part:
			if l.next == "" {
				l.next = filePath(plan.ID) + "?from=" + strconv.Itoa(place.N)
			}
		case place.Unsure:
			l.unsure = append(l.unsure, place)
		default:
			l.open = append(l.open, place)
		}
	}
	return l
}

// accept takes what is ticked.
func (p *Pages) accept(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("take", "compared")
	if err != nil {
		return err
	}
	_, err = p.Exchange.Accept(r.Context(), r.Actor, id, exchange.Taking{Items: f.All("take"), Compared: f.Ticked("compared")})
	if fault.Is(err, fault.Conflict) {
		f.Fail("", "exchange.accept.changed")
		return p.show(w, r, f)
	}
	if f.Take(err) {
		return p.show(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, filePath(id))
}

// decide takes which of ours a place is.
func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return fault.New(fault.NotFound, "exchangeweb: place")
	}
	f, err := r.ReadForm("facility")
	if err != nil {
		return err
	}
	if err := p.Exchange.Decide(r.Context(), r.Actor, id, n, f.ID("facility")); err != nil {
		return err
	}
	return r.Done(w, r.Back(filePath(id)))
}

// facts say whose file it is.
func (l looking) facts(ctx context.Context) []layout.Fact {
	out := []layout.Fact{{Term: i18n.T(ctx, "exchange.look.origin"), Value: l.Origin}}
	if l.MadeOn != "" {
		out = append(out, layout.Fact{Term: i18n.T(ctx, "exchange.look.made"), Value: i18n.Day(ctx, string(l.MadeOn))})
	}
	if l.Print == "" {
		return append(out, layout.Fact{Term: i18n.T(ctx, "exchange.look.print"), Value: i18n.T(ctx, "exchange.look.sheet"), Unknown: true})
	}
	note := ""
	if l.Known != nil {
		note = i18n.T(ctx, "exchange.look.known", "day", i18n.DayOf(ctx, l.Known.At), "by", l.Known.By)
	}
	return append(out, layout.Fact{Term: i18n.T(ctx, "exchange.look.print"), Value: l.Print, Note: note})
}

// figures count what is in which state.
func (l looking) figures(ctx context.Context) (out []layout.Figure) {
	counts := l.Counts()
	for _, s := range exchange.States() {
		if n := counts[s]; n > 0 || s == exchange.New {
			out = append(out, layout.Figure{N: i18n.Number(ctx, n), Label: i18n.T(ctx, "exchange.state."+string(s)), Late: s == exchange.Wrong})
		}
	}
	if n := l.Unsure(); n > 0 {
		out = append(out, layout.Figure{N: i18n.Number(ctx, n), Label: i18n.T(ctx, "exchange.state.unsure", "count", n), Late: true})
	}
	return out
}

// said is what a rule says, or where something goes.
func said(ctx context.Context, c exchange.Compared) string {
	if c.Rule != nil {
		return topic(ctx, c.Rule.Topic) + ": " + c.Rule.Says
	}
	return i18n.T(ctx, "exchange.address", "purpose", purpose(ctx, c.Address.Purpose)) + ": " + strings.Join(c.Address.PostalLines(), ", ")
}

// topic and purpose may be words of a later version, in a file that cannot be taken.
func topic(ctx context.Context, t string) string {
	if !slices.Contains(facilities.Topics(), t) {
		return t
	}
	return i18n.T(ctx, "facilities.topic."+t)
}

func purpose(ctx context.Context, p facilities.Purpose) string {
	if !slices.Contains(facilities.Purposes(), p) {
		return string(p)
	}
	return i18n.T(ctx, "facilities.purpose."+string(p))
}

// theirs says who told them and when, and how sure they were.
func theirs(ctx context.Context, c exchange.Compared) string {
	if c.Rule == nil {
		return sourced(ctx, "exchange.theirs", c.Address.Source, c.Address.CheckedOn, "")
	}
	return sourced(ctx, "exchange.theirs", exchange.SourceOf(*c.Rule), c.Rule.CheckedOn, c.Their)
}

// ours says what we have in its place, "" for nothing.
func ours(ctx context.Context, c exchange.Compared) string {
	switch {
	case c.Ours != nil:
		return sourced(ctx, "exchange.ours", c.Ours.Source, c.Ours.CheckedOn, c.Ours.Mark) + ": " + c.Ours.Says
	case c.OursAt != nil:
		return sourced(ctx, "exchange.ours", facilities.SourceTitle(c.OursAt.Source), c.OursAt.CheckedOn, "") + ": " + strings.Join(c.OursAt.PostalLines(), ", ")
	}
	return ""
}

func sourced(ctx context.Context, key, source string, checked partialdate.Date, mark facilities.Mark) string {
	parts := []string{i18n.T(ctx, key)}
	if source != "" {
		parts = append(parts, source)
	}
	if checked.IsZero() {
		parts = append(parts, i18n.T(ctx, "exchange.undated"))
	} else {
		parts = append(parts, i18n.T(ctx, "exchange.checked", "day", i18n.Day(ctx, checked.String())))
	}
	if slices.Contains(facilities.Marks(), mark) {
		parts = append(parts, i18n.T(ctx, "facilities.mark."+string(mark)))
	}
	return strings.Join(parts, " · ")
}

// guessLine names a facility that may be meant.
func guessLine(g facilities.Guess) string {
	parts := []string{g.Name}
	for _, s := range []string{g.Town, g.Region} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func placePath(l looking, p exchange.Planned) string {
	return filePath(l.ID) + "/places/" + strconv.Itoa(p.N)
}
