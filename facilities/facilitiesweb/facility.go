package facilitiesweb

import (
	"net/http"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// view is what the page of a facility shows.
type view struct {
	facilities.Full
	Path         string // /facilities/{id}
	MayWrite     bool
	MayMove      bool
	MayMerge     bool
	MaySeePeople bool
	MayList      bool
	Reach        []reach
	Old          []facilities.Address
	Topics       []topic
	Today        civil.Day
	People       []custody.There
	PeopleAll    int
}

// reach is how one purpose is served.
type reach struct {
	Purpose   facilities.Purpose
	Addresses []facilities.Address // of this purpose
	Instead   *facilities.Address  // stands in where there is none
}

// topic is the rules about one thing.
type topic struct {
	Key   string
	Rules []facilities.Rule
}

// How many people the page of a facility lists, until somebody asks for all.
const (
	fewPeople = 12
	allPeople = 1000
)

func (p *Pages) facility(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	if f.MergedInto != "" {
		return r.Go(w, "/facilities/"+f.MergedInto)
	}
	v, err := p.view(r, f)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: f.Name, Current: current}, facilityPage(v))
}

// card is the page to print for the binder in the mail room.
func (p *Pages) card(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	v, err := p.view(r, f)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("facilities.card.title"), Current: current}, cardPage(v))
}

// open reads the facility of the address.
func (p *Pages) open(r *web.Request) (facilities.Full, error) {
	id, err := r.PathID("id")
	if err != nil {
		return facilities.Full{}, err
	}
	return p.Facilities.Facility(r.Context(), r.Actor, id)
}

func (p *Pages) view(r *web.Request, f facilities.Full) (view, error) {
	v := view{
		Full: f, Path: "/facilities/" + f.ID, Today: r.Today(),
		MayWrite: r.Actor.May(facilities.MayWrite), MayMove: r.Actor.May(custody.MayWrite), MayMerge: r.Actor.May(facilities.MayImport),
		MaySeePeople: r.Actor.May(custody.MayRead) && r.Actor.May(people.MayRead), MayList: r.Actor.May(casework.MayRead),
		Topics: topicsOf(f.Rules), Reach: reachOf(f.Addresses),
	}
	for _, a := range f.Addresses {
		if a.Ended {
			v.Old = append(v.Old, a)
		}
	}
	limit := fewPeople
	if r.Query("people") == "all" {
		limit = allPeople
	}
	var err error
	v.People, v.PeopleAll, err = p.Custody.At(r.Context(), r.Actor, f.ID, limit)
	return v, err
}

func reachOf(all []facilities.Address) []reach {
	var out []reach
	for _, purpose := range facilities.Purposes() {
		x := reach{Purpose: purpose}
		for _, a := range all {
			if a.Purpose == purpose && !a.Ended {
				x.Addresses = append(x.Addresses, a)
			}
		}
		if a, standsIn, ok := facilities.AddressFor(all, purpose); ok && standsIn {
			x.Instead = &a
		}
		if len(x.Addresses) > 0 || purpose == facilities.Letters {
			out = append(out, x)
		}
	}
	return out
}

func topicsOf(rules []facilities.Rule) []topic {
	var out []topic
	for _, key := range facilities.Topics() {
		t := topic{Key: key}
		for _, r := range rules {
			if r.Topic == key {
				t.Rules = append(t.Rules, r)
			}
		}
		if len(t.Rules) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// rowOf finds the row of a facility that the address names.
func rowOf[T any](r *web.Request, list []T, id func(T) string) (T, error) {
	want := r.PathValue("row")
	for _, x := range list {
		if id(x) == want {
			return x, nil
		}
	}
	var none T
	return none, fault.New(fault.NotFound, "facilitiesweb: row")
}

func ruleID(x facilities.Rule) string       { return x.ID }
func addressID(x facilities.Address) string { return x.ID }
func postID(x facilities.Post) string       { return x.ID }
