package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
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
func (v *vocabulary) guesses(a *likeness.Asked) []guess {
	v.mu.RLock()
	defer v.mu.RUnlock()
	c := &collection{v: v, asked: a, seen: map[int32]bool{}}
	c.known(a.Text)
	if fold.IsASCII(a.Text) {
		c.known(a.Text[:1]) // names written with an initial
	}
	for _, name := range a.Names {
		c.known(name)
	}
	c.sounding()
	c.spelled()
	found := c.best(mostGuesses)
	if a.Partial && a.Runes >= 2 {
		c.out = c.out[:0]
		c.begun()
		found = append(found, c.best(mostBegun)...)
	}
	return found
}

// likely is guesses without the scan over the whole vocabulary, for comparing
// thousands of people: the word itself, the names it stands for, words that
// sound the same and words with one letter wrong.
func (v *vocabulary) likely(a *likeness.Asked, most int) []guess {
	v.mu.RLock()
	defer v.mu.RUnlock()
	c := &collection{v: v, asked: a, seen: map[int32]bool{}}
	c.known(a.Text)
	for _, name := range a.Names[:min(a.Direct, 12)] {
		c.known(name)
	}
	c.sounding()
	c.oneOff()
	return c.best(most)
}

// collection gathers guesses, each word once.
type collection struct {
	v     *vocabulary
	asked *likeness.Asked
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
		worth, how := c.asked.Compare(word, c.v.sounds[at])
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
	if !c.asked.Sound.IsTelling() {
		return
	}
	at, ok := c.v.latest[c.asked.Sound]
	for n := 0; ok && at >= 0 && n < longestChain; n++ {
		c.take(at)
		at = c.v.alike[at]
	}
}

// spelled takes the words within reach of the edit distance, from the word as it
// was given and as it may have been misread.
func (c *collection) spelled() {
	a := c.asked
	if a.Slack == 0 {
		return
	}
	c.within(a.Pattern, a.Slack)
	if a.Reread != nil {
		c.known(a.Reread.Text)
		c.within(a.Reread, min(a.Slack, 2))
	}
}

// within takes the words within distance d of p.
func (c *collection) within(p *likeness.Pattern, d int) {
	mask := p.Mask
	for n := max(1, p.Runes-d); n <= min(fold.LongestWord, p.Runes+d); n++ {
		l := &c.v.lanes[n]
		for i, m := range l.masks {
			if bits.OnesCount32(mask&^m) > d || bits.OnesCount32(m&^mask) > d {
				continue
			}
			at := l.words[i]
			if dist := p.Distance(c.v.words[at]); dist <= d && c.isNew(at) {
				worth, how := c.asked.Differing(c.v.words[at], c.v.sounds[at], dist)
				c.keep(at, worth, how)
			}
		}
	}
}

// begun takes the words that begin with the one asked for.
func (c *collection) begun() {
	a := c.asked
	for n := a.Runes + 1; n <= fold.LongestWord; n++ {
		l := &c.v.lanes[n]
		for i, m := range l.masks {
			if a.Mask&^m == 0 && strings.HasPrefix(c.v.words[l.words[i]], a.Text) {
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
	if a.Runes < 3 || !fold.IsASCII(a.Text) || a.Runes >= fold.LongestWord {
		return
	}
	buf := make([]byte, 0, fold.LongestWord+1)
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
	w := a.Text
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
