package trail

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/keys"
)

// Anchor is an entry of the chain as somebody outside of the record knows it.
// A chain that is whole up to there has an entry of that number with that MAC.
type Anchor struct {
	N   int64  `json:"n"`
	MAC []byte `json:"mac"` // whole, or its first bytes
}

// anchorMAC is how many bytes of the MAC stand in the words: nobody makes
// another chain that has the same 88 bits.
const anchorMAC = 11

// AnchorWords is how many words an anchor is: 32 bits of the number, mixed with
// the MAC so that its words differ from day to day, 88 of the MAC and 12 of
// checksum, 11 to a word.
const AnchorWords = 12

// Words writes the anchor as twelve words, to be written down or sent; they
// are no secret.
func (a Anchor) Words() string {
	if a.N == 0 || len(a.MAC) < anchorMAC {
		return ""
	}
	n := uint32(a.N) ^ binary.BigEndian.Uint32(a.MAC) //nolint:gosec // four thousand million entries are out of reach
	b := append(binary.BigEndian.AppendUint32(nil, n), a.MAC[:anchorMAC]...)
	sum := sha256.Sum256(b)
	b = append(b, sum[0], sum[1])
	words := make([]string, AnchorWords)
	for i := range words {
		words[i] = keys.Word(bits(b, i))
	}
	return strings.Join(words, " ")
}

// bits is the i-th group of eleven bits.
func bits(b []byte, i int) int {
	n := 0
	for at := i * 11; at < i*11+11; at++ {
		n = n<<1 | int(b[at/8]>>(7-at%8)&1)
	}
	return n
}

// setBits puts the i-th group of eleven bits into b.
func setBits(b []byte, i, n int) {
	for k := range 11 {
		at := i*11 + k
		b[at/8] |= byte(n>>(10-k)&1) << (7 - at%8)
	}
}

// What can be wrong with the words of an anchor.
var (
	ErrNoAnchor      = errors.New("an anchor is twelve words")
	ErrAnchorMistype = errors.New("the words of the anchor do not fit together; one is wrong or two are swapped")
)

// ParseAnchors reads the words of anchors, however they are spread over lines.
// Four letters of a word are enough; punctuation, the numbers of a list and what
// follows a # on its line are passed over.
func ParseAnchors(text string) (all []Anchor, err error) {
	var words []string
	for line := range strings.Lines(strings.ToLower(text)) {
		line, _, _ = strings.Cut(line, "#")
		for _, word := range strings.Fields(line) {
			if word = strings.Trim(word, "0123456789.,;:-–()\""); word != "" {
				words = append(words, word)
			}
		}
	}
	for some := range slices.Chunk(words, AnchorWords) {
		a, err := parseAnchor(some)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func parseAnchor(words []string) (Anchor, error) {
	if len(words) != AnchorWords {
		return Anchor{}, fmt.Errorf("%w, and these are %d", ErrNoAnchor, len(words))
	}
	b := make([]byte, 17)
	for i, word := range words {
		n, ok := keys.WordNumber(word)
		if !ok {
			return Anchor{}, fmt.Errorf("%w: word %d is not on the list", ErrNoAnchor, i+1)
		}
		setBits(b, i, n)
	}
	sum := sha256.Sum256(b[:15])
	if sum[0] != b[15] || sum[1]&0xf0 != b[16] {
		return Anchor{}, ErrAnchorMistype
	}
	n := binary.BigEndian.Uint32(b) ^ binary.BigEndian.Uint32(b[4:])
	return Anchor{N: int64(n), MAC: b[4:15]}, nil
}

// fits reports whether a MAC of the chain is the anchored one.
func (a Anchor) fits(mac []byte) bool { return len(a.MAC) >= anchorMAC && bytes.HasPrefix(mac, a.MAC) }
