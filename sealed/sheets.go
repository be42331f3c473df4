package sealed

import (
	"errors"
	"fmt"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/shares"
)

// How many recovery sheets there are, and how many open what is sealed.
const (
	SheetCount = 3
	SheetNeed  = 2
)

// shareSize is how many bytes stand on a sheet: a share of a seed of 32.
const shareSize = 42

// Sheets are recovery sheets that were just made. They are kept nowhere: print
// them, and keep each in another place.
type Sheets struct {
	Recipient string // the public half
	Mark      string // six characters that tell sets of sheets apart, no secret
	Words     [SheetCount][]string
}

// NewSheets makes a key pair whose private half is split among three sheets.
func NewSheets() (Sheets, error) {
	half, err := age.GenerateHybridIdentity()
	if err != nil {
		return Sheets{}, err
	}
	seed, err := keys.Seed(half)
	if err != nil {
		return Sheets{}, err
	}
	defer clear(seed)
	parts, err := shares.Split(seed, SheetNeed, SheetCount)
	if err != nil {
		return Sheets{}, err
	}
	s := Sheets{Recipient: half.Recipient().String(), Mark: keys.Mark(half.Recipient().String())}
	for i, p := range parts {
		s.Words[i] = keys.Spell(p.Bytes())
	}
	return s, nil
}

// together puts the private half together from two sheets, typed. What is wrong
// is a problem of the field first or second.
func together(first, second string) (*age.HybridIdentity, error) {
	given := make([]shares.Share, 0, SheetNeed)
	var bad []fault.Problem
	for _, sheet := range []struct{ field, typed string }{{"first", first}, {"second", second}} {
		s, err := readSheet(sheet.typed)
		if err != nil {
			bad = append(bad, mistyped(sheet.field, err))
		}
		given = append(given, s)
	}
	if err := fault.Check("sealed: sheets", bad); err != nil {
		return nil, err
	}
	seed, err := shares.Combine(given)
	if err != nil {
		return nil, fault.Bad("sealed: sheets", "second", "sealed.sheet.other")
	}
	defer clear(seed)
	return keys.FromSeed(seed)
}

func readSheet(typed string) (shares.Share, error) {
	b, err := keys.Unspell(typed, shareSize)
	if err != nil {
		return shares.Share{}, err
	}
	defer clear(b)
	return shares.Parse(b)
}

// mistyped says what is wrong with the words of a sheet, and none of them.
func mistyped(field string, err error) fault.Problem {
	if e, ok := errors.AsType[*keys.WordError](err); ok {
		return fault.Problem{Field: field, Key: "sealed.sheet.word", Args: []any{"place", fmt.Sprint(e.Position)}}
	}
	return fault.Problem{Field: field, Key: "sealed.sheet.mistyped"}
}
