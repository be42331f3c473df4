package arbitrationweb

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/arbitration"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	rows, err := p.Arbitration.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("arbitration.title"), Current: "arbitration"}, listPage(rows))
}

func (p *Pages) askNew(w http.ResponseWriter, r *web.Request) error {
	return p.showNew(w, r, web.NewForm("person", r.Query("person"), "grievance", r.Query("grievance")))
}

func (p *Pages) showNew(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	person, err := p.People.Person(r.Context(), r.Actor, f.ID("person"))
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("arbitration.new"), Current: "arbitration", Form: f}, newPage(person.Card(), f))
}

func (p *Pages) open(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("person", "grievance", "title", "other", "asks")
	if err != nil {
		return err
	}
	n := arbitration.New{PersonID: f.ID("person"), GrievanceID: f.ID("grievance"), Title: f.Text("title"), Other: f.Text("other"), Asks: f.Lines("asks")}
	id, err := p.Arbitration.Open(r.Context(), r.Actor, n)
	if f.Take(err) {
		return p.showNew(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/arbitration/"+id)
}

func (p *Pages) load(r *web.Request) (v arbitration.View, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return v, err
	}
	return p.Arbitration.View(r.Context(), r.Actor, id)
}

func (p *Pages) view(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("arbitration.matter"), Current: "arbitration"}, viewPage(v, r.Actor.May(arbitration.MayWrite)))
}

// paper sends a paper that lies before the reader, to be kept and by no means shown, and
// cuts it when it lies before them no more.
func (p *Pages) paper(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	paper, err := r.PathID("paper")
	if err != nil {
		return err
	}
	file, err := p.Arbitration.Before(r.Context(), r.Actor, id, paper)
	if err != nil {
		return err
	}
	name, content, err := p.Paper(r.Context(), file)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	still := func(ctx context.Context, actor authz.Actor) error {
		_, err := p.Arbitration.Before(ctx, actor, id, paper)
		return err
	}
	return r.SendWhile(w, name, "application/octet-stream", still, func(out io.Writer) error {
		_, err := io.Copy(out, content)
		return err
	})
}

// asked is what the form of a deed shows.
type asked struct {
	arbitration.View
	Deed    string
	Team    []layout.Option
	Files   []layout.Option
	Sitting arbitration.Sitting // that is changed or held
	Promise arbitration.Promise // that is settled
}

// deeds are what can be entered of a matter, in the order of the menu.
var deeds = []string{"neutral", "position", "sitting", "paper", "proposal", "reply", "agreement", "note", "end"}

func (p *Pages) asking(r *web.Request) (a asked, err error) {
	if a.View, err = p.load(r); err != nil {
		return a, err
	}
	a.Deed = r.PathValue("deed")
	if !slices.Contains(deeds, a.Deed) && a.Deed != "promise" || a.Deed == "note" && !a.IsNeutral {
		return a, fault.New(fault.NotFound, "arbitrationweb: deed")
	}
	row := r.Query("row")
	for _, s := range a.Sittings {
		if s.ID == row {
			a.Sitting = s
		}
	}
	for _, one := range a.Promises {
		if one.ID == row {
			a.Promise = one
		}
	}
	if a.Deed == "promise" && a.Promise.ID == "" {
		return a, fault.New(fault.NotFound, "arbitrationweb: promise")
	}
	return a, p.choices(r, &a)
}

func (p *Pages) choices(r *web.Request, a *asked) error {
	switch a.Deed {
	case "neutral":
		var err error
		a.Team, err = p.Team(r.Context())
		return err
	case "paper":
		list, err := p.Files.List(r.Context(), r.Actor, a.PersonID)
		for _, f := range list {
			a.Files = append(a.Files, layout.Option{Value: f.ID, Label: f.Name})
		}
		return err
	}
	return nil
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	a, err := p.asking(r)
	if err != nil {
		return err
	}
	s := a.Sitting
	f := web.NewForm("on", i18n.Day(r.Context(), string(s.On)), "at", s.At, "place", s.Place, "agenda", s.Agenda, "who", s.Who, "minutes", s.Minutes)
	if s.ID == "" {
		f = web.NewForm()
	}
	if s.ID != "" && r.Query("held") == "1" {
		f.Set("held", "1")
	}
	return p.show(w, r, a, f)
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, a asked, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("arbitration.deed." + a.Deed), Current: "arbitration", Form: f}, deedPage(a, f))
}

func (p *Pages) do(w http.ResponseWriter, r *web.Request) error {
	a, err := p.asking(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	act := p.deed(r, a, f)
	if !f.Failed() {
		err = act()
		problems, _ := web.Problems(err)
		for _, bad := range problems { // that nobody agreed is said beside what was typed
			field := bad.Field
			if a.Deed == "paper" {
				field = "file"
			}
			f.Fail(field, bad.Key, bad.Args...)
		}
	}
	if f.Failed() {
		return p.show(w, r, a, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/arbitration/"+a.ID)
}

// deed reads the form of a deed and gives what does it.
func (p *Pages) deed(r *web.Request, a asked, f *web.Form) func() error {
	ctx, s, id := r.Context(), p.Arbitration, a.ID
	switch a.Deed {
	case "neutral":
		return func() error { return s.Assign(ctx, r.Actor, id, f.Rev(), f.ID("neutral"), f.Text("name")) }
	case "position":
		in := arbitration.Position{Side: arbitration.Side(f.Text("side")), Words: f.Lines("words"), On: r.Day(f, "on", partialdate.Gone)}
		return func() error { return s.Say(ctx, r.Actor, id, in) }
	case "sitting":
		in := arbitration.Sitting{
			ID: a.Sitting.ID, Rev: a.Sitting.Rev, On: r.Day(f, "on", partialdate.Nearest), At: f.Text("at"), Place: f.Text("place"), Agenda: f.Lines("agenda"),
			Held: f.Ticked("held"), Who: f.Lines("who"), Minutes: f.Lines("minutes"),
		}
		return func() error { return s.Plan(ctx, r.Actor, id, in) }
	case "paper":
		return func() error { return s.Give(ctx, r.Actor, id, f.ID("file")) }
	case "proposal":
		return func() error { return s.Propose(ctx, r.Actor, id, f.Rev(), f.Lines("words")) }
	case "reply":
		return func() error {
			return s.Reply(ctx, r.Actor, id, f.Rev(), arbitration.Side(f.Text("side")), arbitration.Answer(f.Text("says")))
		}
	case "agreement":
		promises := p.promises(r, f)
		return func() error { return s.Agree(ctx, r.Actor, id, f.Rev(), f.Lines("words"), promises) }
	case "promise":
		again := r.Day(f, "again", partialdate.Nearest)
		return func() error {
			return s.Settle(ctx, r.Actor, id, a.Promise.ID, f.Rev(), arbitration.Kept(f.Text("state")), f.Text("why"), again)
		}
	case "note":
		return func() error { return s.Jot(ctx, r.Actor, id, f.Lines("words")) }
	}
	return func() error {
		return s.End(ctx, r.Actor, id, f.Rev(), arbitration.State(f.Text("state")), f.Lines("why"))
	}
}

// mostPromises is how many promises the page of an agreement takes at once.
const mostPromises = 5

func (p *Pages) promises(r *web.Request, f *web.Form) []arbitration.Promise {
	var list []arbitration.Promise
	for n := range mostPromises {
		at := "." + strconv.Itoa(n)
		if f.Text("promise"+at) == "" {
			continue
		}
		list = append(list, arbitration.Promise{Side: arbitration.Side(f.Text("side" + at)), Words: f.Text("promise" + at), FollowOn: r.Day(f, "follow"+at, partialdate.Nearest)})
	}
	return list
}

func crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "arbitration.title"), Href: "/arbitration"}}
}

func menu(ctx context.Context, v arbitration.View) []layout.Item {
	var items []layout.Item
	for _, d := range deeds {
		if d == "note" && !v.IsNeutral || d == "paper" && v.IsNeutral || d == "reply" && v.Proposal == "" {
			continue
		}
		items = append(items, layout.Item{Text: i18n.T(ctx, "arbitration.deed."+d), Href: "/arbitration/" + v.ID + "/" + d})
	}
	return items
}

func lead(ctx context.Context, v arbitration.View) string {
	said := []string{i18n.T(ctx, "arbitration.between", "person", v.Person, "other", v.Other), i18n.T(ctx, "arbitration.state."+string(v.State))}
	if v.State != arbitration.Open {
		said[1] += " " + i18n.Day(ctx, string(v.StateOn))
	}
	return strings.Join(said, " · ")
}

func clockWords(ctx context.Context, c arbitration.Clock) string {
	key := "arbitration.clock.theirs"
	if c.Ours {
		key = "arbitration.clock.ours"
	}
	return i18n.T(ctx, key, "step", c.Step, "day", i18n.LongDay(ctx, string(c.By)), "safe", i18n.Day(ctx, string(c.Safe)))
}

func sittingWords(ctx context.Context, s arbitration.Sitting) string {
	return strings.Trim(strings.TrimSpace(i18n.LongDay(ctx, string(s.On))+" "+s.At)+", "+s.Place, ", ")
}
