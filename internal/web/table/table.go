// Package table turns one definition of a list into everything a list needs:
// the page with sorting, filters, saved lists and bulk actions, its form on a
// phone and on paper, and the spreadsheet. The definition says what a column
// is once, so that the spreadsheet always holds what the page shows.
package table

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// How many rows are shown.
const (
	PageRows  = 25
	moreRows  = 100
	MostRows  = 1000   // on one page; a longer list wants a filter
	SheetRows = 200000 // in a spreadsheet
)

// Column is one column of a list of T.
type Column[T any] struct {
	Key      string // in addresses, and for the columns somebody chose
	TitleKey string
	Text     func(ctx context.Context, row T) string          // for the spreadsheet, and for the page when Cell is nil
	Cell     func(ctx context.Context, row T) templ.Component // for the page; nil shows Text
	Sort     string                                           // what to sort by, "" for a column that cannot be sorted
	Head     bool                                             // names the row
	Right    bool                                             // numbers
	Bare     bool                                             // no small label before it on a phone
	Hidden   bool                                             // shown only to those who chose it
	Sheet    bool                                             // only in the spreadsheet
}

// Filter narrows a list.
type Filter struct {
	Name     string
	LabelKey string
	BlankKey string   // what "any" is called
	Words    bool     // free text: posted and kept with the session, never in an address
	Rare     bool     // folded away until it is asked for
	Answers  []Answer // of an enumeration known beforehand; others come with the list
}

// Answer is one value of an enumeration.
type Answer struct{ Value, LabelKey string }

// Table is the definition of a list of T.
type Table[T any] struct {
	ID         string // "people"
	TitleKey   string // said to those who hear the page: "People"
	EmptyKey   string // when nothing is in the list
	Columns    []Column[T]
	Filters    []Filter
	Sort       string                                                    // the sort a list begins with; "-" in front for descending
	Row        func(ctx context.Context, row T) (id, label string)       // for the checkbox; nil when there is none
	Tone       func(row T) string                                        // a class of the row; may be nil
	BulkAction string                                                    // where chosen rows are posted to, "" for none
	Bulk       func(ctx context.Context, r *web.Request) []layout.Option // what can be done with them
	Fold       *Fold[T]                                                  // what opens below a row; needs Row
	// Begin holds the filters of a saved list: they count until the reader
	// changes them. "list" in it is the list that Clear leads back to.
	Begin url.Values
}

// Fold is what opens below a row when its link is followed: a small form that
// needs no page of its own, no script and no pointer.
type Fold[T any] struct {
	// Link words the link at the end of a row, and what is added for those who
	// hear it; a row without text has no link.
	Link func(ctx context.Context, row T) (text, hidden string)
	// First is the id of the input where the cursor begins.
	First string
	// Body is what opens. back leads back to where the row stands, should it have
	// left the list.
	Body func(ctx context.Context, row T, back string) templ.Component
}

// State is what a reader asked to see.
type State struct {
	Sort    string     // a Column.Sort
	Desc    bool       // downwards
	Limit   int        // how many rows to get
	Filters url.Values // by Filter.Name, only filters of the table
	List    string     // the saved list asked for, "" for the first
	Open    string     // the row whose fold is open
	CSV     bool       // wants the spreadsheet
	Print   bool       // wants all of it on paper

	xlsx    bool // as a workbook
	begun   bool // with the filters of a saved list
	path    string
	query   url.Values // what stands in the address and stays there
	columns []string   // chosen, nil for the usual ones
	tight   bool
}

// List is what the capability found.
type List[T any] struct {
	Rows    []T
	Total   int
	Tabs    []layout.Tab               // saved lists
	Options map[string][]layout.Option // answers of filters that come from the record
	Fixed   []layout.Option            // chips that cannot be removed: "Worker: you"
	Empty   templ.Component            // what to do when the list is empty; may be nil
}

// Get is the value of a filter.
func (s State) Get(name string) string { return s.Filters.Get(name) }

// ListOf is the saved list a request asks for, in its address or with the
// filters that were put away.
func ListOf(r *web.Request) string {
	if list := r.Query("list"); list != "" {
		return list
	}
	return r.View().Get("list")
}

// Address is where the list stands, as it was asked for.
func (s State) Address() string { return s.link("open", "") }

// At is the same state of a list that stands at a path: for the route that takes
// a bulk action, and leads back.
func (s State) At(path string) State {
	s.path = path
	return s
}

// Read finds out what the reader asked for. Choices of columns and rows are
// remembered with the session.
func (t *Table[T]) Read(r *web.Request) (State, error) {
	q := r.URL.Query()
	format := q.Get("format")
	s := State{path: r.URL.Path, Filters: url.Values{}, query: url.Values{}, List: ListOf(r), Open: r.Query("open"),
		CSV: format == "csv" || format == "xlsx", xlsx: format == "xlsx", Print: q.Get("print") != ""}
	if s.Print {
		trail.Saw(r.Context(), trail.Print)
	}
	t.readFilters(r, q, &s)
	t.readSort(q.Get("sort"), &s)
	s.Limit = readLimit(q.Get("show"), s)
	if s.Limit != PageRows && !s.CSV && !s.Print {
		s.query.Set("show", strconv.Itoa(s.Limit))
	}
	return s, t.readChoices(r, q, &s)
}

// readFilters takes free text from the session only, and enumerations from
// there and from the address. "drop" leaves one out.
func (t *Table[T]) readFilters(r *web.Request, q url.Values, s *State) {
	kept := r.View()
	s.begun = kept == nil && t.Begin != nil
	if s.begun {
		kept = t.Begin
	}
	for _, f := range t.Filters {
		values := kept[f.Name]
		if in := q[f.Name]; len(in) > 0 && !f.Words {
			values = in
			s.query[f.Name] = in
		}
		values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return strings.TrimSpace(v) == "" })
		if len(values) > 0 && !slices.Contains(q["drop"], f.Name) {
			s.Filters[f.Name] = values
		}
	}
	if kept != nil && !s.begun {
		s.query.Set("view", q.Get("view"))
	}
	if len(q["drop"]) > 0 {
		s.query["drop"] = q["drop"]
	}
	if tab := q.Get("list"); tab != "" {
		s.query.Set("list", tab)
	}
}

func (t *Table[T]) readSort(want string, s *State) {
	s.Sort, s.Desc = cutDesc(t.Sort)
	key, desc := cutDesc(want)
	for _, c := range t.Columns {
		if c.Sort != "" && c.Sort == key {
			s.Sort, s.Desc = key, desc
			s.query.Set("sort", want)
		}
	}
}

func cutDesc(s string) (key string, desc bool) {
	key, desc = strings.CutPrefix(s, "-")
	return key, desc
}

func readLimit(show string, s State) int {
	switch n, err := strconv.Atoi(show); {
	case s.CSV:
		return SheetRows
	case s.Print:
		return MostRows
	case err == nil && n > PageRows:
		return min(n, MostRows)
	}
	return PageRows
}

// readChoices takes columns and row height from the address and remembers
// them, or remembers what was chosen before.
func (t *Table[T]) readChoices(r *web.Request, q url.Values, s *State) error {
	key := "list:" + t.ID
	kept, err := r.Remembered(key)
	if err != nil {
		return err
	}
	chosen := url.Values{"cols": kept["cols"], "rows": kept["rows"]}
	for _, name := range []string{"cols", "rows"} {
		if q.Has(name) {
			chosen[name] = q[name]
		}
	}
	for _, c := range t.Columns {
		if slices.Contains(chosen["cols"], c.Key) {
			s.columns = append(s.columns, c.Key)
		}
	}
	s.tight = chosen.Get("rows") == "tight"
	if q.Has("cols") || q.Has("rows") {
		return r.Remember(key, chosen)
	}
	return nil
}

// Filter answers the posted filter form: what was typed goes into the session
// and the reader to the list. It is the handler of the POST route of the list.
func (t *Table[T]) Filter(w http.ResponseWriter, r *web.Request) error {
	names := []string{"list"}
	for _, f := range t.Filters {
		names = append(names, f.Name)
	}
	f, err := r.ReadForm(names...)
	if err != nil {
		return err
	}
	values := url.Values{}
	for _, name := range names[1:] {
		if typed := f.All(name); len(typed) > 0 {
			values[name] = typed
		}
	}
	list := f.Raw("list")
	if len(values) == 0 && list == "" {
		return r.Go(w, r.URL.Path)
	}
	values.Set("list", list)
	return r.KeepView(w, r.URL.Path, values)
}

// Chosen reads a posted bulk action: which one, the ids chosen, and whether
// all rows of the list are meant. The state of the list comes with it, so that
// "all" means what the reader saw.
func (t *Table[T]) Chosen(r *web.Request) (action string, ids []string, all bool, err error) {
	f, err := r.ReadForm()
	if err != nil {
		return "", nil, false, err
	}
	return f.Raw("do"), f.All("id"), f.Ticked("all"), nil
}

// shown lists the columns on the page.
func (t *Table[T]) shown(s State) []Column[T] {
	var list []Column[T]
	for _, c := range t.Columns {
		usual := !c.Hidden && len(s.columns) == 0
		if !c.Sheet && (usual || c.Head || slices.Contains(s.columns, c.Key)) {
			list = append(list, c)
		}
	}
	return list
}

// link is the address of the list with some values changed; "" removes one.
func (s State) link(pairs ...string) string {
	q := url.Values{}
	for k, v := range s.query {
		q[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return s.path
	}
	return s.path + "?" + q.Encode()
}
