// Package partialdate represents calendar dates as people remember them: a
// year, a month of a year, or a day, each perhaps only about right. It never
// invents the part that is not known.
//
// [Date] is what is stored. [When] is what somebody typed and what it can mean:
// the earliest and latest day, how exact it is, and the words themselves.
package partialdate

import "embed"

// Locales holds the words for what cannot be read and for what was assumed.
//
//go:embed locales/*.json
var Locales embed.FS
