package mergingweb

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/merging"
)

// mostDoubles is how many pairs stand on the page; the next come as these are
// decided.
const mostDoubles = 30

// found is the page of likely doubles.
type found struct {
	list     []merging.Double
	total    int
	compared time.Time // zero when nobody was ever compared
	running  string    // address of the comparison that runs, "" for none
}

func (p *Pages) doubles(w http.ResponseWriter, r *web.Request) error {
	var f found
	var err error
	if f.list, f.total, err = p.Merging.Doubles(r.Context(), r.Actor, mostDoubles); err != nil {
		return err
	}
	last, err := p.Jobs.Latest(r.Context(), jobKind, everyone)
	switch {
	case fault.Is(err, fault.NotFound):
	case err != nil:
		return err
	case last.State == jobs.Running && last.AccountID == r.Actor.ID:
		f.running = jobspage.Href(last.ID)
	case last.State == jobs.Done:
		f.compared = last.EndedAt
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("merging.doubles.title"), Current: current}, doublesPage(f))
}

// search compares everybody with everybody.
func (p *Pages) search(w http.ResponseWriter, r *web.Request) error {
	if _, err := r.ReadForm(); err != nil {
		return err
	}
	job, err := p.Jobs.Start(r.Context(), jobKind, r.Actor.ID, everyone, 0, func(ctx context.Context, progress *jobs.Progress) error {
		return p.Merging.Search(ctx, progress.Of, func(done int) error { return progress.Step(ctx, done, 0) })
	})
	if err != nil {
		return err
	}
	if _, err := p.Jobs.Job(r.Context(), r.Actor.ID, job); err != nil {
		return r.Done(w, "/people/duplicates") // a colleague has begun it
	}
	return r.Done(w, jobspage.Href(job))
}

// decide remembers that two are not the same.
func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("a", "b")
	if err != nil {
		return err
	}
	if err := p.Merging.Distinct(r.Context(), r.Actor, f.ID("a"), f.ID("b")); err != nil {
		return err
	}
	return r.Done(w, "/people/duplicates")
}

// likeness says in words why two may be one.
func likeness(ctx context.Context, d merging.Double) string {
	parts := []string{i18n.T(ctx, "merging.likely")}
	if d.Certain {
		parts[0] = i18n.T(ctx, "merging.certain")
	}
	for _, why := range d.Why {
		parts = append(parts, whyWords(ctx, why))
	}
	return strings.Join(parts, " · ")
}

func whyWords(ctx context.Context, why search.Why) string {
	said := why.Text
	if why.Field == search.Born {
		said = i18n.Day(ctx, said)
	}
	text := i18n.T(ctx, "people.likely."+string(why.Field), "text", said)
	if len(why.Reasons) > 0 {
		text += " (" + i18n.T(ctx, "people.because."+string(why.Reasons[0])) + ")"
	}
	return text
}

func bornWords(ctx context.Context, born partialdate.Date) string {
	if born.IsZero() {
		return i18n.T(ctx, "merging.unknown")
	}
	return i18n.Day(ctx, born.String())
}
