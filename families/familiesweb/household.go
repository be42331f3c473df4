package familiesweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	state := families.Open
	if r.Query("state") == string(families.Closed) {
		state = families.Closed
	}
	rows, err := p.Families.List(r.Context(), r.Actor, state)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("families.title"), Current: "family"}, listPage(rows, state, r.Actor.May(families.MayWrite)))
}

// pick gives whom a form means: somebody chosen, or a new name; until then the options of
// those who may be meant.
func (p *Pages) pick(r *web.Request, f *web.Form, mayBeNew bool) (id, name string, options []layout.Option, err error) {
	if id = f.ID("person"); id != "" {
		return id, "", nil, nil
	}
	name = f.Text("who")
	if name == "" || mayBeNew && f.Text("person") == "new" {
		return "", name, nil, nil
	}
	if options, err = p.Find(r.Context(), r.Actor, name); err != nil {
		return "", name, nil, err
	}
	switch {
	case len(options) == 0 && mayBeNew:
		return "", name, nil, nil
	case len(options) == 0:
		f.Fail("who", "families.pick.nobody")
	default:
		f.Fail("person", "families.pick.choose")
	}
	if mayBeNew {
		options = append(options, layout.Option{Value: "new", Label: r.T("families.pick.new", "name", name)})
	}
	return "", name, options, nil
}

func (p *Pages) askNew(w http.ResponseWriter, r *web.Request) error {
	f := web.NewForm("person", r.Query("person"), "call", r.Query("call"))
	if id := r.Query("call"); id != "" {
		c, err := p.Families.Call(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		f.Set("who", c.Caller)
	}
	return p.showNew(w, r, f, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *web.Request, f *web.Form, options []layout.Option) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.new"), Current: "family", Form: f}, newPage(f, options))
}

func (p *Pages) open(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("person", "who", "name", "note", "call")
	if err != nil {
		return err
	}
	id, name, options, err := p.pick(r, f, true)
	if err != nil {
		return err
	}
	made := ""
	if !f.Failed() {
		made, err = p.Families.Add(r.Context(), r.Actor, families.New{HeadID: id, Head: name, Name: f.Text("name"), Note: f.Lines("note"), CallID: f.ID("call")})
	}
	if f.Take(err) || f.Failed() {
		return p.showNew(w, r, f, options)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/"+made)
}

// page is what the page of a household and its forms show.
type page struct {
	families.View
	MayWrite  bool
	MayExceed bool
	Deed      string
	Need      families.Need   // that is changed
	Options   []layout.Option // who may be meant
}

func (v page) path() string { return "/family/" + v.ID }

func (p *Pages) load(r *web.Request) (v page, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return v, err
	}
	v.MayWrite, v.MayExceed = r.Actor.May(families.MayWrite), r.Actor.May(families.MayExceed)
	v.View, err = p.Families.View(r.Context(), r.Actor, id)
	return v, err
}

func (p *Pages) view(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("families.household"), Current: "family"}, viewPage(v))
}

// deeds are what can be entered of a household; part is posted from its page alone.
var deeds = []string{"member", "inside", "need", "aid", "tell", "close"}

func (p *Pages) asking(r *web.Request) (v page, err error) {
	if v, err = p.load(r); err != nil {
		return v, err
	}
	v.Deed = r.PathValue("deed")
	if !slices.Contains(deeds, v.Deed) && v.Deed != "part" {
		return v, fault.New(fault.NotFound, "familiesweb: deed")
	}
	for _, n := range v.Needs {
		if n.ID == r.Query("row") {
			v.Need = n
		}
	}
	return v, nil
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	v, err := p.asking(r)
	if err == nil && v.Deed == "part" {
		err = fault.New(fault.NotFound, "familiesweb: part")
	}
	if err != nil {
		return err
	}
	f := web.NewForm()
	if v.Need.ID != "" {
		f = web.NewForm("words", v.Need.Words, "state", string(v.Need.State), "outcome", v.Need.Outcome)
	}
	return p.show(w, r, v, f)
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, v page, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.deed." + v.Deed), Current: "family", Form: f}, deedPage(v, f))
}

func (p *Pages) do(w http.ResponseWriter, r *web.Request) error {
	v, err := p.asking(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("person", "who", "relation", "child", "born", "row", "words", "state", "outcome", "kind", "amount", "on", "how", "why", "about", "what", "whom", "may", "until")
	if err != nil {
		return err
	}
	act, err := p.deed(r, &v, f)
	if err != nil {
		return err
	}
	if !f.Failed() {
		err = act()
	}
	if f.Take(err) || f.Failed() {
		return p.show(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path())
}

// deed reads the form of a deed and gives what does it.
func (p *Pages) deed(r *web.Request, v *page, f *web.Form) (func() error, error) {
	ctx, s, id := r.Context(), p.Families, v.ID
	switch v.Deed {
	case "member", "inside":
		return p.deedAbout(r, v, f)
	case "need":
		n := families.Need{ID: v.Need.ID, Words: f.Lines("words"), State: families.NeedState(f.Text("state")), Outcome: f.Lines("outcome")}
		return func() error { return s.SaveNeed(ctx, r.Actor, id, f.Rev(), n) }, nil
	case "aid":
		a := families.Aid{Kind: families.AidKind(f.Text("kind")), Amount: f.Money("amount"), On: r.Day(f, "on", partialdate.Gone), How: f.Text("how"), OverWhy: f.Text("why")}
		return func() error { return s.Give(ctx, r.Actor, id, a) }, nil
	case "tell":
		t := families.Tell{PersonID: f.ID("about"), What: f.Text("what"), Whom: f.Text("whom"), May: f.Text("may") != "no", Until: r.Day(f, "until", partialdate.Nearest)}
		return func() error { return s.SaveTell(ctx, r.Actor, id, t) }, nil
	case "part":
		return func() error { return s.Unlink(ctx, r.Actor, id, f.ID("row")) }, nil
	}
	return func() error { return s.Close(ctx, r.Actor, id, f.Rev(), f.Text("why")) }, nil
}

// deedAbout reads a form that is about somebody.
func (p *Pages) deedAbout(r *web.Request, v *page, f *web.Form) (func() error, error) {
	who, name, options, err := p.pick(r, f, v.Deed == "member")
	v.Options = options
	if err != nil {
		return nil, err
	}
	if v.Deed == "inside" {
		return func() error { return p.Families.Link(r.Context(), r.Actor, v.ID, who, f.Text("relation")) }, nil
	}
	m := families.Member{PersonID: who, Name: name, Relation: f.Text("relation"), Child: f.Ticked("child")}
	born := r.Date(f, "born", partialdate.Gone)
	return func() error { return p.Families.AddMember(r.Context(), r.Actor, v.ID, m, born) }, nil
}

func (p *Pages) caps(w http.ResponseWriter, r *web.Request) error {
	return p.showCaps(w, r, web.NewForm("days", "30"))
}

func (p *Pages) showCaps(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	list, err := p.Families.Caps(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.caps"), Current: "family", Form: f}, capsPage(list, r.Actor.May(families.MayExceed), f))
}

func (p *Pages) saveCap(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("kind", "amount", "days")
	if err != nil {
		return err
	}
	c := families.Cap{Kind: families.AidKind(f.Text("kind")), Amount: f.Money("amount")}
	if c.Amount > 0 {
		c.Days = f.Int("days", 1, 3660)
	}
	if !f.Failed() {
		err = p.Families.SaveCap(r.Context(), r.Actor, c)
	}
	if f.Take(err) || f.Failed() {
		return p.showCaps(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/caps")
}
