package lettersweb

import (
	"io"
	"net/http"
	"strconv"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/letters"
)

// mostRuns is how many runs are listed.
const mostRuns = 200

func (p *Pages) runs(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Letters.Runs(r.Context(), r.Actor, mostRuns)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("letters.runs"), Current: "letters"}, runsPage(list, r.Actor.May(letters.MayRun)))
}

// view is the run of a request.
func (p *Pages) view(r *web.Request) (letters.View, error) {
	id, err := r.PathID("id")
	if err != nil {
		return letters.View{}, err
	}
	return p.Letters.View(r.Context(), r.Actor, id)
}

func (p *Pages) run(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	return p.showRun(w, r, v, web.NewForm())
}

func (p *Pages) showRun(w http.ResponseWriter, r *web.Request, v letters.View, f *web.Form) error {
	s := shown{View: v, rows: min(r.Page()*letters.Batch, len(v.Going()))}
	if going := v.Going(); len(going) > 0 {
		s.first = p.Letters.Letter(r.Context(), v.Run, going[0])
	}
	if p.Printers != nil && r.Actor.May(printers.MayUse) {
		var err error
		if s.printers, err = p.Printers(r.Context(), r.Actor); err != nil {
			return err
		}
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("letters.run"), Current: "letters", Form: f}, runPage(s, f))
}

// piece is one letter of a run, as it reads; a browser can print it.
func (p *Pages) piece(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("piece")
	if err != nil {
		return err
	}
	for _, one := range v.Pieces {
		if one.ID == id {
			return p.showPlain(w, r, v, []letters.Piece{one})
		}
	}
	return fault.New(fault.NotFound, "lettersweb: piece")
}

// plain are the letters that our own letters cannot print, for the browser to print.
func (p *Pages) plain(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	var list []letters.Piece
	for _, one := range v.Pieces {
		if one.Why == letters.ByBrowser {
			list = append(list, one)
		}
	}
	return p.showPlain(w, r, v, list)
}

func (p *Pages) showPlain(w http.ResponseWriter, r *web.Request, v letters.View, list []letters.Piece) error {
	var all []plainLetter
	for _, one := range list {
		all = append(all, plainLetter{one, p.Letters.Letter(r.Context(), v.Run, one)})
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("letters.run"), Current: "letters"}, plainPage(v.Run, all))
}

// paper is one batch of a run as a PDF: its letters, its envelopes, or labels.
func (p *Pages) paper(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	batch, err := strconv.Atoi(r.PathValue("batch"))
	list := v.InBatch(batch)
	if err != nil || len(list) == 0 {
		return fault.New(fault.NotFound, "lettersweb: batch")
	}
	write, err := p.writer(r, v, list)
	if err != nil {
		return err
	}
	trail.SawAll(r.Context(), trail.Print, list, func(one letters.Piece) string { return one.PersonID })
	return r.Send(w, r.PathValue("paper")+"-"+strconv.Itoa(batch)+".pdf", "application/pdf", write)
}

func (p *Pages) writer(r *web.Request, v letters.View, list []letters.Piece) (func(io.Writer) error, error) {
	switch r.PathValue("paper") {
	case "letters":
		var all []label.Letter
		for _, one := range list {
			all = append(all, p.Letters.Letter(r.Context(), v.Run, one))
		}
		return func(w io.Writer) error {
			_, err := label.Letters(w, v.Sheet(), all, r.Now)
			return err
		}, nil
	case "envelopes", "labels":
		job, err := p.job(r, v, list)
		return func(w io.Writer) error {
			_, err := label.Print(w, job)
			return err
		}, err
	}
	return nil, fault.New(fault.NotFound, "lettersweb: paper")
}

// job puts the addresses on envelopes, or on the labels of a printer; without one set up,
// on the labels most have.
func (p *Pages) job(r *web.Request, v letters.View, list []letters.Piece) (label.Job, error) {
	j := label.Job{Sheet: v.Sheet(), Made: r.Now}
	if r.PathValue("paper") == "labels" {
		j.Sheet = label.Sheets()[0]
	}
	for _, one := range list {
		j.Items = append(j.Items, letters.Label(v.Run, one))
	}
	id := r.Query("printer")
	if id == "" || p.Printers == nil {
		return j, nil
	}
	all, err := p.Printers(r.Context(), r.Actor)
	if err != nil {
		return j, err
	}
	one, err := printers.Pick(all, id)
	if err != nil {
		return j, err
	}
	j.Sheet, j.Printer = one.On(), one.Off()
	if r.PathValue("paper") == "labels" {
		j.Start = one.Next
	}
	return j, nil
}

func (p *Pages) posted(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("on")
	if err != nil {
		return err
	}
	on := r.Day(f, "on", partialdate.Gone)
	if f.Text("on") == "" {
		on = r.Today()
	}
	if !f.Failed() {
		err := p.Letters.Post(r.Context(), r.Actor, v.ID, f.Rev(), on)
		if err == nil {
			return r.Done(w, runsPath+"/"+v.ID)
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.showRun(w, r, v, f)
}

func (p *Pages) drop(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := p.Letters.Drop(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, runsPath)
}
