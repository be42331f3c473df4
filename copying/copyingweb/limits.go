package copyingweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/throughcare/throughcare/copying"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

const limitsPlace = "/copying/limits"

func (p *Pages) askLimits(w http.ResponseWriter, r *web.Request) error {
	f, _, err := r.Draft(limitsPlace)
	if err != nil {
		return err
	}
	c, err := p.Copying.Chosen(r.Context())
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm("people", strconv.Itoa(c.People), "pages", strconv.Itoa(c.Pages))
	}
	return p.showLimits(w, r, c, f)
}

func (p *Pages) showLimits(w http.ResponseWriter, r *web.Request, c copying.Chosen, f *form.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("copying.limits.title"), Form: f}, limitsPage(c, f))
}

func (p *Pages) setLimits(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("people", "pages", "why")
	if err != nil {
		return err
	}
	people, pages := copying.RangeOf("people"), copying.RangeOf("pages")
	to := copying.Limits{People: f.Int("people", people.Least, people.Most), Pages: f.Int("pages", pages.Least, pages.Most)}
	if !f.Failed() {
		err = p.Copying.SetLimits(r.Context(), r.Actor, f.Rev(), to, f.Lines("why"))
	}
	if f.Take(err) || f.Failed() {
		c, err := p.Copying.Chosen(r.Context())
		if err != nil {
			return err
		}
		return p.showLimits(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, place)
}

// chosenWords says who chose the limits, and from when on they hold.
func chosenWords(ctx context.Context, v view) string {
	if v.chosen.Rev == "" {
		return i18n.T(ctx, "copying.limits.ours")
	}
	said := i18n.T(ctx, "copying.limits.chosen", "by", v.chosen.By, "on", i18n.DayOf(ctx, v.chosen.At))
	if v.chosen.Limits != v.now {
		said += " " + i18n.T(ctx, "copying.limits.coming", "people", v.chosen.People, "pages", v.chosen.Pages, "from", i18n.Instant(ctx, v.chosen.From))
	}
	return said
}

// because says why a limit is what it is as it comes, and what it may be.
func because(ctx context.Context, key string) string {
	r := copying.RangeOf(key)
	return i18n.T(ctx, "copying.limit."+key+".because") + " " + i18n.T(ctx, "copying.limit.comes", "amount", r.Amount, "from", r.Least, "to", r.Most)
}
