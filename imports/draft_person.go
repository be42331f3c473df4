package imports

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/people"
)

// take puts one value where its column means it to go.
func (r reader) take(d *Draft, c Column, value string) {
	switch c.Field {
	case Name:
		d.Person.Name = turned(value)
	case Number, OtherNumber:
		r.takeNumber(d, c, value)
	case OwnScript, PrisonName, OtherName:
		d.Person.Names = append(d.Person.Names, people.Name{Text: value, Kind: nameKinds[c.Field], Source: r.mapping.Source})
	case Issuer:
		for i := range d.Person.Numbers {
			d.Person.Numbers[i].Issuer = value
		}
	case Born, Since, Release, Sentenced, Hearing:
		r.takeDate(d, c, value)
	case Ethnicity, Faith, Health, Sentence:
		d.Person.Facts = append(d.Person.Facts, people.Fact{Kind: string(c.Field), Value: value, Source: r.mapping.Source})
	case Language:
		takeLanguages(d, c, value)
	case Pronoun:
		takePronoun(d, c, value)
	case Facility:
		d.Facility = value
	case Region:
		d.Region = value
	case Unit:
		d.Unit = value
	case TakeCare:
		takeCare(d, c, value)
	case AsNote:
		d.note(c, value)
	default:
		if r.cases {
			r.takeCase(d, c, value)
		} else {
			d.note(c, value)
		}
	}
}

func (d *Draft) note(c Column, value string) { d.Notes = append(d.Notes, c.Heading+": "+value) }

var nameKinds = map[Field]people.NameKind{OwnScript: people.NameScript, PrisonName: people.NamePrison, OtherName: people.NameOther}

// longestCare is how long a take-care line may be; what is longer is a note.
const longestCare = 200

func takeCare(d *Draft, c Column, value string) {
	if len(d.Care) == people.MostCare || utf8.RuneCountInString(value) > longestCare {
		d.note(c, value)
		return
	}
	d.Care = append(d.Care, value)
}

// turned reads "Karimi, Yusuf" as Yusuf Karimi. A name with two commas, or one
// that ends in a title (Jr.), stays as it is.
func turned(name string) string {
	family, given, ok := strings.Cut(name, ",")
	given = strings.TrimSpace(given)
	switch strings.ToLower(strings.Trim(given, ".")) {
	case "", "jr", "sr", "ii", "iii", "iv":
		return name
	}
	if !ok || strings.Contains(given, ",") {
		return name
	}
	return given + " " + strings.TrimSpace(family)
}

// takeNumber refuses what a spreadsheet program has made of a number: 4.18E+11
// has lost its last digits for ever, 41822 its zeros where all others have
// eight digits.
func (r reader) takeNumber(d *Draft, c Column, value string) {
	switch {
	case damaged(value):
		d.refuse(c.Heading, "imports.row.number.damaged", value)
		return
	case c.Field == Number && len(value) < r.mapping.Digits && digits(value):
		d.refuse(c.Heading, "imports.row.number.zeros", value, strings.Repeat("0", r.mapping.Digits-len(value))+value, value)
		return
	}
	n := people.Number{Text: value, Source: r.mapping.Source}
	if c.Field == Number {
		d.Person.Numbers = append([]people.Number{n}, d.Person.Numbers...)
		return
	}
	d.Person.Numbers = append(d.Person.Numbers, n)
}

// damaged reports whether a value is a number in the form Excel shows long ones
// in.
func damaged(value string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(value), "E+")
	if !ok {
		return false
	}
	_, errM := strconv.ParseFloat(strings.Replace(mantissa, ",", ".", 1), 64)
	_, errE := strconv.Atoi(exponent)
	return errM == nil && errE == nil
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// fixedDigits is how many digits the numbers of a column have when all have as
// many and some begin with a zero; else 0. A shorter one further down has then
// lost its zeros.
func fixedDigits(samples [][]string, column int) int {
	length, zeros := 0, false
	for _, cells := range samples {
		if column >= len(cells) || cells[column] == "" {
			continue
		}
		if !digits(cells[column]) {
			return 0
		}
		length = max(length, len(cells[column]))
		zeros = zeros || cells[column][0] == '0'
	}
	if !zeros || length < 4 {
		return 0
	}
	return length
}

// lean says which way an open year of a field lies.
func lean(f Field) partialdate.Lean {
	switch f {
	case Release, Hearing, NextOn:
		return partialdate.Nearest
	}
	return partialdate.Gone
}

// date reads a date. Five digits are how Excel counts days.
func (r reader) date(value string, f Field) (partialdate.Date, error) {
	if len(value) == 5 && digits(value) {
		n, _ := strconv.Atoi(value)
		if day, ok := sheet.Serial(n); ok {
			return partialdate.On(day), nil
		}
	}
	when, err := partialdate.Reader{Today: r.today, Order: r.mapping.Order, Lean: lean(f)}.Read(value)
	if err != nil {
		return partialdate.Date{}, err
	}
	return when.Date(), nil
}

func (r reader) takeDate(d *Draft, c Column, value string) {
	on, err := r.date(value, c.Field)
	switch {
	case err != nil:
		d.refuse(c.Heading, unreadable(err), value, stored(partialdate.Repairs(err))...)
	case c.Field == Born:
		d.Person.Born = on
		if on.IsZero() {
			d.Person.BornState = people.Unknown
		}
	case c.Field == Since:
		d.Since = on
	default:
		d.point(c.Field, on)
	}
}

// unreadable tells a day that does not exist from what is no date at all.
func unreadable(err error) string {
	if len(partialdate.Repairs(err)) > 0 {
		return "imports.row.date.no-such-day"
	}
	return "imports.row.date.unreadable"
}

func stored(dates []partialdate.Date) []string {
	var texts []string
	for _, on := range dates {
		texts = append(texts, on.String())
	}
	return texts
}

func (d *Draft) point(f Field, on partialdate.Date) {
	if d.Points == nil {
		d.Points = map[Field]partialdate.Date{}
	}
	d.Points[f] = on
}

// stay is where the row says that somebody is.
func (d *Draft) stay(personID, facilityID string) custody.NewStay {
	return custody.NewStay{
		PersonID: personID, FacilityID: facilityID, Unit: d.Unit, State: custody.Held, Since: d.Since,
		Source: d.Person.Source, Confidence: custody.Reported,
	}
}
