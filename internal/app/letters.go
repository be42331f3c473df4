package app

import (
	"context"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/casework/worker"
	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/letters"
	"github.com/throughcare/throughcare/staff"
)

// wireLetters gives letters what they need to know of cases and of consent.
func (rec *Record) wireLetters() {
	rec.Letters = &letters.Service{
		DB: rec.DB, Zone: rec.zone, Organisation: rec.name, Day: rec.dayIn, Worker: workerName, Active: rec.withOpenCase, Agreed: rec.agreed, Heard: rec.heard,
	}
}

// dayIn writes a day as a letter in a language has it: in words where we have them, else
// in numbers that no country reads the other way round.
func (rec *Record) dayIn(lang string, day civil.Day) string {
	words, err := Catalogue()
	if err != nil || lang != "en" && lang != "es" {
		return string(day)
	}
	ctx := context.Background() // what an organisation has decided about English is in memory
	return i18n.PaperDay(i18n.With(ctx, words.Printer(rec.Settings.Current(ctx).Locale(lang))), string(day))
}

// workerName is the name of who works with a person.
func workerName(ctx context.Context, tx *database.Tx, personID string) (string, error) {
	id, _, err := worker.Of(ctx, tx, personID)
	if err != nil || id == "" {
		return "", err
	}
	names, err := staff.Names(ctx, tx)
	return names[id], err
}

// withOpenCase lists the people with an active case whom an actor sees.
func (rec *Record) withOpenCase(ctx context.Context, actor authz.Actor) ([]string, error) {
	list, _, err := rec.Casework.List(ctx, actor, casework.Filter{Which: casework.All, Limit: 200_000})
	var ids []string
	for _, row := range list {
		ids = append(ids, row.PersonID)
	}
	return ids, err
}

// agreed says whether somebody has agreed to a purpose, and it holds today.
func (rec *Record) agreed(ctx context.Context, actor authz.Actor, personID, purpose string) (bool, error) {
	list, err := rec.Consent.Standing(ctx, actor, personID)
	for _, c := range list {
		if c.Purpose == purpose && c.Live() {
			return true, err
		}
	}
	return false, err
}

// purposesOfLetters are what people can be asked to agree to that names no recipient.
func purposesOfLetters() (keys []string) {
	for _, p := range consent.Purposes() {
		if !p.Named {
			keys = append(keys, p.Key)
		}
	}
	return keys
}
