package consentweb

import (
	"context"
	"errors"
	"net/http"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) askShare(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f := web.NewForm("class", string(consent.C1))
	return page(w, r, f, "consent.share.title", sharePage(v, f))
}

// share logs something that is given away. Where nothing allows it, the page
// says why, with everything that was typed.
func (p *Pages) share(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("what", "purpose", "around", "audience", "class", "basis", "citation", "reason")
	if err != nil {
		return err
	}
	err = p.Consent.Share(r.Context(), r.Actor, askOf(v, f))
	switch {
	case refused(f, err), f.Take(err):
		return page(w, r, f, "consent.share.title", sharePage(v, f))
	case err != nil:
		return err
	}
	return r.Done(w, v.url("#left"))
}

func askOf(v view, f *form.Form) consent.Ask {
	a := consent.Ask{PersonID: v.ID, Purpose: f.Raw("purpose"), Audience: audience(f), Classes: classes(f), What: f.Text("what")}
	if kind := f.Raw("basis"); kind != "" {
		a.Basis = &consent.Basis{Kind: consent.BasisKind(kind), Citation: f.Text("citation"), Reason: f.Lines("reason")}
	}
	return a
}

// refused takes the reason of a refusal into the form.
func refused(f *form.Form, err error) bool {
	why, ok := errors.AsType[*fault.Error](err)
	if !ok || why.Kind != fault.Forbidden || len(why.Problems) == 0 {
		return false
	}
	f.Problems = append(f.Problems, why.Problems...)
	return true
}

// basisOptions are what a disclosure can rest on.
func basisOptions(ctx context.Context) []layout.Option {
	out := []layout.Option{{Value: "", Label: i18n.T(ctx, "consent.basis.consent")}}
	return append(out, layout.Options(consent.BasisKinds(), func(b consent.BasisKind) string { return i18n.Capital(i18n.T(ctx, "consent.basis."+string(b))) })...)
}
