// Package tongues knows languages by their names: in English, in Spanish and in
// themselves.
package tongues

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/throughcare/throughcare/internal/search"
)

// codes are the languages we know by name: those most spoken in prisons
// of the Americas and Europe. Any other BCP 47 code can be written as such.
var codes = []string{
	"en", "es", "fr", "de", "pt", "it", "nl", "ru", "uk", "pl", "ro", "bg", "cs", "sk", "hu", "sq", "sr", "hr", "bs", "mk", "el", "lt", "lv", "et",
	"tr", "ku", "ckb", "ar", "fa", "prs", "ps", "ur", "he", "hy", "ka", "az", "uz", "tg", "hi", "pa", "bn", "ta", "te", "gu", "ml", "si", "ne",
	"zh", "yue", "vi", "ko", "ja", "tl", "th", "km", "lo", "my", "hmn", "id", "ms", "so", "am", "ti", "om", "sw", "yo", "ig", "ha", "tw", "wo",
	"ln", "rw", "sn", "zu", "ht", "qu", "nah", "quc", "mam", "nv", "chr", "cy", "ga", "gd", "rom", "sgn", "ase", "bfi",
}

var names = sync.OnceValue(func() map[string]string {
	byName := map[string]string{
		"farsi": "fa", "persian": "fa", "dari": "prs", "mandarin": "zh", "cantonese": "yue", "tagalog": "tl", "filipino": "tl", "creole": "ht",
		"haitian": "ht", "kurdish": "ku", "sorani": "ckb", "sign language": "sgn", "asl": "ase", "bsl": "bfi", "castellano": "es", "nahuatl": "nah",
		"criollo": "ht", "chino": "zh", "persa": "fa", "gaelic": "gd", "irish": "ga", "roma": "rom", "romani": "rom", "twi": "tw", "akan": "tw",
	}
	for _, code := range codes {
		tag := language.Make(code)
		for _, in := range []language.Tag{language.English, language.Spanish} {
			if name := search.Fold(display.Languages(in).Name(tag)); name != "" {
				byName[name] = code
			}
		}
		if own := search.Fold(display.Self.Name(tag)); own != "" {
			byName[own] = code
		}
	}
	return byName
})

// Codes lists the languages that are offered, as BCP 47 codes.
func Codes() []string { return codes }

// Named returns the code of a language by its name in English, Spanish
// or itself: "Farsi" is fa.
func Named(name string) (code string, ok bool) {
	code, ok = names()[search.Fold(name)]
	return code, ok
}

// Name is the name of a language in the language of the reader, or the
// code where no name is known.
func Name(reader, code string) string {
	if code == "fa" { // as those who speak it and write to us call it
		return map[bool]string{true: "farsi", false: "Farsi"}[strings.HasPrefix(reader, "es")]
	}
	in, err := language.Parse(reader)
	if err != nil {
		in = language.English
	}
	if n := display.Languages(in); n != nil {
		if name := n.Name(language.Make(code)); name != "" {
			return name
		}
	}
	return code
}
