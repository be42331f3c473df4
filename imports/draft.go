package imports

import (
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
)

// Refusal says why a row cannot be taken as it stands, and in which column.
// Offer is a value that could be taken instead, "" for none.
type Refusal struct {
	Column string `json:"column"`
	Key    string `json:"key"`
	Value  string `json:"value"` // as it stands in the file
	Offer  string `json:"offer"`
}

// Draft is what one row says, before anything is saved.
type Draft struct {
	Row      int
	Person   people.NewPerson
	Facility string // as written
	Region   string
	Unit     string
	Since    partialdate.Date
	Points   map[Field]partialdate.Date // Release, Sentenced, Hearing
	Sentence string
	Case     casework.NewCase
	Worker   string // as written
	Closing  string
	Care     []string
	Notes    []string
	Refused  []Refusal
}

// reader turns rows into drafts by a mapping, on a day.
type reader struct {
	mapping Mapping
	today   civil.Day
	cases   bool
	repairs map[string]string // column and value typed instead of one that cannot be read
}

// read turns the cells of a row into a draft. Repairs that somebody typed for
// this row stand in place of the cells.
func (r reader) read(row int, cells []string, repairs map[string]string) Draft {
	d := Draft{Row: row, Points: map[Field]partialdate.Date{}}
	d.Person.Source = r.mapping.Source
	var given, family string
	for i, c := range r.mapping.Columns {
		value := ""
		if i < len(cells) {
			value = strings.TrimSpace(cells[i])
		}
		if typed, ok := repairs[c.Heading]; ok {
			value = typed
		}
		switch {
		case value == "" || c.Field == LeaveOut:
		case c.Field == Given:
			given = value
		case c.Field == Family:
			family = value
		default:
			r.take(&d, c, value)
		}
	}
	if d.Person.Name == "" {
		d.Person.Name = strings.TrimSpace(given + " " + family)
	}
	r.finish(&d)
	return d
}

// finish holds the draft to the rules of those who will keep it.
func (r reader) finish(d *Draft) {
	if len(d.Person.Numbers) == 0 {
		d.Person.NumberState = people.Unknown
	}
	if d.Person.Name == "" && len(d.Person.Numbers) > 0 {
		d.Person.Description = d.Person.Numbers[0].Text
	}
	d.Person, _ = d.Person.Clean()
	if d.Person.Name == "" && d.Person.Description == "" {
		d.refuse("", "imports.row.nobody", "")
		return
	}
	for _, p := range d.Person.Check() {
		d.refuse(p.Field, p.Key, "")
	}
	for i := range d.Person.Numbers {
		if d.Person.Numbers[i].Issuer == "" {
			d.Person.Numbers[i].Issuer = r.mapping.Issuer
		}
	}
}

func (d *Draft) refuse(column, key, value string, offer ...string) {
	ref := Refusal{Column: column, Key: key, Value: value}
	if len(offer) > 0 {
		ref.Offer = offer[0]
	}
	d.Refused = append(d.Refused, ref)
}

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
		d.Care = append(d.Care, value)
	case AsNote:
		d.Notes = append(d.Notes, c.Heading+": "+value)
	default:
		if r.cases {
			r.takeCase(d, c, value)
		}
	}
}

var nameKinds = map[Field]people.NameKind{OwnScript: people.NameScript, PrisonName: people.NamePrison, OtherName: people.NameOther}

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

// takeNumber refuses what a spreadsheet program has made of a long number:
// 4.18E+11 has lost its last digits for ever.
func (r reader) takeNumber(d *Draft, c Column, value string) {
	if damaged(value) {
		d.refuse(c.Heading, "imports.row.number.damaged", value)
		return
	}
	n := people.Number{Text: value, Source: r.mapping.Source}
	if c.Field == Number {
		d.Person.Numbers = append([]people.Number{n}, d.Person.Numbers...)
		return
	}
	d.Person.Numbers = append(d.Person.Numbers, n)
}

func damaged(value string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(value), "E+")
	if !ok || !strings.Contains(mantissa, ".") {
		return false
	}
	_, errM := strconv.ParseFloat(mantissa, 64)
	_, errE := strconv.Atoi(exponent)
	return errM == nil && errE == nil
}

// lean says which way an open year of a field lies.
func lean(f Field) partialdate.Lean {
	switch f {
	case Release, Hearing, NextOn:
		return partialdate.Nearest
	}
	return partialdate.Gone
}

func (r reader) date(d *Draft, c Column, value string) (partialdate.Date, bool) {
	when, err := partialdate.Reader{Today: r.today, Order: r.mapping.Order, Lean: lean(c.Field)}.Read(value)
	if err == nil {
		return when.Date(), true
	}
	offer := ""
	if offers := partialdate.Repairs(err); len(offers) > 0 {
		offer = offers[0].String()
	}
	d.refuse(c.Heading, "imports.row.date.unreadable", value, offer)
	return partialdate.Date{}, false
}

func (r reader) takeDate(d *Draft, c Column, value string) {
	on, ok := r.date(d, c, value)
	switch {
	case !ok:
	case c.Field == Born:
		d.Person.Born = on
		if on.IsZero() {
			d.Person.BornState = people.Unknown
		}
	case c.Field == Since:
		d.Since = on
	default:
		d.Points[c.Field] = on
	}
}
