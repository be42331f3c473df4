package keys

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
)

// wordText is our own choice of 2,048 common English words: no two begin with the
// same four letters, none sounds like another, none is about prison or violence.
//
//go:embed words.txt
var wordText string

// list is the words in alphabetical order.
var list = sync.OnceValue(func() []string { return strings.Fields(wordText) })

// Word is the n-th word of the list, counted from 0, for other things that are
// read out or written down by hand; there are 2,048.
func Word(n int) string { return list()[n] }

// WordNumber is the number of a word, or of the one that begins with its four
// letters.
func WordNumber(word string) (n int, ok bool) { return position(word) }

// position finds a word, or the one word that begins with its four letters.
func position(word string) (int, bool) {
	words := list()
	i := sort.SearchStrings(words, word)
	if i < len(words) && words[i] == word {
		return i, true
	}
	if len(word) == 4 && i < len(words) && strings.HasPrefix(words[i], word) {
		return i, true
	}
	return 0, false
}
