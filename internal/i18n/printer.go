package i18n

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Printer prints messages in one locale, at one moment, in one time zone.
type Printer struct {
	table *table
	today time.Time // midnight UTC of the day it is for the reader
	zone  *time.Location
}

// At returns a printer that knows the time and the zone it is read in, which
// dates need.
func (p *Printer) At(now time.Time, zone *time.Location) *Printer {
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := now.In(zone).Date()
	return &Printer{table: p.table, today: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), zone: zone}
}

// Locale names the printer's locale, for the lang attribute: "en", "en-GB", "es".
func (p *Printer) Locale() string { return p.table.locale }

// Direction is "ltr" or "rtl", for the dir attribute.
func (p *Printer) Direction() string {
	switch base, _ := p.table.tag.Base(); base.String() {
	case "ar", "fa", "he", "ur":
		return "rtl"
	}
	return "ltr"
}

// Today is the day it is for the reader, "2006-01-02", or "" when the printer
// does not know the time.
func (p *Printer) Today() string {
	if p.today.IsZero() {
		return ""
	}
	return p.today.Format(time.DateOnly)
}

// T prints a message. args are name, value pairs; "count" picks the plural. A
// key nobody wrote a message for shows as ⟦key⟧.
func (p *Printer) T(key string, args ...any) string {
	m, ok := p.table.messages[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	if m.fixed {
		return m.plain
	}
	return m.print(p.table, args)
}

// Has reports whether there is a message with this key.
func (p *Printer) Has(key string) bool { _, ok := p.table.messages[key]; return ok }

type printerKey struct{}

// With returns a context whose messages are printed by p.
func With(ctx context.Context, p *Printer) context.Context {
	return context.WithValue(ctx, printerKey{}, p)
}

// none prints when a context carries no printer: every key as itself.
var none = &Printer{table: &table{locale: source, tag: localeTag(source), messages: map[string]*message{}, group: ",", groupFrom: 3}}

// From returns the printer of the context.
func From(ctx context.Context) *Printer {
	if p, ok := ctx.Value(printerKey{}).(*Printer); ok {
		return p
	}
	return none
}

// T prints a message with the printer of the context.
func T(ctx context.Context, key string, args ...any) string {
	p, ok := ctx.Value(printerKey{}).(*Printer)
	if !ok {
		p = none
	}
	m, ok := p.table.messages[key]
	switch {
	case !ok:
		return "⟦" + key + "⟧"
	case m.fixed:
		return m.plain
	}
	return m.print(p.table, args)
}

// Number writes a whole number with separators: 1,904.
func Number(ctx context.Context, n int) string { return From(ctx).table.number(n) }

// CountWord writes a number up to twenty-four in words, as a heading does, and
// a larger one in figures.
func CountWord(ctx context.Context, n int) string {
	t := From(ctx).table
	if n >= 0 && n < len(t.calendar.counts) {
		return t.calendar.counts[n]
	}
	return t.number(n)
}

// List joins items: "a, b and c". Spanish "y" becomes "e" before an i sound.
func List(ctx context.Context, items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	p := From(ctx)
	last := items[len(items)-1]
	and := p.T("list.and")
	if soundsLikeI(last) {
		and = p.T("list.and.i")
	}
	return strings.Join(items[:len(items)-1], p.T("list.comma")) + and + last
}

// soundsLikeI reports whether a word begins with the sound i, but not with a
// diphthong (Spanish orthography: "e hijos", but "y hielo").
func soundsLikeI(word string) bool {
	w := strings.ToLower(word)
	w = strings.TrimPrefix(w, "h")
	if !strings.HasPrefix(w, "i") && !strings.HasPrefix(w, "í") {
		return false
	}
	next := strings.TrimPrefix(strings.TrimPrefix(w, "i"), "í")
	return next == "" || !strings.ContainsRune("aeou", []rune(next)[0])
}

// Capital gives the text with its first letter in upper case.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || unicode.IsUpper(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
