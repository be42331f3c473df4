// Package i18n speaks to people in their language. Every word a person reads
// comes from a catalogue: go-i18n JSON files (translatable in Weblate) with
// CLDR plurals, one file per locale and capability, embedded by the capability
// that uses them.
//
// A request carries a Printer in its context; T looks a message up there.
// Messages are compiled once when the program starts, so that a page with a
// thousand messages spends no time on them. A placeholder is {{.name}} and
// nothing else; {{.w_person}} and {{.ws_person}} are a noun an organisation may
// rename, in the singular and plural.
//
// "en" is the source language with US words. "en-GB" holds only the messages
// that differ. "es" is complete.
package i18n
