package importsweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// The lists of the check, in the order of their tabs.
const (
	listPlaces = "places"
	pairsShown = 10
	rowsShown  = 25
)

// checking is what the page of the check shows.
type checking struct {
	imports.Batch
	imports.Tally
	List    string
	After   int
	Lines   []imports.Line
	Others  []imports.Line // the first that cannot be read, and the first changes, beside the pairs
	Changes []imports.Line
	New     []imports.Detail
	NewRows []int
	Guesses map[imports.Unplaced][]facilities.Guess
	Next    int // the row after which the next part begins; 0 for no more
}

func (p *Pages) check(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	if b.Stage == imports.Uploaded || b.Stage == imports.Undone {
		to, _ := notYet(b)
		return r.Go(w, to)
	}
	c := checking{Batch: b, List: listOf(r, b)}
	c.After, _ = strconv.Atoi(r.Query("after")) // anything else begins at the first
	if c.Tally, err = p.Imports.Tally(r.Context(), r.Actor, b.ID); err != nil {
		return err
	}
	if err := p.fill(r, &c); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("imports.check.title"), Current: "people"}
	return r.Render(w, http.StatusOK, page, checkPage(c))
}

// lists are the verdicts that have a tab, those that need somebody first.
var lists = []imports.Verdict{imports.Maybe, imports.Refused, imports.Change, imports.New}

// listOf is the list that was asked for, or the first that has something.
func listOf(r *web.Request, b imports.Batch) string {
	asked := r.Query("list")
	if asked == listPlaces || slices.Contains(lists, imports.Verdict(asked)) {
		return asked
	}
	for _, v := range lists {
		if countOf(b, v) > 0 {
			return string(v)
		}
	}
	return string(imports.New)
}

func countOf(b imports.Batch, v imports.Verdict) int {
	switch v {
	case imports.Maybe:
		return b.Counts.Maybe
	case imports.Refused:
		return b.Counts.Refused
	case imports.Change:
		return b.Counts.Change
	}
	return b.Counts.New
}

// fill reads the list that is shown.
func (p *Pages) fill(r *web.Request, c *checking) (err error) {
	lines := func(v imports.Verdict, after, limit int) []imports.Line {
		if err != nil {
			return nil
		}
		var list []imports.Line
		list, err = p.Imports.Lines(r.Context(), r.Actor, c.ID, v, after, limit)
		return list
	}
	switch imports.Verdict(c.List) {
	case listPlaces:
		c.Guesses, err = p.Imports.Guesses(r.Context(), r.Actor, c.ID)
	case imports.New:
		c.New, c.NewRows, err = p.Imports.NewRows(r.Context(), r.Actor, c.ID, c.After, rowsShown+1)
		if len(c.New) > rowsShown {
			c.New, c.NewRows, c.Next = c.New[:rowsShown], c.NewRows[:rowsShown], c.NewRows[rowsShown-1]
		}
	case imports.Maybe:
		c.Lines = lines(imports.Maybe, c.After, pairsShown+1)
		c.cut(pairsShown)
		c.Others, c.Changes = lines(imports.Refused, 0, besides), lines(imports.Change, 0, besides)
	default:
		c.Lines = lines(imports.Verdict(c.List), c.After, rowsShown+1)
		c.cut(rowsShown)
	}
	return err
}

// besides is how much of the other lists stands under the pairs.
const besides = 3

func (c *checking) cut(most int) {
	if len(c.Lines) > most {
		c.Lines = c.Lines[:most]
		c.Next = c.Lines[most-1].Row
	}
}

// tabs lead to the lists.
func tabs(ctx context.Context, c checking) []layout.Tab {
	var all []layout.Tab
	tab := func(list, key string, n int) {
		if n > 0 || c.List == list {
			all = append(all, layout.Tab{Text: word(ctx, key), Href: here(c.ID, "/check?list=", list), Count: i18n.Number(ctx, n), Current: c.List == list})
		}
	}
	tab(string(imports.Maybe), "imports.list.maybe", c.Counts.Maybe)
	tab(string(imports.Refused), "imports.list.refused", c.Counts.Refused)
	tab(string(imports.Change), "imports.list.change", c.Counts.Change)
	tab(string(imports.New), "imports.list.new", c.Counts.New)
	tab(listPlaces, "imports.list.places", len(c.Unplaced))
	return all
}

func checkFigures(ctx context.Context, b imports.Batch) []layout.Figure {
	figure := func(n int, key string, late bool) layout.Figure {
		return layout.Figure{N: i18n.Number(ctx, n), Label: word(ctx, key, "count", n), Late: late}
	}
	return []layout.Figure{
		figure(b.Counts.New, "imports.count.new", false),
		figure(b.Counts.Change+b.Counts.Same, "imports.count.known", false),
		figure(b.Counts.Maybe, "imports.count.maybe", false),
		figure(b.Counts.Refused, "imports.count.refused", b.Counts.Refused > 0),
	}
}

// orderWords says which way round dates are read.
func orderWords(ctx context.Context, m imports.Mapping) string {
	return word(ctx, "imports.order.read."+formOf(m).Text("order"))
}

// input names the answer about a row, and what was chosen when it was shown.
func input(kind string, row int) string { return kind + "-" + strconv.Itoa(row) }

// answers are what can be said about a row that may be somebody we know.
func answers(ctx context.Context, l imports.Line) []layout.Option {
	var list []layout.Option
	for _, c := range l.Detail.Maybe {
		switch {
		case c.Row > 0:
			list = append(list, layout.Option{Value: imports.Twin, Label: word(ctx, "imports.answer.twin", "row", i18n.Number(ctx, c.Row))})
		case len(l.Detail.Maybe) == 1:
			list = append(list, layout.Option{Value: c.ID, Label: word(ctx, "imports.answer.same")})
		default:
			list = append(list, layout.Option{Value: c.ID, Label: nameOf(l, c)})
		}
	}
	return append(list,
		layout.Option{Value: imports.Add, Label: word(ctx, "imports.answer.other")},
		layout.Option{Value: imports.Later, Label: word(ctx, "imports.answer.later")})
}

// nameOf is as much of a candidate's name as tells them from the others.
func nameOf(l imports.Line, c imports.Candidate) string {
	short := first(c.Name)
	for _, other := range l.Detail.Maybe {
		if other.ID != c.ID && first(other.Name) == short {
			return c.Name
		}
	}
	return short
}

// chosen is the answer of a row as the form shows it.
func chosen(l imports.Line) string { return cmp.Or(l.Decision, imports.Later) }

// decide takes the answers about the pairs that were shown.
func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	var list []imports.Decision
	for name := range f.Values {
		number, ok := strings.CutPrefix(name, "row-")
		row, err := strconv.Atoi(number)
		if !ok || err != nil {
			continue
		}
		list = append(list, imports.Decision{Row: row, Was: f.Text(input("was", row)), Answer: f.Text(name)})
	}
	slices.SortFunc(list, func(a, b imports.Decision) int { return cmp.Compare(a.Row, b.Row) })
	passed, err := p.Imports.Decide(r.Context(), r.Actor, b.ID, list...)
	if err != nil {
		return err
	}
	warn(r, passed)
	return r.Done(w, here(b.ID, "/check?list=maybe"))
}

// warn says which rows somebody decided otherwise meanwhile.
func warn(r *web.Request, passed []imports.Line) {
	if len(passed) == 0 {
		return
	}
	var rows []string
	for _, l := range passed {
		rows = append(rows, i18n.Number(r.Context(), l.Row))
	}
	r.Warn("imports.passed", "rows", i18n.List(r.Context(), rows))
}

// repair puts a value in place of one that could not be read, or leaves the row
// out.
func (p *Pages) repair(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("row", "heading", "value", "leave", "was")
	if err != nil {
		return err
	}
	row := f.Int("row", 1, 1<<30)
	if f.Ticked("leave") {
		passed, err := p.Imports.Decide(r.Context(), r.Actor, b.ID, imports.Decision{Row: row, Was: f.Text("was"), Answer: imports.Out})
		if err != nil {
			return err
		}
		warn(r, passed)
		return r.Done(w, here(b.ID, "/check?list=", f.Text("_list")))
	}
	l, err := p.Imports.Repair(r.Context(), r.Actor, b.ID, row, f.Text("heading"), f.Text("value"))
	if err != nil {
		return err
	}
	if l.Verdict == imports.Refused {
		r.Warn("imports.repair.still", "row", i18n.Number(r.Context(), row))
	} else {
		r.Tell("imports.repair.done", "row", i18n.Number(r.Context(), row))
	}
	return r.Done(w, here(b.ID, "/check?list=refused"))
}

// places takes what was chosen for places nobody knew.
func (p *Pages) places(w http.ResponseWriter, r *web.Request) error {
	b, err := p.batch(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	chosen := map[string]string{}
	for i, u := range b.Unplaced {
		if f.Raw(input("text", i)) == u.Text {
			chosen[u.Text] = f.Text(input("place", i))
		}
	}
	if err := p.Imports.ChoosePlaces(r.Context(), r.Actor, b.ID, chosen); err != nil {
		return err
	}
	r.Tell("imports.places.kept")
	return r.Done(w, here(b.ID, "/check?list=", listPlaces))
}

// placeOptions are what a place may mean.
func placeOptions(ctx context.Context, guesses []facilities.Guess) []layout.Option {
	var list []layout.Option
	for _, g := range guesses {
		where := strings.Trim(g.Town+", "+g.Region, ", ")
		list = append(list, layout.Option{Value: g.FacilityID, Label: strings.Trim(g.Name+" · "+where, " ·")})
	}
	return append(list, layout.Option{Value: imports.AsANote, Label: word(ctx, "imports.place.note")})
}
