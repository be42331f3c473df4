package exchange

import (
	"slices"
	"strings"
	"unicode"

	"github.com/throughcare/throughcare/internal/search"
)

// names find people in a text by how they are called: a whole name, a number, and one
// word of a name where the words before it are those that stand before a name.
type names struct {
	whole  map[string][][]string // by their first word
	single map[string]bool
}

// before are words after which a single word is taken for a name, where it is a part of
// one: "letter from Karimi", "Sgt Miller said".
var before = strings.Fields(`mr mrs ms miss mx dr sir sgt sergeant officer capt captain lt lieutenant warden chaplain rev father sister brother prof
	from by told asked ask tell per via attn contact inmate prisoner resident
	sr sra srta senor senora don dona de por`)

// shortest is how many letters a word has at least to be taken for a name.
const shortest = 3

func newNames(called []string) *names {
	n := &names{whole: map[string][][]string{}, single: map[string]bool{}}
	for _, name := range called {
		words := words(name)
		if len(words) == 0 {
			continue
		}
		n.whole[words[0]] = append(n.whole[words[0]], words)
		// "Karimi, Yusuf" is how lists have it.
		if last := len(words) - 1; last > 0 && !digits(name) {
			turned := append([]string{words[last]}, words[:last]...)
			n.whole[turned[0]] = append(n.whole[turned[0]], turned)
		}
		for _, w := range words {
			if len([]rune(w)) >= shortest {
				n.single[w] = true
			}
		}
		if key := search.Fold(search.NumberKey(name)); digits(key) {
			n.whole[key] = append(n.whole[key], []string{key})
		}
	}
	return n
}

func digits(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// in reports whether one of some texts may name somebody.
func (n *names) in(texts ...string) bool { return slices.ContainsFunc(texts, n.inOne) }

func (n *names) inOne(text string) bool {
	if n == nil || len(n.single) == 0 && len(n.whole) == 0 {
		return false
	}
	words := words(text)
	for i, w := range words {
		if i > 0 && n.single[w] && slices.Contains(before, words[i-1]) {
			return true
		}
		for _, name := range n.whole[w] {
			if n.stands(name) && i+len(name) <= len(words) && slices.Equal(words[i:i+len(name)], name) {
				return true
			}
		}
	}
	return n.numbered(text)
}

// stands reports whether a name can be found by itself: one word of two letters is
// more often something else.
func (n *names) stands(name []string) bool { return len(name) > 1 || len([]rune(name[0])) >= shortest }

// numbered finds numbers that are written with blanks or dashes.
func (n *names) numbered(text string) bool {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`,;:()#"`, r) }) {
		if key := search.Fold(search.NumberKey(part)); digits(key) && len(n.whole[key]) > 0 && len([]rune(key)) >= shortest {
			return true
		}
	}
	return false
}

// words are the words of a text as they are compared: folded, all of them, in order.
func words(s string) []string {
	list := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	for i, w := range list {
		list[i] = search.Fold(w)
	}
	return list
}
