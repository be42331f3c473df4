package mailroomweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
)

const labelsPath = "/mail/labels"

// labels are those that wait, and the printer they are for.
type labels struct {
	list     []mailroom.Label
	from     []string
	printers []printers.Printer
	on       printers.Printer // with an empty id, the browser prints
	left     []mailroom.Label // what that printer cannot print
	next     int              // where its sheet goes on afterwards
}

// readLabels finds what waits, and lays it out for a printer, "" for the browser.
func (p *Pages) readLabels(r *web.Request, printer string) (l labels, err error) {
	if l.list, err = p.Mail.Labels(r.Context(), r.Actor); err != nil {
		return l, err
	}
	if p.From != nil {
		l.from = p.From(r.Context())
	}
	if l.printers, err = p.labelPrinters(r); err != nil || printer == "" {
		return l, err
	}
	if l.on, err = printers.Pick(l.printers, printer); err != nil {
		return l, err
	}
	return l, l.lay(r)
}

// labelPrinters are the printers with labels in them that the reader may use.
func (p *Pages) labelPrinters(r *web.Request) ([]printers.Printer, error) {
	if p.Printers == nil || !r.Actor.May(printers.MayUse) {
		return nil, nil
	}
	list, err := p.Printers(r.Context(), r.Actor)
	return slices.DeleteFunc(list, func(one printers.Printer) bool { return !one.HoldsLabels() }), err
}

// lay finds what the printer cannot print, which stays in the queue.
func (l *labels) lay(r *web.Request) error {
	report, err := label.Print(io.Discard, l.job(r))
	if err != nil {
		return err
	}
	l.next = report.Next
	out := make(map[int]bool, len(report.Left))
	for _, one := range report.Left {
		out[one.Item] = true
	}
	var fit []mailroom.Label
	for i, one := range l.list {
		if out[i] {
			l.left = append(l.left, one)
		} else {
			fit = append(fit, one)
		}
	}
	l.list = fit
	return nil
}

func (l *labels) job(r *web.Request) label.Job {
	j := label.Job{Sheet: l.on.On(), Start: l.on.Next, Printer: l.on.Off(), Made: r.Now}
	for _, one := range l.list {
		j.Items = append(j.Items, label.Label{From: l.from, To: one.Address, Code: one.Code})
	}
	return j
}

func (p *Pages) labels(w http.ResponseWriter, r *web.Request) error {
	l, err := p.readLabels(r, r.Query("printer"))
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("mail.labels"), Current: "mail"}, labelsPage(l))
}

// sheet is the labels that wait as a PDF, from the first free cell of the printer's sheet.
func (p *Pages) sheet(w http.ResponseWriter, r *web.Request) error {
	l, err := p.readLabels(r, r.Query("printer"))
	if err != nil {
		return err
	}
	if l.on.ID == "" || len(l.list) == 0 {
		return fault.New(fault.NotFound, "mailroomweb: sheet")
	}
	trail.SawAll(r.Context(), trail.Print, l.list, func(one mailroom.Label) string { return one.PersonID })
	return r.Send(w, "labels.pdf", "application/pdf", func(out io.Writer) error {
		_, err := label.Print(out, l.job(r))
		return err
	})
}

// printed takes labels out of the queue that came out of the printer well, and keeps where
// the printer's sheet goes on.
func (p *Pages) printed(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("id", "printer", "next")
	if err != nil {
		return err
	}
	used, err := p.used(r, f.Raw("printer"), f.Raw("next"))
	if err != nil {
		return err
	}
	if err := p.Mail.Printed(r.Context(), r.Actor, f.All("id"), used); err != nil {
		return err
	}
	return r.Done(w, "/mail")
}

// used keeps where the sheet of a printer goes on; it is nil when the browser printed.
func (p *Pages) used(r *web.Request, printer, cell string) (func(context.Context, *trail.Tx) error, error) {
	if printer == "" {
		return nil, nil
	}
	list, err := p.labelPrinters(r)
	if err != nil {
		return nil, err
	}
	on, err := printers.Pick(list, printer)
	if err != nil {
		return nil, err
	}
	next, err := strconv.Atoi(cell)
	if err != nil || next < 0 {
		return nil, fault.New(fault.Invalid, "mailroomweb: next cell")
	}
	return func(ctx context.Context, tx *trail.Tx) error { return printers.Used(ctx, tx, on.ID, next) }, nil
}

// onPrinter is the address of a page about labels for a printer, "" for the browser.
func onPrinter(path, id string) string {
	if id == "" {
		return path
	}
	return path + "?printer=" + id
}

// printerTabs are the ways to print: the browser, and each printer that is set up.
func printerTabs(ctx context.Context, l labels) []layout.Tab {
	tabs := []layout.Tab{{Text: i18n.T(ctx, "mail.labels.browser"), Href: labelsPath, Current: l.on.ID == ""}}
	for _, one := range l.printers {
		tabs = append(tabs, layout.Tab{Text: one.Name, Href: onPrinter(labelsPath, one.ID), Current: one.ID == l.on.ID})
	}
	return tabs
}
