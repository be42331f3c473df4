package app

import (
	"context"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/mailroom"
)

// Found makes a new record that of an organisation: what it has chosen, and a
// programme to begin with.
func (rec *Record) Found(ctx context.Context, choices settings.Choices) error {
	if choices.Capabilities == nil { // nobody chose yet, so nothing is hidden
		choices.Capabilities = Capabilities()
	}
	err := rec.Settings.Change(ctx, authz.System("setup"), func(c *settings.Choices) { *c = choices })
	if err != nil {
		return err
	}
	return rec.foundWork(ctx)
}

// Capabilities names everything an organisation can do without.
func Capabilities() []string {
	var keys []string
	for _, c := range capabilities() {
		keys = append(keys, c.Key)
	}
	return keys
}

// foundWork gives a new organisation one programme to begin with, in its own
// language. Everything about it can be changed in the browser.
func (rec *Record) foundWork(ctx context.Context) error {
	words, err := Catalogue()
	if err != nil {
		return err
	}
	ctx = i18n.With(ctx, words.Printer(rec.Settings.Current(ctx).Locale("")))
	part := func(keys ...string) []casework.Part {
		var parts []casework.Part
		for _, key := range keys {
			parts = append(parts, casework.Part{Name: i18n.T(ctx, key)})
		}
		return parts
	}
	_, err = rec.Casework.SaveProgramme(ctx, authz.System("setup"), casework.Programme{
		Name: i18n.T(ctx, "found.programme.name"), IntervalDays: casework.DefaultInterval, DormantDays: 180,
		Stages:  part("found.stage.first", "found.stage.regular", "found.stage.home"),
		Reasons: part("found.reason.home", "found.reason.asked", "found.reason.lost", "found.reason.died"),
	})
	if err != nil {
		return err
	}
	for _, o := range mailroom.Usual(i18n.T(ctx, "found.mail.books"), i18n.T(ctx, "found.mail.letters")) {
		if _, err := rec.Mail.SaveOffer(ctx, authz.System("setup"), o); err != nil {
			return err
		}
	}
	return nil
}
