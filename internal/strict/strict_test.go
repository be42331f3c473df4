package strict_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/strict"
)

// A type that has nothing to do with rules.
type shelf struct {
	Name  string `yaml:"name"`
	Books []book `yaml:"books"`
	Owner `yaml:",inline"`
	inner string
}

type book struct {
	Title string `yaml:"title"`
	Pages int    `yaml:"pages"`
	Lent  *bool  `yaml:"lent"`
}

// Owner is a part that stands among the names of the whole.
type Owner struct {
	Of string `yaml:"of"`
}

func TestRead(t *testing.T) {
	t.Parallel()
	var s shelf
	lines, wrong := strict.Read([]byte("name: poetry\nof: Ruth\nbooks:\n  - title: \"007\"\n    pages: 12\n    lent: true\n"), &s)
	if len(wrong) > 0 || s.Name != "poetry" || s.Of != "Ruth" || len(s.Books) != 1 || s.Books[0].Title != "007" || s.Books[0].Pages != 12 || !*s.Books[0].Lent || s.inner != "" {
		t.Errorf("%+v, %v", s, wrong)
	}
	if lines["books[0].pages"] != 5 || lines["of"] != 2 {
		t.Errorf("%v", lines)
	}
	placed := lines.Place([]strict.Finding{{Path: "books[0].author"}, {Path: "name"}, {Path: "nowhere"}})
	if got := fmt.Sprint(placed[0].Line, placed[1].Line, placed[2].Line); got != "1 1 4" {
		t.Errorf("what is missing stands nearest to what is around it, in the order of the file: %s %v", got, placed)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"name: a\nname: b":                    "2 field.twice",
		"Name: a":                             "1 field.unknown",
		"inner: a":                            "1 field.unknown",
		"Owner: {of: a}":                      "1 field.unknown",
		"name: [a]":                           "1 shape.text",
		"name: {a: b}":                        "1 shape.text",
		"name: ~":                             "1 null",
		"name: ' '":                           "1 null",
		"books: a":                            "1 shape.list",
		"books: [a]":                          "1 shape.map",
		"books:\n  - pages: 1.0":              "2 shape.number",
		"books:\n  - pages: '1'":              "2 shape.number",
		"books:\n  - lent: yes":               "2 shape.yes",
		"books:\n  - pages: 9999999999999999": "",
		"name: &a b":                          "1 alias",
		"name: &a b\nof: *a":                  "1 alias, 2 alias",
		"&a name: b":                          "1 alias",
		"? [name]\n: b":                       "1 alias",
		"name: !!str b":                       "1 tag",
		"name: !own b":                        "1 tag",
		"<<: {name: a}":                       "1 field.unknown",
		"just words":                          "1 shape.map",
		"# nothing but a comment":             "0 empty",
		"name: a\n---\nname: b":               "0 several",
		"name: a\nname: \"b":                  "2 syntax",
		"name: a\nbooks: [\nof: b":            "2 syntax",
		"name: a\n\tof: b":                    "2 syntax",
		"name: a\nof: \xff":                   "2 utf8",
		"name: a\nof: \x00":                   "2 control",
	} {
		var s shelf
		_, wrong := strict.Read([]byte(text), &s)
		var list []string
		for _, f := range wrong {
			list = append(list, fmt.Sprintf("%d %s", f.Line, strings.TrimPrefix(f.Key, "rulepacks.check.")))
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	if got := strict.Cut(strings.Repeat("é", 61)); got != strings.Repeat("é", 60)+"…" || strict.Cut(strings.Repeat("é", 60)) != strings.Repeat("é", 60) {
		t.Errorf("%q", got)
	}
}
