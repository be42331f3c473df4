package facilitiesweb

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// maxUpload is the largest directory that is taken: ten times the largest known.
const maxUpload = 32 << 20

func (p *Pages) askImport(w http.ResponseWriter, r *web.Request) error {
	return p.showImport(w, r, web.NewForm())
}

func (p *Pages) showImport(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	runs, err := p.Facilities.Imports(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("facilities.import.title"), Current: current, Form: f}, importPage(runs, f))
}

// takeIn starts the import of an uploaded directory.
func (p *Pages) takeIn(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("source", "said")
	if err != nil {
		return err
	}
	said := r.Date(f, "said", partialdate.Gone)
	files := f.Files["file"]
	if len(files) == 0 {
		f.Fail("file", "facilities.import.no-file")
	}
	if f.Failed() {
		return p.showImport(w, r, f)
	}
	day, _ := said.Bounds()
	if said.IsZero() {
		day = ""
	}
	job, err := p.begin(r, files[0], f.Text("source"), day)
	if f.Take(err) {
		return p.showImport(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, jobspage.Href(job))
}

// begin checks that a file is a directory and starts taking it in. The upload
// is gone when this request ends, so the work has a copy.
func (p *Pages) begin(r *web.Request, file *multipart.FileHeader, source string, said civil.Day) (job string, err error) {
	text, err := contents(file)
	if err != nil {
		return "", err
	}
	book, err := sheet.Open(bytes.NewReader(text), int64(len(text)), file.Filename, sheet.Limits{Bytes: maxUpload})
	if err != nil {
		return "", onFile(err)
	}
	d := facilities.FromSheet(book, file.Filename)
	d.ID, d.Source, d.SaidOn = ids.New(), source, said
	rows, err := d.Check()
	if err != nil {
		return "", err
	}
	actor := r.Actor
	return p.Jobs.Start(r.Context(), jobKind, actor.ID, d.ID, rows, func(ctx context.Context, progress *jobs.Progress) error {
		return p.takeAll(ctx, actor, d, progress)
	})
}

// contents reads an upload into memory; the route has limited its size.
func contents(file *multipart.FileHeader) ([]byte, error) {
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(in)
}

// takeAll imports a directory. It is one change, so that it can be taken back
// as one, and is either done or not: its page says how many rows there are, and
// then that all of them are in.
func (p *Pages) takeAll(ctx context.Context, actor authz.Actor, d facilities.Directory, progress *jobs.Progress) error {
	report, err := p.Facilities.Import(ctx, actor, d)
	if err != nil {
		return err
	}
	progress.Of(report.Rows)
	return progress.Step(ctx, report.Rows, len(report.Refused))
}

// onFile puts what is wrong with a file beside the field of the file.
func onFile(err error) error {
	problems, ok := web.Problems(err)
	if !ok {
		return err
	}
	for i := range problems {
		if problems[i].Field == "" {
			problems[i].Field = "file"
		}
	}
	return &fault.Error{Kind: fault.Invalid, Op: "facilitiesweb: file", Problems: problems, Err: err}
}

func (p *Pages) report(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	run, err := p.Facilities.ImportRun(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("facilities.import.report"), Current: current}, reportPage(run))
}

// figures are the counts of a report, without those that are nothing.
func figures(ctx context.Context, run facilities.ImportRun) []layout.Figure {
	var out []layout.Figure
	for _, x := range []struct {
		key  string
		n    int
		late bool
	}{
		{"facilities.import.rows", run.Rows, false}, {"facilities.import.created", run.Created, false}, {"facilities.import.merged", run.Merged, false},
		{"facilities.import.updated", run.Updated, false}, {"facilities.import.unchanged", run.Unchanged, false}, {"facilities.import.older", run.Older, false},
		{"facilities.import.missing", run.Missing, false}, {"facilities.import.unsure", run.Unsure, true}, {"facilities.import.refused", len(run.Refused), true},
	} {
		if x.n > 0 || x.key == "facilities.import.rows" {
			out = append(out, layout.Figure{N: i18n.Number(ctx, x.n), Label: i18n.T(ctx, x.key, "count", x.n), Late: x.late && x.n > 0})
		}
	}
	return out
}

// remark is a line of a report: where in the file, and what.
type remark struct{ where, what string }

func remarks(ctx context.Context, list []facilities.Remark) []remark {
	out := make([]remark, len(list))
	for i, m := range list {
		args := make([]any, len(m.Args))
		for j, a := range m.Args {
			args[j] = a
		}
		out[i] = remark{i18n.T(ctx, "facilities.import.row", "row", m.Row), i18n.T(ctx, m.Key, args...)}
		if m.Row == 0 {
			out[i].where = i18n.T(ctx, "facilities.import.whole")
		}
		if m.Column != "" {
			out[i].where = i18n.T(ctx, "facilities.import.cell", "where", out[i].where, "column", m.Column)
		}
	}
	return out
}

// runLine says who imported a directory, and when.
func runLine(ctx context.Context, run facilities.ImportRun) string {
	return i18n.T(ctx, "facilities.import.by", "name", run.By, "when", i18n.Instant(ctx, database.FromMicros(run.At)))
}

// directories are the lists whose layout is known.
func directories() []string {
	var out []string
	for _, p := range facilities.Profiles() {
		out = append(out, p.Title)
	}
	return out
}
