package keyspage

import (
	"context"
	"errors"
	"net/http"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// rekeyJob is the kind of the job that changes the data key.
const rekeyJob = "rekey"

func (p *Pages) askData(w http.ResponseWriter, r *web.Request) error {
	return p.showData(w, r, web.NewForm())
}

func (p *Pages) showData(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("keys.data.title"), Current: "settings", Form: f}, dataPage(f))
}

// rekey gives the record another data key, beside everything else. The pass phrase
// is judged at once, so that a wrong one is said on the form.
func (p *Pages) rekey(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("phrase")
	if err != nil {
		return err
	}
	change, err := p.Rekey(r.Actor, f.Raw("phrase"))
	if f.Take(err) {
		return p.showData(w, r, f)
	}
	if err != nil {
		return err
	}
	id, err := p.Jobs.Start(r.Context(), rekeyJob, r.Actor.ID, "record", 0, func(ctx context.Context, p *jobs.Progress) error {
		return change.Run(ctx, copied(ctx, p))
	})
	if err != nil {
		return errors.Join(err, change.Drop())
	}
	return r.Done(w, jobspage.Href(id))
}

// copied says how many pages are copied. After that everybody waits, and nobody
// may write how far it is.
func copied(ctx context.Context, p *jobs.Progress) func(step string, done, total int) {
	last := 0
	return func(step string, done, total int) {
		if step != database.StepCopying {
			return
		}
		p.Of(total)
		_ = p.Step(ctx, done-last, 0) // how far it is matters less than that it goes on
		last = done
	}
}
