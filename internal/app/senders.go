package app

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom/mailroomweb"
)

// senders finds whose letter lies on the mail desk, with the search of every page. One is
// sure when a number is theirs.
func (rec *Record) senders(ctx context.Context, actor authz.Actor, words string, limit int) ([]mailroomweb.Sender, error) {
	found, _, err := rec.Find.People(ctx, actor, words, limit)
	if err != nil {
		return nil, err
	}
	var list []mailroomweb.Sender
	for _, p := range found {
		number := ""
		if len(p.Numbers) > 0 {
			number = p.Numbers[0]
		}
		list = append(list, mailroomweb.Sender{
			ID: p.ID, At: p.Facility, Sure: sure(p),
			Name: layout.Name{Text: p.Name, Script: p.ScriptName, Lang: p.ScriptLang, Number: number},
		})
	}
	return list, nil
}

// sure reports whether somebody was found by a number of theirs, as it was typed or as it
// begins.
func sure(p find.Person) bool {
	for _, w := range p.Why {
		if w.Field == search.Number && !slices.Contains(w.Reasons, search.OneDigit) {
			return true
		}
	}
	return false
}
