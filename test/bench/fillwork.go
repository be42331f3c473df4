package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/search"
)

// today is the day of the records.
const today = civil.Day("2026-03-02")

// said are words that notes are made of.
var said = strings.Fields(`letter visit asked about dentist lawyer hearing family mother sister parcel books reading glasses transfer appeal
	job kitchen library phone account money release plan hostel birthday worried better tired waiting answer form signed copy court
	medical appointment moved cell quiet week called back tomorrow prison chaplain course certificate english lesson night officer`)

// entries gives each person a timeline.
func (f *filler) entries(ctx context.Context, tx *database.Tx, entries []search.Entry) error {
	n := f.size.entries
	var texts []search.Text
	err := f.likes["timeline_entry"].write(ctx, tx, len(entries)*n, func(i int, r row) {
		e, id := entries[i/n], ids.New()
		on := string(today.Add(-7*(i%n) - f.rng.IntN(7)))
		body := f.note()
		r.set("id", id)
		r.set("person_id", e.Subject)
		r.set("body", body)
		r.set("on_date", on)
		r.set("on_sort", on)
		texts = append(texts, search.Text{ID: id, Subject: e.Subject, Kind: "entry", Visibility: "case", Body: body})
	})
	for i := 0; f.size.texts && i < len(texts) && err == nil; i++ {
		err = f.rec.Index.PutText(ctx, tx, texts[i])
	}
	return err
}

func (f *filler) note() string {
	words := make([]string, 6+f.rng.IntN(14))
	for i := range words {
		words[i] = said[f.rng.IntN(len(said))]
	}
	return strings.Join(words, " ")
}

// cases gives each colleague as many cases as the demo's worker has, with what
// comes next.
func (f *filler) cases(ctx context.Context, tx *database.Tx, entries []search.Entry, done int) error {
	if done > 0 {
		return nil
	}
	n := min(f.size.colleagues*ownCases, len(entries))
	accounts, files := make([]string, f.size.colleagues), make([]string, n)
	err := f.likes["account"].write(ctx, tx, len(accounts), func(i int, r row) {
		accounts[i] = ids.New()
		r.set("id", accounts[i])
		r.set("name", fmt.Sprintf("Colleague %d", i+1))
		r.set("sign_in", fmt.Sprintf("colleague%d", i+1))
		r.set("sign_in_key", fmt.Sprintf("colleague%d", i+1))
	})
	if err != nil {
		return err
	}
	err = f.likes["case_file"].write(ctx, tx, n, func(i int, r row) {
		files[i] = ids.New()
		r.set("id", files[i])
		r.set("person_id", entries[i].Subject)
		r.set("worker_id", accounts[i/ownCases])
		r.set("last_contact_on", string(today.Add(-f.rng.IntN(60))))
	})
	if err != nil {
		return err
	}
	err = f.likes["case_span"].write(ctx, tx, n, func(i int, r row) {
		r.set("case_id", files[i])
		r.set("person_id", entries[i].Subject)
		r.set("worker_id", accounts[i/ownCases])
	})
	if err != nil {
		return err
	}
	return f.likes["task"].write(ctx, tx, n, func(i int, r row) {
		r.set("person_id", entries[i].Subject)
		r.set("case_id", files[i])
		r.set("worker_id", accounts[i/ownCases])
		r.set("due_on", string(today.Add(f.rng.IntN(60)-10)))
	})
}
