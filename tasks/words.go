package tasks

import "embed"

// Locales holds the words of the kinds of this package, of what can be wrong
// with a task, and of what was done with one.
//
//go:embed locales/*.json
var Locales embed.FS
