package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// guess is a word of the vocabulary that may be the one asked for.
type guess struct {
	word  string
	at    int32 // in the vocabulary: the greater, the rarer
	id    wordID
	worth float64
	how   Reason
}

// Limits on guesses for one word.
const (
	mostGuesses  = 64
	mostBegun    = 32 // of them by their beginning only
	longestChain = 400
)

// guesses returns the words of the vocabulary that come closest to the one asked
// for, the best first.
func (v *vocabulary) guesses(a *asked) []guess {
	v.mu.RLock()
	defer v.mu.RUnlock()
	c := &collection{v: v, asked: a, seen: map[int32]bool{}}
	c.known(a.text)
	if isASCII(a.text) {
		c.known(a.text[:1]) // names written with an initial
	}
	for _, name := range a.names {
		c.known(name)
	}
	c.sounding()
	c.spelled()
	found := c.best(mostGuesses)
	if a.partial && a.runes >= 2 {
		c.out = c.out[:0]
		c.begun()
		found = append(found, c.best(mostBegun)...)
	}
	return found
}

// likely is guesses without the scan over the whole vocabulary, for comparing
// thousands of people: the word itself, the names it stands for, words that
// sound the same and words with one letter wrong.
func (v *vocabulary) likely(a *asked, most int) []guess {
	v.mu.RLock()
	defer v.mu.RUnlock()
	c := &collection{v: v, asked: a, seen: map[int32]bool{}}
	c.known(a.text)
	for _, name := range a.names[:min(a.direct, 12)] {
		c.known(name)
	}
	c.sounding()
	c.oneOff()
	return c.best(most)
}

// collection gathers guesses, each word once.
type collection struct {
	v     *vocabulary
	asked *asked
	seen  map[int32]bool
	out   []guess
}

func (c *collection) known(word string) {
	if at, ok := c.v.index[idOf(word)]; ok {
		c.take(at)
	}
}

func (c *collection) take(at int32) {
	if c.isNew(at) {
		word := c.v.words[at]
		worth, how := c.asked.compare(word, c.v.sounds[at])
		c.keep(at, worth, how)
	}
}

func (c *collection) isNew(at int32) bool {
	if c.seen[at] {
		return false
	}
	c.seen[at] = true
	return true
}

func (c *collection) keep(at int32, worth float64, how Reason) {
	if worth > 0 {
		c.out = append(c.out, guess{word: c.v.words[at], at: at, worth: worth, how: how})
	}
}

// sounding takes the words that sound the same; they are chained.
func (c *collection) sounding() {
	if !isTelling(c.asked.sound) {
		return
	}
	at, ok := c.v.latest[c.asked.sound]
	for n := 0; ok && at >= 0 && n < longestChain; n++ {
		c.take(at)
		at = c.v.alike[at]
	}
}

// spelled takes the words within reach of the edit distance, from the word as it
// was given and as it may have been misread.
func (c *collection) spelled() {
	a := c.asked
	if a.slack == 0 {
		return
	}
	c.within(a.pattern, a.slack)
	if a.reread != nil {
		c.known(a.reread.text)
		c.within(a.reread, min(a.slack, 2))
	}
}

// within takes the words within distance d of p.
func (c *collection) within(p *pattern, d int) {
	mask := p.mask
	for n := max(1, p.runes-d); n <= min(longestWord, p.runes+d); n++ {
		l := &c.v.lanes[n]
		for i, m := range l.masks {
			if bits.OnesCount32(mask&^m) > d || bits.OnesCount32(m&^mask) > d {
				continue
			}
			at := l.words[i]
			if dist := p.distance(c.v.words[at]); dist <= d && c.isNew(at) {
				worth, how := c.asked.differing(c.v.words[at], c.v.sounds[at], dist)
				c.keep(at, worth, how)
			}
		}
	}
}

// begun takes the words that begin with the one asked for.
func (c *collection) begun() {
	a := c.asked
	for n := a.runes + 1; n <= longestWord; n++ {
		l := &c.v.lanes[n]
		for i, m := range l.masks {
			if a.mask&^m == 0 && strings.HasPrefix(c.v.words[l.words[i]], a.text) {
				c.take(l.words[i])
			}
		}
		if len(c.out) >= 4*mostBegun { // longer ones are worth less
			return
		}
	}
}

// oneOff takes the words with one letter wrong, missing, doubled or swapped by
// looking each of them up.
func (c *collection) oneOff() {
	a := c.asked
	if a.runes < 3 || !isASCII(a.text) || a.runes >= longestWord {
		return
	}
	buf := make([]byte, 0, longestWord+1)
	look := func(parts ...string) {
		buf = buf[:0]
		for _, p := range parts {
			buf = append(buf, p...)
		}
		if at, ok := c.v.index[idOfBytes(buf)]; ok {
			c.take(at)
		}
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	w := a.text
	for i := range len(w) + 1 {
		for j := range letters {
			look(w[:i], letters[j:j+1], w[i:])
		}
		if i == len(w) {
			break
		}
		look(w[:i], w[i+1:])
		if i+1 < len(w) {
			look(w[:i], w[i+1:i+2], w[i:i+1], w[i+2:])
		}
		for j := range letters {
			look(w[:i], letters[j:j+1], w[i+1:])
		}
	}
}

// best returns the n best guesses, with their ids. Of equals the word seen
// earlier comes first: it is likely the commoner one.
func (c *collection) best(n int) []guess {
	slices.SortFunc(c.out, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.at, b.at))
	})
	found := slices.Clone(c.out[:min(n, len(c.out))])
	for i := range found {
		found[i].id = idOf(found[i].word)
	}
	return found
}
