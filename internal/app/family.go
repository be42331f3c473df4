package app

import (
	"context"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// mostMeant is how many people are offered when somebody types a name.
const mostMeant = 8

// meant finds who is meant by a name or a number, with the search of every page.
func (rec *Record) meant(ctx context.Context, actor authz.Actor, words string) ([]layout.Option, error) {
	found, _, err := rec.Find.People(ctx, actor, words, mostMeant)
	var list []layout.Option
	for _, p := range found {
		hint := p.Facility
		if len(p.Numbers) > 0 {
			hint = p.Numbers[0] + " " + hint
		}
		list = append(list, layout.Option{Value: p.ID, Label: p.Name, Hint: hint})
	}
	return list, err
}

// prisons lists the facilities somebody can visit, by name.
func (rec *Record) prisons(ctx context.Context, actor authz.Actor) ([]layout.Option, error) {
	found, _, err := rec.Places.List(ctx, actor, facilities.Filter{Limit: 500})
	var list []layout.Option
	for _, f := range found {
		list = append(list, layout.Option{Value: f.ID, Label: f.Name})
	}
	return list, err
}
