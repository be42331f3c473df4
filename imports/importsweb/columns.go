package importsweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// matching is what the page of the columns shows.
type matching struct {
	imports.Look
	Samples    [][]imports.Sample // of each column
	Programmes []layout.Option
	Workers    []layout.Option
}

func (p *Pages) columns(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	return p.showColumns(w, r, b.ID, formOf(b.Mapping))
}

// The two orders of dates, as the form says them.
const (
	dayFirst   = "day-first"
	monthFirst = "month-first"
)

// formOf is the form that says how a file is read.
func formOf(m imports.Mapping) *web.Form {
	f := web.NewForm("encoding", m.Encoding, "order", dayFirst, "issuer", m.Issuer, "region", m.Region, "programme", m.Programme, "worker", m.Worker)
	if m.Order == partialdate.MonthFirst {
		f.Set("order", monthFirst)
	}
	if m.Interval > 0 {
		f.Set("interval", plain(m.Interval))
	}
	if m.AsOf != "" {
		f.Set("as_of", string(m.AsOf))
	}
	for i, c := range m.Columns {
		f.Set(reading.ColumnInput(i), string(c.Field))
		if c.Field == reading.LeaveOut {
			f.Set(reading.ColumnInput(i), leaveOut)
		}
	}
	return f
}

func (p *Pages) showColumns(w http.ResponseWriter, r *web.Request, id string, f *web.Form) error {
	look, err := p.Imports.Look(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	if look.Stage == imports.Saved || look.Stage == imports.Undone {
		return r.Go(w, here(id))
	}
	m := matching{Look: look}
	for i := range look.Mapping.Columns {
		m.Samples = append(m.Samples, p.Imports.Samples(r.Context(), look, i))
	}
	if look.What == imports.Cases {
		if m.Programmes, m.Workers, err = p.choices(r); err != nil {
			return err
		}
	}
	page := layout.Page{Title: r.T("imports.columns"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, columnsPage(m, f))
}

// choices are the programmes a case may be in and the colleagues who may have
// it.
func (p *Pages) choices(r *web.Request) (programmes, workers []layout.Option, err error) {
	all, err := p.Imports.Casework.Programmes(r.Context(), r.Actor)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range all {
		if one.EndedAt.IsZero() {
			programmes = append(programmes, layout.Option{Value: one.ID, Label: one.Name})
		}
	}
	colleagues, err := p.Imports.Casework.Colleagues(r.Context(), r.Actor)
	for _, c := range colleagues {
		workers = append(workers, layout.Option{Value: c.ID, Label: c.Name})
	}
	return programmes, workers, err
}

// setColumns keeps how the file is read, for this file and for the next of its
// shape, and checks it.
func (p *Pages) setColumns(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	m := mappingOf(r, f, b.Mapping)
	if f.Failed() {
		return p.showColumns(w, r, b.ID, f)
	}
	err = p.Imports.SetMapping(r.Context(), r.Actor, b.ID, m)
	if f.Take(err) {
		return p.showColumns(w, r, b.ID, f)
	}
	if err == nil {
		err = p.Imports.Remember(r.Context(), r.Actor, b.ID)
	}
	if err != nil {
		return err
	}
	actor := r.Actor
	b.Counts.Rows = 0
	return p.start(w, r, jobCheck, b, func(ctx context.Context, progress *jobs.Progress) error {
		_, err := p.Imports.Check(ctx, actor, b.ID, progress.Step)
		return err
	})
}

// mappingOf reads the form; was gives the columns there are.
func mappingOf(r *web.Request, f *web.Form, was imports.Mapping) imports.Mapping {
	m := imports.Mapping{
		Issuer: f.Text("issuer"), Region: f.Text("region"), Programme: f.ID("programme"), Worker: f.ID("worker"),
		Interval: f.Int("interval", 1, 3650), AsOf: asOf(r, f), Columns: make([]imports.Column, len(was.Columns)),
	}
	if f.Has("order", monthFirst) {
		m.Order = partialdate.MonthFirst
	}
	for i := range m.Columns {
		if field := reading.Field(f.Text(reading.ColumnInput(i))); field != leaveOut {
			m.Columns[i].Field = field
		}
	}
	return m
}

// asOf is the day the list is of, in words: "yesterday", "1 Feb".
func asOf(r *web.Request, f *web.Form) civil.Day {
	on := r.Day(f, "as_of", partialdate.Gone)
	if on > r.Today() {
		f.Fail("as_of", "imports.as-of.future")
	}
	return on
}

// setSheet reads another sheet of the workbook.
func (p *Pages) setSheet(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("sheet")
	if err != nil {
		return err
	}
	err = p.Imports.ReadSheet(r.Context(), r.Actor, b.ID, f.Int("sheet", 0, 1000))
	if problems := problemsOf(err); len(problems) > 0 {
		again := formOf(b.Mapping)
		again.Fail("sheet", problems[0].Key, problems[0].Args...)
		return p.showColumns(w, r, b.ID, again)
	}
	if err != nil {
		return err
	}
	return r.Done(w, here(b.ID, "/columns"))
}

// setEncoding reads the letters of the file as somebody says.
func (p *Pages) setEncoding(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("encoding")
	if err != nil {
		return err
	}
	err = p.Imports.ReadAs(r.Context(), r.Actor, b.ID, f.Raw("encoding"))
	if problems := problemsOf(err); len(problems) > 0 {
		again := formOf(b.Mapping)
		again.Fail("encoding", problems[0].Key, problems[0].Args...)
		return p.showColumns(w, r, b.ID, again)
	}
	if err != nil {
		return err
	}
	return r.Done(w, here(b.ID, "/columns"))
}

// encodingOptions are the ways letters are written, by the names people know.
func encodingOptions() []layout.Option {
	return layout.Options(sheet.Encodings(), func(name string) string { return name })
}

// sheetOptions are the sheets of a workbook, by place.
func sheetOptions(l imports.Look) []layout.Option {
	var list []layout.Option
	for i, sh := range l.Sheets {
		list = append(list, layout.Option{Value: plain(i), Label: sh.Name})
	}
	return list
}

// readAs says what was guessed of the file, and how sure that is.
func readAs(ctx context.Context, l imports.Look) string {
	parts := []string{word(ctx, "imports.read.sheet", "sheet", l.Sheets[l.Sheet].Name)}
	if l.Report.Format == sheet.CSV {
		parts = []string{word(ctx, "imports.read.csv", "encoding", l.Report.Encoding, "delimiter", delimiter(ctx, l.Report.Delimiter))}
		if !l.Report.EncodingSure || !l.Report.DelimiterSure {
			parts = append(parts, word(ctx, "imports.read.guess"))
		}
	}
	if header := l.Sheets[l.Sheet].Header; header > 0 {
		parts = append(parts, word(ctx, "imports.read.header", "row", i18n.Number(ctx, header)))
	} else {
		parts = append(parts, word(ctx, "imports.read.no-header"))
	}
	return strings.Join(parts, " ")
}

func delimiter(ctx context.Context, r rune) string {
	switch r {
	case ',':
		return word(ctx, "imports.delimiter.comma")
	case ';':
		return word(ctx, "imports.delimiter.semicolon")
	case '\t':
		return word(ctx, "imports.delimiter.tab")
	}
	return string(r)
}

// proof says which dates of the file show the order they are written in.
func proof(ctx context.Context, l imports.Look) string {
	_, sure, proofs := l.Orders()
	if !sure || len(proofs) == 0 {
		return word(ctx, "imports.order.guess")
	}
	return word(ctx, "imports.order.proof", "text", proofs[0].Text, "row", i18n.Number(ctx, proofs[0].Row))
}

// becomes is what a value turns into on the way.
func becomes(ctx context.Context, s imports.Sample) string {
	if s.Date {
		return day(ctx, s.Becomes)
	}
	return s.Becomes
}

// labelled names the cell of what is changed on the way, where something is.
func labelled(ctx context.Context, samples []imports.Sample) templ.Attributes {
	if !slices.ContainsFunc(samples, func(s imports.Sample) bool { return s.Becomes != "" || s.Refused != "" }) {
		return nil
	}
	return templ.Attributes{"data-l": word(ctx, "imports.col.change")}
}
