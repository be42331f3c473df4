package caseworkweb

import (
	"context"
	"net/http"
	"net/url"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// numbersView is the cases between two days.
type numbersView struct {
	form        *web.Form
	from, until civil.Day
	n           casework.Numbers
	whose       []layout.Option
}

// numbers shows how many cases there were, came and went, between two days of
// its address: the quarter that is running, unless others were asked for.
func (p *Pages) numbers(w http.ResponseWriter, r *web.Request) error {
	from, until := quarter(r.Today()), r.Today()
	if f, u := civil.Day(r.Query("from")), civil.Day(r.Query("until")); f.Valid() && u.Valid() && f <= u {
		from, until = f, u
	}
	f := web.NewForm("from", string(from), "until", string(until), "whose", r.Query("whose"))
	return p.showNumbers(w, r, numbersView{form: f, from: from, until: until})
}

func (p *Pages) showNumbers(w http.ResponseWriter, r *web.Request, v numbersView) (err error) {
	if v.from != "" {
		v.n, err = p.Cases.Numbers(r.Context(), r.Actor, worker(r, v.form.Raw("whose")), v.from, v.until)
		if err != nil {
			return err
		}
	}
	others, err := p.colleagues(r, r.Actor.ID)
	if err != nil {
		return err
	}
	if len(others) > 0 {
		v.whose = append([]layout.Option{{Value: everyone, Label: r.T("casework.whose.all")}}, others...)
	}
	page := layout.Page{Title: r.T("casework.numbers.title"), Current: "people", Form: v.form}
	return r.Render(w, v.form.Status(), page, numbersPage(v))
}

// count reads days as people type them, and leads to their numbers.
func (p *Pages) count(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("from", "until", "whose")
	if err != nil {
		return err
	}
	from, until := r.Day(f, "from", partialdate.Gone), r.Day(f, "until", partialdate.Nearest)
	if !f.Failed() && (from == "" || until < from) {
		f.Fail("until", "casework.numbers.days.invalid")
	}
	if f.Failed() {
		return p.showNumbers(w, r, numbersView{form: f})
	}
	q := url.Values{"from": {string(from)}, "until": {string(until)}}
	if whose := f.Raw("whose"); whose == everyone || f.ID("whose") != "" {
		q.Set("whose", whose)
	}
	return r.Go(w, "/people/numbers?"+q.Encode())
}

// quarter is the first day of the quarter a day lies in.
func quarter(d civil.Day) civil.Day {
	year, month, _ := d.Date()
	first, _ := civil.On(year, month-(month-1)%3, 1)
	return first
}

// equation is the working: start + opened - closed = end.
func (v numbersView) equation(number func(int) string) string {
	return number(v.n.Start) + " + " + number(v.n.Opened) + " − " + number(v.n.Closed) + " = " + number(v.n.End)
}

func (v numbersView) figures(t func(string, ...any) string, number func(int) string) []layout.Figure {
	return []layout.Figure{
		{N: number(v.n.Start), Label: t("casework.numbers.start")}, {N: number(v.n.Opened), Label: t("casework.numbers.opened")},
		{N: number(v.n.Closed), Label: t("casework.numbers.closed")}, {N: number(v.n.End), Label: t("casework.numbers.end")},
	}
}

// say and numbered speak the reader's language.
func say(ctx context.Context) func(string, ...any) string {
	return func(key string, args ...any) string { return i18n.T(ctx, key, args...) }
}

func numbered(ctx context.Context) func(int) string {
	return func(n int) string { return i18n.Number(ctx, n) }
}
