package reading

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/people"
)

// Refusal says why a row cannot be taken as it stands, and in which column.
// Offers are values that could be taken instead, the finest first.
type Refusal struct {
	Column string            `json:"column,omitempty"` // heading
	Key    string            `json:"key"`
	Args   map[string]string `json:"args,omitempty"`
	Value  string            `json:"value,omitempty"` // as it stands in the file, cut when long
	Offers []string          `json:"offers,omitempty"`
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
	Case     casework.NewCase
	Worker   string // as written
	Closing  string
	Care     []string
	Notes    []string
	Refused  []Refusal
}

// Reader turns rows into drafts by a mapping, on a day.
type Reader struct {
	Mapping Mapping
	Today   civil.Day
	Cases   bool // the file is of cases, not of people alone
}

// Read turns a row into a draft. Repairs that somebody typed for this row stand
// in place of its cells.
func (r Reader) Read(row sheet.Row, repairs map[string]string) Draft {
	d := Draft{Row: row.Number}
	if row.Refused != nil {
		d.Refused = []Refusal{{Key: row.Refused.Key, Args: texts(row.Refused.Args)}}
		return d
	}
	d.Person.Source = r.Mapping.Source
	var given, family string
	for i, c := range r.Mapping.Columns {
		value := ""
		if i < len(row.Cells) {
			value = strings.TrimSpace(row.Cells[i])
		}
		typed, repaired := repairs[c.Heading]
		if repaired {
			value = strings.TrimSpace(typed)
		}
		switch {
		case c.Field == LeaveOut:
		case !repaired && c.Field != AsNote && d.refuseLost(row.Notes, i, c, value):
		case value == "":
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

// telling are the remarks of package sheet that make a value doubtful; failures
// are what spreadsheet programs show where a formula failed, which in a CSV file
// is plain text.
var (
	telling  = []string{sheet.NoteLost, sheet.NoteError, sheet.NoteNoValue}
	failures = []string{"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
)

// refuseLost refuses a cell that does not hold what was meant. A note is kept
// as it stands: it says more than nothing.
func (d *Draft) refuseLost(notes []sheet.Note, column int, c Column, value string) bool {
	at := slices.IndexFunc(notes, func(n sheet.Note) bool { return n.Column == column && slices.Contains(telling, n.Key) })
	switch {
	case at >= 0:
		d.refuse(c.Heading, notes[at].Key, value)
	case slices.Contains(failures, value):
		d.refuse(c.Heading, sheet.NoteError, value)
	default:
		return false
	}
	return true
}

// finish holds the draft to the rules of those who will keep it, so that
// saving finds nothing to complain of.
func (r Reader) finish(d *Draft) {
	for i := range d.Person.Numbers {
		if d.Person.Numbers[i].Issuer == "" {
			d.Person.Numbers[i].Issuer = r.Mapping.Issuer
		}
	}
	if len(d.Person.Numbers) == 0 {
		d.Person.NumberState = people.Unknown
	}
	if d.Person.Name == "" && len(d.Person.Numbers) > 0 {
		d.Person.Description = d.Person.Numbers[0].Text
	}
	d.Person, _ = d.Person.Clean()
	if d.Person.Name == "" && d.Person.Description == "" {
		if len(d.Refused) == 0 {
			d.refuse("", "imports.row.nobody", "")
		}
		return
	}
	r.rule(d, d.Person.Check())
	r.rule(d, d.Stay("-", "-").Check(r.Today))
	if r.Cases {
		n := d.Case
		n.PersonID = "-"
		r.rule(d, n.Check(r.Today))
	}
	if born, _ := d.Person.Born.Bounds(); !d.Person.Born.IsZero() && born > r.Today {
		d.refuse(r.Mapping.Heading(Born), "imports.row.born.future", d.Person.Born.String())
	}
}

// rules gives what capabilities complain of in our words, and the fields they
// call otherwise.
var rules = map[string]struct {
	key    string
	fields []Field
}{
	"people.text.long":                    {"imports.row.long", nil},
	"custody.stay.since.future":           {"imports.row.date.future", []Field{Since}},
	"custody.stay.unit.long":              {"imports.row.long", []Field{Unit}},
	"casework.case.opened.future":         {"imports.row.date.future", []Field{Opened}},
	"casework.contact.on.future":          {"imports.row.date.future", []Field{Contact}},
	"casework.programme.interval.invalid": {"imports.row.interval.unreadable", []Field{Interval}},
	"casework.next.long":                  {"imports.row.long", []Field{NextWords}},
}

// fieldsOf are the columns behind the fields of a person.
var fieldsOf = map[string][]Field{
	"name": {Name, Given, Family}, "names": {Name, Given, Family, PrisonName, OtherName, OwnScript}, "numbers": {Number, OtherNumber},
	"languages": {Language}, "value": {Sentence, Ethnicity, Faith, Health},
}

// rule refuses a row for what breaks the rules of the record.
func (r Reader) rule(d *Draft, problems []fault.Problem) {
	for _, p := range problems {
		field, _, _ := strings.Cut(p.Field, ".")
		known, fields := rules[p.Key], fieldsOf[field]
		if known.fields != nil {
			fields = known.fields
		}
		if known.key == "" {
			known.key = "imports.row.rule"
		}
		if len(fields) == 0 {
			fields = []Field{Field(field)}
		}
		ref := Refusal{Column: r.Mapping.Heading(fields...), Key: known.key, Args: texts(p.Args)}
		if ref.Key == "imports.row.long" && ref.Args["most"] == "" {
			ref.Args = map[string]string{"most": "200"}
		}
		if !d.hasRefusal(ref) {
			d.Refused = append(d.Refused, ref)
		}
	}
}

// Refusals words the problems that the record has with a row.
func (r Reader) Refusals(problems []fault.Problem) []Refusal {
	var d Draft
	r.rule(&d, problems)
	return d.Refused
}

func (d *Draft) hasRefusal(ref Refusal) bool {
	for _, have := range d.Refused {
		if have.Key == ref.Key && have.Column == ref.Column {
			return true
		}
	}
	return false
}

// longestShown is how much of a refused value is kept to be shown.
const longestShown = 80

func (d *Draft) refuse(column, key, value string, offers ...string) {
	if runes := []rune(value); len(runes) > longestShown {
		value = string(runes[:longestShown]) + "…"
	}
	d.Refused = append(d.Refused, Refusal{Column: column, Key: key, Value: value, Offers: offers})
}

// texts turns the name, value pairs of a message into what can be kept.
func texts(args []any) map[string]string {
	if len(args) < 2 {
		return nil
	}
	m := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = fmt.Sprint(args[i+1])
	}
	return m
}

func itoa(n int) string { return strconv.Itoa(n) }
