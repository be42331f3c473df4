package files

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/people"
)

// longest is how many letters a name keeps.
const longest = 120

// reserved are names that Windows takes for machines.
var reserved = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4"}

// cleanName is the name a file is kept and given back under: the last part of
// whatever path it came with, without what hides in it, turns its direction
// round or means something to a shell, and with an end that tells what it holds.
func cleanName(name string, ends []string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name, _ = people.Clean(strings.ToValidUTF8(name, ""))
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, ". ")
	stem, end := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	if utf8.RuneCountInString(end) > 12 {
		stem, end = name, ""
	}
	if len(ends) > 0 && !slices.Contains(ends, strings.ToLower(end)) {
		stem, end = stem+end, ends[0]
	}
	return cut(stem, longest-utf8.RuneCountInString(end)) + end
}

// cut shortens a stem, and gives one to a name that has none of its own.
func cut(stem string, most int) string {
	if r := []rune(stem); len(r) > most {
		stem = strings.TrimRight(string(r[:most]), ". ")
	}
	if stem == "" || slices.Contains(reserved, strings.ToLower(stem)) {
		return "_" + stem
	}
	return stem
}
