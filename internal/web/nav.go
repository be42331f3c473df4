package web

import (
	"cmp"
	"context"
	"slices"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Nav is an entry of the navigation, contributed by a capability.
type Nav struct {
	ID       string // what a page names as current: layout.Page.Current
	Group    int    // entries of a group stand together
	Order    int    // within the group
	TitleKey string
	Icon     string
	Href     string
	Needs    authz.Permission
	Phone    bool   // one of the four in the bar of the phone
	HotKey   string // the message that says what a hot count counts: "urgent"
	// Count is the number beside the entry, 0 for none; hot when it cannot
	// wait. It may be nil.
	Count func(ctx context.Context, r *Request) (n int, hot bool, err error)
	Part  Part
}

// Add is a line of the page that asks what to add, contributed by a capability.
type Add struct {
	Order    int
	TitleKey string
	Icon     string
	Href     string
	Needs    authz.Permission
	Part     Part
}

// Panel is a part of a page that belongs to another capability: the person
// page and Today. Pages do not know what stands in them.
type Panel struct {
	ID       string // of its heading, unique on the page
	TitleKey string
	Needs    authz.Permission
	Order    int
	Main     bool // stands in the main column instead of the side
	// LinkKey and Link lead to more of it; Link may hold {id} for the person.
	LinkKey, Link string
	// Render gives the content, or nil when there is nothing to show. For
	// Today, personID is "".
	Render func(ctx context.Context, r *Request, personID string) (templ.Component, error)
	Part   Part
}

// Action is something to do about a person, offered in the menu of their page by
// another capability: "Record a move". Href may hold {id}.
type Action struct {
	TitleKey, Href string
	Needs          authz.Permission
	Order          int
	Part           Part
}

// Panels are the contributions of all capabilities.
type Panels struct {
	person, today, settings []Panel
	actions                 []Action
}

// Action adds lines to the menu of the person page.
func (p *Panels) Action(actions ...Action) {
	for _, a := range actions {
		if a.Needs == "" || a.TitleKey == "" || a.Href == "" {
			panic("web: action " + a.TitleKey + " names no permission, no words or no address")
		}
	}
	p.actions = append(p.actions, actions...)
	slices.SortStableFunc(p.actions, func(a, b Action) int { return cmp.Compare(a.Order, b.Order) })
}

// ActionsOf lists what the one who asks may do about a person.
func (p *Panels) ActionsOf(r *Request, personID string) []layout.Item {
	var items []layout.Item
	for _, a := range p.actions {
		if r.Actor.May(a.Needs) && r.uses(a.Part) {
			items = append(items, layout.Item{Text: r.T(a.TitleKey), Href: withID(a.Href, personID)})
		}
	}
	return items
}

// Person adds a panel to the person page.
func (p *Panels) Person(panels ...Panel) { p.person = sorted(append(p.person, panels...)) }

// Today adds a panel to Today.
func (p *Panels) Today(panels ...Panel) { p.today = sorted(append(p.today, panels...)) }

// Settings adds a panel beside the settings: what leads to a page of settings.
func (p *Panels) Settings(panels ...Panel) { p.settings = sorted(append(p.settings, panels...)) }

func sorted(list []Panel) []Panel {
	for _, p := range list {
		if p.Needs == "" || p.Render == nil || p.ID == "" {
			panic("web: panel " + p.ID + " names no id, no permission or no content")
		}
	}
	slices.SortStableFunc(list, func(a, b Panel) int { return cmp.Compare(a.Order, b.Order) })
	return list
}

// Shown is a panel that has something to show.
type Shown struct {
	ID, Title string
	Link      layout.Link
	Main      bool
	Body      templ.Component
}

// OfPerson gives the panels that have something to show about a person to the
// one who asks, in order.
func (p *Panels) OfPerson(ctx context.Context, r *Request, personID string) ([]Shown, error) {
	return render(ctx, r, p.person, personID)
}

// OfToday gives the panels of Today that have something to show.
func (p *Panels) OfToday(ctx context.Context, r *Request) ([]Shown, error) {
	return render(ctx, r, p.today, "")
}

// OfSettings gives the panels beside the settings.
func (p *Panels) OfSettings(ctx context.Context, r *Request) ([]Shown, error) {
	return render(ctx, r, p.settings, "")
}

func render(ctx context.Context, r *Request, panels []Panel, personID string) ([]Shown, error) {
	var list []Shown
	for _, p := range panels {
		if !r.Actor.May(p.Needs) || !r.uses(p.Part) {
			continue
		}
		body, err := p.Render(ctx, r, personID)
		if err != nil {
			return nil, err
		}
		if body == nil {
			continue
		}
		s := Shown{ID: p.ID, Title: i18n.T(ctx, p.TitleKey), Main: p.Main, Body: body}
		if p.LinkKey != "" {
			s.Link = layout.Link{Text: i18n.T(ctx, p.LinkKey), Href: withID(p.Link, personID)}
		}
		list = append(list, s)
	}
	return list, nil
}

// In tells the panels of the side column from those of the main one.
func In(list []Shown, main bool) []Shown {
	var part []Shown
	for _, s := range list {
		if s.Main == main {
			part = append(part, s)
		}
	}
	return part
}

// frame is what stands around a page for the one who asks.
func (r *Request) frame(page layout.Page) (layout.Frame, error) {
	ctx := r.Context()
	org := r.app.organisation(ctx)
	f := layout.Frame{Page: page, Organisation: org.Name, Notice: org.Notice, Here: r.URL.RequestURI(), Flash: r.flashes(ctx)}
	if r.Session == nil || r.Session.Locked {
		return f, nil
	}
	s := r.Session
	f.User, f.Theme, f.Density, f.SingleKeys = r.Actor.Name, s.Theme, s.Density, s.SingleKeys
	f.LockAfter, f.MayLockRecord = s.LockAfter, r.app.lockRecord != "" && r.Actor.May(r.app.lockRecord)
	f.MayAdd = len(r.adds()) > 0
	if !page.Bare {
		f.Nav = r.nav(ctx)
	}
	return f, nil
}

// nav lists the entries the reader may open. A count that cannot be had is
// left out: the page matters more.
func (r *Request) nav(ctx context.Context) []layout.NavLink {
	var links []layout.NavLink
	group := 0
	for _, n := range r.app.nav {
		if !r.Actor.May(n.Needs) || !r.uses(n.Part) {
			continue
		}
		l := layout.NavLink{ID: n.ID, Title: i18n.T(ctx, n.TitleKey), Icon: n.Icon, Href: n.Href, Phone: n.Phone}
		l.Gap = len(links) > 0 && n.Group != group
		group = n.Group
		if n.Count != nil {
			count, hot, err := n.Count(ctx, r)
			if err != nil {
				r.app.Log.WarnContext(ctx, "navigation count", "pattern", r.route.Pattern, "request", r.id, "error", err)
				count = 0
			}
			l.Count, l.Hot = count, hot
			if hot && n.HotKey != "" {
				l.HotWords = i18n.T(ctx, n.HotKey)
			}
		}
		links = append(links, l)
	}
	return links
}

// adds lists what the reader may add.
func (r *Request) adds() []Add {
	var list []Add
	for _, a := range r.app.adds {
		if r.Actor.May(a.Needs) && r.uses(a.Part) {
			list = append(list, a)
		}
	}
	return list
}
