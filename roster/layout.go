package roster

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
)

// Field is what a column of a list means.
type Field string

// The fields a layout may give a column to.
const (
	Number     Field = "number"
	Second     Field = "second"      // a number of another authority
	NumberType Field = "number_type" // whose the number is
	Name       Field = "name"
	Last       Field = "last"
	First      Field = "first"
	Middle     Field = "middle"
	Suffix     Field = "suffix"
	Born       Field = "born"
	Age        Field = "age"
	AgeThen    Field = "age_then" // on the day of the release
	Place      Field = "place"
	PlaceCode  Field = "place_code"
	Unit       Field = "unit"
	Status     Field = "status"
	ReleaseOn  Field = "release_on"  // to come
	ReleasedOn Field = "released_on" // was
	AsOfColumn Field = "as_of"
)

// Layout is how one prison system writes its list, as data.
type Layout struct {
	Key         string             `json:"key"`
	Title       string             `json:"title"`
	Cites       string             `json:"cites"`       // where we have it from
	VerifiedOn  string             `json:"verified_on"` // when that was looked at
	Country     string             `json:"country"`
	Region      string             `json:"region"`
	Dates       string             `json:"dates"`  // month-first, day-first or iso
	Array       string             `json:"array"`  // member of a JSON document that holds the rows
	Closed      []string           `json:"closed"` // members that, when true, mean that nothing was answered
	Columns     map[Field][]string `json:"columns"`
	Required    []Field            `json:"required"`
	Issuer      string             `json:"issuer"`  // what we call whoever gives the number
	Issuers     []string           `json:"issuers"` // words for them
	Seconds     []string           `json:"second_issuers"`
	NumberTypes []string           `json:"number_types"` // when a column says whose number it is, only these are ours
	Shape       string             `json:"shape"`        // of a number nobody is named for
	Released    []string           `json:"released"`     // in status: released
	Transit     []string           `json:"transit"`      // in place: on the way
	Away        []string           `json:"away"`         // in place: out, and not released
	Never       []string           `json:"never"`        // dates that are none
	CountsOnly  bool               `json:"counts_only"`  // names nobody
	Partial     bool               `json:"partial"`      // never everybody: who is not on it says nothing

	shape *regexp.Regexp
}

//go:embed layouts.json
var layoutsFile []byte

var layouts = sync.OnceValues(func() ([]Layout, error) {
	var all []Layout
	if err := json.Unmarshal(layoutsFile, &all); err != nil {
		return nil, fmt.Errorf("roster: layouts: %w", err)
	}
	for i := range all {
		shape, err := regexp.Compile(all[i].Shape)
		if err != nil {
			return nil, fmt.Errorf("roster: layout %s: %w", all[i].Key, err)
		}
		all[i].shape = shape
	}
	return all, nil
})

// Layouts lists the layouts that are known.
func Layouts() ([]Layout, error) { return layouts() }

// LayoutOf finds a layout by its key. It returns NotFound for one nobody knows,
// and Invalid for one whose rows name nobody.
func LayoutOf(key string) (Layout, error) {
	all, err := layouts()
	if err != nil {
		return Layout{}, err
	}
	at := slices.IndexFunc(all, func(l Layout) bool { return strings.EqualFold(l.Key, key) })
	switch {
	case at < 0:
		return Layout{}, fault.New(fault.NotFound, "roster: layout")
	case all[at].CountsOnly:
		return Layout{}, fault.Bad("roster: layout", "layout", "roster.layout.counts")
	}
	return all[at], nil
}

// gives reports whether a number of an issuer can be one of this list, and
// whether that is sure. A number nobody is named for has to look like one.
func (l Layout) gives(issuers []string, issuer, text string) (can, sure bool) {
	issuer = " " + search.Fold(issuer) + " "
	if strings.TrimSpace(issuer) == "" {
		return l.Shape != "" && l.shape.MatchString(strings.TrimSpace(text)), false
	}
	is := slices.ContainsFunc(issuers, func(word string) bool { return strings.Contains(issuer, " "+search.Fold(word)+" ") })
	return is, is
}

// ours reports whether the number of a row is one that this list gives.
func (l Layout) ours(r Row) bool {
	kind := r.Get(NumberType)
	return kind == "" || len(l.NumberTypes) == 0 || slices.Contains(l.NumberTypes, strings.ToUpper(kind))
}

// heading is a column's name as it is compared.
func heading(s string) string {
	return strings.ReplaceAll(search.Fold(strings.ReplaceAll(s, "_", " ")), " ", "")
}

// fields tells for each heading which field it is, and which of those required
// are missing.
func (l Layout) fields(headings []string) (at map[Field]int, missing []string) {
	at = map[Field]int{}
	for field, names := range l.Columns {
		for _, name := range names {
			if i := slices.IndexFunc(headings, func(h string) bool { return heading(h) == heading(name) }); i >= 0 {
				at[field] = i
				break
			}
		}
	}
	for _, field := range l.Required {
		if _, ok := at[field]; !ok {
			missing = append(missing, strings.Join(l.Columns[field], " / "))
		}
	}
	return at, missing
}
