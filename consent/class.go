package consent

import (
	"slices"
	"strings"
)

// Class is a class of field, by how much it can hurt (security design 3.1).
type Class string

// The classes.
const (
	C0 Class = "C0" // public: addresses and rules of prisons, published texts
	C1 Class = "C1" // what stands on an envelope: name, number, place
	C2 Class = "C2" // profile: interests, needs, release date
	C3 Class = "C3" // casework: notes, letters, papers, family
	C4 Class = "C4" // special: health, faith, immigration, offence
	C5 Class = "C5" // sealed matters
)

// AllClasses lists them, the least harmful first.
func AllClasses() []Class { return []Class{C0, C1, C2, C3, C4, C5} }

// Classes is a set of classes: one bit for each, C0 the lowest.
type Classes uint8

// Of returns the set of the given classes. What is no class is left out.
func Of(list ...Class) Classes {
	var s Classes
	for _, c := range list {
		if i := slices.Index(AllClasses(), c); i >= 0 {
			s |= 1 << i
		}
	}
	return s
}

// List gives the classes of the set, the least harmful first.
func (s Classes) List() []Class {
	var list []Class
	for i, c := range AllClasses() {
		if s&(1<<i) != 0 {
			list = append(list, c)
		}
	}
	return list
}

// Has reports whether every class of other is in the set.
func (s Classes) Has(other Classes) bool { return s&other == other }

// String is the set as it is stored: "C1 C4".
func (s Classes) String() string {
	var list []string
	for _, c := range s.List() {
		list = append(list, string(c))
	}
	return strings.Join(list, " ")
}

// readClasses reads what String wrote.
func readClasses(text string) Classes {
	var s Classes
	for _, c := range strings.Fields(text) {
		s |= Of(Class(c))
	}
	return s
}
