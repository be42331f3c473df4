package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// Everything is Service.Person inside the transaction of whoever asks.
func Everything(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Full, error) {
	if !actor.May(MayRead) {
		return Full{}, hidden()
	}
	return full(ctx, tx, actor, id)
}

// Gain is what a file or a letter adds to somebody we know. Nothing that is
// known is replaced by it.
type Gain struct {
	Names   []string // kept as other names
	Numbers []Number
	Born    partialdate.Date // zero adds nothing
	// Languages and facts of a kind that nobody had told of yet.
	Languages []Language
	Facts     []Fact
	Source    string
}

// Enrich adds a gain to a person inside the caller's change.
func Enrich(ctx context.Context, tx *trail.Tx, idx Index, personID string, g Gain) error {
	names, numbers, p := g.checked()
	if err := fault.Check("people: enrich", p); err != nil {
		return err
	}
	before, err := Head(ctx, tx.Tx, tx.Actor, personID)
	if err != nil {
		return err
	}
	for i, n := range names {
		if err := tx.Insert(ctx, nameTable, ids.New(), nameSet(personID, n, laterPlace+i)); err != nil {
			return err
		}
	}
	for i, n := range numbers {
		if err := tx.Insert(ctx, numberTable, ids.New(), numberSet(personID, n, laterPlace+i)); err != nil {
			return err
		}
	}
	for _, l := range g.Languages {
		if err := tx.Insert(ctx, languageTable, ids.New(), languageSet(personID, l)); err != nil {
			return err
		}
	}
	for _, f := range g.Facts {
		f.Source = g.Source
		if err := tx.Insert(ctx, factTable, ids.New(), factSet(tx, personID, f)); err != nil {
			return err
		}
	}
	if err := enrichHead(ctx, tx, before, numbers, g); err != nil {
		return err
	}
	return reindex(ctx, tx.Tx, idx, personID)
}

// laterPlace puts what is added behind what somebody has put in order.
const laterPlace = 1000

func (g Gain) checked() (names []Name, numbers []Number, bad problems) {
	for _, text := range g.Names {
		names = append(names, Name{Text: text, Kind: NameOther, Source: g.Source})
	}
	for _, n := range g.Numbers {
		n.Source = g.Source
		numbers = append(numbers, n)
	}
	c := &cleaner{}
	names, numbers = c.names(names), c.numbers(numbers)
	for i, n := range names {
		bad.text(row("names", i, "text"), n.Text, MaxName)
	}
	bad.checkNumbers(numbers)
	bad.checkLanguages(g.Languages)
	for _, f := range g.Facts {
		bad.checkFact(f)
	}
	return names, numbers, bad
}

// enrichHead brings the head of the record in step: a first number, a date of
// birth where there was none or a vaguer one.
func enrichHead(ctx context.Context, tx *trail.Tx, before Person, numbers []Number, g Gain) error {
	after := before
	if after.Number == "" && len(numbers) > 0 {
		after.Number, after.NumberState = numbers[0].Text, Known
	}
	if g.Born.IsZero() {
		return updatePerson(ctx, tx, before, after)
	}
	after.Born, after.BornState = g.Born, Known
	if err := updatePerson(ctx, tx, before, after); err != nil {
		return err
	}
	rev := ""
	facts, err := factsOf(ctx, tx.Tx, before.ID)
	if err != nil {
		return err
	}
	for _, f := range facts {
		if f.Kind == FactBorn {
			rev = f.Rev
		}
	}
	return replaceFact(ctx, tx, before.ID, rev, Fact{Kind: FactBorn, Value: g.Born.String(), Source: g.Source})
}
