package importsweb

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// report shows what came of a batch that is saved or undone.
func (p *Pages) report(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	if to, elsewhere := notYet(b); elsewhere {
		return r.Go(w, to)
	}
	tally, err := p.Imports.Tally(r.Context(), r.Actor, b.ID)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("imports.report"), Current: "people"}
	return r.Render(w, http.StatusOK, page, reportPage(b, tally, mayUndo(b, r.Now)))
}

func mayUndo(b imports.Batch, now time.Time) bool {
	return b.Stage == imports.Saved && now.Sub(b.SavedAt) <= trail.UndoWindow
}

// figures are the counts of the report.
func figures(ctx context.Context, b imports.Batch, t imports.Tally) []layout.Figure {
	figure := func(n int, key string, late bool) layout.Figure {
		return layout.Figure{N: i18n.Number(ctx, n), Label: word(ctx, key, "count", n), Late: late}
	}
	return []layout.Figure{
		figure(b.Counts.Created, "imports.count.created", false), figure(b.Counts.Updated, "imports.count.updated", false),
		figure(b.Counts.Same, "imports.count.same", false), figure(t.Open, "imports.count.later", false),
	}
}

// summary says in a few words how a batch stands.
func summary(ctx context.Context, b imports.Batch) string {
	switch b.Stage {
	case imports.Saved:
		return word(ctx, "imports.stands.saved", "created", b.Counts.Created, "updated", b.Counts.Updated)
	case imports.Checked:
		return word(ctx, "imports.stands.checked", "count", b.Counts.Rows)
	}
	return word(ctx, "imports.stands."+string(b.Stage))
}

// save writes the checked rows into the record, as a job.
func (p *Pages) save(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	actor := r.Actor
	return p.start(w, r, jobSave, b, func(ctx context.Context, progress *jobs.Progress) error {
		_, err := p.Imports.Save(ctx, actor, b.ID, progress.Step)
		return err
	})
}

// undo takes the whole batch back, as a job.
func (p *Pages) undo(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	actor := r.Actor
	b.Counts.Rows = b.Counts.Created + b.Counts.Updated
	return p.start(w, r, jobUndo, b, func(ctx context.Context, progress *jobs.Progress) error {
		return p.Imports.Undo(ctx, actor, b.ID, progress.Step)
	})
}

// file gives the original back.
func (p *Pages) file(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	b, f, err := p.Imports.Original(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Send(w, b.FileName, "application/octet-stream", func(out io.Writer) error {
		_, err := f.WriteTo(out)
		return err
	})
}
