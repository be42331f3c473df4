package likeness

import (
	_ "embed" // the name tables
	"slices"
	"strings"
	"sync"
)

//go:embed nicknames_en.txt
var nicknamesEnglish string

//go:embed nicknames_more.txt
var nicknamesMore string

// nicknames says which names stand for which.
type nicknames struct {
	groups []nameGroup
	formal map[string][]int32 // groups in which a name is a formal one
	short  map[string][]int32 // groups in which it is a short one
}

type nameGroup struct{ formal, short []string }

// tables reads the embedded tables once, when the first name is compared.
var tables = sync.OnceValue(func() *nicknames {
	n := &nicknames{formal: map[string][]int32{}, short: map[string][]int32{}}
	for _, text := range []string{nicknamesEnglish, nicknamesMore} {
		for line := range strings.Lines(text) {
			formal, short, ok := strings.Cut(line, ":")
			if ok && !strings.HasPrefix(line, "#") {
				n.add(strings.Fields(formal), strings.Fields(short))
			}
		}
	}
	return n
})

func (n *nicknames) add(formal, short []string) {
	at := int32(len(n.groups))
	n.groups = append(n.groups, nameGroup{formal, short})
	for _, w := range formal {
		n.formal[w] = append(n.formal[w], at)
	}
	for _, w := range short {
		n.short[w] = append(n.short[w], at)
	}
}

// Nicknames returns the names that stand for the same as word: first its short
// names or the names it is short for, then, from index direct on, the other short
// names of the latter (Peggy and Maggie are both Margaret). word itself is not
// among them.
func Nicknames(word string) (names []string, direct int) {
	n := tables()
	for _, g := range n.formal[word] {
		names = appendNew(names, word, n.groups[g].short)
		names = appendNew(names, word, n.groups[g].formal)
	}
	for _, g := range n.short[word] {
		names = appendNew(names, word, n.groups[g].formal)
	}
	direct = len(names)
	for _, g := range n.short[word] {
		names = appendNew(names, word, n.groups[g].short)
	}
	return names, direct
}

func appendNew(names []string, word string, more []string) []string {
	for _, w := range more {
		if w != word && !slices.Contains(names, w) {
			names = append(names, w)
		}
	}
	return names
}

// FormalNames returns every name that has short ones, in the order of the tables.
func FormalNames() []string {
	var out []string
	for _, g := range tables().groups {
		out = append(out, g.formal...)
	}
	return out
}
