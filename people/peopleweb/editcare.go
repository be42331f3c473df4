package peopleweb

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// reviewAfter is how many days a take-care line is trusted unless somebody says
// otherwise.
const reviewAfter = 180

func careGroup() group {
	return group{
		key:    "care",
		fields: func(*file) []string { return []string{"care", "line", "detail", "reason", "review_on", "end"} },
		fill: func(r *web.Request, f *file) *form.Form {
			c, known := f.care(careAsked(r))
			if !known {
				return web.NewForm("review_on", string(f.today.Add(reviewAfter)))
			}
			return web.NewForm("care", c.ID, "line", c.Line, "detail", c.Detail, "reason", c.Reason, "review_on", dateText(r, c.ReviewOn))
		},
		tag: func(f *file) string {
			var parts []string
			for _, c := range f.TakeCare {
				parts = append(parts, c.ID, c.Rev)
			}
			return tagOf(parts...)
		},
		save: saveCare,
		view: func(_ *file, form *form.Form) templ.Component { return careInputs(form) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			var out []layout.Fact
			for _, c := range f.TakeCare {
				out = append(out, layout.Fact{Term: c.Line, Value: joinedWords(c.Detail, c.Reason),
					Note: i18n.T(ctx, "people.care.until", "on", i18n.Day(ctx, c.ReviewOn.String()))})
			}
			return out
		},
		words: func(ctx context.Context, _ *file, _ *form.Form) []labelled {
			return []labelled{
				{"line", i18n.T(ctx, "people.care.line"), nil}, {"detail", i18n.T(ctx, "people.care.detail"), nil},
				{"reason", i18n.T(ctx, "people.care.reason"), nil}, {"review_on", i18n.T(ctx, "people.care.review-on"), nil},
			}
		},
	}
}

// careAsked is the line the form is of: of the address, or of what was sent.
func careAsked(r *web.Request) string {
	if id := r.Query("line"); id != "" {
		return id
	}
	return r.PostForm.Get("care")
}

// care finds a take-care line.
func (f *file) care(id string) (people.Care, bool) {
	i := slices.IndexFunc(f.TakeCare, func(c people.Care) bool { return c.ID == id })
	if i < 0 {
		return people.Care{}, false
	}
	return f.TakeCare[i], true
}

func saveCare(p *Pages, r *web.Request, f *file, form *form.Form) error {
	ctx := r.Context()
	old, known := f.care(form.ID("care"))
	if known && form.Ticked("end") {
		return p.People.EndCare(ctx, r.Actor, f.ID, old.ID, old.Rev)
	}
	c := people.Care{
		ID: old.ID, Rev: old.Rev, Line: form.Text("line"), Detail: form.Text("detail"), Reason: form.Text("reason"),
		ReviewOn: p.date(r, form, "review_on", partialdate.Coming),
	}
	if form.Failed() {
		return nil
	}
	if known {
		return p.People.SetCare(ctx, r.Actor, f.ID, c)
	}
	return p.People.AddCare(ctx, r.Actor, f.ID, c)
}
