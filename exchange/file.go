package exchange

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Content is what a group says of facilities. There is no field in it for a person,
// and no free text but what an address, a rule and its source say.
type Content struct {
	Origin string    `json:"origin"`  // the organisation
	MadeOn civil.Day `json:"made_on"` // the day the file was made; of a sheet the day it is of, "" when not known
	Places []Place   `json:"facilities"`
}

// Place is a facility as another group has it.
type Place struct {
	Name      string          `json:"name"`
	Also      []string        `json:"also,omitempty"`  // its other names
	Codes     []Code          `json:"codes,omitempty"` // of published directories
	Country   string          `json:"country,omitempty"`
	Region    string          `json:"region,omitempty"`
	County    string          `json:"county,omitempty"`
	Town      string          `json:"town,omitempty"`
	Kind      facilities.Kind `json:"kind,omitempty"`
	Addresses []Address       `json:"addresses,omitempty"`
	Rules     []Rule          `json:"rules,omitempty"`
}

// Code is the id a published directory gives a place.
type Code struct {
	Source string `json:"source"`
	Code   string `json:"code"`
}

// Address is where something reaches a facility.
type Address struct {
	Purpose   facilities.Purpose `json:"purpose"`
	Lines     string             `json:"lines,omitempty"`
	Town      string             `json:"town,omitempty"`
	County    string             `json:"county,omitempty"`
	Region    string             `json:"region,omitempty"`
	Postcode  string             `json:"postcode,omitempty"`
	Country   string             `json:"country,omitempty"`
	Source    string             `json:"source,omitempty"`
	CheckedOn partialdate.Date   `json:"checked_on"`
}

// Rule is one house rule, with who said so and when.
type Rule struct {
	Key       string           `json:"key,omitempty"` // the same in every file of one group, while the rule follows itself
	Topic     string           `json:"topic"`
	Says      string           `json:"says"`
	Source    string           `json:"source,omitempty"`
	CheckedOn partialdate.Date `json:"checked_on"`
	Evidence  facilities.Mark  `json:"evidence,omitempty"`
	Test      *Test            `json:"test,omitempty"`
}

// Test is a rule as something that can be checked; see facilities.Test.
type Test struct {
	Sort  facilities.Sort `json:"sort"`
	Value string          `json:"value,omitempty"`
	N     int             `json:"n,omitempty"`
	Unit  string          `json:"unit,omitempty"`
	Stops bool            `json:"stops,omitempty"`
}

func testOf(t facilities.Test) *Test {
	if t.Sort == facilities.InWords {
		return nil
	}
	return &Test{t.Sort, t.Value, t.N, t.Unit, t.Stops}
}

func (t *Test) test() facilities.Test {
	if t == nil {
		return facilities.Test{}
	}
	return facilities.Test{Sort: t.Sort, Value: t.Value, N: t.N, Unit: t.Unit, Stops: t.Stops}
}

// Count is how many rules the content has.
func (c *Content) Count() (rules int) {
	for i := range c.Places {
		rules += len(c.Places[i].Rules)
	}
	return rules
}

// clean takes characters that hide or turn the direction of writing out of every
// text, whoever signed it.
func (c *Content) clean() {
	c.Origin = line(c.Origin)
	for i := range c.Places {
		c.Places[i].clean()
	}
}

func (p *Place) clean() {
	for _, s := range []*string{&p.Name, &p.Country, &p.Region, &p.County, &p.Town} {
		*s = line(*s)
	}
	for i := range p.Also {
		p.Also[i] = line(p.Also[i])
	}
	for i := range p.Addresses {
		a := &p.Addresses[i]
		a.Lines = text(a.Lines)
		for _, s := range []*string{&a.Town, &a.County, &a.Region, &a.Postcode, &a.Country, &a.Source} {
			*s = line(*s)
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		r.Says, r.Source = text(r.Says), line(r.Source)
		if r.Test != nil {
			r.Test.Value = line(r.Test.Value)
		}
	}
}

// line is a text on one line.
func line(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// text is a text of several lines, none of them empty.
func text(s string) string {
	var keep []string
	for l := range strings.SplitSeq(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		if l = line(l); l != "" {
			keep = append(keep, l)
		}
	}
	return strings.Join(keep, "\n")
}

// visible leaves out what cannot be seen; blanks of every sort are blanks.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.C, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// unnamed stands for the source that a rule of theirs does not name.
const unnamed = "-"

// rule is the rule as it would stand with us: reported, because another group told
// us, and checked when they say, or on the day of the file where they do not.
func (r Rule) rule(madeOn civil.Day) facilities.Rule {
	return facilities.Rule{
		Topic: r.Topic, Says: r.Says, Source: cmp.Or(r.Source, unnamed), CheckedOn: dated(r.CheckedOn, madeOn), Mark: facilities.Reported, Test: r.Test.test(),
	}
}

// address is the address as it would stand with us.
func (a Address) address(madeOn civil.Day) facilities.Address {
	return facilities.Address{
		Purpose: a.Purpose, Lines: a.Lines, Town: a.Town, County: a.County, Region: a.Region, Postcode: a.Postcode, Country: a.Country,
		Source: a.Source, CheckedOn: dated(a.CheckedOn, madeOn),
	}
}

func dated(d partialdate.Date, madeOn civil.Day) partialdate.Date {
	if d.IsZero() && madeOn != "" {
		return partialdate.On(madeOn)
	}
	return d
}
