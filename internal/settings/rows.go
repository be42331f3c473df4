package settings

import (
	"strconv"
	"strings"
	"time"
)

// A choice is one row of the table setting, so that two people changing two
// choices do not meet, and the trail says which one changed.

// rows gives every choice as the text of its row.
func (c Choices) rows() map[string]string {
	r := map[string]string{
		"organisation.name":    c.Name,
		"organisation.country": c.Country,
		"words":                string(c.Words),
		"language":             c.Language,
		"time-zone":            c.TimeZone,
		"date-order":           string(c.DateOrder),
		"capabilities":         strings.Join(c.Capabilities, ","),
		"open-team":            strconv.FormatBool(c.OpenTeam),
		"passkeys-for-power":   strconv.FormatBool(c.PasskeysForPower),
		"letter-days":          strconv.Itoa(c.LetterDays),
		"quiet-days":           strconv.Itoa(c.QuietDays),
		"lock-minutes":         strconv.Itoa(c.LockMinutes),
		"of-age":               strconv.Itoa(c.OfAge),
		"set-up":               c.SetUp,
		"clock-set":            c.ClockSet.text(),
	}
	for _, key := range NounKeys() {
		r["noun."+key] = c.Nouns[key].text()
	}
	return r
}

// fromRows reads choices back. A row that is missing or unreadable leaves the
// default, so that a newer release can add a choice.
func fromRows(r map[string]string) Choices {
	c := Defaults(r["organisation.country"])
	c.Name = r["organisation.name"]
	c.SetUp = r["set-up"]
	keep(&c.Words, Words(r["words"]))
	keep(&c.Language, r["language"])
	keep(&c.TimeZone, r["time-zone"])
	keep(&c.DateOrder, DateOrder(r["date-order"]))
	keep(&c.LetterDays, number(r["letter-days"]))
	keep(&c.QuietDays, number(r["quiet-days"]))
	keep(&c.LockMinutes, number(r["lock-minutes"]))
	keep(&c.OfAge, number(r["of-age"]))
	c.OpenTeam = r["open-team"] == "true"
	c.ClockSet = clockSetOf(r["clock-set"])
	c.PasskeysForPower = r["passkeys-for-power"] == "true"
	if text := r["capabilities"]; text != "" {
		c.Capabilities = strings.Split(text, ",")
	}
	c.Nouns = map[string]Noun{}
	for _, key := range NounKeys() {
		if n := nounOf(r["noun."+key]); n != (Noun{}) {
			c.Nouns[key] = n
		}
	}
	return c
}

// keep sets a choice unless what was stored is nothing.
func keep[T comparable](choice *T, stored T) {
	var nothing T
	if stored != nothing {
		*choice = stored
	}
}

func number(text string) int {
	n, _ := strconv.Atoi(text) // nothing, or nonsense, leaves the default
	return n
}

func (c *ClockSet) text() string {
	if c == nil {
		return ""
	}
	return c.From.UTC().Format(time.RFC3339) + " " + c.To.UTC().Format(time.RFC3339)
}

func clockSetOf(text string) *ClockSet {
	before, after, _ := strings.Cut(text, " ")
	from, err := time.Parse(time.RFC3339, before)
	to, other := time.Parse(time.RFC3339, after)
	if err != nil || other != nil { // nothing
		return nil
	}
	return &ClockSet{From: from, To: to}
}

func (n Noun) text() string {
	if n == (Noun{}) {
		return ""
	}
	return n.One + "\n" + n.Many
}

func nounOf(text string) Noun {
	one, many, _ := strings.Cut(text, "\n")
	return Noun{One: one, Many: many}
}
