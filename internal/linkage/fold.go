package linkage

import (
	"strings"

	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// folded is a cell without what makes no difference: case, accents, script,
// spaces, and for numbers all but letters and digits.
func folded(kind Kind, cell string) string {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		return ""
	}
	switch kind {
	case Given, Family:
		return wordsOf(cell)
	case Born:
		return day(cell)
	case Sex:
		return fold.Clip(fold.Text(cell), 1)
	case Postcode, Identifier, Number:
		return strings.ReplaceAll(fold.Text(cell), " ", "")
	case Phone:
		return digits(cell)
	case Email:
		return strings.ToLower(fold.Clip(cell, fold.LongestText))
	default:
		return fold.Text(fold.Clip(cell, fold.LongestText))
	}
}

// wordsOf are the words of a name that say something.
func wordsOf(name string) string {
	tokens := fold.Tokens(name)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Word
	}
	return strings.Join(words, " ")
}

// reader reads days of any form. Years of two digits are near its today, so they
// are the same in every run.
var reader = partialdate.Reader{Today: "2000-01-01"}

// day writes a day as eight digits, also one that cannot be, because a typing
// error is still nearly the right day. What is less than a day keeps its digits.
func day(cell string) string {
	all := digits(cell)
	if len(all) == 8 && (len(cell) == 8 || len(cell) >= 10 && cell[4] == '-') {
		return all
	}
	if w, err := reader.Read(cell); err == nil {
		return digits(w.Date().String())
	}
	return all
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// prepare works out what comparing needs.
func (v *value) prepare(kind Kind) {
	if strings.Contains(v.text, " ") {
		v.parts = strings.Fields(v.text)
	}
	if !kind.isName() || v.text == "" {
		return
	}
	first := v.text
	if v.parts != nil {
		first = v.parts[0]
	}
	if s := likeness.SoundOf(first); s.IsTelling() {
		v.sound = uint64(s)
	}
	v.names, _ = likeness.Nicknames(first)
}
