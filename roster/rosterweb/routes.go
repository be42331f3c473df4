// Package rosterweb shows what the lists of prison systems claim about our
// people, to be accepted or put aside.
package rosterweb

import "embed"

// Locales holds the words of custody watch.
//
//go:embed locales
var Locales embed.FS
