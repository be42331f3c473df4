package peopleweb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// group is a part of the record that is changed in one form. Two people who
// change different groups do not meet.
type group struct {
	key    string
	fields func(*file) []string                 // what the form may send
	fill   func(*web.Request, *file) *form.Form // the form as the record stands
	tag    func(*file) string                   // changes whenever anything of the group does
	save   func(*Pages, *web.Request, *file, *form.Form) error
	view   func(*file, *form.Form) templ.Component             // the inputs
	lines  func(context.Context, *file) []layout.Fact          // what is known, for the overview
	words  func(context.Context, *file, *form.Form) []labelled // of a clash
}

// labelled is a field of a form with its name for people, and how its value is
// said where the form holds a code; nil says it as it is.
type labelled struct {
	field, label string
	say          func(context.Context, string) string
}

// in says a value of the field in words.
func (l labelled) in(ctx context.Context, value string) string {
	if l.say == nil {
		return value
	}
	return l.say(ctx, value)
}

// groups are the groups in the order shown.
func editGroups() []group {
	return []group{waysGroup(), namesGroup(), numbersGroup(), languagesGroup(), bornGroup(), diedGroup(), factsGroup(), careGroup()}
}

// groups is the overview: what is known, by group, each with its change.
func (p *Pages) groups(w http.ResponseWriter, r *web.Request) error {
	f, err := p.head(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("people.edit.title"), Current: "people"}, groupsPage(f, editGroups()))
}

// changeGroup leads to the form of a group; no fourth take-care line is offered.
func (f *file) changeGroup(ctx context.Context, g group) layout.Link {
	if g.key == "care" && len(f.TakeCare) >= people.MostCare {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "people.group."+g.key+".do"), Href: f.url("/edit/" + g.key)}
}

// openGroup reads the person and the group of the address.
func (p *Pages) openGroup(r *web.Request) (*file, group, error) {
	f, err := p.head(r)
	if err != nil {
		return nil, group{}, err
	}
	all := editGroups()
	i := slices.IndexFunc(all, func(g group) bool { return g.key == r.PathValue("group") })
	if i < 0 {
		return nil, group{}, fault.New(fault.NotFound, "peopleweb: group")
	}
	return f, all[i], nil
}

// askEdit is the form of one group.
func (p *Pages) askEdit(w http.ResponseWriter, r *web.Request) error {
	f, g, err := p.openGroup(r)
	if err != nil {
		return err
	}
	return showGroup(w, r, f, g, g.fill(r, f), g.tag(f))
}

func showGroup(w http.ResponseWriter, r *web.Request, f *file, g group, form *form.Form, rev string) error {
	page := layout.Page{Title: r.T("people.group." + g.key), Current: "people", Form: form}
	return r.Render(w, form.Status(), page, groupPage(f, g, form, rev))
}

// edit saves one group. When somebody changed it since the form was made, both
// texts are shown.
func (p *Pages) edit(w http.ResponseWriter, r *web.Request) error {
	f, g, err := p.openGroup(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(append(g.fields(f), "more", "rows")...)
	if err != nil {
		return err
	}
	if form.Ticked("more") {
		form.Set("rows", strconv.Itoa(rowsOf(form)+1))
		return showGroup(w, r, f, g, form, form.Rev())
	}
	if form.Rev() != g.tag(f) {
		return clash(r, f, g, form, fault.New(fault.Conflict, "peopleweb: edit"))
	}
	err = g.save(p, r, f, form)
	switch {
	case fault.Is(err, fault.Conflict):
		now, err2 := p.head(r)
		if err2 != nil {
			return err2
		}
		return clash(r, now, g, form, err)
	case form.Take(err), form.Failed():
		return showGroup(w, r, f, g, form, form.Rev())
	case err != nil:
		return err
	}
	return r.Done(w, f.url("/edit"))
}

// clash shows what was typed beside what the record says by now, where they
// differ.
func clash(r *web.Request, f *file, g group, typed *form.Form, err error) error {
	ctx, now := r.Context(), g.fill(r, f)
	c := &web.Clash{Err: err, Rev: g.tag(f)}
	for _, l := range g.words(ctx, f, typed) {
		if mine, theirs := typed.Text(l.field), now.Text(l.field); mine != theirs {
			c.Fields = append(c.Fields, web.ClashField{Name: l.field, Label: l.label, Typed: l.in(ctx, mine), Now: l.in(ctx, theirs)})
		}
	}
	return c
}

// tagOf is short and changes whenever one of the parts does.
func tagOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// Rows of a form: how many at most, and how many are spare.
const (
	mostRows  = 30
	spareRows = 1
)

// rowsOf is how many rows a form of rows shows.
func rowsOf(f *form.Form) int {
	n, err := strconv.Atoi(f.Raw("rows"))
	if err != nil || n < 1 {
		return spareRows
	}
	return min(n, mostRows)
}

// cell names a field of a row as the rules do in their problems.
func cell(rows string, i int, part string) string { return rows + "." + strconv.Itoa(i) + "." + part }

// cells lists the fields of all rows a form may send.
func cells(rows string, parts ...string) []string {
	var names []string
	for i := range mostRows {
		for _, part := range parts {
			names = append(names, cell(rows, i, part))
		}
	}
	return names
}

// kept lists which rows of a form count: those that are there already, and new
// ones with something in them. The rules number the rows that are left.
func kept(f *form.Form, rows, part string) (all, left []int) {
	for i := range rowsOf(f) {
		id, text := f.Raw(cell(rows, i, "id")), f.Text(cell(rows, i, part))
		if id != "" || text != "" {
			all = append(all, i)
		}
		if text != "" {
			left = append(left, i)
		}
	}
	return all, left
}

// replaced turns the row numbers of problems into those of the form.
func replaced(err error, rows string, left []int) error {
	problems, ok := web.Problems(err)
	if !ok {
		return err
	}
	problems = slices.Clone(problems)
	for i, one := range problems {
		rest, ours := strings.CutPrefix(one.Field, rows+".")
		number, part, _ := strings.Cut(rest, ".")
		n, bad := strconv.Atoi(number)
		switch {
		case one.Field == rows:
			problems[i].Field = cell(rows, 0, "kind")
		case ours && bad == nil && n < len(left):
			problems[i].Field = cell(rows, left[n], part)
		}
	}
	return &fault.Error{Kind: fault.Invalid, Op: "peopleweb: rows", Problems: problems}
}

// part is a field of a row, as a clash names it.
type part struct {
	name, wordKey string
	say           func(context.Context, string) string
}

// rowWords labels the fields of rows for a clash: those there are, and those that
// were typed.
func rowWords(ctx context.Context, typed *form.Form, rows string, have int, parts ...part) []labelled {
	var out []labelled
	for i := range max(have, rowsOf(typed)) {
		if i >= have && typed.Text(cell(rows, i, parts[0].name)) == "" {
			continue
		}
		for _, one := range parts {
			out = append(out, labelled{cell(rows, i, one.name), i18n.T(ctx, "people.row", "what", i18n.T(ctx, one.wordKey), "n", i+1), one.say})
		}
	}
	return out
}
