package mailroomweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
	"github.com/throughcare/throughcare/mailroom/verdict"
)

func (p *Pages) offers(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Mail.Offers(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	var o mailroom.Offer
	for _, one := range list {
		if one.ID == r.Query("id") {
			o = one
		}
	}
	return p.showOffers(w, r, list, o, web.NewForm())
}

func (p *Pages) showOffers(w http.ResponseWriter, r *web.Request, list []mailroom.Offer, o mailroom.Offer, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("mail.offers"), Current: "mail", Form: f}, offersPage(list, o, f))
}

func (p *Pages) saveOffer(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("id", "name", "purpose", "topic", "every", "unit", "a_year", "near", "ended")
	if err != nil {
		return err
	}
	o := mailroom.Offer{
		ID: f.ID("id"), Rev: f.Rev(), Name: f.Text("name"), Purpose: f.Text("purpose"), Topic: f.Text("topic"),
		Every:    verdict.Every{N: number(f, "every"), Unit: f.Text("unit"), AYear: number(f, "a_year")},
		NearDays: number(f, "near"), Ended: f.Ticked("ended"),
	}
	if !f.Failed() {
		_, err = p.Mail.SaveOffer(r.Context(), r.Actor, o)
		f.Take(err)
	}
	if !f.Failed() && err == nil {
		return r.Done(w, "/mail/offers")
	}
	if err != nil && !f.Failed() {
		return err
	}
	list, err := p.Mail.Offers(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return p.showOffers(w, r, list, o, f)
}

// number reads a whole number; nothing typed is none.
func number(f *web.Form, field string) int {
	if f.Text(field) == "" {
		return 0
	}
	return f.Int(field, 0, 100_000)
}
