package penpalsweb

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/penpals"
)

func (p *Pages) load(r *web.Request) (v penpals.View, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return v, err
	}
	return p.Penpals.View(r.Context(), r.Actor, id)
}

func (p *Pages) pair(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return p.showPair(w, r, v, web.NewForm())
}

// showing is one pair with what its reader may do.
type showing struct {
	penpals.View
	may   bool // write
	close bool // what was reported
}

func (p *Pages) showPair(w http.ResponseWriter, r *web.Request, v penpals.View, f *web.Form) error {
	s := showing{v, r.Actor.May(penpals.MayWrite), r.Actor.May(penpals.MayReadIncidents)}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.pair"), Current: "penpals", Form: f}, pairPage(s, f))
}

// steps are what is done to a pair with one press.
var steps = []string{"accept", "nudge", "resume", "hand"}

// step does one thing to a pair. What stands in its way is said on its page.
func (p *Pages) step(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	to := root + "/" + v.ID
	switch ctx := r.Context(); r.PathValue("deed") {
	case "accept":
		err = p.Penpals.Accept(ctx, r.Actor, v.ID, f.Rev(), "")
	case "nudge":
		err = p.Penpals.Nudge(ctx, r.Actor, v.ID)
	case "resume":
		err = p.Penpals.Resume(ctx, r.Actor, v.ID, f.Rev())
	case "hand":
		var sheet string
		if sheet, err = p.Penpals.Hand(ctx, r.Actor, v.ID); err == nil {
			to = sheetsPath + "/" + sheet
		}
	}
	if said(f, err) {
		return p.showPair(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, to)
}

// said takes into a form why something may not be: two are kept apart, somebody has not
// agreed. There is no field to mend.
func said(f *web.Form, err error) bool {
	why, ok := errors.AsType[*fault.Error](err)
	if !ok || why.Kind != fault.Invalid && why.Kind != fault.Forbidden {
		return false
	}
	for _, bad := range why.Problems {
		f.Fail("", bad.Key, bad.Args...)
	}
	return len(why.Problems) > 0
}

// deeds are what is entered of a pair on a page of its own.
var deeds = []string{"letter", "end", "incident"}

func (p *Pages) asking(r *web.Request) (v penpals.View, deed string, err error) {
	if deed = r.PathValue("deed"); !slices.Contains(deeds, deed) {
		return v, deed, fault.New(fault.NotFound, "penpalsweb: deed")
	}
	v, err = p.load(r)
	return v, deed, err
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	v, deed, err := p.asking(r)
	if err != nil {
		return err
	}
	f := web.NewForm("reason", r.Query("reason"))
	if f.Text("reason") == string(penpals.EndSilent) {
		f.Set("again", "1")
	}
	return p.showDeed(w, r, v, deed, f)
}

func (p *Pages) showDeed(w http.ResponseWriter, r *web.Request, v penpals.View, deed string, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.deed." + deed), Current: "penpals", Form: f}, deedPage(v, deed, f))
}

func (p *Pages) do(w http.ResponseWriter, r *web.Request) error {
	if slices.Contains(steps, r.PathValue("deed")) {
		return p.step(w, r)
	}
	v, deed, err := p.asking(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	to, act := p.deed(r, v, deed, f)
	if !f.Failed() {
		err = act()
	}
	if f.Failed() || f.Take(err) {
		return p.showDeed(w, r, v, deed, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, to)
}

// deed reads the form of a deed and gives what does it, and where it leads.
func (p *Pages) deed(r *web.Request, v penpals.View, deed string, f *web.Form) (to string, act func() error) {
	ctx, to := r.Context(), root+"/"+v.ID
	switch deed {
	case "letter":
		l := penpals.Letter{Way: penpals.Way(f.Text("way")), CameOn: r.Day(f, "came", partialdate.Gone), ForwardedOn: r.Day(f, "forwarded", partialdate.Gone), Words: f.Text("words")}
		return to, func() error { _, err := p.Penpals.Log(ctx, r.Actor, v.ID, l); return err }
	case "incident":
		i := penpals.Incident{
			About: penpals.About(f.Text("about")), Sort: penpals.Sort(f.Text("sort")), HappenedOn: r.Day(f, "on", partialdate.Gone), Words: f.Lines("words"),
		}
		return to, func() error { return p.Penpals.Report(ctx, r.Actor, v.ID, i) }
	}
	if f.Text("again") != "" {
		to = peoplePath + "/" + v.PersonID + "/choose"
	}
	return to, func() error {
		return p.Penpals.End(ctx, r.Actor, v.ID, f.Rev(), penpals.EndReason(f.Text("reason")), f.Lines("words"))
	}
}

func (p *Pages) closeIncident(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("outcome", "pair")
	if err != nil {
		return err
	}
	to, err := p.Penpals.Close(r.Context(), r.Actor, id, f.Rev(), f.Lines("outcome"))
	if f.Take(err) {
		v, err := p.Penpals.View(r.Context(), r.Actor, f.ID("pair"))
		if err != nil {
			return err
		}
		return p.showPair(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, root+"/"+to)
}

// line is the steps of a pair lying down: what happened on its day, and what is to come.
func line(ctx context.Context, v penpals.View) (list []layout.Step) {
	days := map[string]string{}
	for _, s := range v.Steps {
		days[s.What] = i18n.Day(ctx, string(s.On))
	}
	at := slices.Index(penpals.States(), v.State)
	for n, state := range penpals.States() {
		s := layout.Step{Title: i18n.T(ctx, "penpals.state."+string(state)), Note: days[string(state)]}
		switch {
		case state == penpals.Silent:
			if v.Stands != penpals.Silent {
				continue
			}
			s.State, s.Note = "bad", i18n.Day(ctx, string(v.Since))
		case state == v.State && v.Stands != penpals.Silent:
			s.State = "now"
		case n > at && v.Stands == penpals.Silent:
			continue
		case n > at:
			s.State = "to"
		case s.Note == "" && state != v.State: // ended before it came to that
			continue
		}
		list = append(list, s)
	}
	return list
}

func (s showing) menu(ctx context.Context) []layout.Item {
	at := root + "/" + s.ID
	items := []layout.Item{{Text: i18n.T(ctx, "penpals.deed.incident"), Href: at + "/incident"}}
	if s.State != penpals.Ended {
		items = append(items, layout.Item{Text: i18n.T(ctx, "penpals.keep-apart"), Href: blocksPath + "/new?person=" + s.PersonID + "&writer=" + s.WriterID},
			layout.Item{Text: i18n.T(ctx, "penpals.deed.end"), Href: at + "/end"})
	}
	return items
}

// open reports whether letters may be logged of a pair.
func (s showing) open() bool {
	return s.may && s.State != penpals.Proposed && s.State != penpals.Ended
}

func lead(ctx context.Context, v penpals.View) string {
	said := v.Code
	if v.Minds != "" {
		said += " · " + i18n.T(ctx, "penpals.minds", "who", v.Minds)
	}
	if v.State == penpals.Ended {
		said += " · " + i18n.T(ctx, "penpals.end."+string(v.EndReason))
	}
	return said
}

func stepWords(ctx context.Context, s penpals.Step) string {
	return i18n.T(ctx, "penpals.entry."+s.What)
}
