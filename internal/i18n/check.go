package i18n

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Check lists what is wrong with the catalogues when held against the source
// code: keys and placeholders that differ between locales, messages nobody
// uses, and words nobody wrote. sources is the root of the code.
//
// A key counts as used when the source holds it as a literal, or holds a
// literal that ends in "." (as in "deed." + action) and begins it.
func Check(c *Catalogue, sources fs.FS) ([]string, error) {
	found, err := scan(sources)
	if err != nil {
		return nil, err
	}
	complaints := c.compare()
	for _, key := range slices.Sorted(maps.Keys(c.written[source])) {
		if !found.uses(key) {
			complaints = append(complaints, "nobody uses "+key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(found.needed)) {
		if _, ok := c.written[source][key]; !ok {
			complaints = append(complaints, fmt.Sprintf("%s: no message %s", found.needed[key], key))
		}
	}
	return complaints, nil
}

// compare holds every locale against the source.
func (c *Catalogue) compare() []string {
	var complaints []string
	for _, locale := range c.Languages() {
		for _, key := range slices.Sorted(maps.Keys(c.written[locale])) {
			m := c.written[locale][key]
			in, ok := c.written[source][key]
			switch {
			case !ok:
				complaints = append(complaints, fmt.Sprintf("%s: %s is not in %s", locale, key, source))
			case !sameForms(m, in):
				complaints = append(complaints, fmt.Sprintf("%s: %s has a plural in one locale only", locale, key))
			case !slices.Equal(placeholders(m), placeholders(in)):
				complaints = append(complaints, fmt.Sprintf("%s: %s: placeholders %v, in %s %v", locale, key, placeholders(m), source, placeholders(in)))
			}
		}
		if _, partial := falls[locale]; partial || locale == source {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(c.written[source])) {
			if _, ok := c.written[locale][key]; !ok {
				complaints = append(complaints, locale+": no "+key)
			}
		}
	}
	return complaints
}

func sameForms(a, b *goi18n.Message) bool { return (a.One != "") == (b.One != "") }

// found is what the source code says of messages.
type found struct {
	literals map[string]bool   // every quoted text with a dot in it
	prefixes []string          // quoted texts that end in a dot
	needed   map[string]string // keys that must have a message, and where
}

var (
	quoted = regexp.MustCompile(`"([a-z][a-z0-9-]*(?:\.[a-z0-9_-]+)*\.?)"`)
	// Where a key is certain: T(ctx, "…"), r.T("…"), …Key: "…", the key of
	// fault.Bad and of Fail, Tell and Warn.
	certain = []*regexp.Regexp{
		regexp.MustCompile(`\bT\((?:[a-zA-Z.()]*[cC](?:ontext\(\)|tx), )?"([a-z][a-z0-9-]*\.[a-z0-9_.-]*[a-z0-9])"[,)]`),
		regexp.MustCompile(`\b[A-Z]?[A-Za-z]*Key:\s*"([a-z][a-z0-9-]*\.[a-z0-9_.-]*[a-z0-9])"`),
		regexp.MustCompile(`fault\.Bad\([^,]*, [^,]*, "([a-z][a-z0-9-]*\.[a-z0-9_.-]*[a-z0-9])"`),
		regexp.MustCompile(`\.Fail\([^,]*, "([a-z][a-z0-9-]*\.[a-z0-9_.-]*[a-z0-9])"`),
		regexp.MustCompile(`\.(?:Tell|Warn)\("([a-z][a-z0-9-]*\.[a-z0-9_.-]*[a-z0-9])"`),
	}
	deed = regexp.MustCompile(`trail\.Deed\{[^}]*?Action:\s*"([a-z0-9_.-]+)"`)
)

func (f *found) uses(key string) bool {
	if f.literals[key] {
		return true
	}
	return slices.ContainsFunc(f.prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}

// scan reads every Go and templ file that people wrote.
func scan(sources fs.FS) (*found, error) {
	f := &found{literals: map[string]bool{}, needed: map[string]string{}}
	err := fs.WalkDir(sources, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && file != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		goFile := path.Ext(file) == ".go" && !strings.HasSuffix(file, "_test.go") && !strings.HasSuffix(file, "_templ.go")
		if d.IsDir() || !goFile && path.Ext(file) != ".templ" {
			return nil
		}
		text, err := fs.ReadFile(sources, file)
		if err == nil {
			f.read(file, string(text))
		}
		return err
	})
	f.prefixes = append(f.prefixes, "word.") // nouns stand in messages, not in code
	return f, err
}

func (f *found) read(file, text string) {
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		if strings.HasSuffix(m[1], ".") {
			f.prefixes = append(f.prefixes, m[1])
		} else {
			f.literals[m[1]] = true
		}
	}
	for _, form := range certain {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			f.needed[m[1]] = file
		}
	}
	for _, m := range deed.FindAllStringSubmatch(text, -1) {
		f.needed["deed."+m[1]] = file
		f.literals["deed."+m[1]] = true
	}
}
