package caseworkweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/casework/saved"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
)

// savedView is the page of saved lists.
type savedView struct {
	lists  []saved.List
	own    map[string]bool // those the reader may change
	failed string          // the list whose form is shown again
	form   *web.Form
	self   string
}

func (p *Pages) savedLists(w http.ResponseWriter, r *web.Request) error {
	return p.showLists(w, r, savedView{})
}

func (p *Pages) showLists(w http.ResponseWriter, r *web.Request, v savedView) (err error) {
	if v.lists, err = p.Saved.Lists(r.Context(), r.Actor); err != nil {
		return err
	}
	v.own, v.self = map[string]bool{}, r.Actor.ID
	for _, l := range v.lists {
		v.own[l.ID] = l.Own(r.Actor)
	}
	page := layout.Page{Title: r.T("casework.lists.title"), Current: "people", Form: v.form}
	return r.Render(w, v.form.Status(), page, listsPage(v))
}

// askList asks how to call the list that was open.
func (p *Pages) askList(w http.ResponseWriter, r *web.Request) error {
	return p.showList(w, r, web.NewForm("for", "me"))
}

func (p *Pages) showList(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	l, err := p.read(r)
	if err != nil {
		return err
	}
	totals, err := p.Cases.Totals(r.Context(), r.Actor, l.filter)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("casework.list.save"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, saveListPage("/lists/new"+query(l.state.Address()), l.state.Address(), l.spoken(r), totals[0], f))
}

func (p *Pages) saveList(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "for")
	if err != nil {
		return err
	}
	l, err := p.read(r)
	if err != nil {
		return err
	}
	kept, err := p.Saved.Save(r.Context(), r.Actor, saved.List{Name: f.Text("name"), Shared: f.Raw("for") == "team", Values: l.values()})
	if f.Take(err) {
		return p.showList(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, listAddress(kept.ID))
}

// values are what a saved list keeps: the list it is made from, its filters and
// its order.
func (l listed) values() url.Values {
	v := url.Values{}
	for name, answers := range l.state.Filters {
		v[name] = slices.Clone(answers)
	}
	if l.which != casework.All {
		v.Set("list", string(l.which))
	}
	sort := l.state.Sort
	if l.state.Desc {
		sort = "-" + sort
	}
	v.Set("sort", sort)
	return v
}

// spoken lists what narrows a list, in words.
func (l listed) spoken(r *web.Request) []string {
	list := []string{r.T(listKey(l.which))}
	return append(list, l.table.Spoken(r.Context(), l.state, table.List[row]{Options: l.options(r)})...)
}

func (p *Pages) changeList(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("name", "for")
	if err != nil {
		return err
	}
	err = p.Saved.Change(r.Context(), r.Actor, saved.List{ID: id, Rev: f.Rev(), Name: f.Text("name"), Shared: f.Raw("for") == "team"})
	if f.Take(err) {
		return p.showLists(w, r, savedView{failed: id, form: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/lists")
}

func (p *Pages) removeList(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(); err != nil {
		return err
	}
	if err := p.Saved.Remove(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, "/lists")
}

// of is the form of a list: the one that failed, or a fresh one.
func (v savedView) of(l saved.List) *web.Form {
	if v.failed == l.ID {
		return v.form
	}
	return nil
}

// fieldID keeps the inputs of several lists apart; those of the one that failed
// are where the summary leads.
func (v savedView) fieldID(l saved.List, name string) string {
	if v.failed == l.ID {
		return "f-" + name
	}
	return "f-" + name + "-" + l.ID
}

func sharedValue(shared bool) string {
	if shared {
		return "team"
	}
	return "me"
}

// ownerWords says whose list it is and who sees it.
func ownerWords(ctx context.Context, l saved.List, self string) string {
	switch {
	case !l.Shared:
		return i18n.T(ctx, "casework.lists.mine")
	case l.OwnerID == self:
		return i18n.T(ctx, "casework.lists.shared")
	}
	return i18n.T(ctx, "casework.lists.of", "name", l.Owner)
}
