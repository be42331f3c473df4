package search

import (
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// wordID stands for a word in the index tables. It is computed from the word,
// never assigned: its top bits are the first letter, so that the words with one
// initial are a range, the others a hash. Two words share an id about once in a
// thousand vocabularies of 150,000; the rows found are compared by their names
// anyway, so that costs nothing but one look.
type wordID int64

const hashBits = 39 // with eight bits of initial, SQLite stores an id in six bytes

func idOf(word string) wordID { return idOfBytes([]byte(word)) }

func idOfBytes(word []byte) wordID {
	h := uint64(14695981039346656037) // FNV-1a
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	h ^= h >> 32 // the low bits alone are poorly mixed
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return initialOf(word)<<hashBits | wordID(h&(1<<hashBits-1))
}

// initialOf is the part of an id that says how the word begins: 1 to 255.
func initialOf(word []byte) wordID {
	r, _ := utf8.DecodeRune(word)
	switch {
	case r >= 'a' && r <= 'z':
		return wordID(r-'a') + 1
	case r >= '0' && r <= '9':
		return wordID(r-'0') + 27
	}
	return wordID(r%200) + 40
}

// initialRange is the first and last id of the words that begin like word.
func initialRange(word string) (from, to wordID) {
	n := initialOf([]byte(word))
	return n << hashBits, (n+1)<<hashBits - 1
}

// vocabulary holds every distinct word of every name, in the order in which they
// were first seen, which is roughly from common to rare. It is safe for
// concurrent use. A word that no name has any more does no harm.
type vocabulary struct {
	mu     sync.RWMutex
	words  []string
	sounds []likeness.Sound
	alike  []int32                  // per word, the word before it with the same sound, or -1
	latest map[likeness.Sound]int32 // the last word with a sound
	index  map[wordID]int32
	lanes  [fold.LongestWord + 1]lane // by length in characters
}

// lane holds the words of one length, laid out for being scanned.
type lane struct {
	masks []uint32
	words []int32
}

func newVocabulary() *vocabulary {
	return &vocabulary{latest: map[likeness.Sound]int32{}, index: map[wordID]int32{}}
}

// add takes in words; those it has already are left alone.
func (v *vocabulary) add(words ...string) {
	words = v.unknown(words)
	if len(words) == 0 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, w := range words {
		v.addOne(w)
	}
}

func (v *vocabulary) unknown(words []string) []string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var out []string
	for _, w := range words {
		if _, ok := v.index[idOf(w)]; !ok {
			out = append(out, w)
		}
	}
	return out
}

func (v *vocabulary) addOne(w string) {
	id, n := idOf(w), utf8.RuneCountInString(w)
	if _, ok := v.index[id]; ok || n == 0 || n > fold.LongestWord {
		return
	}
	at := int32(len(v.words))
	v.index[id] = at
	v.words = append(v.words, w)
	s, before := likeness.SoundOf(w), int32(-1)
	if s != 0 {
		if last, ok := v.latest[s]; ok {
			before = last
		}
		v.latest[s] = at
	}
	v.sounds, v.alike = append(v.sounds, s), append(v.alike, before)
	l := &v.lanes[n]
	l.masks, l.words = append(l.masks, likeness.MaskOf(w)), append(l.words, at)
}

// grow makes room for n words at once.
func (v *vocabulary) grow(n int) {
	v.words, v.sounds, v.alike = slices.Grow(v.words, n), slices.Grow(v.sounds, n), slices.Grow(v.alike, n)
	v.index = make(map[wordID]int32, n)
}

// has reports whether a word is in some name.
func (v *vocabulary) has(word string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, ok := v.index[idOf(word)]
	return ok
}

func (v *vocabulary) size() int {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return len(v.words)
}
