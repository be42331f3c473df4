package find

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/tongues"
)

// Filter is a word that was taken as a place or a language.
type Filter struct {
	Kind   string // AtPlace or Knows
	Word   string // as it was typed
	Values []string
	Label  string // the place's name, or the language's code
}

// The kinds of filters.
const (
	AtPlace = "at"
	Knows   = "language"
)

// clause narrows a query on subject_id.
func (f Filter) clause() (string, []any) {
	args := make([]any, len(f.Values))
	for i, v := range f.Values {
		args[i] = v
	}
	if f.Kind == Knows {
		return `subject_id IN (SELECT person_id FROM person_language WHERE lang IN ` + database.In(len(args)) + `)`, args
	}
	return `subject_id IN (SELECT person_id FROM stay WHERE current = 1 AND facility_id IN ` + database.In(len(args)) + `)`, args
}

// split takes the words that name a language, or a place where somebody is,
// out of a text. What is left is a name or a number.
func split(places []peopledPlace, text string) (filters []Filter, rest string) {
	words := strings.Fields(text)
	var left []string
	for _, w := range words {
		code, isLanguage := tongues.Named(w)
		at := named(places, w)
		switch {
		case isLanguage:
			filters = append(filters, Filter{Kind: Knows, Word: w, Values: []string{code}, Label: code})
		case len(at) > 0:
			filters = addPlaces(filters, w, at)
		default:
			left = append(left, w)
		}
	}
	return filters, strings.Join(left, " ")
}

// peopledPlace is a facility where somebody is.
type peopledPlace struct {
	id, name string
	words    []string
}

// generic are words of so many places that they name none.
var generic = []string{"prison", "jail", "correctional", "institution", "facility", "center", "centre", "county", "state", "federal", "hmp", "fci", "unit", "detention"}

// named are the places a word names: it is one of the words of their name, or
// the beginning of one, of four letters or more.
func named(places []peopledPlace, word string) []peopledPlace {
	key := search.Fold(word)
	if len(key) < 4 || slices.Contains(generic, key) {
		return nil
	}
	var at []peopledPlace
	for _, p := range places {
		if slices.ContainsFunc(p.words, func(w string) bool { return strings.HasPrefix(w, key) }) {
			at = append(at, p)
		}
	}
	return at
}

// addPlaces adds the places of a word; a second word of the same place ("harrow
// ridge") narrows the first instead of asking for two places at once.
func addPlaces(filters []Filter, word string, at []peopledPlace) []Filter {
	f := Filter{Kind: AtPlace, Word: word, Label: at[0].name}
	for _, p := range at {
		f.Values = append(f.Values, p.id)
	}
	for i, have := range filters {
		if have.Kind != AtPlace {
			continue
		}
		both := slices.DeleteFunc(slices.Clone(have.Values), func(id string) bool { return !slices.Contains(f.Values, id) })
		if len(both) > 0 {
			filters[i].Values, filters[i].Word = both, have.Word+" "+word
			return filters
		}
	}
	return append(filters, f)
}
