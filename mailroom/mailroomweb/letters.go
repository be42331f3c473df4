package mailroomweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
)

// opened is what the page of a letter shows.
type opened struct {
	mailroom.LetterRow
	Typed string // who it may be from
	Found []Sender
	Tried bool
}

func (p *Pages) open(r *web.Request) (o opened, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return o, err
	}
	o.LetterRow, err = p.Mail.Letter(r.Context(), r.Actor, id)
	return o, err
}

func (p *Pages) letter(w http.ResponseWriter, r *web.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	return p.showLetter(w, r, o, web.NewForm("q", o.AsRead))
}

func (p *Pages) showLetter(w http.ResponseWriter, r *web.Request, o opened, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("mail.letter"), Current: "mail", Form: f}, letterPage(o, f))
}

func (p *Pages) answer(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("state")
	if err != nil {
		return err
	}
	if err := p.Mail.Answer(r.Context(), r.Actor, id, f.Rev(), mailroom.LetterState(f.Text("state"))); err != nil {
		return err
	}
	return r.Done(w, "/mail/letters/"+id)
}

// whose looks for the people a letter of nobody may be from.
func (p *Pages) whose(w http.ResponseWriter, r *web.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("q")
	if err != nil {
		return err
	}
	o.Typed, o.Tried = f.Text("q"), true
	if o.Typed != "" {
		if o.Found, err = p.Find(r.Context(), r.Actor, o.Typed, mostFound); err != nil {
			return err
		}
	}
	return p.showLetter(w, r, o, f)
}

func (p *Pages) belongs(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("person")
	if err != nil {
		return err
	}
	if err := p.Mail.Belongs(r.Context(), r.Actor, id, f.Rev(), f.ID("person")); err != nil {
		return err
	}
	return r.Done(w, "/mail/people/"+f.ID("person"))
}
