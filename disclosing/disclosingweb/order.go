package disclosingweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// place is where what is typed of an order is kept until it is sent.
const orderPlace = "/packets/new"

func (p *Pages) askOrder(w http.ResponseWriter, r *web.Request) error {
	f, _, err := r.Draft(orderPlace)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm("basis", string(consent.Order), "lang", i18n.From(r.Context()).Locale())
		for _, n := range p.notices(r.Context()) {
			f.Values.Add("notices", n.Value)
		}
	}
	return p.showOrder(w, r, f)
}

func (p *Pages) showOrder(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	page := layout.Page{Title: r.T("disclosing.order.title"), Current: "packets", Form: f}
	return r.Render(w, f.Status(), page, orderPage(f, p.languages(r.Context()), p.notices(r.Context())))
}

// notices are what the law of the country may want said.
func (p *Pages) notices(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, n := range disclosing.Notices(p.Packets.Country(ctx)) {
		hint := n.Citation
		if n.Mark != "verified" {
			hint += ". " + i18n.T(ctx, "disclosing.notice.unverified")
		}
		out = append(out, layout.Option{Value: n.Key, Label: n.Title, Hint: hint})
	}
	return out
}

func (p *Pages) order(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("who", "basis", "audience", "citation", "reference", "ordered_on", "reason", "kinds", "class", "from", "until", "lang", "notices")
	if err != nil {
		return err
	}
	n := disclosing.NewOrder{
		Who: strings.Split(f.Lines("who"), "\n"), Lang: f.Raw("lang"), Notices: f.All("notices"),
		Ground: disclosing.Ground{
			Kind: consent.BasisKind(f.Raw("basis")), Audience: f.Text("audience"), Citation: f.Text("citation"), Reference: f.Text("reference"),
			On: r.Day(f, "ordered_on", partialdate.Gone), Reason: f.Lines("reason"),
		},
		Scope: disclosing.Scope{Kinds: f.All("kinds"), Classes: classes(f), From: r.Day(f, "from", partialdate.Gone), Until: r.Day(f, "until", partialdate.Gone)},
	}
	if !slices.Contains(p.Catalogue().Languages(), n.Lang) {
		f.Fail("lang", "disclosing.lang.missing")
	}
	if f.Failed() {
		return p.showOrder(w, r, f)
	}
	id, err := p.Packets.BeginOrder(r.Context(), r.Actor, n)
	switch {
	case f.Take(err):
		return p.showOrder(w, r, f)
	case err != nil:
		return err
	}
	return r.Done(w, "/packets/"+id)
}

func classes(f *form.Form) consent.Classes {
	var list []consent.Class
	for _, c := range f.All("class") {
		list = append(list, consent.Class(c))
	}
	return consent.Of(list...)
}

func classOptions(ctx context.Context) []layout.Option {
	return layout.Options(consent.AllClasses()[1:], func(c consent.Class) string { return i18n.Capital(i18n.T(ctx, "consent.class."+string(c[1:]))) })
}

func kindOptions(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "told.kind.", disclosing.Kinds())
}

func basisOptions(ctx context.Context) []layout.Option {
	return layout.Options(consent.BasisKinds(), func(b consent.BasisKind) string { return i18n.Capital(i18n.T(ctx, "consent.basis."+string(b))) })
}
