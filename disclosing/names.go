package disclosing

import (
	"unicode"

	"github.com/throughcare/throughcare/internal/search"
)

// names find people in a text by how they are called. A name is found whole,
// in any spelling that folds to it; of those around somebody, who are written of
// by their first names, each word alone.
type names struct {
	first map[string][][]string // names by their first word, each as its words
	own   map[string]bool       // words of those it is about: no name by themselves
}

// shortest is how many letters a single word has at least to be taken for a name.
const shortest = 3

func newNames(own []string) *names {
	n := &names{first: map[string][][]string{}, own: map[string]bool{}}
	for _, name := range own {
		for _, w := range wordsOf(name) {
			n.own[w.fold] = true
		}
	}
	return n
}

// add takes a name or a number in. alone also finds every word of it.
func (n *names) add(name string, alone bool) {
	var all []string
	for _, w := range wordsOf(name) {
		all = append(all, w.fold)
	}
	if len(all) > 1 {
		n.first[all[0]] = append(n.first[all[0]], all)
		if key := search.Fold(search.NumberKey(name)); hasDigit(key) {
			n.single(key)
		}
	}
	if len(all) == 1 || alone {
		for _, w := range all {
			n.single(w)
		}
	}
}

func (n *names) single(word string) {
	if len([]rune(word)) >= shortest && !n.own[word] {
		n.first[word] = append(n.first[word], []string{word})
	}
}

func hasDigit(s string) bool {
	for _, r := range s {
		if unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// Part is a piece of a text; Other says that it names somebody else.
type Part struct {
	Text  string
	Other bool
}

// split parts a text where it names somebody.
func (n *names) split(text string) []Part {
	words := wordsOf(text)
	var parts []Part
	end := 0
	for i := 0; i < len(words); i++ {
		long := n.longest(words[i:])
		if long == 0 {
			continue
		}
		from, to := words[i].from, words[i+long-1].to
		if from > end {
			parts = append(parts, Part{Text: text[end:from]})
		}
		parts = append(parts, Part{Text: text[from:to], Other: true})
		end, i = to, i+long-1
	}
	if end < len(text) {
		parts = append(parts, Part{Text: text[end:]})
	}
	return parts
}

// longest is how many words the longest name has that begins here, 0 for none.
func (n *names) longest(words []word) (long int) {
	for _, name := range n.first[words[0].fold] {
		if len(name) > long && len(name) <= len(words) && begins(words, name) {
			long = len(name)
		}
	}
	return long
}

func begins(words []word, name []string) bool {
	for i, w := range name {
		if words[i].fold != w {
			return false
		}
	}
	return true
}

// word is a run of letters and digits, and where it stands.
type word struct {
	fold     string
	from, to int
}

func wordsOf(text string) (list []word) {
	from := -1
	for at, r := range text {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case in && from < 0:
			from = at
		case !in && from >= 0:
			list, from = append(list, word{search.Fold(text[from:at]), from, at}), -1
		}
	}
	if from >= 0 {
		list = append(list, word{search.Fold(text[from:]), from, len(text)})
	}
	return list
}
