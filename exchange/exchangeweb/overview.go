package exchangeweb

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/exchange"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// overview is the page of the exchange.
type overview struct {
	exchange.Overview
	actor authz.Actor
	form  *form.Form
}

func (o overview) mayTake() bool { return o.actor.May(exchange.MayTake) }

func (p *Pages) overview(w http.ResponseWriter, r *web.Request) error {
	return p.showOverview(w, r, nil)
}

func (p *Pages) showOverview(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	o, err := p.Exchange.Overview(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("exchange.title"), Current: current, Form: f}, overviewPage(overview{o, r.Actor, f}))
}

// receive keeps a file to be looked at, a signed one or a spreadsheet.
func (p *Pages) receive(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("origin", "said")
	if err != nil {
		return err
	}
	said := r.Date(f, "said", partialdate.Gone)
	files := f.Files["file"]
	if len(files) == 0 {
		f.Fail("file", "exchange.upload.missing")
	}
	if f.Failed() {
		return p.showOverview(w, r, f)
	}
	day := civil.Day("")
	if !said.IsZero() {
		day, _ = said.Bounds()
	}
	id, err := p.keep(r, files[0], f.Text("origin"), day)
	if f.Take(err) {
		return p.showOverview(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, filePath(id))
}

func (p *Pages) keep(r *web.Request, file *multipart.FileHeader, origin string, said civil.Day) (string, error) {
	text, err := contents(file)
	if err != nil {
		return "", err
	}
	a, err := p.arrive(r.Context(), file.Filename, text, origin, said)
	if err != nil {
		return "", onFile(err)
	}
	return p.Exchange.Receive(r.Context(), r.Actor, a)
}

// arrive reads an upload: what is named as a spreadsheet is one.
func (p *Pages) arrive(ctx context.Context, name string, text []byte, origin string, said civil.Day) (*exchange.Arrival, error) {
	if !exchange.IsSheet(name) {
		return exchange.Arrive(name, text)
	}
	book, err := sheet.Open(bytes.NewReader(text), int64(len(text)), name, sheet.Limits{Bytes: exchange.MaxFile})
	if err != nil {
		return nil, err
	}
	return p.Exchange.ReadSheet(ctx, book, name, origin, said)
}

func contents(file *multipart.FileHeader) ([]byte, error) {
	in, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(in, exchange.MaxFile+1))
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
	return &fault.Error{Kind: fault.Invalid, Op: "exchangeweb: file", Problems: problems, Err: err}
}

// receivedLine says when a file came in and what was taken of it.
func receivedLine(ctx context.Context, f exchange.Received) string {
	parts := []string{i18n.T(ctx, "exchange.received", "day", i18n.DayOf(ctx, f.At), "by", f.By)}
	if f.AcceptedAt.IsZero() {
		parts = append(parts, i18n.T(ctx, "exchange.waits"))
	} else {
		parts = append(parts, i18n.T(ctx, "exchange.taken", "count", f.Taken, "by", f.AcceptedBy, "day", i18n.DayOf(ctx, f.AcceptedAt)))
	}
	return strings.Join(parts, " · ")
}

func madeLine(ctx context.Context, m exchange.Made) string {
	return i18n.T(ctx, "exchange.made.line", "places", i18n.T(ctx, "exchange.places", "count", m.Places), "count", m.Rules, "by", m.By)
}

// making is the page on which a file is made.
type making struct {
	choices []exchange.RuledPlace
	draft   exchange.Draft // of all of them
	form    *form.Form
}

func (p *Pages) askMake(w http.ResponseWriter, r *web.Request) error { return p.showMake(w, r, nil) }

func (p *Pages) showMake(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	choices, err := p.Exchange.Choices(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	draft, err := p.Exchange.Draft(r.Context(), r.Actor, nil)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("exchange.make.title"), Current: current, Form: f}, makePage(making{choices, draft, f}))
}

// make hands the file over.
func (p *Pages) make(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("which", "places")
	if err != nil {
		return err
	}
	var chosen []string
	if f.Raw("which") == "some" {
		if chosen = f.All("places"); len(chosen) == 0 {
			f.Fail("places", "exchange.make.none-chosen")
			return p.showMake(w, r, f)
		}
	}
	file, d, err := p.Exchange.Make(r.Context(), r.Actor, chosen)
	if f.Take(err) {
		return p.showMake(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Send(w, "facility-rules-"+string(d.MadeOn)+".json", "application/json", func(out io.Writer) error {
		_, err := out.Write(file)
		return err
	})
}

// choiceOptions are the facilities to choose from, with how many rules each has.
func choiceOptions(ctx context.Context, list []exchange.RuledPlace) []layout.Option {
	out := make([]layout.Option, len(list))
	for i, p := range list {
		out[i] = layout.Option{Value: p.ID, Label: p.Name, Hint: i18n.T(ctx, "exchange.rules", "count", p.Rules)}
	}
	return out
}

// heldLine says what is held back.
func heldLine(ctx context.Context, h exchange.HeldBack) string {
	if h.Rule != nil {
		return i18n.T(ctx, "facilities.topic."+h.Rule.Topic) + ": " + h.Rule.Says + " (" + h.Rule.Source + ")"
	}
	return i18n.T(ctx, "exchange.address", "purpose", i18n.T(ctx, "facilities.purpose."+string(h.Address.Purpose))) + ": " + strings.Join(h.Address.PostalLines(), ", ")
}

// heldPath leads to where it can be worded in another way.
func heldPath(h exchange.HeldBack) string {
	if h.Rule != nil {
		return "/facilities/" + h.FacilityID + "/rule/" + h.Rule.ID
	}
	return "/facilities/" + h.FacilityID + "/address/" + h.Address.ID
}
