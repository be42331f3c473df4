package caseworkweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/casework/saved"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
	"github.com/throughcare/throughcare/people"
)

const (
	listPath = "/people"
	everyone = "all" // as an answer of the filter by worker
)

// listed is a list that a request asks for.
type listed struct {
	which   casework.Which
	saved   saved.List // the one that is open; its ID is "" for a list everybody has
	lists   []saved.List
	choices casework.Choices
	table   *table.Table[casework.Row]
	state   table.State
	filter  casework.Filter
}

// read finds out which list is meant, for the page itself and for what is posted
// from it.
func (p *Pages) read(r *web.Request) (l listed, err error) {
	ctx := r.Context()
	if l.lists, err = p.Saved.Lists(ctx, r.Actor); err != nil {
		return l, err
	}
	if l.choices, err = p.Cases.Choices(ctx, r.Actor); err != nil {
		return l, err
	}
	asked := table.ListOf(r)
	l.which = which(asked)
	if i := slices.IndexFunc(l.lists, func(s saved.List) bool { return s.ID == asked }); i >= 0 {
		l.saved = l.lists[i]
		l.which = which(url.Values(l.saved.Values).Get("list"))
	}
	l.table = p.tableOf(r, l)
	if l.state, err = l.table.Read(r); err != nil {
		return l, err
	}
	l.state = l.state.At(listPath)
	l.filter, err = p.filterOf(r, l.which, l.state.Filters)
	l.filter.Sort, l.filter.Descending, l.filter.Limit = casework.Sort(l.state.Sort), l.state.Desc, l.state.Limit
	return l, err
}

// which is a list everybody has; what is no such name is every active case.
func which(name string) casework.Which {
	if w := casework.Which(name); slices.Contains(casework.Lists(), w) {
		return w
	}
	return casework.All
}

// most is how many people the words of a filter can mean.
const most = 200

// filterOf turns the filters of the page into those of the service.
func (p *Pages) filterOf(r *web.Request, w casework.Which, v url.Values) (casework.Filter, error) {
	f := casework.Filter{
		Which: w, WorkerID: worker(r, v.Get("whose")), FacilityID: v.Get("at"), Reads: v.Get("reads"),
		Programme: v.Get("programme"), Stage: v.Get("stage"), HomeWithin: days(v.Get("home")),
	}
	f.QuietFrom, f.QuietTo = quietBand(v.Get("quiet"))
	words := v.Get("q")
	if words == "" || !r.Actor.May(find.MayFind) {
		return f, nil
	}
	found, _, err := p.Find.People(r.Context(), r.Actor, words, most)
	f.People = make([]string, len(found))
	for i, one := range found {
		f.People[i] = one.ID
	}
	return f, err
}

// worker is whose cases are meant: the reader's own, unless they ask.
func worker(r *web.Request, whose string) string {
	switch whose {
	case "":
		return r.Actor.ID
	case everyone:
		return ""
	}
	return whose
}

// spans are the days that filters can ask for.
var spans = map[string]int{"30": 30, "56": 56, "90": 90, "180": 180, "365": 365, "unknown": casework.NotKnown}

func days(answer string) int { return spans[answer] }

// bands are how long ago the last word of the people Today counts was: from so
// many days, and to so many, 0 for no end.
var bands = map[string][2]int{"0-30": {0, 30}, "31-60": {31, 60}, "61-90": {61, 90}, "91": {91, 0}}

func quietBand(answer string) (from, to int) {
	if b, ok := bands[answer]; ok {
		return b[0], b[1]
	}
	return days(answer), 0
}

// list shows a list, or sends it as a spreadsheet.
func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	l, err := p.read(r)
	if err != nil {
		return err
	}
	rows, total, err := p.Cases.List(r.Context(), r.Actor, l.filter)
	if err != nil {
		return err
	}
	if l.state.CSV {
		return l.table.Sheet(w, r, l.state, r.T("casework.list.file"), rows)
	}
	if l.state.Print {
		trail.Saw(r.Context(), trail.Print)
	}
	head, err := p.headOf(r, l)
	if err != nil {
		return err
	}
	tabs, err := p.tabs(r, l, head.counts)
	if err != nil {
		return err
	}
	body := l.table.View(r.Context(), r, l.state, table.List[casework.Row]{
		Rows: rows, Total: total, Tabs: tabs, Options: l.options(r), Fixed: l.fixed(r), Empty: emptyList(r, l, total == 0 && head.everybody == 0),
	})
	page := layout.Page{Title: r.T("casework.list.title"), Current: "people"}
	return r.Render(w, http.StatusOK, page, listPage(head, body))
}

// filter puts away what the filters say.
func (p *Pages) filter(w http.ResponseWriter, r *web.Request) error {
	return p.tableOf(r, listed{}).Filter(w, r)
}

func (p *Pages) waiting(w http.ResponseWriter, r *web.Request) error {
	return r.Go(w, listPath+"?list="+string(casework.Waits))
}

// tabs are the lists everybody has and the saved ones. Rare ones that are empty
// do not stand in the way.
func (p *Pages) tabs(r *web.Request, l listed, counts map[casework.Which]int) ([]layout.Tab, error) {
	var tabs []layout.Tab
	for _, w := range casework.Lists() {
		current := w == l.which && l.saved.ID == ""
		if rare(w) && counts[w] == 0 && !current {
			continue
		}
		tabs = append(tabs, layout.Tab{
			Text: r.T(listKey(w)), Href: listAddress(string(w)), Count: i18n.Number(r.Context(), counts[w]), Current: current,
		})
	}
	kept, err := p.savedTabs(r, l)
	return slices.Concat(tabs, kept, []layout.Tab{{Text: r.T("casework.list.save"), Href: "/lists/new" + query(l.state.Address())}}), err
}

func rare(w casework.Which) bool {
	return slices.Contains([]casework.Which{casework.Overdue, casework.Unset, casework.NoNumber, casework.Asleep, casework.Waits, casework.Ended}, w)
}

// savedTabs are the saved lists. What words find is not counted on every page.
func (p *Pages) savedTabs(r *web.Request, l listed) ([]layout.Tab, error) {
	tabs := make([]layout.Tab, len(l.lists))
	var filters []casework.Filter
	var at []int
	for i, s := range l.lists {
		v := url.Values(s.Values)
		tabs[i] = layout.Tab{Text: s.Name, Href: listAddress(s.ID), Current: s.ID == l.saved.ID}
		if v.Get("q") != "" {
			continue
		}
		f, err := p.filterOf(r, which(v.Get("list")), v)
		if err != nil {
			return nil, err
		}
		filters, at = append(filters, f), append(at, i)
	}
	totals, err := p.Cases.Totals(r.Context(), r.Actor, filters...)
	for i, n := range totals {
		tabs[at[i]].Count = i18n.Number(r.Context(), n)
	}
	return tabs, err
}

func listAddress(list string) string {
	if list == "" {
		return listPath
	}
	return listPath + "?list=" + list
}

// listKey is the message that names a list everybody has.
func listKey(w casework.Which) string {
	if w == casework.All {
		return "casework.list.which.all"
	}
	return "casework.list.which." + string(w)
}

// options are the answers of filters that come from the record.
func (l listed) options(r *web.Request) map[string][]layout.Option {
	places := make([]layout.Option, len(l.choices.Places))
	for i, f := range l.choices.Places {
		places[i] = layout.Option{Value: f.ID, Label: f.Name}
	}
	locale := i18n.From(r.Context()).Locale()
	languages := make([]layout.Option, len(l.choices.Languages))
	for i, tag := range l.choices.Languages {
		languages[i] = layout.Option{Value: tag, Label: tongues.Name(locale, tag)}
	}
	whose := []layout.Option{{Value: everyone, Label: r.T("casework.whose.all")}}
	for _, c := range l.choices.Colleagues {
		if c.ID != r.Actor.ID {
			whose = append(whose, layout.Option{Value: c.ID, Label: c.Name})
		}
	}
	if len(whose) == 1 || l.which == casework.Everyone { // nobody else works here, or it is asked of everybody
		whose = nil
	}
	programmes, stages := programmeOptions(l.choices.Programmes)
	return map[string][]layout.Option{"at": places, "reads": languages, "whose": whose, "programme": programmes, "stage": stages}
}

// programmeOptions are the programmes, where there are several, and the stages.
func programmeOptions(list []casework.Programme) (programmes, stages []layout.Option) {
	for _, one := range list {
		programmes = append(programmes, layout.Option{Value: one.ID, Label: one.Name})
		for _, s := range one.Stages {
			label := s.Name
			if len(list) > 1 {
				label = one.Name + ": " + s.Name
			}
			stages = append(stages, layout.Option{Value: s.ID, Label: label})
		}
	}
	if len(programmes) < 2 {
		programmes = nil
	}
	return programmes, stages
}

// fixed says what narrows the list beside its filters.
func (l listed) fixed(r *web.Request) []layout.Option {
	if l.which == casework.Everyone || l.state.Get("whose") != "" || len(l.choices.Colleagues) < 2 {
		return nil
	}
	return []layout.Option{{Label: r.T("casework.whose.you")}}
}

// emptyList is what can be done about a list without anybody.
func emptyList(r *web.Request, l listed, nobody bool) templ.Component {
	if nobody {
		return emptyRecord(r.Actor)
	}
	if len(l.state.Filters) > 0 {
		return layout.LinkButton(listAddress(string(l.which)), layout.Btn{Text: r.T("casework.list.unfilter")})
	}
	return nil
}

// head is the top of the page of lists.
type listHead struct {
	title, lead, rest string // rest names everybody, who may be more
	counts            map[casework.Which]int
	everybody         int
	quieted           int // suggested to be set aside
	mayAdd, mayImport bool
	saved             saved.List
	own               bool // the reader may change the saved list
}

func (p *Pages) headOf(r *web.Request, l listed) (h listHead, err error) {
	ctx := r.Context()
	who := worker(r, l.state.Get("whose"))
	if h.counts, err = p.Cases.Count(ctx, r.Actor, who, casework.Lists()...); err != nil {
		return h, err
	}
	h.everybody = h.counts[casework.Everyone]
	h.title = p.titleOf(ctx, l)
	h.lead = r.T("casework.list.lead", "count", h.counts[casework.All], "quiet", i18n.Number(ctx, h.counts[casework.QuietFor]))
	h.rest = r.T("casework.list.rest", "count", h.everybody)
	h.mayAdd, h.mayImport = r.Actor.May(people.MayWrite), r.Actor.May(imports.MayImport)
	h.saved, h.own = l.saved, l.saved.ID != "" && l.saved.Own(r.Actor)
	if who == r.Actor.ID && l.which != casework.Everyone {
		h.quieted, err = p.Cases.CountQuieted(ctx, r.Actor, who)
	}
	return h, err
}

func (p *Pages) titleOf(ctx context.Context, l listed) string {
	switch l.state.Get("whose") {
	case "":
		if l.which == casework.Everyone {
			return i18n.T(ctx, "casework.list.heading.everyone")
		}
		return i18n.T(ctx, "casework.list.heading.mine")
	case everyone:
		return i18n.T(ctx, "casework.list.heading.all")
	}
	for _, c := range l.choices.Colleagues {
		if c.ID == l.state.Get("whose") {
			return i18n.T(ctx, "casework.list.heading.of", "name", c.Name)
		}
	}
	return i18n.T(ctx, "casework.list.heading.all")
}
