// Package importsweb holds the pages that bring spreadsheets in: upload or
// paste, match the columns, check every row, save, and the report with its
// undo.
package importsweb

import (
	"context"
	"embed"
	"net/http"
	"strings"
	"time"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of imports.
type Pages struct {
	Imports *imports.Service
	Jobs    *jobs.Runner
}

// Routes lists the pages. An import belongs to whoever uploaded it; to
// everybody else it is not there.
func (p *Pages) Routes() []web.Route {
	route := func(pattern string, handle web.Handler) web.Route {
		return web.Route{Pattern: pattern, Needs: imports.MayImport, Handle: handle}
	}
	upload := route("POST /import", p.upload)
	upload.Class, upload.Body, upload.Raw = web.Imports, p.Imports.MaxBytes()+formBytes, true
	file := route("GET /import/{id}/file", p.file)
	file.Class = web.Exports
	return []web.Route{
		route("GET /import", p.list), upload, file,
		route("GET /import/{id}", p.report),
		route("GET /import/{id}/columns", p.columns),
		route("POST /import/{id}/columns", p.setColumns),
		route("POST /import/{id}/sheet", p.setSheet),
		route("POST /import/{id}/encoding", p.setEncoding),
		route("GET /import/{id}/check", p.check),
		route("POST /import/{id}/check", p.decide),
		route("POST /import/{id}/repair", p.repair),
		route("POST /import/{id}/places", p.places),
		route("POST /import/{id}/save", p.save),
		route("POST /import/{id}/undo", p.undo),
		route("POST /import/{id}/drop", p.drop),
	}
}

// formBytes is what an upload holds beside the file.
const formBytes = 1 << 20

// Adds offers an import where people choose what to add.
func (p *Pages) Adds() []web.Add {
	return []web.Add{{Order: 90, TitleKey: "imports.add", Icon: "list", Href: "/import", Needs: imports.MayImport}}
}

// The kinds of jobs; the messages "job." and the kind name them.
const (
	jobCheck = "import.check"
	jobSave  = "import.save"
	jobUndo  = "import.undo"
)

// Results says where the result of a job is shown.
func (p *Pages) Results() map[string]string {
	return map[string]string{jobCheck: "/import/{id}/check", jobSave: "/import/{id}", jobUndo: "/import/{id}"}
}

// How long an action waits for its job, so that a short list leads straight on,
// and how often it looks.
const (
	patience = 1500 * time.Millisecond
	glance   = 50 * time.Millisecond
)

// start begins long work on a batch and leads to its result, or to the page of
// the job when it takes longer.
func (p *Pages) start(w http.ResponseWriter, r *web.Request, kind string, b imports.Batch, work jobs.Work) error {
	id, err := p.Jobs.Start(r.Context(), kind, r.Actor.ID, b.ID, b.Counts.Rows, work)
	if err != nil {
		return err
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		j, err := p.Jobs.Job(r.Context(), r.Actor.ID, id)
		switch {
		case err != nil:
			return err
		case j.State == jobs.Done:
			return r.Go(w, strings.ReplaceAll(p.Results()[kind], "{id}", b.ID))
		case j.State != jobs.Running:
			return r.Go(w, jobspage.Href(id))
		}
		select {
		case <-look.C:
		case <-wait.C:
			return r.Go(w, jobspage.Href(id))
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}
}

// batch is the batch of the address.
func (p *Pages) batch(r *web.Request) (imports.Batch, error) {
	id, err := r.PathID("id")
	if err != nil {
		return imports.Batch{}, err
	}
	return p.Imports.Batch(r.Context(), r.Actor, id)
}

// here is the address of a page about a batch.
func here(id string, rest ...string) string { return "/import/" + id + strings.Join(rest, "") }

// The steps of an import.
const (
	atUpload = iota
	atColumns
	atCheck
	atSave
)

// steps is the line lying down over every page of a batch.
func steps(ctx context.Context, b imports.Batch, t imports.Tally, now int) []layout.Step {
	fields, notes, _ := b.Mapping.Matched()
	list := []layout.Step{
		atUpload:  {Title: word(ctx, "imports.step.upload"), Note: word(ctx, "imports.step.upload.note", "count", len(b.Mapping.Columns))},
		atColumns: {Title: word(ctx, "imports.step.columns"), Note: word(ctx, "imports.step.columns.note", "fields", fields, "notes", notes)},
		atCheck:   {Title: word(ctx, "imports.step.check")},
		atSave:    {Title: word(ctx, "imports.step.save")},
	}
	if b.Stage != imports.Uploaded {
		list[atUpload].Note = word(ctx, "imports.step.upload.rows", "count", b.Counts.Rows)
	}
	if now >= atCheck {
		list[atCheck].Note = word(ctx, "imports.step.check.note", "count", t.Open)
	}
	switch {
	case now == atSave && b.Stage == imports.Saved && !b.Whole:
		list[atSave].Note = word(ctx, "imports.step.save.half")
	case now == atSave:
		list[atSave].Note = word(ctx, "imports.step.save."+string(b.Stage))
	}
	for i := range list {
		switch {
		case i == now:
			list[i].State = "now"
		case i > now:
			list[i].State = "to"
		}
	}
	return list
}

// notYet leads to the page a batch is at, when another was asked for.
func notYet(b imports.Batch) (to string, elsewhere bool) {
	switch b.Stage {
	case imports.Uploaded:
		return here(b.ID, "/columns"), true
	case imports.Checked:
		return here(b.ID, "/check"), true
	}
	return here(b.ID), false
}

func (p *Pages) drop(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	if err := p.Imports.Drop(r.Context(), r.Actor, b.ID); err != nil {
		return err
	}
	r.Tell("imports.dropped", "file", b.FileName)
	return r.Done(w, "/import")
}

// problemsOf are the broken rules in an error that has some.
func problemsOf(err error) []fault.Problem {
	problems, _ := web.Problems(err)
	return problems
}
