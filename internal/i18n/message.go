package i18n

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// message is one entry of a catalogue, ready to print.
type message struct {
	plain  string  // the whole text, when it has neither placeholder nor plural
	fixed  bool    // plain is valid
	other  pattern // the text, or the plural form "other"
	forms  map[plural.Form]pattern
	source *goi18n.Message // as written, to recompile when nouns are renamed
}

// pattern is a text cut at its placeholders.
type pattern []piece

// piece is either text or the name of a placeholder.
type piece struct{ text, name string }

var (
	placeholder = regexp.MustCompile(`\{\{\s*\.([A-Za-z][A-Za-z0-9_]*)\s*\}\}`)
	leftover    = regexp.MustCompile(`\{\{|\}\}`)
)

// nouns finds the message of a noun, such as "person".
type nouns func(noun string) (*goi18n.Message, bool)

// compile prepares a message and puts the nouns in.
func compile(m *goi18n.Message, words nouns) (*message, error) {
	c := &message{source: m}
	other, err := cut(m.ID, m.Other, words)
	if err != nil {
		return nil, err
	}
	c.other = other
	for form, text := range map[plural.Form]string{plural.Zero: m.Zero, plural.One: m.One, plural.Two: m.Two, plural.Few: m.Few, plural.Many: m.Many} {
		if text == "" {
			continue
		}
		if c.forms == nil {
			c.forms = map[plural.Form]pattern{}
		}
		if c.forms[form], err = cut(m.ID, text, words); err != nil {
			return nil, err
		}
	}
	if c.forms == nil && len(other) == 1 && other[0].name == "" {
		c.plain, c.fixed = other[0].text, true
	}
	return c, nil
}

// cut splits a text at its placeholders and puts the nouns in.
func cut(id, text string, words nouns) (pattern, error) {
	if text == "" {
		return nil, fmt.Errorf("i18n: message %s is empty", id)
	}
	var p pattern
	add := func(s string) error {
		if leftover.MatchString(s) {
			return fmt.Errorf("i18n: message %s: only {{.name}} is understood", id)
		}
		if n := len(p); n > 0 && p[n-1].name == "" {
			p[n-1].text += s
		} else if s != "" {
			p = append(p, piece{text: s})
		}
		return nil
	}
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		if err := add(text[at:m[0]]); err != nil {
			return nil, err
		}
		at = m[1]
		name := text[m[2]:m[3]]
		noun, ok, err := resolve(id, name, words)
		if err != nil {
			return nil, err
		}
		if ok {
			if err := add(noun); err != nil {
				return nil, err
			}
			continue
		}
		p = append(p, piece{name: name})
	}
	return p, add(text[at:])
}

// nounMark is how a placeholder names a noun: {{.w_person}} is "person",
// {{.ws_person}} "people"; with a capital W the noun has one too.
var nounMark = regexp.MustCompile(`^([wW])(s?)_(.+)$`)

// resolve gives the noun a placeholder stands for, if it stands for one.
func resolve(id, name string, words nouns) (string, bool, error) {
	m := nounMark.FindStringSubmatch(name)
	if m == nil {
		return "", false, nil
	}
	noun, ok := words(m[3])
	if !ok {
		return "", false, fmt.Errorf("i18n: message %s: no noun %q", id, m[3])
	}
	word := noun.One
	if m[2] == "s" {
		word = noun.Other
	}
	if m[1] == "W" {
		word = Capital(word)
	}
	return word, true, nil
}

// print writes the message with its arguments (name, value pairs).
func (m *message) print(t *table, args []any) string {
	if m.fixed {
		return m.plain
	}
	p := m.other
	if m.forms != nil {
		if n, ok := count(args); ok {
			if f, ok := m.forms[t.form(n)]; ok {
				p = f
			}
		}
	}
	var b strings.Builder
	for _, c := range p {
		if c.name == "" {
			b.WriteString(c.text)
			continue
		}
		b.WriteString(t.value(c.name, args))
	}
	return b.String()
}

// form is the CLDR cardinal category of a whole number.
func (t *table) form(n int) plural.Form {
	if n < 0 {
		n = -n
	}
	return plural.Cardinal.MatchPlural(t.tag, n, 0, 0, 0, 0)
}

// count finds the number that chooses the plural.
func count(args []any) (int, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "count" {
			switch n := args[i+1].(type) {
			case int:
				return n, true
			case int64:
				return int(n), true
			}
		}
	}
	return 0, false
}

// value renders an argument: numbers with separators, everything else as text.
// A missing argument shows its name, so that it is noticed.
func (t *table) value(name string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return v
		case int:
			return t.number(v)
		case int64:
			return t.number(int(v))
		default:
			return fmt.Sprint(v)
		}
	}
	return "⟦" + name + "⟧"
}

// number writes a whole number with the locale's separator.
func (t *table) number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	if len(s) <= t.groupFrom {
		return sign + s
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(t.group)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// placeholders lists the names a message expects, sorted, without nouns.
func placeholders(m *goi18n.Message) []string {
	var names []string
	for _, text := range []string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		for _, f := range placeholder.FindAllStringSubmatch(text, -1) {
			name := f[1]
			if !nounMark.MatchString(name) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// localeTag parses a locale name such as "en-GB".
func localeTag(name string) language.Tag { return language.Make(name) }
