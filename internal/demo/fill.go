// Package demo invents an organisation that has something to show on every
// page: Tamarack Prisoners' Aid, three people at work, five places, fourteen
// people with stories and as many others as are asked for. The same seed gives
// the same people.
package demo

import (
	"context"
	"math/rand/v2"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/staff"
)

// Phrase opens every account of the demo; it is printed nowhere but here and
// in the README, and guards nothing.
const Phrase = "paper boats cross the quiet river"

// filler makes the organisation, step by step.
type filler struct {
	cast
	rec       *app.Record
	rng       *rand.Rand
	today     civil.Day
	actors    map[string]authz.Actor
	places    map[string]string // facility ids by key
	folk      map[string]string // person ids of characters by name
	rest      []string          // person ids of those without a story
	counted   []counted         // the same, with what was invented of them
	programme casework.Programme
}

// Fill makes the organisation with so many open cases in an empty record, and
// returns the path of a link that signs in once.
func Fill(ctx context.Context, rec *app.Record, people int) (link string, err error) {
	f := &filler{rec: rec, rng: rand.New(rand.NewPCG(1896, 297)), actors: map[string]authz.Actor{}, places: map[string]string{}, folk: map[string]string{}}
	if f.cast, err = load(); err != nil {
		return "", err
	}
	first, err := f.staff(ctx)
	if err != nil {
		return "", err
	}
	f.today = rec.Casework.Today(ctx)
	for _, step := range []func(context.Context) error{
		f.organisation, f.programmes, f.facilities, f.characters, f.stays, f.consents, f.files, f.readings, f.sealed,
		func(ctx context.Context) error { return f.others(ctx, people-len(f.People)) }, f.grievances, f.mail, f.letters, f.arbitrations, f.penpals, f.plans, f.families, f.employment, f.list,
	} {
		if err := step(ctx); err != nil {
			return "", err
		}
	}
	entry, err := rec.Staff.EntryLink(ctx, first)
	return "/enter/" + entry.Token, err
}

// staff makes the accounts. The first is the lone worker's.
func (f *filler) staff(ctx context.Context) (first string, err error) {
	hash, err := staff.HashPhrase(ctx, Phrase)
	if err != nil {
		return "", err
	}
	for i, c := range f.Staff {
		n := staff.NewAccount{Name: c.Name, SignIn: c.SignIn, Role: authz.Role(c.Role)}
		var a staff.Account
		if i == 0 {
			a, err = f.rec.Staff.First(ctx, n, hash)
			first = a.ID
		} else {
			a, _, err = f.rec.Staff.Add(ctx, f.actors[f.Staff[0].Key], n)
		}
		if err != nil {
			return "", err
		}
		if f.actors[c.Key], err = f.rec.Staff.Actor(ctx, a.ID); err != nil {
			return "", err
		}
	}
	return first, nil
}

func (f *filler) ruth() authz.Actor { return f.actors["ruth"] }

func (f *filler) organisation(ctx context.Context) error {
	return f.rec.Settings.Change(ctx, f.ruth(), func(c *settings.Choices) {
		*c = settings.Defaults("US")
		c.Name, c.OpenTeam, c.SetUp, c.Capabilities = f.Organisation, true, settings.Done, app.Capabilities()
	})
}

func (f *filler) programmes(ctx context.Context) (err error) {
	f.programme, err = f.rec.Casework.SaveProgramme(ctx, f.ruth(), casework.Programme{
		Name: "Support inside", About: "Letters, calls, visits and help with forms.", IntervalDays: 42, DormantDays: 180,
		Stages:    []casework.Part{{Name: "First letters"}, {Name: "Regular contact"}, {Name: "Going home"}},
		Questions: []casework.Part{{Name: "How did you hear of us?", Form: casework.Text}, {Name: "May we call your family?", Form: casework.YesNo}},
		Reasons:   []casework.Part{{Name: "Came home"}, {Name: "Asked us to stop"}, {Name: "Moved out of reach"}, {Name: "Passed away"}},
	})
	if err != nil {
		return err
	}
	_, err = f.rec.Casework.SaveProgramme(ctx, f.ruth(), casework.Programme{
		Name: "Coming home", About: "The first ninety days outside.", IntervalDays: 14, DormantDays: 60,
		Stages:  []casework.Part{{Name: "First 72 hours"}, {Name: "First month"}, {Name: "Settling"}},
		Reasons: []casework.Part{{Name: "Settled"}, {Name: "Lost contact"}, {Name: "Back inside"}},
	})
	return err
}

// write makes one change of the demo.
func (f *filler) write(ctx context.Context, actor authz.Actor, fn func(*trail.Tx) error) error {
	return trail.Write(ctx, f.rec.DB, actor, &trail.Deed{Action: "demo.filled", Irrevocable: true}, fn)
}

// ago is the day so many days before today.
func (f *filler) ago(days int) civil.Day { return f.today.Add(-days) }
