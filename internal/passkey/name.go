package passkey

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/throughcare/throughcare/internal/fault"
)

// Named tidies the name somebody gives a passkey. It returns Invalid for one that
// is no name, in the field "name".
func Named(name string) (string, error) {
	name = strings.Join(strings.Fields(norm.NFC.String(name)), " ")
	const op = "passkey: name a passkey"
	switch {
	case name == "":
		return "", fault.Bad(op, "name", "staff.passkey.nameless")
	case utf8.RuneCountInString(name) > 60:
		return "", fault.Bad(op, "name", "staff.name.long", "count", 60)
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", fault.Bad(op, "name", "staff.name.signs")
	}
	return name, nil
}
