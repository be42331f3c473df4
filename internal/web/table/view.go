package table

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// page is a list made ready for its template.
type page struct {
	id, title, path string
	heads           []head
	rows            []line
	shown, total    int
	tabs            []layout.Tab
	filters         []field
	words           bool // a filter holds free text, so the form is posted
	carry           []layout.Option
	chips           []chip
	clear           string
	bulk            []layout.Option
	bulkAction      string
	all             string // the words of "All 41 in this list"
	more            string // where the next rows are
	moreCount       int
	csv, xlsx       string
	paper           string
	folds           bool            // rows have a link at their end
	keep            []layout.Option // the address, for the form that chooses columns
	tight           bool
	rowsLink        string
	columns         []column
	empty           string
	emptyBody       templ.Component
	print           bool
}

type head struct {
	title, href, sort string // sort: "", "ascending", "descending", "none"
	right             bool
}

type line struct {
	id, label, tone     string
	cells               []cell
	open, opens, opener string // where the fold is, and the words of its link
	below               templ.Component
}

type cell struct {
	body              templ.Component
	text, label       string
	head, right, bare bool
}

type field struct {
	name, label, blank, value string
	words, rare               bool
	options                   []layout.Option
}

type chip struct{ text, href string }

type column struct {
	key, title string
	on, always bool
}

// View is the list as a component for the page.
func (t *Table[T]) View(ctx context.Context, r *web.Request, s State, l List[T]) templ.Component {
	p := page{
		id: t.ID, title: i18n.T(ctx, t.TitleKey), path: s.path, total: l.Total, shown: len(l.Rows), tabs: l.Tabs,
		csv: s.link("format", "csv"), xlsx: s.link("format", "xlsx"), folds: t.Fold != nil && !s.Print, keep: s.kept("cols", "rows"), paper: s.link("print", "1"), tight: s.tight, print: s.Print, emptyBody: l.Empty,
	}
	if t.EmptyKey != "" {
		p.empty = i18n.T(ctx, t.EmptyKey)
	}
	p.rowsLink = s.link("rows", map[bool]string{true: "usual", false: "tight"}[s.tight])
	columns := t.shown(s)
	for _, c := range columns {
		p.heads = append(p.heads, headOf(ctx, c, s))
	}
	for _, row := range l.Rows {
		l := t.line(ctx, columns, row)
		if p.folds {
			before := l.id
			if n := len(p.rows); n > 0 {
				before = p.rows[n-1].id
			}
			t.fold(ctx, s, row, &l, before)
		}
		p.rows = append(p.rows, l)
	}
	for _, c := range t.Columns {
		if !c.Sheet {
			p.columns = append(p.columns, column{key: c.Key, title: i18n.T(ctx, c.TitleKey), always: c.Head,
				on: slices.ContainsFunc(columns, func(x Column[T]) bool { return x.Key == c.Key })})
		}
	}
	t.filterBar(ctx, &p, s, l)
	t.bulkBar(ctx, r, &p, s, l)
	if rest := l.Total - len(l.Rows); rest > 0 && len(l.Rows) < MostRows {
		p.moreCount = min(rest, moreRows)
		p.more = s.link("show", strconv.Itoa(len(l.Rows)+p.moreCount)) + anchor(p.rows[len(p.rows)-1].id)
	}
	return listView(p)
}

func headOf[T any](ctx context.Context, c Column[T], s State) head {
	h := head{title: i18n.T(ctx, c.TitleKey), right: c.Right}
	if c.Sort == "" {
		return h
	}
	h.sort, h.href = "none", s.link("sort", c.Sort)
	if c.Sort == s.Sort {
		h.sort, h.href = "ascending", s.link("sort", "-"+c.Sort)
		if s.Desc {
			h.sort, h.href = "descending", s.link("sort", c.Sort)
		}
	}
	return h
}

func (t *Table[T]) line(ctx context.Context, columns []Column[T], row T) line {
	var l line
	if t.Row != nil {
		l.id, l.label = t.Row(ctx, row)
	}
	if t.Tone != nil {
		l.tone = t.Tone(row)
	}
	l.cells = make([]cell, len(columns))
	for i, c := range columns {
		l.cells[i] = cell{label: i18n.T(ctx, c.TitleKey), head: c.Head, right: c.Right, bare: c.Bare || c.Head}
		if c.Cell != nil {
			l.cells[i].body = c.Cell(ctx, row)
		} else {
			l.cells[i].text = c.Text(ctx, row)
		}
	}
	return l
}

// fold prepares what opens below a row. before is the row before it.
func (t *Table[T]) fold(ctx context.Context, s State, row T, l *line, before string) {
	l.opens, l.opener = t.Fold.Link(ctx, row)
	if l.opens == "" {
		return
	}
	l.open = s.link("open", l.id) + "#" + t.Fold.First
	if s.Open == l.id {
		l.open = s.link("open", "") + anchor(l.id)
		l.below = t.Fold.Body(ctx, row, s.link("open", "")+anchor(before))
	}
}

// anchor leads to a row of the page.
func anchor(id string) string {
	if id == "" {
		return ""
	}
	return "#r-" + id
}

// kept lists what stands in the address, for a form that must not lose it.
func (s State) kept(but ...string) []layout.Option {
	var list []layout.Option
	for _, name := range slices.Sorted(maps.Keys(s.query)) {
		for _, value := range s.query[name] {
			if !slices.Contains(but, name) {
				list = append(list, layout.Option{Label: name, Value: value})
			}
		}
	}
	return list
}

// filterBar prepares the filters, and a chip for each that is on.
func (t *Table[T]) filterBar(ctx context.Context, p *page, s State, l List[T]) {
	for _, o := range l.Fixed {
		p.chips = append(p.chips, chip{text: o.Label})
	}
	for _, f := range t.Filters {
		x := f.field(ctx, s, l.Options[f.Name])
		if !f.Words && len(x.options) == 0 { // nothing to choose from
			continue
		}
		p.words = p.words || f.Words
		p.filters = append(p.filters, x)
		if x.value != "" {
			p.chips = append(p.chips, chip{text: i18n.T(ctx, "table.chip", "filter", x.label, "value", x.spoken()), href: s.without(f)})
			p.clear = s.path
		}
	}
	if s.List != "" {
		p.carry = append(p.carry, layout.Option{Value: s.List, Label: "list"})
	}
	back := s.List
	if t.Begin != nil { // what a saved list holds is cleared as well
		back = t.Begin.Get("list")
	}
	if p.clear != "" && back != "" {
		p.clear += "?list=" + back
	}
}

// field is a filter with its answers and what was chosen.
func (f Filter) field(ctx context.Context, s State, options []layout.Option) field {
	x := field{name: f.Name, label: i18n.T(ctx, f.LabelKey), value: s.Get(f.Name), words: f.Words, rare: f.Rare, options: options}
	if f.BlankKey != "" {
		x.blank = i18n.T(ctx, f.BlankKey)
	}
	for _, a := range f.Answers {
		x.options = append(x.options, layout.Option{Value: a.Value, Label: i18n.T(ctx, a.LabelKey)})
	}
	return x
}

// Spoken says in words what the filters of a list are, one for each.
func (t *Table[T]) Spoken(ctx context.Context, s State, l List[T]) []string {
	var list []string
	for _, f := range t.Filters {
		if x := f.field(ctx, s, l.Options[f.Name]); x.value != "" {
			list = append(list, i18n.T(ctx, "table.chip", "filter", x.label, "value", x.spoken()))
		}
	}
	return list
}

// those lists the filters that are folded away, or the others.
func (p page) those(rare bool) []field {
	return slices.DeleteFunc(slices.Clone(p.filters), func(f field) bool { return f.rare != rare })
}

// rareOn reports whether a folded filter narrows the list.
func (p page) rareOn() bool {
	return slices.ContainsFunc(p.filters, func(f field) bool { return f.rare && f.value != "" })
}

// spoken is the chosen value in words.
func (f field) spoken() string {
	for _, o := range f.options {
		if o.Value == f.value {
			return o.Label
		}
	}
	return f.value
}

// without is the list with one filter taken off.
func (s State) without(f Filter) string {
	link := s.link(f.Name, "")
	if !s.query.Has("view") && !s.begun {
		return link
	}
	sep := "?"
	if strings.Contains(link, "?") {
		sep = "&"
	}
	return link + sep + "drop=" + f.Name
}

// bulkBar prepares what can be done with chosen rows. The state of the list
// goes along, so that "all" is what was seen.
func (t *Table[T]) bulkBar(ctx context.Context, r *web.Request, p *page, s State, l List[T]) {
	if t.BulkAction == "" || t.Bulk == nil || t.Row == nil || s.Print {
		return
	}
	if p.bulk = t.Bulk(ctx, r); len(p.bulk) == 0 {
		return
	}
	p.bulkAction = t.BulkAction
	if len(s.query) > 0 {
		p.bulkAction += "?" + s.query.Encode()
	}
	p.all = i18n.T(ctx, "table.all", "count", l.Total)
}
