package reading

import (
	"unicode/utf8"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/columns"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/people"
)

// take puts one value where its column means it to go.
func (r Reader) take(d *Draft, c Column, value string) {
	switch c.Field {
	case Name:
		d.Person.Name = columns.Turned(value)
	case Number, OtherNumber:
		r.takeNumber(d, c, value)
	case OwnScript, PrisonName, OtherName:
		d.Person.Names = append(d.Person.Names, people.Name{Text: value, Kind: nameKinds[c.Field], Source: r.Mapping.Source})
	case Issuer:
		for i := range d.Person.Numbers {
			d.Person.Numbers[i].Issuer = value
		}
	case Born, Since, Release, Sentenced, Hearing:
		r.takeDate(d, c, value)
	case Ethnicity, Faith, Health, Sentence:
		d.Person.Facts = append(d.Person.Facts, people.Fact{Kind: string(c.Field), Value: value, Source: r.Mapping.Source})
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
		if r.Cases {
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

// takeNumber refuses what a spreadsheet program has made of a number: 4.18E+11
// has lost its last digits for ever, 41822 its zeros where all others have
// eight digits.
func (r Reader) takeNumber(d *Draft, c Column, value string) {
	whole, lost := columns.Padded(value, r.Mapping.Digits)
	switch {
	case columns.Shortened(value):
		d.refuse(c.Heading, "imports.row.number.damaged", value)
		return
	case lost && c.Field == Number:
		d.refuse(c.Heading, "imports.row.number.zeros", value, whole, value)
		return
	}
	n := people.Number{Text: value, Source: r.Mapping.Source}
	if c.Field == Number {
		d.Person.Numbers = append([]people.Number{n}, d.Person.Numbers...)
		return
	}
	d.Person.Numbers = append(d.Person.Numbers, n)
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
func (r Reader) date(value string, f Field) (partialdate.Date, error) {
	if n, five := columns.Serial(value); five {
		if day, ok := sheet.Serial(n); ok {
			return partialdate.On(day), nil
		}
	}
	when, err := partialdate.Reader{Today: r.Today, Order: r.Mapping.Order, Lean: lean(f)}.Read(value)
	if err != nil {
		return partialdate.Date{}, err
	}
	return when.Date(), nil
}

func (r Reader) takeDate(d *Draft, c Column, value string) {
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
		d.Point(c.Field, on)
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

// Point keeps a date of a sentence.
func (d *Draft) Point(f Field, on partialdate.Date) {
	if d.Points == nil {
		d.Points = map[Field]partialdate.Date{}
	}
	d.Points[f] = on
}

// Stay is where the row says that somebody is.
func (d *Draft) Stay(personID, facilityID string) custody.NewStay {
	return custody.NewStay{
		PersonID: personID, FacilityID: facilityID, Unit: d.Unit, State: custody.Held, Since: d.Since,
		Source: d.Person.Source, Confidence: custody.Reported,
	}
}
