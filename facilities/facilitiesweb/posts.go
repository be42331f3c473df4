package facilitiesweb

import (
	"net/http"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) askPost(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	post := facilities.Post{FacilityID: f.ID}
	if r.PathValue("row") != "" {
		if post, err = rowOf(r, f.Posts, postID); err != nil {
			return err
		}
	}
	return p.showPost(w, r, f, post, web.NewForm())
}

func (p *Pages) putPost(w http.ResponseWriter, r *web.Request) error {
	place, err := p.open(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("title", "contact", "source", "checked")
	if err != nil {
		return err
	}
	post := facilities.Post{
		ID: r.PathValue("row"), Rev: f.Rev(), FacilityID: place.ID, Title: f.Text("title"), Contact: f.Text("contact"), Source: f.Text("source"),
		CheckedOn: r.Date(f, "checked", partialdate.Gone),
	}
	if !f.Failed() {
		err = p.Facilities.PutPost(r.Context(), r.Actor, post)
	}
	if f.Take(err) {
		return p.showPost(w, r, place, post, f)
	}
	if err != nil {
		return p.postClash(r, post, err)
	}
	return r.Done(w, "/facilities/"+place.ID+"#posts")
}

func (p *Pages) showPost(w http.ResponseWriter, r *web.Request, place facilities.Full, post facilities.Post, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("facilities.post.title"), Current: current, Form: f}, postForm(place.Facility, post, f, today(r)))
}

func (p *Pages) askHolder(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	post, err := rowOf(r, f.Posts, postID)
	if err != nil {
		return err
	}
	return p.showHolder(w, r, f, post, web.NewForm())
}

func (p *Pages) putHolder(w http.ResponseWriter, r *web.Request) error {
	place, err := p.open(r)
	if err != nil {
		return err
	}
	post, err := rowOf(r, place.Posts, postID)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("name", "contact", "since", "source")
	if err != nil {
		return err
	}
	h := facilities.Holder{
		PostID: post.ID, FacilityID: place.ID, Name: f.Text("name"), Contact: f.Text("contact"), Source: f.Text("source"), Since: r.Date(f, "since", partialdate.Gone),
	}
	if !f.Failed() {
		err = p.Facilities.PutHolder(r.Context(), r.Actor, h)
	}
	if f.Take(err) {
		return p.showHolder(w, r, place, post, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/facilities/"+place.ID+"#posts")
}

func (p *Pages) showHolder(w http.ResponseWriter, r *web.Request, place facilities.Full, post facilities.Post, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("facilities.holder.title"), Current: current, Form: f}, holderForm(place.Facility, post, f))
}
