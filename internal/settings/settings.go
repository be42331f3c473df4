// Package settings holds what an organisation has decided about how it works:
// its name, its words, its time zone, how soon a letter is answered. The choices
// are few and typed; they are read once, kept, and written through the trail.
package settings

import (
	"maps"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // one static binary knows every zone, on every system
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
)

// Manage is the permission to change the organisation's choices.
const Manage authz.Permission = "settings.manage"

// Bundle gives it to those who run the installation.
var Bundle = authz.Bundle{authz.Administrator: {Manage}, authz.Solo: {Manage}}

// Words are the words of English an organisation uses.
type Words string

// The two kinds of English: jail and parole officer, or remand and probation.
const (
	WordsUS Words = "US"
	WordsUK Words = "UK"
)

// DateOrder is how days are written and, where a date is ambiguous, read.
type DateOrder string

// The orders of day, month and year.
const (
	MonthFirst DateOrder = "mdy"
	DayFirst   DateOrder = "dmy"
	YearFirst  DateOrder = "ymd"
)

// Noun is a word the organisation puts in the place of ours.
type Noun struct{ One, Many string }

// Choices is everything an organisation has decided. The zero value is not
// valid; Defaults is where a new organisation begins.
type Choices struct {
	Name         string // of the organisation
	Country      string // ISO 3166, two letters
	Words        Words
	Language     string // of whoever has not chosen one: "en" or "es"
	TimeZone     string // IANA name
	DateOrder    DateOrder
	Capabilities []string // the optional ones in use, by key
	OpenTeam     bool     // every worker sees every ordinary case
	// PasskeysForPower asks everybody for a passkey before what is powerful.
	PasskeysForPower bool
	LetterDays       int             // a letter is answered within
	QuietDays        int             // without a word for so long, somebody is quiet
	LockMinutes      int             // without a touch for so long, the screen locks
	OfAge            int             // from which age somebody is grown up, in years
	Nouns            map[string]Noun // renamed nouns, by key
	SetUp            string          // the last finished step of set-up, "done" at the end
	ClockSet         *ClockSet       // the clock of the machine was set, and nobody has looked yet; nil otherwise
}

// ClockSet is a jump of the clock: what it should have shown, and what it did.
// While there is one, nothing may be deleted because of its age.
type ClockSet struct{ From, To time.Time }

// Done is the value of SetUp when set-up is over.
const Done = "done"

// MaxLockMinutes is the longest a screen may stay open untouched; an
// organisation may shorten it (security design 4.8).
const MaxLockMinutes = 15

// Defaults are the choices a new organisation begins with, by its country ("US"
// when it is not known).
func Defaults(country string) Choices {
	if country == "" {
		country = "US"
	}
	c := Choices{
		Country: country, Words: WordsUS, Language: "en", TimeZone: "America/New_York", DateOrder: MonthFirst,
		LetterDays: 14, QuietDays: 90, LockMinutes: MaxLockMinutes, OfAge: MajorityOf(country).Age,
	}
	if slices.Contains([]string{"GB", "IE", "AU", "NZ", "ZA", "IN"}, country) {
		c.Words, c.DateOrder, c.TimeZone = WordsUK, DayFirst, zoneOf[country]
	}
	return c
}

var zoneOf = map[string]string{
	"GB": "Europe/London", "IE": "Europe/Dublin", "AU": "Australia/Sydney",
	"NZ": "Pacific/Auckland", "ZA": "Africa/Johannesburg", "IN": "Asia/Kolkata",
}

// Languages are the languages one can choose, by key.
func Languages() []string { return []string{"en", "es"} }

// Locale is the catalogue for somebody who chose a language, or none: English
// comes in the organisation's words.
func (c Choices) Locale(own string) string {
	lang := own
	if !slices.Contains(Languages(), lang) {
		lang = c.Language
	}
	if lang == "en" && c.Words == WordsUK {
		return "en-GB"
	}
	return lang
}

// Location is the organisation's time zone, or UTC when its name means nothing
// to this machine.
func (c Choices) Location() *time.Location {
	if loc, err := time.LoadLocation(c.TimeZone); err == nil {
		return loc
	}
	return time.UTC
}

// Uses reports whether an optional capability is in use.
func (c Choices) Uses(capability string) bool { return slices.Contains(c.Capabilities, capability) }

// NounKeys are the nouns an organisation may rename.
func NounKeys() []string {
	return []string{"person", "case", "worker", "volunteer", "facility", "letter", "visit", "house", "fund", "grievance", "programme", "task"}
}

// validate returns every broken rule; the field is the name of the form field.
func (c Choices) validate() error {
	var bad []fault.Problem
	rule := func(ok bool, field, key string, args ...any) {
		if !ok {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	rule(c.Name != "", "name", "settings.name.missing")
	rule(utf8.RuneCountInString(c.Name) <= 120, "name", "settings.name.long", "count", 120)
	rule(len(c.Country) == 2, "country", "settings.country.unknown")
	rule(c.Words == WordsUS || c.Words == WordsUK, "words", "settings.words.unknown")
	rule(slices.Contains(Languages(), c.Language), "language", "settings.language.unknown")
	rule(KnownZone(c.TimeZone), "time_zone", "settings.time-zone.unknown")
	rule(slices.Contains([]DateOrder{MonthFirst, DayFirst, YearFirst}, c.DateOrder), "date_order", "settings.date-order.unknown")
	rule(between(c.LetterDays, 1, 365), "letter_days", "settings.days.range", "from", 1, "to", 365)
	rule(between(c.QuietDays, 7, 1000), "quiet_days", "settings.days.range", "from", 7, "to", 1000)
	rule(between(c.LockMinutes, 1, MaxLockMinutes), "lock_minutes", "settings.minutes.range", "from", 1, "to", MaxLockMinutes)
	rule(between(c.OfAge, LeastOfAge, MostOfAge), "of_age", "settings.of-age.range", "from", LeastOfAge, "to", MostOfAge)
	for _, key := range slices.Sorted(maps.Keys(c.Nouns)) {
		n := c.Nouns[key]
		rule((n.One == "") == (n.Many == ""), "noun_"+key, "settings.noun.half")
		rule(utf8.RuneCountInString(n.One+n.Many) <= 80, "noun_"+key, "settings.noun.long", "count", 40)
	}
	return fault.Check("settings: save", bad)
}

func between(n, low, high int) bool { return n >= low && n <= high }

// KnownZone reports whether name is a time zone.
func KnownZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// tidy trims what people type and drops nouns that are not renamed.
func (c *Choices) tidy() {
	c.Name = strings.Join(strings.Fields(c.Name), " ")
	c.Capabilities = slices.Compact(slices.Sorted(slices.Values(c.Capabilities)))
	known := NounKeys()
	maps.DeleteFunc(c.Nouns, func(key string, n Noun) bool { return n == Noun{} || !slices.Contains(known, key) })
}
