package people

import (
	"strings"

	"github.com/throughcare/throughcare/internal/tongues"
)

// ReadLanguages reads languages as people list them: "Farsi, some English". rest
// are the names we have no code for.
func ReadLanguages(text string) (known []Language, rest []string) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;/+&", r) }) {
		how, name := Reads, strings.TrimSpace(part)
		if some, ok := strings.CutPrefix(strings.ToLower(name), "some "); ok {
			how, name = ReadsSome, some
		}
		if code, ok := tongues.Named(name); ok {
			known = append(known, Language{Lang: code, How: how})
		} else if name != "" {
			rest = append(rest, name)
		}
	}
	return known, rest
}
