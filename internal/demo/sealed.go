package demo

import (
	"context"

	"github.com/throughcare/throughcare/sealed"
)

// sealed makes recovery sheets that nobody printed, and a matter that two of the
// three at work are named in. It opens with Phrase, as everything here does.
func (f *filler) sealed(ctx context.Context) error {
	ruth, samir := f.actors["ruth"], f.actors["samir"]
	for _, account := range []string{ruth.ID, samir.ID} {
		if err := f.rec.Staff.MakeKey(ctx, account, Phrase); err != nil {
			return err
		}
	}
	sheets, err := sealed.NewSheets()
	if err != nil {
		return err
	}
	ruth.Proven = true
	if err := f.rec.Sealed.Arrange(ctx, ruth, sheets.Recipient, samir.Name); err != nil {
		return err
	}
	_, err = f.rec.Sealed.Begin(ctx, sealed.Reader{Actor: ruth}, sealed.New{
		Sort: sealed.AboutStaff, Title: "Letters that arrive opened", Named: []string{samir.ID}, About: []string{f.folk[f.People[0].Name]},
		Text: "He says the sergeant on the late shift reads legal mail aloud on the wing, and that two others will say so too.\nHe asks us to wait with a complaint until he has been moved.",
	})
	return err
}
