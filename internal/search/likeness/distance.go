package likeness

import (
	"math/bits"
	"unicode/utf8"
)

// Pattern is a word prepared for being compared with many others.
type Pattern struct {
	Text  string
	Runes int
	Mask  uint32      // its characters, as MaskOf has them
	peq   [128]uint64 // per ASCII character, the positions where it stands in Text
	wide  []widePosition
}

// widePosition is peq for a character outside ASCII.
type widePosition struct {
	r   rune
	bit uint64
}

// NewPattern prepares a folded word of at most 64 characters.
func NewPattern(word string) *Pattern {
	p := &Pattern{Text: word, Mask: MaskOf(word)}
	for _, r := range word {
		if r < 0x80 {
			p.peq[r] |= 1 << p.Runes
		} else {
			p.wide = append(p.wide, widePosition{r, 1 << p.Runes})
		}
		p.Runes++
	}
	return p
}

func (p *Pattern) positions(r rune) uint64 {
	if r < 0x80 {
		return p.peq[r]
	}
	var found uint64
	for _, w := range p.wide {
		if w.r == r {
			found |= w.bit
		}
	}
	return found
}

// Distance is the number of characters to change, insert, leave out or swap with
// their neighbour to get from the pattern to word, no character being touched
// twice (optimal string alignment). It keeps a column of the dynamic programme in
// one machine word: Hyyrö, A bit-vector algorithm for computing Levenshtein and
// Damerau edit distances (Nordic Journal of Computing 10, 2003).
func (p *Pattern) Distance(word string) int {
	if p.Runes == 0 {
		return utf8.RuneCountInString(word)
	}
	vp, vn, d0, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	dist, last := p.Runes, uint64(1)<<(p.Runes-1)
	for _, r := range word {
		pm := p.positions(r)
		swap := ((^d0 & pm) << 1) & before
		d0 = (((pm & vp) + vp) ^ vp) | pm | vn | swap
		hp, hn := vn|^(d0|vp), d0&vp
		switch {
		case hp&last != 0:
			dist++
		case hn&last != 0:
			dist--
		}
		hp, hn = hp<<1|1, hn<<1
		vp, vn, before = hn|^(d0|hp), hp&d0, pm
	}
	return dist
}

// MaskOf is the set of characters of a word, one bit for each of a to z, one for
// digits, five for all else. A word within distance d of another lacks at most d
// of its bits and has at most d others.
func MaskOf(word string) uint32 {
	var m uint32
	for _, r := range word {
		switch {
		case r >= 'a' && r <= 'z':
			m |= 1 << (r - 'a')
		case r >= '0' && r <= '9':
			m |= 1 << 26
		default:
			m |= 1 << (27 + r%5)
		}
	}
	return m
}

// Near reports whether a word with mask m can be within distance d of the pattern.
func (p *Pattern) Near(m uint32, d int) bool {
	return bits.OnesCount32(p.Mask&^m) <= d && bits.OnesCount32(m&^p.Mask) <= d
}

// JaroWinkler is the similarity of Jaro with the bonus of Winkler for a common
// beginning of up to four characters: 1 for equal words, 0 for words that share
// nothing (Winkler, String Comparator Metrics, 1990). Both words are ASCII.
func JaroWinkler(a, b string) float64 {
	if a == b {
		return 1
	}
	m, t := matching(a, b)
	if m == 0 {
		return 0
	}
	fm := float64(m)
	jaro := (fm/float64(len(a)) + fm/float64(len(b)) + (fm-float64(t)/2)/fm) / 3
	prefix := 0
	for prefix < 4 && prefix < len(a) && prefix < len(b) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}

// matching counts the characters two words share within half the length of the
// longer one, and those of them that stand in another order.
func matching(a, b string) (shared, moved int) {
	if len(a) > 64 || len(b) > 64 {
		return 0, 0
	}
	window := max(len(a), len(b))/2 - 1
	var inA, inB uint64
	for i := range len(a) {
		for j := max(0, i-window); j < min(len(b), i+window+1); j++ {
			if inB>>j&1 == 0 && a[i] == b[j] {
				inA |= 1 << i
				inB |= 1 << j
				shared++
				break
			}
		}
	}
	j := 0
	for i := range len(a) {
		if inA>>i&1 == 0 {
			continue
		}
		for inB>>j&1 == 0 {
			j++
		}
		if a[i] != b[j] {
			moved++
		}
		j++
	}
	return shared, moved
}
