package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/penpals"
)

//go:embed penpals.json
var penpalsJSON []byte

// penpalsFile is who wants to write, and who does. Inside and Writer of a pair are places
// in the lists, days are days before today.
type penpalsFile struct {
	Box             []string
	Inside, Writers []waits
	Apart           []struct {
		Inside, Writer       int
		Kind, Reason, Source string
		Ago                  int
	}
	Pairs []writing
}

type waits struct {
	Who                  string
	Other                int
	Called, Name         string
	Languages, Interests []string
	Wishes, Way, Home    string
	State, Why           string
	Asked, Most          int
}

type writing struct {
	Inside, Writer, Proposed, Accepted int
	Letters                            []struct {
		Way        string
		Ago, After int // passed on so many days later; -1 for not yet
		Words      string
	}
	Told, Nudged bool
}

// penpals fills both lists, and lets some write to each other.
func (f *filler) penpals(ctx context.Context) error {
	var file penpalsFile
	if err := json.Unmarshal(penpalsJSON, &file); err != nil {
		return err
	}
	s := f.rec.Penpals
	if err := s.SavePolicy(ctx, f.ruth(), penpals.Policy{NudgeDays: penpals.Suggestion.NudgeDays, RematchDays: penpals.Suggestion.RematchDays, Box: file.Box}); err != nil {
		return err
	}
	people, writers := make([]string, len(file.Inside)), make([]string, len(file.Writers))
	for i, w := range file.Inside {
		id, err := f.waitsInside(ctx, w)
		if err != nil {
			return fmt.Errorf("pen pal %d: %w", i, err)
		}
		people[i] = id
	}
	for i, w := range file.Writers {
		id, err := s.SaveWriter(ctx, f.ruth(), penpals.Writer{Name: w.Name, Way: w.Way, Profile: f.profile(w)}, w.Home)
		if err != nil {
			return fmt.Errorf("writer %d: %w", i, err)
		}
		writers[i] = id
	}
	for _, a := range file.Apart {
		if err := s.Keep(ctx, f.ruth(), penpals.Block{
			PersonID: people[a.Inside], WriterID: writers[a.Writer], Kind: penpals.BlockKind(a.Kind), Reason: a.Reason, Source: a.Source, SinceOn: f.ago(a.Ago),
		}); err != nil {
			return err
		}
	}
	for i, p := range file.Pairs {
		if err := f.writing(ctx, people[p.Inside], writers[p.Writer], p); err != nil {
			return fmt.Errorf("pair %d: %w", i, err)
		}
	}
	return nil
}

func (f *filler) profile(w waits) penpals.Profile {
	return penpals.Profile{
		Languages: w.Languages, Interests: w.Interests, Wishes: w.Wishes, Most: max(w.Most, 1), AskedOn: f.ago(w.Asked), State: penpals.Waits(w.State), StateWhy: w.Why,
	}
}

// waitsInside lists somebody who agreed to it; "" where the demo has nobody of that place.
func (f *filler) waitsInside(ctx context.Context, w waits) (string, error) {
	id := f.folk[w.Who]
	if w.Other > 0 {
		if w.Other > len(f.rest) {
			return "", nil
		}
		id = f.rest[w.Other-1]
	}
	p, err := f.rec.People.Person(ctx, f.ruth(), id)
	if err != nil {
		return "", err
	}
	if w.Called == "" {
		w.Called = p.Name
	}
	if _, err := f.rec.Consent.Record(ctx, f.ruth(), consent.Answer{PersonID: id, Act: consent.Give, Terms: consent.Terms{
		Purpose: penpals.Purpose, Classes: consent.Of(consent.C1, consent.C2), How: consent.ByLetter, Lang: "en", From: f.ago(min(w.Asked, 200)), Until: f.today.Add(165),
	}}); err != nil {
		return "", err
	}
	return id, f.rec.Penpals.List(ctx, f.ruth(), penpals.Inside{PersonID: id, Called: w.Called, Profile: f.profile(w)})
}

// writing brings two together and lets their letters pass.
func (f *filler) writing(ctx context.Context, person, writer string, w writing) error {
	s, ruth := f.rec.Penpals, f.ruth()
	id, err := s.Propose(ctx, ruth, person, writer, f.ago(w.Proposed))
	if err != nil || w.Accepted == 0 {
		return err
	}
	if err := s.Accept(ctx, ruth, id, "", f.ago(w.Accepted)); err != nil {
		return err
	}
	for _, l := range w.Letters {
		letter := penpals.Letter{Way: penpals.Way(l.Way), CameOn: f.ago(l.Ago), Words: l.Words}
		if l.After >= 0 {
			letter.ForwardedOn = letter.CameOn.Add(l.After)
		}
		if _, err := s.Log(ctx, ruth, id, letter); err != nil {
			return err
		}
	}
	if w.Told {
		if _, err := s.Hand(ctx, ruth, id); err != nil {
			return err
		}
	}
	if w.Nudged {
		return s.Nudge(ctx, ruth, id)
	}
	return nil
}
