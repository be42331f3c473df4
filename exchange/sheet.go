package exchange

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/columns"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
)

// What the columns of a sheet of facility rules mean. The hosted tool that
// books-to-prisons groups share publishes no layout of its export, so that headings
// are read by what they say.
var targets = []columns.Target{
	{Key: "name", Kind: columns.Facility, Words: []string{"facility", "facility name", "prison", "prison name", "institution", "unit", "name", "centro", "prisión"}},
	{Key: "state", Kind: columns.Choice, Words: []string{"state", "region", "province", "estado", "provincia"}},
	{Key: "address", Kind: columns.Text, Words: []string{"address", "street", "street address", "address 1", "mailing address", "shipping address", "dirección"}},
	{Key: "more", Kind: columns.Text, Words: []string{"address 2", "address line 2", "otherwise"}},
	{Key: "town", Kind: columns.Text, Words: []string{"city", "town", "ciudad"}},
	{Key: "postcode", Kind: columns.Text, Words: []string{"zip", "zip code", "postcode", "postal code", "código postal"}},
	{Key: "rule", Kind: columns.Text, Many: true, Words: []string{"restrictions", "restriction", "rules", "rule", "policy", "book policy", "requirements", "notes", "restricciones", "normas"}},
	{Key: "checked", Kind: columns.Date, Words: []string{"date checked", "checked", "last checked", "verified", "last verified", "last updated", "updated", "modified", "as of", "date", "fecha"}},
	{Key: "source", Kind: columns.Text, Words: []string{"source", "according to", "fuente"}},
}

// IsSheet reports whether a file is a spreadsheet, by its name. A signed file is named
// as JSON, and anything that is not a spreadsheet is read as one.
func IsSheet(name string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"}, strings.ToLower(path.Ext(name)))
}

// topics are the words of a heading that say what its rules are about; the first that
// is there counts. A sheet of a group that sends books is about books.
var topics = []struct{ word, topic string }{
	{"magazine", "magazines"}, {"revista", "magazines"}, {"photo", "photos"}, {"foto", "photos"}, {"parcel", "parcels"}, {"package", "parcels"},
	{"letter", "letters"}, {"mail", "letters"}, {"carta", "letters"}, {"visit", "visits"}, {"money", "money"}, {"legal", "legal"}, {"phone", "phone"},
}

func topicOf(heading string) string {
	folded := strings.ToLower(heading)
	for _, t := range topics {
		if strings.Contains(folded, t.word) {
			return t.topic
		}
	}
	return "books"
}

// ReadSheet makes an arrival of a spreadsheet; see FromSheet. It needs to know who gave
// it, because a sheet does not say.
func (s *Service) ReadSheet(ctx context.Context, b *sheet.Book, name, origin string, asOf civil.Day) (*Arrival, error) {
	if line(origin) == "" {
		return nil, fault.Bad("exchange: sheet", "origin", "exchange.sheet.origin.missing")
	}
	c, err := FromSheet(b, origin, asOf, s.today(ctx))
	if err != nil {
		return nil, err
	}
	return &Arrival{Name: name, Content: c}, nil
}

// FromSheet reads a spreadsheet of facilities and their restrictions, as of a day or
// of none. What it says of one facility in several rows is one place. It returns
// Invalid for a sheet that has no column for facilities or none for rules. Days that say
// no year are read as of today, and days in figures as in the United States where the
// sheet does not say otherwise.
func FromSheet(b *sheet.Book, origin string, asOf, today civil.Day) (*Content, error) {
	at := b.Fullest()
	r := sheetReader{Content: &Content{Origin: origin, MadeOn: asOf}, places: map[string]int{}, sheet: b.Sheets[at], today: today}
	if err := r.layout(); err != nil {
		return nil, err
	}
	for row, err := range b.Body(at) {
		if err != nil {
			return nil, err
		}
		if row.Refused == nil {
			r.row(row.Cells)
		}
		if len(r.Places) > maxPlaces {
			break
		}
	}
	r.clean()
	return r.Content, r.check()
}

type sheetReader struct {
	*Content
	sheet  sheet.Sheet
	today  civil.Day
	one    map[string]int // columns by what they mean
	rules  []int
	places map[string]int // where in Places, by key
}

func (r *sheetReader) layout() error {
	r.one = map[string]int{}
	for _, m := range columns.Guess(r.sheet.Headings, r.sheet.Samples, targets) {
		switch {
		case m.Key == "rule":
			r.rules = append(r.rules, m.Column)
		case m.Key != "":
			r.one[m.Key] = m.Column
		}
	}
	if _, ok := r.one["name"]; !ok {
		return fault.Bad("exchange: sheet", "file", "exchange.sheet.no-name")
	}
	if len(r.rules) == 0 {
		return fault.Bad("exchange: sheet", "file", "exchange.sheet.no-rule")
	}
	return nil
}

func (r *sheetReader) row(cells []string) {
	get := func(key string) string {
		at, ok := r.one[key]
		if !ok || at >= len(cells) {
			return ""
		}
		return strings.TrimSpace(cells[at])
	}
	name := get("name")
	if line(name) == "" {
		return
	}
	p := Place{Name: name, Region: get("state"), Town: get("town")}
	if region, ok := facilities.RegionOf("", p.Region); ok {
		p.Region, p.Country = region.Code, region.Country
	}
	checked := r.date(get("checked"))
	if a, ok := addressIn(p, get("address"), get("more"), get("postcode")); ok {
		a.CheckedOn = checked
		p.Addresses = []Address{a}
		p.Town, p.Region = a.Town, a.Region
	}
	key := p.key()
	n, known := r.places[key]
	if !known {
		n = len(r.Places)
		r.places[key], r.Places = n, append(r.Places, p)
	}
	for _, at := range r.rules {
		if at < len(cells) {
			r.Places[n].addRule(Rule{Topic: topicOf(r.heading(at)), Says: text(cells[at]), Source: get("source"), CheckedOn: checked})
		}
	}
}

func (r *sheetReader) heading(at int) string {
	if at < len(r.sheet.Headings) {
		return r.sheet.Headings[at]
	}
	return ""
}

// date reads the date of a row; one that cannot be read is not known.
func (r *sheetReader) date(text string) partialdate.Date {
	if text == "" {
		return partialdate.Date{}
	}
	order, _ := r.sheet.Orders.Order(partialdate.MonthFirst)
	when, err := partialdate.Read(text, r.today, order)
	if err != nil {
		return partialdate.Date{}
	}
	return when.Date()
}

// addRule adds a rule that says something, once.
func (p *Place) addRule(r Rule) {
	if r.Says == "" || slices.ContainsFunc(p.Rules, func(o Rule) bool { return o.Topic == r.Topic && said(o.Says) == said(r.Says) }) {
		return
	}
	p.Rules = append(p.Rules, r)
}

// lastLine is how an address in the United States ends: "Huntsville, TX 77320".
var lastLine = regexp.MustCompile(`^(?:(.*?)[, ]+)?([A-Z]{2})[, ]+(\d{5}(?:-\d{4})?)$`)

// addressIn reads where the books of a row go. An address may stand in one cell.
func addressIn(p Place, street, more, postcode string) (Address, bool) {
	a := Address{Purpose: facilities.Books, Town: p.Town, Region: p.Region, Postcode: postcode, Country: p.Country}
	lines := strings.FieldsFunc(street, func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == ';' })
	if postcode == "" {
		lines = a.ending(lines)
	}
	if more != "" {
		lines = append(lines, more)
	}
	a.Lines = text(strings.Join(lines, "\n"))
	return a, a.Lines != "" || a.Postcode != ""
}

// ending takes town, state and postcode from the end of an address, and returns the
// rest of its lines.
func (a *Address) ending(lines []string) []string {
	n := len(lines)
	if n == 0 {
		return nil
	}
	m := lastLine.FindStringSubmatch(line(lines[n-1]))
	if m == nil {
		return lines
	}
	a.Region, a.Postcode = m[2], m[3]
	rest := lines[:n-1]
	if m[1] != "" {
		a.Town = m[1]
	} else if len(rest) > 1 || a.Town == "" && len(rest) == 1 {
		a.Town, rest = line(rest[len(rest)-1]), rest[:len(rest)-1]
	}
	return rest
}
