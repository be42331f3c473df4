package keys

import "strings"

// Spell writes a secret as words of the list, to be printed and typed: its
// bytes, and the first of their SHA-256, eleven bits to a word.
func Spell(secret []byte) []string { return encodeWords(secret) }

// Unspell reads the words of a secret of so many bytes, as somebody typed them. A
// word that is not on the list is a *WordError, a mistake that only shows in the
// whole ErrMistyped.
func Unspell(typed string, size int) ([]byte, error) {
	return decodeWords(strings.Fields(strings.ToLower(typed)), size)
}
