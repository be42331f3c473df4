package app

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/exchange"
	"github.com/throughcare/throughcare/exchange/exchangeweb"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

// wireExchange gives the exchange of facility rules the names that must not get into
// a file, and the words for whom a rule is from.
func (rec *Record) wireExchange() {
	rec.Exchange = &exchange.Service{DB: rec.DB, Places: rec.Places, Organisation: rec.name, Zone: rec.zone, Called: called, From: rec.ruleFrom}
	exchange.Listen(rec.Bus)
}

// called is how everybody in the record and everybody who works here is called.
func called(ctx context.Context, tx *database.Tx) (names []string, err error) {
	everyone, err := people.Everyone(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, list := range everyone {
		names = append(names, list...)
	}
	colleagues, err := staff.Names(ctx, tx)
	for _, name := range colleagues {
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names), err
}

// ruleFrom says whom a rule is from in the words of the organisation: it stays as it
// was written, whoever reads it.
func (rec *Record) ruleFrom(ctx context.Context, origin, source string) string {
	words, err := Catalogue()
	if err != nil { // the words are built in
		return origin + ": " + source
	}
	return exchangeweb.From(i18n.With(ctx, words.Printer(rec.Settings.Current(ctx).Locale(""))), origin, source)
}
