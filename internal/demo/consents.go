package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
)

//go:embed consents.json
var consentsJSON []byte

// saidBy is what one character said when they were asked, what left under it,
// what they took back, and which forms are on their way.
type saidBy struct {
	Name   string
	Said   []saying
	Shared []saying
	Took   []saying
	Papers []saying
}

type saying struct {
	Act, Purpose, Around, To, How, Lang, Witness, Limits, What, Words string
	Classes                                                           []consent.Class
	Shown                                                             bool
	Ago, Left, Months                                                 int // said so many days ago, holds so many days more
}

// consents gives four characters something in the ledger.
func (f *filler) consents(ctx context.Context) error {
	var all []saidBy
	if err := json.Unmarshal(consentsJSON, &all); err != nil {
		return err
	}
	for _, one := range all {
		if err := f.consentsOf(ctx, one); err != nil {
			return fmt.Errorf("consents of %s: %w", one.Name, err)
		}
	}
	return nil
}

func (f *filler) consentsOf(ctx context.Context, one saidBy) error {
	s, ruth, id := f.rec.Consent, f.ruth(), f.folk[one.Name]
	texts, err := s.Texts(ctx, ruth)
	if err != nil {
		return err
	}
	lines := map[string]string{} // by purpose
	for _, v := range one.Said {
		a := f.answerOf(id, v)
		if v.Shown {
			a.TextID = consent.Newest(texts, v.Purpose, v.Lang).ID
		}
		if a.Audience, err = f.recipient(ctx, ruth, id, v); err != nil {
			return err
		}
		if lines[v.Purpose], err = s.Record(ctx, ruth, a); err != nil {
			return err
		}
	}
	for _, v := range one.Shared {
		to, err := f.recipient(ctx, ruth, id, v)
		if err != nil {
			return err
		}
		if err := s.Share(ctx, ruth, consent.Ask{PersonID: id, Purpose: v.Purpose, Audience: to, Classes: consent.Of(v.Classes...), What: v.What}); err != nil {
			return err
		}
	}
	for _, v := range one.Took {
		taken := consent.Withdrawal{PersonID: id, ConsentID: lines[v.Purpose], How: consent.How(v.How), On: f.today, Words: v.Words}
		if _, err := s.Withdraw(ctx, ruth, taken); err != nil {
			return err
		}
	}
	for _, v := range one.Papers {
		form := consent.Form{PersonID: id, Purpose: v.Purpose, Audience: consent.Audience{Name: v.To}, Classes: consent.Of(v.Classes...), Months: v.Months, Lang: v.Lang}
		if _, err := s.AskOnPaper(ctx, ruth, form); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) answerOf(personID string, v saying) consent.Answer {
	a := consent.Answer{PersonID: personID, Act: consent.Act(v.Act), Terms: consent.Terms{
		Purpose: v.Purpose, Classes: consent.Of(v.Classes...), How: consent.How(v.How), Lang: v.Lang, Witness: v.Witness, From: f.ago(v.Ago), Limits: v.Limits,
	}}
	if a.Act == consent.Give {
		a.Until = f.today.Add(v.Left)
	}
	return a
}

// recipient is who somebody spoke of: one of those around them, or a name.
func (f *filler) recipient(ctx context.Context, actor authz.Actor, personID string, v saying) (consent.Audience, error) {
	if v.Around == "" {
		return consent.Audience{Name: v.To}, nil
	}
	file, err := f.rec.Consent.Of(ctx, actor, personID)
	if err != nil {
		return consent.Audience{}, err
	}
	for _, r := range file.Person.Around {
		if r.Other.Name == v.Around {
			return consent.Audience{PersonID: r.Other.ID, Name: v.Around}, nil
		}
	}
	return consent.Audience{}, fmt.Errorf("nobody called %s is around them", v.Around)
}
