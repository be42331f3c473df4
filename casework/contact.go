package casework

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/timeline"
)

// Channel is how a word passed between a person and the organisation.
type Channel string

// The channels. Letters say which way they went.
const (
	LetterIn  Channel = "letter-in"
	LetterOut Channel = "letter-out"
	Call      Channel = "call"
	Visit     Channel = "visit"
	Email     Channel = "email"
	Other     Channel = "other"
)

// Channels lists them in the order shown.
func Channels() []Channel { return []Channel{LetterIn, LetterOut, Call, Visit, Email, Other} }

// Valid reports whether c is one of them.
func (c Channel) Valid() bool { return slices.Contains(Channels(), c) }

// entry gives the kind and direction under which the timeline keeps it.
func (c Channel) entry() (kind, direction string) {
	switch c {
	case LetterIn:
		return timeline.KindLetter, timeline.In
	case LetterOut:
		return timeline.KindLetter, timeline.Out
	case Call:
		return timeline.KindCall, ""
	case Visit:
		return timeline.KindVisit, ""
	case Email:
		return timeline.KindEmail, ""
	}
	return timeline.KindMessage, ""
}

// Contact is one word either way: who, how, what, and what comes next.
type Contact struct {
	PersonID string // or a case
	CaseID   string
	Channel  Channel
	What     string    // may be a whole pasted letter; may be empty
	On       civil.Day // "" is today
	// About is the day as far as it is known, when that is less than a day: the
	// timeline keeps it, and the case counts from its first possible day.
	About  partialdate.Date
	Sight  timeline.Sight // who may read What; "" is everybody on the case
	Next   Next           // zero: be in touch again after the interval
	TaskID string         // the call or visit this was, done with it; or ""
}

// maxWhat is the longest text of a contact, in bytes.
const maxWhat = timeline.MaxBody

// Check returns what is wrong with a contact on the given day.
func (c Contact) Check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	problem(c.PersonID == "" && c.CaseID == "", "person", "casework.contact.person.missing")
	problem(!c.Channel.Valid(), "channel", "casework.contact.channel.missing")
	problem(len(c.What) > maxWhat || !utf8.ValidString(c.What), "what", "casework.contact.what.long")
	problem(c.On != "" && !c.On.Valid(), "on", "casework.contact.on.invalid")
	problem(c.On > today || aheadOf(c.About, today), "on", "casework.contact.on.future")
	return append(bad, c.Next.check(today, false)...)
}

func aheadOf(about partialdate.Date, today civil.Day) bool {
	first, _ := about.Bounds()
	return !about.IsZero() && first > today
}

// date is when it was, as far as known.
func (c Contact) date() partialdate.Date {
	if c.About.IsZero() {
		return partialdate.On(c.On)
	}
	return c.About
}

// tidy trims the words and fills in the day.
func (c Contact) tidy(today civil.Day) Contact {
	c.What, c.Next.Words = strings.TrimSpace(c.What), strings.TrimSpace(c.Next.Words)
	if !c.About.IsZero() {
		c.On, _ = c.About.Bounds()
	}
	if c.On == "" {
		c.On = today
	}
	return c
}
