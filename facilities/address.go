package facilities

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Purpose is what is sent or done at an address.
type Purpose string

// The purposes. A prison often has a different address for each.
const (
	Street  Purpose = "street"
	Letters Purpose = "letters"
	Books   Purpose = "books"
	Legal   Purpose = "legal"
	Money   Purpose = "money"
	Visits  Purpose = "visits"
)

// Purposes lists them in the order shown.
func Purposes() []Purpose { return []Purpose{Letters, Books, Legal, Money, Visits, Street} }

// instead says which address serves when there is none for a purpose.
var instead = map[Purpose][]Purpose{
	Letters: {Letters, Street},
	Books:   {Books, Letters, Street},
	Legal:   {Legal, Letters, Street},
	Money:   {Money},
	Visits:  {Visits, Street},
	Street:  {Street},
}

// Address is where something reaches a facility.
type Address struct {
	ID         string
	Rev        string
	FacilityID string
	Purpose    Purpose
	Lines      string // what stands between the name and the town, by line
	Town       string
	County     string
	Region     string // code
	Postcode   string
	Country    string // ISO 3166-1 alpha-2
	Source     string // a directory, or in words how we know
	CheckedOn  partialdate.Date
	Ended      bool // no longer in use
}

// Check returns what is wrong with the address.
func (a Address) Check() []fault.Problem {
	var problems []fault.Problem
	bad := func(field, key string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
	}
	if !slices.Contains(Purposes(), a.Purpose) {
		bad("purpose", "facilities.address.purpose.missing")
	}
	if strings.TrimSpace(a.Lines+a.Town+a.Postcode) == "" {
		bad("lines", "facilities.address.lines.missing")
	}
	if len(a.Lines) > maxLine || strings.Count(a.Lines, "\n") > 5 {
		bad("lines", "facilities.address.lines.long", "most", 6)
	}
	for field, text := range map[string]string{"town": a.Town, "county": a.County, "postcode": a.Postcode, "source": a.Source} {
		if len(text) > maxName {
			bad(field, "facilities.text.long", "most", maxName)
		}
	}
	return problems
}

// AddressFor returns the address that serves a purpose, and whether it stands
// in for one that is not known: letters go to the street when nobody said
// otherwise, and the page says so. It returns false when there is none. Of
// several, the one checked last is taken.
func AddressFor(all []Address, purpose Purpose) (a Address, standsIn, ok bool) {
	for _, p := range instead[purpose] {
		for _, candidate := range all {
			if candidate.Purpose != p || candidate.Ended {
				continue
			}
			if !ok || latest(candidate.CheckedOn) > latest(a.CheckedOn) {
				a, ok = candidate, true
			}
		}
		if ok {
			return a, p != purpose, true
		}
	}
	return Address{}, false, false
}

func latest(d partialdate.Date) string {
	if d.IsZero() {
		return ""
	}
	_, last := d.Bounds()
	return string(last)
}

// LettersAddress returns the lines of an envelope to somebody held at a
// facility, as that country's post wants them. The number stands after the
// name, the unit on a line of its own. a is the address that AddressFor gave.
func LettersAddress(name, number, unit, facility string, a Address) []string {
	who := name
	if number != "" {
		who += a.numberMark() + number
	}
	lines := []string{who}
	if unit != "" && a.Country != "GB" {
		lines = append(lines, unit)
	}
	lines = append(lines, facility)
	if unit != "" && a.Country == "GB" {
		lines[len(lines)-1] = facility + ", " + unit
	}
	lines = append(lines, a.PostalLines()...)
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

// numberMark separates a name from the number: A1234BC after a blank in the
// United Kingdom, a number sign elsewhere.
func (a Address) numberMark() string {
	if a.Country == "GB" {
		return " "
	}
	return " #"
}

// PostalLines returns the address without name, by country: in the United
// States town, state and ZIP share a line; in the United Kingdom the town and
// the postcode have one each and the county is left out.
func (a Address) PostalLines() []string {
	lines := strings.Split(a.Lines, "\n")
	switch a.Country {
	case "GB":
		lines = append(lines, a.Town, a.Postcode)
	case "US", "":
		town := a.Town
		if a.Region != "" && town != "" {
			town += ", "
		}
		lines = append(lines, strings.TrimSpace(town+a.Region+" "+a.Postcode))
	default:
		lines = append(lines, strings.TrimSpace(a.Postcode+" "+a.Town), a.Region, a.Country)
	}
	return slices.DeleteFunc(lines, func(s string) bool { return strings.TrimSpace(s) == "" })
}
