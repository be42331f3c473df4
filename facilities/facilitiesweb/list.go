package facilitiesweb

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
)

// row is one line of the list.
type row struct {
	facilities.Facility
	People  int  // we know there
	Counted bool // false for a reader who may not know
	Letters []string
}

var listTable = &table.Table[row]{
	ID: "facilities", TitleKey: "facilities.title", EmptyKey: "facilities.list.empty", Sort: "name",
	Columns: []table.Column[row]{
		{Key: "name", TitleKey: "facilities.name", Head: true, Sort: "name",
			Text: func(_ context.Context, f row) string { return f.Name }, Cell: nameCell},
		{Key: "place", TitleKey: "facilities.place", Sort: "place", Text: func(_ context.Context, f row) string { return f.Town }},
		{Key: "region", TitleKey: "facilities.region", Sort: "region", Text: func(_ context.Context, f row) string { return regionName(f.Facility) }},
		{Key: "kind", TitleKey: "facilities.kind", Sort: "kind", Text: func(ctx context.Context, f row) string { return kindName(ctx, f.Kind) }},
		{Key: "people", TitleKey: "facilities.people", Right: true, Text: peopleText},
		{Key: "security", TitleKey: "facilities.security", Hidden: true, Text: func(_ context.Context, f row) string { return f.Security }},
		{Key: "holds", TitleKey: "facilities.holds", Hidden: true, Text: func(ctx context.Context, f row) string { return holdsName(ctx, f.Holds) }},
		{Key: "capacity", TitleKey: "facilities.capacity", Right: true, Hidden: true, Sort: "capacity", Text: func(ctx context.Context, f row) string { return countOrNothing(ctx, f.Capacity) }},
		{Key: "agency", TitleKey: "facilities.agency", Hidden: true, Text: func(_ context.Context, f row) string { return f.Agency }},
		{Key: "phone", TitleKey: "facilities.phone", Hidden: true, Text: func(_ context.Context, f row) string { return f.Phone }},
		{Key: "checked", TitleKey: "facilities.checked", Sort: "checked", Text: checkedText},
		{Key: "status", TitleKey: "facilities.status", Sheet: true, Text: func(ctx context.Context, f row) string { return statusName(ctx, f.Status) }},
		{Key: "letters", TitleKey: "facilities.purpose.letters", Sheet: true, Text: func(_ context.Context, f row) string { return joinLines(f.Letters) }},
	},
	Filters: []table.Filter{
		{Name: "q", LabelKey: "facilities.search", Words: true},
		{Name: "country", LabelKey: "facilities.country", BlankKey: "facilities.any.country"},
		{Name: "region", LabelKey: "facilities.region", BlankKey: "facilities.any.region"},
		{Name: "kind", LabelKey: "facilities.kind", BlankKey: "facilities.any.kind", Answers: kindAnswers()},
		{Name: "known", LabelKey: "facilities.with-people", BlankKey: "facilities.any.known", Answers: []table.Answer{{Value: "yes", LabelKey: "facilities.with-people.yes"}}},
	},
}

func kindAnswers() []table.Answer {
	var out []table.Answer
	for _, k := range facilities.Kinds() {
		out = append(out, table.Answer{Value: string(k), LabelKey: "facilities.kind." + string(k)})
	}
	return out
}

func nameCell(_ context.Context, f row) templ.Component { return listName(f) }

func peopleText(ctx context.Context, f row) string {
	if !f.Counted {
		return ""
	}
	return i18n.Number(ctx, f.People)
}

func checkedText(ctx context.Context, f row) string {
	if f.CheckedOn == "" {
		return ""
	}
	return i18n.Day(ctx, string(f.CheckedOn))
}

// most is how many matches of a search are listed.
const most = 200

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	s, err := listTable.Read(r)
	if err != nil {
		return err
	}
	filter := facilities.Filter{
		Country: s.Get("country"), Region: s.Get("region"), Kind: facilities.Kind(s.Get("kind")),
		Sort: s.Sort, Desc: s.Desc, Limit: s.Limit,
	}
	rows, total, err := p.rows(r, filter, s)
	if err != nil {
		return err
	}
	if s.CSV {
		return listTable.Sheet(w, r, s, "facilities", rows)
	}
	options, err := p.options(r)
	if err != nil {
		return err
	}
	pairs := 0
	if r.Actor.May(facilities.MayImport) {
		if _, pairs, err = p.Facilities.Pairs(r.Context(), r.Actor, 0, 0); err != nil {
			return err
		}
	}
	_, old, err := p.oldRules(r, 0)
	if err != nil {
		return err
	}
	body := listTable.View(r.Context(), r, s, table.List[row]{Rows: rows, Total: total, Options: options, Empty: emptyList(r.Actor.May(facilities.MayImport))})
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("facilities.title"), Current: current}, listPage(body, pairs, old, r.Actor))
}

// rows finds the facilities of a list. Words find by name, likeliest first.
func (p *Pages) rows(r *web.Request, filter facilities.Filter, s table.State) ([]row, int, error) {
	known, err := p.Custody.CountAt(r.Context(), r.Actor)
	if err != nil {
		return nil, 0, err
	}
	if s.Get("known") != "" {
		filter.IDs = slices.AppendSeq([]string{}, maps.Keys(known))
	}
	rank, err := p.rank(r, s.Get("q"))
	if err != nil {
		return nil, 0, err
	}
	likeliest := rank != nil && s.Sort == listTable.Sort && !s.Desc
	if rank != nil {
		filter.IDs = slices.DeleteFunc(slices.AppendSeq([]string{}, maps.Keys(rank)), func(id string) bool { return s.Get("known") != "" && known[id] == 0 })
		filter.Limit = max(filter.Limit, most)
	}
	list, total, err := p.Facilities.List(r.Context(), r.Actor, filter)
	if err != nil {
		return nil, 0, err
	}
	if likeliest {
		slices.SortFunc(list, func(a, b facilities.Facility) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
	}
	rows := make([]row, len(list))
	for i, f := range list {
		rows[i] = row{Facility: f, People: known[f.ID], Counted: known != nil}
	}
	if s.CSV {
		err = p.addLetters(r, rows)
	}
	return rows, total, err
}

// rank finds facilities by words, with their places in the order of likeness;
// nil without words.
func (p *Pages) rank(r *web.Request, words string) (map[string]int, error) {
	if words == "" {
		return nil, nil
	}
	hits, err := p.Facilities.Find(r.Context(), r.Actor, words, most)
	rank := make(map[string]int, len(hits))
	for i, h := range hits {
		rank[h.FacilityID] = i
	}
	return rank, err
}

// addLetters gives each line the address letters go to, for the spreadsheet.
func (p *Pages) addLetters(r *web.Request, rows []row) error {
	for chunk := range slices.Chunk(rows, 500) {
		ids := make([]string, len(chunk))
		for i, f := range chunk {
			ids[i] = f.ID
		}
		by, err := p.Facilities.Addresses(r.Context(), r.Actor, ids)
		if err != nil {
			return err
		}
		for i, f := range chunk {
			if a, _, ok := facilities.AddressFor(by[f.ID], facilities.Letters); ok {
				chunk[i].Letters = a.PostalLines()
			}
		}
	}
	return nil
}

// options are the countries and regions the directory has places in.
func (p *Pages) options(r *web.Request) (map[string][]layout.Option, error) {
	where, err := p.Facilities.Where(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	options := map[string][]layout.Option{}
	for _, x := range where {
		country := layout.Option{Value: x.Country, Label: countryName(r.Context(), x.Country)}
		if x.Country != "" && !slices.Contains(options["country"], country) {
			options["country"] = append(options["country"], country)
		}
		if x.Region != "" {
			options["region"] = append(options["region"], layout.Option{Value: x.Region, Label: regionName(facilities.Facility{Country: x.Country, Region: x.Region})})
		}
	}
	byLabel := func(a, b layout.Option) int { return cmp.Compare(a.Label, b.Label) }
	slices.SortFunc(options["region"], byLabel)
	slices.SortFunc(options["country"], byLabel)
	return options, nil
}
