package webtest

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
)

// Gallery is a set of pages that show every component with invented people, to
// be looked at and to be checked. Its words are samples and stand in no
// catalogue.
func Gallery() []web.Route {
	page := func(path, title, current string, body func() templ.Component) web.Route {
		return web.Route{Pattern: "GET " + path, Needs: authz.Public, Handle: func(w http.ResponseWriter, r *web.Request) error {
			return r.Render(w, http.StatusOK, layout.Page{Title: title, Current: current}, body())
		}}
	}
	return []web.Route{
		page("/gallery/today", "Today", "today", galleryToday),
		page("/gallery/person", "Person 3F7K", "people", galleryPerson),
		page("/gallery/parts", "Parts", "settings", galleryParts),
		{Pattern: "GET /gallery/people", Needs: authz.Public, Handle: galleryPeople},
		{Pattern: "POST /gallery/people", Needs: authz.Public, Handle: people.Filter},
		{Pattern: "GET /gallery/form", Needs: authz.Public, Handle: galleryForm},
		{Pattern: "GET /gallery/sign-in", Needs: authz.Public, Handle: func(w http.ResponseWriter, r *web.Request) error {
			return r.Render(w, http.StatusOK, layout.Page{Title: "Sign in", Bare: true}, gallerySignIn(form.New()))
		}},
	}
}

// GalleryNav is the navigation of the mocks.
func GalleryNav() []web.Nav {
	count := func(n int, hot bool) func(context.Context, *web.Request) (int, bool, error) {
		return func(context.Context, *web.Request) (int, bool, error) { return n, hot, nil }
	}
	return []web.Nav{
		{ID: "today", Group: 1, Order: 1, TitleKey: "gallery.today", Icon: "today", Href: "/gallery/today", Needs: authz.Public, Phone: true, Count: count(4, true), HotKey: "gallery.urgent"},
		{ID: "people", Group: 1, Order: 2, TitleKey: "gallery.people", Icon: "people", Href: "/gallery/people", Needs: authz.Public, Phone: true, Count: count(297, false)},
		{ID: "calendar", Group: 1, Order: 3, TitleKey: "gallery.calendar", Icon: "calendar", Href: "/gallery/form", Needs: authz.Public, Phone: true},
		{ID: "facilities", Group: 2, Order: 1, TitleKey: "gallery.facilities", Icon: "facility", Href: "/gallery/parts", Needs: authz.Public, Phone: true},
		{ID: "settings", Group: 3, Order: 1, TitleKey: "gallery.settings", Icon: "settings", Href: "/gallery/sign-in", Needs: authz.Public},
	}
}

// listed is one invented person of the list.
type listed struct {
	name, script, lang, number, at, cell, last, by, home string
	next                                                 layout.W
}

var invented = []listed{
	{"Rosa Delgado", "", "", "0511-RD-90", "Harrow Ridge", "F-021", "2026-02-15", "letter in", "2027-06-12", layout.W{Words: "15 days", Note: "Letter waiting", Tone: layout.Soon}},
	{"Cornelius Tate", "", "", "0119-CT-03", "Harrow Ridge", "D-330", "2026-02-16", "letter in", "", layout.W{Words: "14 days", Note: "Letter waiting", Tone: layout.Soon}},
	{"Dmitri Volkov", "Дмитрий Волков", "ru", "77-204-118", "Pine Hollow", "Dorm 1", "2026-02-13", "call", "", layout.W{Words: "Today 13:15", Note: "Legal call", Tone: layout.Soon}},
	{"Yusuf Karimi", "یوسف کریمی", "fa", "0418-OI-22", "Harrow Ridge", "C-114", "2026-02-28", "letter in", "~2027-03", layout.W{Words: "Today 16:00", Note: "Parole packet", Tone: layout.Late}},
	{"Gus Amadi", "", "", "0277-GA-14", "Harrow Ridge", "B-209", "2025-11-14", "letter out", "2026-03-28", layout.W{Words: "No plan", Note: "Home in 26 days", Tone: layout.Late}},
	{"Nguyễn Thị Mai", "", "", "77-311-620", "Pine Hollow", "Dorm 2", "2025-11-09", "visit", "2031", layout.W{Words: "Nothing set"}},
}

var people = &table.Table[listed]{
	ID: "people", TitleKey: "gallery.people", EmptyKey: "gallery.nobody", Sort: "next", BulkAction: "/gallery/bulk",
	Columns: []table.Column[listed]{
		{Key: "name", TitleKey: "gallery.name", Head: true, Sort: "name", Text: func(_ context.Context, p listed) string { return p.name },
			Cell: func(_ context.Context, p listed) templ.Component { return galleryName(p) }},
		{Key: "number", TitleKey: "gallery.number", Sheet: true, Text: func(_ context.Context, p listed) string { return p.number }},
		{Key: "at", TitleKey: "gallery.at", Bare: true, Sort: "at", Text: func(_ context.Context, p listed) string { return p.at },
			Cell: func(_ context.Context, p listed) templ.Component { return galleryTwo(p.at, p.cell) }},
		{Key: "last", TitleKey: "gallery.last", Sort: "last", Text: func(_ context.Context, p listed) string { return p.last },
			Cell: func(ctx context.Context, p listed) templ.Component { return galleryTwo(i18n.Day(ctx, p.last), p.by) }},
		{Key: "next", TitleKey: "gallery.next", Bare: true, Sort: "next", Text: func(_ context.Context, p listed) string { return p.next.Words },
			Cell: func(_ context.Context, p listed) templ.Component { return layout.When(p.next) }},
		{Key: "home", TitleKey: "gallery.home", Sort: "home", Text: func(ctx context.Context, p listed) string { return i18n.Day(ctx, p.home) },
			Cell: func(ctx context.Context, p listed) templ.Component { return galleryHome(p.home) }},
		{Key: "by", TitleKey: "gallery.by", Hidden: true, Text: func(_ context.Context, p listed) string { return p.by }},
	},
	Filters: []table.Filter{
		{Name: "q", LabelKey: "gallery.words", Words: true},
		{Name: "at", LabelKey: "gallery.at", BlankKey: "gallery.any"},
		{Name: "need", LabelKey: "gallery.need", BlankKey: "gallery.any", Answers: []table.Answer{{Value: "plan", LabelKey: "gallery.need.plan"}}},
	},
	Row: func(_ context.Context, p listed) (string, string) { return p.number, p.name },
	Bulk: func(context.Context, *web.Request) []layout.Option {
		return []layout.Option{{Value: "labels", Label: "Print address labels"}, {Value: "tag", Label: "Add a tag"}}
	},
}

func galleryPeople(w http.ResponseWriter, r *web.Request) error {
	s, err := people.Read(r)
	if err != nil {
		return err
	}
	if s.CSV {
		return people.Sheet(w, r, s, "people", invented)
	}
	list := table.List[listed]{Rows: invented, Total: 41, Fixed: []layout.Option{{Label: "Worker: you"}},
		Tabs:    []layout.Tab{{Text: "All", Href: "/gallery/people", Count: "297"}, {Text: "Needs something", Href: "/gallery/people?list=1", Count: "41", Current: true}, {Text: "Quiet 90 days", Href: "/gallery/people?list=2", Count: "28"}},
		Options: map[string][]layout.Option{"at": {{Value: "harrow", Label: "Harrow Ridge"}, {Value: "pine", Label: "Pine Hollow"}}}}
	body := people.View(r.Context(), r, s, list)
	return r.Render(w, http.StatusOK, layout.Page{Title: "My people", Current: "people"}, galleryList(body))
}

// galleryForm shows a form with everything wrong that can be.
func galleryForm(w http.ResponseWriter, r *web.Request) error {
	f := form.New("name", "Amparo", "born", "31/02/90", "kind", "call", "reads", "es", "note", "two\nlines")
	f.Fail("born", "gallery.bad.date")
	f.Fail("at", "gallery.bad.choice")
	f.Fail("", "gallery.bad.all")
	return r.Render(w, f.Status(), layout.Page{Title: "Add a person", Current: "people", Form: f}, galleryFormBody(f))
}
