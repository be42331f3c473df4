package penpalsweb

import (
	"io"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/penpals"
)

// box is the letters that lie at the office.
type box struct {
	list     []penpals.Passing
	office   []string
	printers []printers.Printer
	may      bool
}

// ready are the letters that can leave: their pair goes on, and it is known where to.
func (b box) ready() (list []penpals.Passing) {
	for _, one := range b.list {
		if !one.Held && len(one.To) > 0 {
			list = append(list, one)
		}
	}
	return list
}

func (p *Pages) readBox(r *web.Request) (b box, err error) {
	b.may = r.Actor.May(penpals.MayWrite)
	if b.list, b.office, err = p.Penpals.Post(r.Context(), r.Actor); err != nil {
		return b, err
	}
	if p.Printers != nil && r.Actor.May(printers.MayUse) {
		b.printers, err = p.Printers(r.Context(), r.Actor)
		b.printers = slices.DeleteFunc(b.printers, func(one printers.Printer) bool { return !one.HoldsLabels() })
	}
	return b, err
}

func (p *Pages) post(w http.ResponseWriter, r *web.Request) error {
	return p.showPost(w, r, web.NewForm())
}

func (p *Pages) showPost(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	b, err := p.readBox(r)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.post"), Current: "penpals", Form: f}, postPage(b, f))
}

// job puts the labels and slips of the letters that can leave on the sheet of a printer,
// from its first free cell; without one, on the labels most have.
func (b box) job(r *web.Request, printer string) (label.Job, error) {
	job := label.Job{Sheet: label.Sheets()[0], Made: r.Now}
	if printer != "" {
		on, err := printers.Pick(b.printers, printer)
		if err != nil {
			return job, err
		}
		job.Sheet, job.Printer, job.Start = on.On(), on.Off(), on.Next
	}
	for _, one := range b.ready() {
		job.Items = append(job.Items, penpals.Label(one, b.office))
	}
	if len(job.Items) == 0 {
		return job, fault.New(fault.NotFound, "penpalsweb: labels")
	}
	return job, nil
}

// labels are the labels and slips as a PDF.
func (p *Pages) labels(w http.ResponseWriter, r *web.Request) error {
	b, err := p.readBox(r)
	if err != nil {
		return err
	}
	job, err := b.job(r, r.Query("printer"))
	if err != nil {
		return err
	}
	trail.SawAll(r.Context(), trail.Print, b.ready(), func(one penpals.Passing) string { return one.PersonID })
	return r.Send(w, "labels.pdf", "application/pdf", func(out io.Writer) error {
		_, err := label.Print(out, job)
		return err
	})
}

// printed keeps where the sheet of a printer goes on behind the labels.
func (p *Pages) printed(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("printer")
	if err != nil {
		return err
	}
	b, err := p.readBox(r)
	if err != nil {
		return err
	}
	job, err := b.job(r, f.ID("printer"))
	if err != nil {
		return err
	}
	report, err := label.Print(io.Discard, job)
	if err != nil {
		return err
	}
	if err := p.Used(r.Context(), r.Actor, f.ID("printer"), report.Next); err != nil {
		return err
	}
	return r.Done(w, postPath)
}

func (p *Pages) passOn(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("from")
	if err != nil {
		return err
	}
	pair, err := p.Penpals.PassOn(r.Context(), r.Actor, id, "")
	if f.Take(err) {
		return p.showPost(w, r, f)
	}
	if err != nil {
		return err
	}
	if f.Raw("from") == "pair" {
		return r.Done(w, root+"/"+pair)
	}
	return r.Done(w, postPath)
}

func (p *Pages) sheet(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	h, err := p.Penpals.Handed(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("penpals.sheet"), Current: "penpals"}, sheetPage(h))
}

// mine is what a writer with an account reads: those they write to themselves.
func (p *Pages) mine(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Penpals.Mine(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("penpals.mine"), Current: "penpals-mine"}, minePage(list))
}
