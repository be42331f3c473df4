package grievancesweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
)

// eventForm is what the form of an event shows.
type eventForm struct {
	page
	Kind  way.EventKind
	Of    way.Event // the one that is corrected; the zero Event for a new one
	Files []layout.Option
}

func (e eventForm) action() string {
	if e.Of.ID != "" {
		return "/grievances/" + e.ID + "/events/" + e.Of.ID
	}
	return "/grievances/" + e.ID + "/event?kind=" + string(e.Kind)
}

// reasons are those for which a late one is taken, as the rule has them.
func (e eventForm) reasons(ctx context.Context) string {
	if now := e.Line.Current(); now != nil && e.Kind == way.MoreTime {
		if c, ok := now.Clock(rulepacks.Filing); ok && len(c.Limit.LateIf) > 0 {
			return i18n.T(ctx, "grievances.more-time.reasons", "reasons", i18n.List(ctx, c.Limit.LateIf))
		}
	}
	return ""
}

func (e eventForm) steps() []layout.Option {
	var list []layout.Option
	for _, s := range e.Version.Steps {
		if s.On(e.Track) {
			list = append(list, layout.Option{Value: s.ID, Label: s.Title})
		}
	}
	return list
}

func (p *Pages) event(r *web.Request) (e eventForm, err error) {
	e.page, err = p.load(r)
	e.Kind, e.Files = way.EventKind(r.Query("kind")), e.Papers
	for _, known := range way.EventKinds() {
		if known == e.Kind {
			return e, err
		}
	}
	e.Kind = way.Submitted
	return e, err
}

func (p *Pages) showEvent(w http.ResponseWriter, r *web.Request, e eventForm, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("grievances.event." + string(e.Kind)), Current: "grievances", Form: f}, eventPage(e, f))
}

func (p *Pages) askEvent(w http.ResponseWriter, r *web.Request) error {
	e, err := p.event(r)
	if err != nil {
		return err
	}
	return p.showEvent(w, r, e, web.NewForm("step", r.Query("step")))
}

func (p *Pages) record(w http.ResponseWriter, r *web.Request) error {
	e, err := p.event(r)
	if err != nil {
		return err
	}
	return p.keep(w, r, e, func(in way.Event, _ string) (string, error) {
		return p.Grievances.Record(r.Context(), r.Actor, e.ID, in)
	})
}

// keep reads the form of an event, has it kept, and leads back to the grievance, or on to
// the letter that asks for more time. The words of a refusal stand at their fields.
func (p *Pages) keep(w http.ResponseWriter, r *web.Request, e eventForm, do func(in way.Event, rev string) (string, error)) error {
	in, f, err := readEvent(r, e)
	if err != nil {
		return err
	}
	var id string
	if !f.Failed() {
		id, err = do(in, f.Rev())
		f.Take(err)
	}
	if f.Failed() {
		return p.showEvent(w, r, e, f)
	}
	if err != nil {
		return err
	}
	if asksTime(in) {
		return r.Done(w, "/grievances/"+e.ID+"/events/"+id+"/letter")
	}
	return r.Done(w, "/grievances/"+e.ID)
}

func readEvent(r *web.Request, e eventForm) (in way.Event, f *web.Form, err error) {
	f, err = r.ReadForm("step", "way", "on", "at", "signed_on", "until", "source", "receipt", "file", "words")
	if err != nil {
		return in, f, err
	}
	in = way.Event{
		ID: e.Of.ID, Kind: e.Kind, Way: way.Way(f.Text("way")), On: r.Date(f, "on", partialdate.Gone), At: f.Text("at"),
		SignedOn: r.Date(f, "signed_on", partialdate.Gone), Until: r.Day(f, "until", partialdate.Nearest), Source: f.Text("source"),
		Receipt: f.Text("receipt"), FileID: f.ID("file"), Words: f.Lines("words"),
	}
	if e.Kind.OfStep() || e.Kind == way.Thwarted {
		in.Step = f.Text("step")
	}
	return in, f, nil
}

// recorded is the event of the address, with its grievance.
func (p *Pages) recorded(r *web.Request) (e eventForm, err error) {
	if e.page, err = p.load(r); err != nil {
		return e, err
	}
	id, err := r.PathID("event")
	if err != nil {
		return e, err
	}
	for _, one := range e.Events {
		if one.ID == id && !e.Shut {
			e.Of, e.Kind, e.Files = one, one.Kind, e.Papers
			return e, nil
		}
	}
	return e, fault.New(fault.NotFound, "grievances: event")
}

func (p *Pages) askCorrection(w http.ResponseWriter, r *web.Request) error {
	e, err := p.recorded(r)
	if err != nil {
		return err
	}
	o := e.Of
	return p.showEvent(w, r, e, web.NewForm("step", o.Step, "way", string(o.Way), "on", o.On.String(), "at", o.At, "signed_on", o.SignedOn.String(),
		"until", string(o.Until), "source", o.Source, "receipt", o.Receipt, "file", o.FileID, "words", o.Words))
}

func (p *Pages) correct(w http.ResponseWriter, r *web.Request) error {
	e, err := p.recorded(r)
	if err != nil {
		return err
	}
	return p.keep(w, r, e, func(in way.Event, rev string) (string, error) {
		return in.ID, p.Grievances.Correct(r.Context(), r.Actor, e.ID, rev, in)
	})
}

// asksTime reports whether an event is our asking for more time, which takes a letter.
func asksTime(e way.Event) bool { return e.Kind == way.MoreTime && e.Way == "asked" }

// letter is the letter that asks for more time, for the person to sign.
func (p *Pages) letter(w http.ResponseWriter, r *web.Request) error {
	e, err := p.recorded(r)
	if err != nil {
		return err
	}
	if !asksTime(e.Of) {
		return fault.New(fault.NotFound, "grievances: letter")
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("grievances.letter"), Current: "grievances"}, letterPage(e))
}

func (p *Pages) strike(w http.ResponseWriter, r *web.Request) error {
	event, err := r.PathID("event")
	if err != nil {
		return err
	}
	return p.act(w, r, func(id string) error { return p.Grievances.Strike(r.Context(), r.Actor, id, event) })
}

func (p *Pages) looked(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, func(id string) error { return p.Grievances.Looked(r.Context(), r.Actor, id) })
}

func (p *Pages) reopen(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, func(id string) error { return p.Grievances.Reopen(r.Context(), r.Actor, id) })
}

// act does one thing to a grievance and leads back to it.
func (p *Pages) act(w http.ResponseWriter, r *web.Request, do func(id string) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := do(id); err != nil {
		return err
	}
	return r.Done(w, "/grievances/"+id)
}

func (p *Pages) askNeed(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f := web.NewForm("step", r.Query("step"), "state", string(way.Have))
	if n, err := strconv.Atoi(r.Query("n")); err == nil && n >= 0 && n < len(v.Needs) {
		need := v.Needs[n]
		f = web.NewForm("step", need.Step, "words", need.Words, "state", string(need.State), "asked_on", string(need.AskedOn), "why", need.Why, "file", need.FileID)
	}
	return p.showNeed(w, r, v, f)
}

func (p *Pages) showNeed(w http.ResponseWriter, r *web.Request, v page, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("grievances.need"), Current: "grievances", Form: f}, needPage(v, f))
}

func (p *Pages) setNeed(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("step", "words", "state", "asked_on", "why", "file")
	if err != nil {
		return err
	}
	n := way.Need{
		Step: f.Text("step"), Words: f.Text("words"), State: way.NeedState(f.Text("state")), AskedOn: r.Day(f, "asked_on", partialdate.Gone),
		Why: f.Text("why"), FileID: f.ID("file"),
	}
	if !f.Failed() {
		err = p.Grievances.SetNeed(r.Context(), r.Actor, v.ID, n)
		f.Take(err)
	}
	if f.Failed() {
		return p.showNeed(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/grievances/"+v.ID)
}

func (p *Pages) askSay(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return p.showSay(w, r, v, web.NewForm("how", "letter", "from", "1"))
}

func (p *Pages) showSay(w http.ResponseWriter, r *web.Request, v page, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("grievances.say"), Current: "grievances", Form: f}, sayPage(v, f))
}

func (p *Pages) say(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("how", "from", "words", "on")
	if err != nil {
		return err
	}
	said := grievances.Said{How: f.Text("how"), From: f.Ticked("from"), Words: f.Lines("words"), On: r.Date(f, "on", partialdate.Gone)}
	if !f.Failed() {
		err = p.Grievances.Say(r.Context(), r.Actor, v.ID, said)
		f.Take(err)
	}
	if f.Failed() {
		return p.showSay(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/grievances/"+v.ID)
}

func (p *Pages) askEnd(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return p.showEnd(w, r, v, web.NewForm())
}

func (p *Pages) showEnd(w http.ResponseWriter, r *web.Request, v page, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("grievances.end"), Current: "grievances", Form: f}, endPage(v, f))
}

func (p *Pages) end(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("state", "on", "why")
	if err != nil {
		return err
	}
	e := grievances.Ending{State: grievances.State(f.Text("state")), On: r.Day(f, "on", partialdate.Gone), Why: f.Lines("why")}
	if !f.Failed() {
		err = p.Grievances.End(r.Context(), r.Actor, v.ID, f.Rev(), e)
		f.Take(err)
	}
	if f.Failed() {
		return p.showEnd(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/grievances/"+v.ID)
}
