package i18n

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Locales holds the words of this package: days, numbers, lists and nouns.
//
//go:embed locales
var Locales embed.FS

// source is the locale every message exists in.
const source = "en"

// falls says where a locale looks for a message it does not have.
var falls = map[string]string{"en-GB": source}

// Catalogue holds every message of the program in every locale. It is made
// once, when the program starts, and not changed.
type Catalogue struct {
	written map[string]map[string]*goi18n.Message // locale, key
	tables  map[string]*table
}

// table is what a printer of one locale looks messages up in.
type table struct {
	locale    string
	tag       language.Tag
	messages  map[string]*message
	group     string // between thousands
	groupFrom int    // numbers of at most this many digits are written together
	calendar  calendar
}

// New reads locales/*.json of this package and of every source. A key that
// stands in two sources, or a text that cannot be understood, is an error.
func New(sources ...fs.FS) (*Catalogue, error) {
	c := &Catalogue{written: map[string]map[string]*goi18n.Message{}, tables: map[string]*table{}}
	for _, src := range append([]fs.FS{Locales}, sources...) {
		if err := c.read(src); err != nil {
			return nil, err
		}
	}
	for locale := range c.written {
		t, err := c.compile(locale, nil)
		if err != nil {
			return nil, err
		}
		c.tables[locale] = t
	}
	if c.tables[source] == nil {
		return nil, errors.New("i18n: no messages in " + source)
	}
	return c, nil
}

func (c *Catalogue) read(src fs.FS) error {
	files, err := fs.Glob(src, "locales/*.json")
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := fs.ReadFile(src, file)
		if err != nil {
			return err
		}
		parsed, err := goi18n.ParseMessageFileBytes(text, file, nil)
		if err != nil {
			return fmt.Errorf("i18n: %s: %w", file, err)
		}
		locale := strings.TrimSuffix(path.Base(file), ".json")
		if err := c.add(locale, parsed.Messages); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalogue) add(locale string, messages []*goi18n.Message) error {
	if c.written[locale] == nil {
		c.written[locale] = map[string]*goi18n.Message{}
	}
	for _, m := range messages {
		if _, twice := c.written[locale][m.ID]; twice {
			return fmt.Errorf("i18n: %s: %s stands in two catalogues", locale, m.ID)
		}
		c.written[locale][m.ID] = m
	}
	return nil
}

// Noun is a word an organisation uses in the place of ours.
type Noun struct{ One, Many string }

// compile prepares the table of a locale with an organisation's own nouns.
func (c *Catalogue) compile(locale string, own map[string]Noun) (*table, error) {
	written := maps.Clone(c.written[source])
	if fall, ok := falls[locale]; ok {
		maps.Copy(written, c.written[fall])
	}
	maps.Copy(written, c.written[locale])
	for key, noun := range own {
		if noun.One != "" && noun.Many != "" {
			written["word."+key] = &goi18n.Message{ID: "word." + key, One: noun.One, Other: noun.Many}
		}
	}
	words := func(noun string) (*goi18n.Message, bool) {
		m, ok := written["word."+noun]
		return m, ok
	}
	t := &table{locale: locale, tag: localeTag(locale), messages: make(map[string]*message, len(written))}
	for key, m := range written {
		compiled, err := compile(m, words)
		if err != nil {
			return nil, fmt.Errorf("%w (%s)", err, locale)
		}
		t.messages[key] = compiled
	}
	return t, t.prepare()
}

// Languages lists the locales that have messages, sorted.
func (c *Catalogue) Languages() []string { return slices.Sorted(maps.Keys(c.written)) }

// Best picks the locale to use for an account's choice and a browser's
// Accept-Language header, in this order. The fallback is US English.
func (c *Catalogue) Best(chosen, accept string) string {
	if _, ok := c.tables[chosen]; ok {
		return chosen
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return source
	}
	for _, tag := range tags {
		if _, ok := c.tables[tag.String()]; ok {
			return tag.String()
		}
		base, _ := tag.Base()
		if _, ok := c.tables[base.String()]; ok {
			return base.String()
		}
	}
	return source
}

// Printer returns the printer of a locale, US English when there is none.
func (c *Catalogue) Printer(locale string) *Printer {
	t, ok := c.tables[locale]
	if !ok {
		t = c.tables[source]
	}
	return &Printer{table: t}
}

// Renamed returns a catalogue in which an organisation's own nouns stand for
// ours, in every locale: own maps "person" and the like to what they say.
func (c *Catalogue) Renamed(own map[string]Noun) (*Catalogue, error) {
	r := &Catalogue{written: c.written, tables: map[string]*table{}}
	for locale := range c.written {
		t, err := c.compile(locale, own)
		if err != nil {
			return nil, err
		}
		r.tables[locale] = t
	}
	return r, nil
}
