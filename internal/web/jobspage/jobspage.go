// Package jobspage is the page of long work: how far it is, what went wrong on
// the way, and where the result is. It knows no kind of work; a capability
// starts a job and leads its reader to Href, and says where results are shown.
package jobspage

import (
	"context"
	"embed"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Locales are the words of the page. What a kind of job is called, "job." and
// the kind, stands with whoever starts it.
//
//go:embed locales
var Locales embed.FS

// Pages shows jobs to whoever started them.
type Pages struct {
	Jobs *jobs.Runner
	// Results says where the result of each kind of job is shown, as the web
	// packages tell the composition root (Results() map[string]string): a path in
	// which {id} stands for what the job worked on.
	Results map[string]string
}

// Href is the address of a job.
func Href(id string) string { return "/jobs/" + id }

// Routes lists the page and its one action. Another's job is not there.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /jobs/{id}", Needs: authz.SignedIn, Handle: p.show},
		{Pattern: "POST /jobs/{id}/stop", Needs: authz.SignedIn, Handle: p.stop},
	}
}

// Panels tells on Today what has ended lately: whoever started long work may
// leave it alone.
func (p *Pages) Panels(to *web.Panels) {
	to.Today(web.Panel{ID: "jobs", TitleKey: "jobs.panel", Needs: authz.SignedIn, Order: 90, Render: p.panel})
}

// lately is how long Today tells of work that has ended.
const lately = 12 * time.Hour

func (p *Pages) panel(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	ended, err := p.Jobs.EndedSince(ctx, r.Actor.ID, r.Now.Add(-lately))
	if err != nil || len(ended) == 0 {
		return nil, err
	}
	return endedList(ended), nil
}

func (p *Pages) job(r *web.Request) (jobs.Job, error) {
	id, err := r.PathID("id")
	if err != nil {
		return jobs.Job{}, err
	}
	return p.Jobs.Job(r.Context(), r.Actor.ID, id)
}

// show answers the page, and script that asks for its moving part. Work that
// is done leads on to its result.
func (p *Pages) show(w http.ResponseWriter, r *web.Request) error {
	j, err := p.job(r)
	if err != nil {
		return err
	}
	body := state(j, r.Now, p.result(j))
	switch {
	case r.Fragment():
		return r.Part(w, body)
	case j.State == jobs.Done && p.result(j) != "":
		return r.Go(w, p.result(j))
	}
	page := layout.Page{Title: r.T("job." + j.Kind), Live: j.State == jobs.Running}
	return r.Render(w, http.StatusOK, page, jobPage(j, body))
}

// stop asks work to end. What it has saved stays, and its result says so.
func (p *Pages) stop(w http.ResponseWriter, r *web.Request) error {
	j, err := p.job(r)
	if err != nil {
		return err
	}
	p.Jobs.Stop(j.ID)
	return r.Done(w, Href(j.ID))
}

// result is where the result of a job is shown, "" for nowhere.
func (p *Pages) result(j jobs.Job) string {
	return strings.ReplaceAll(p.Results[j.Kind], "{id}", j.SubjectID)
}

// progress is the sentence under the bar: "214 of 412, about 20 s left, 3
// problems".
func progress(ctx context.Context, j jobs.Job, now time.Time) string {
	parts := []string{i18n.T(ctx, "jobs.done", "count", j.Done)}
	if j.Total > 0 {
		parts[0] = i18n.T(ctx, "jobs.done-of", "done", i18n.Number(ctx, j.Done), "total", i18n.Number(ctx, j.Total))
	}
	if words := left(ctx, j.Left(now)); words != "" {
		parts = append(parts, words)
	}
	if j.Problems > 0 {
		parts = append(parts, i18n.T(ctx, "jobs.problems", "count", j.Problems))
	}
	return strings.Join(parts, ", ")
}

// left rounds up, to fives while it is seconds: work that ends sooner than
// said annoys nobody.
func left(ctx context.Context, d time.Duration) string {
	switch seconds := int((d + time.Second - 1) / time.Second); {
	case d <= 0:
		return ""
	case seconds <= 90:
		return i18n.T(ctx, "jobs.left.seconds", "count", (seconds+4)/5*5)
	default:
		return i18n.T(ctx, "jobs.left.minutes", "count", (seconds+59)/60)
	}
}
