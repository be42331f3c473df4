package letters

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/typeset"
	"github.com/throughcare/throughcare/people"
)

// Version is the words of a letter in one language.
type Version struct {
	ID, Rev    string
	TemplateID string // of a version of a template
	Lang       string // BCP 47
	Title      string
	Body       string // paragraphs, with an empty line between them
}

// Template is a letter that is written again and again.
type Template struct {
	ID, Rev  string
	Name     string
	Ended    bool // not offered any more
	Versions []Version
}

// The words that stand in a text for what differs from letter to letter.
const (
	ForName         = "name"
	ForNumber       = "number"
	ForFacility     = "facility"
	ForWorker       = "worker"
	ForOrganisation = "organisation"
	ForDate         = "date"
)

// Placeholders lists them in the order offered.
func Placeholders() []string {
	return []string{ForName, ForNumber, ForFacility, ForWorker, ForOrganisation, ForDate}
}

// Limits of what one letter holds, in characters.
const (
	mostName  = 80
	mostTitle = 160
	mostBody  = 20_000
)

var placeholder = regexp.MustCompile(`\{([^{}\s]*)\}`)

// fill puts values in the place of their words.
func fill(text string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		if v, ok := values[found[1:len(found)-1]]; ok {
			return v
		}
		return found
	})
}

// unknown are the words in braces that stand for nothing.
func unknown(text string) (list []string) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(Placeholders(), m[1]) && !slices.Contains(list, m[0]) {
			list = append(list, m[0])
		}
	}
	return list
}

// paragraphs are the paragraphs of a text: an empty line parts them, other breaks are kept.
func paragraphs(text string) (list []string) {
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.Trim(part, "\n"); part != "" {
			list = append(list, part)
		}
	}
	return list
}

func (v Version) clean() Version {
	v.Title, _ = people.Clean(v.Title)
	v.Body, _ = people.CleanLines(v.Body)
	v.Body = strings.TrimSpace(v.Body)
	return v
}

func (v Version) check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(!slices.Contains(tongues.Codes(), v.Lang), "lang", "letters.lang.missing")
	problem(v.Body == "", "body", "letters.body.missing")
	problem(utf8.RuneCountInString(v.Title) > mostTitle, "title", "letters.long", "count", mostTitle)
	problem(utf8.RuneCountInString(v.Body) > mostBody, "body", "letters.long", "count", mostBody)
	if list := unknown(v.Title + " " + v.Body); len(list) > 0 {
		problem(true, "body", "letters.placeholder.unknown", "words", strings.Join(list, " "))
	}
	return bad
}

// choose is the version somebody gets: the first language they read, then one they read a
// little, and whether it is any of those. Without one it is the first version.
func choose(versions []Version, languages []people.Language) (v Version, reads bool) {
	for _, how := range []people.How{people.Reads, people.ReadsSome} {
		for _, l := range languages {
			if l.How != how {
				continue
			}
			if i := slices.IndexFunc(versions, func(v Version) bool { return v.Lang == l.Lang }); i >= 0 {
				return versions[i], true
			}
		}
	}
	if len(versions) == 0 {
		return Version{}, false
	}
	return versions[0], !slices.ContainsFunc(languages, func(l people.Language) bool { return l.How == people.Reads })
}

// isolated keeps a number in one piece within a language that runs from right to left.
func isolated(lang, number string) string {
	if number == "" || !typeset.RunsFromRight(lang) {
		return number
	}
	return "\u2066" + number + "\u2069" // left-to-right isolate, and its end
}
