package keys

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"strings"
)

// encodeWords writes bytes and the first byte of their SHA-256 as words of the
// list: 32 bytes are 24 words.
func encodeWords(secret []byte) []string {
	sum := sha256.Sum256(secret)
	n := new(big.Int).SetBytes(append(append([]byte{}, secret...), sum[0]))
	words, base, digit := make([]string, wordsFor(len(secret))), big.NewInt(int64(len(list()))), new(big.Int)
	for i := len(words) - 1; i >= 0; i-- {
		n.DivMod(n, base, digit)
		words[i] = list()[digit.Int64()]
	}
	return words
}

// wordsFor is how many words n bytes and their sum take, 11 bits to a word.
func wordsFor(n int) int { return ((n+1)*8 + 10) / 11 }

// decodeWords reads the words of so many bytes. The first four letters of a word
// are enough. Punctuation and the numbers of a numbered list are passed over.
func decodeWords(typed []string, size int) ([]byte, error) {
	n, base, count := new(big.Int), big.NewInt(int64(len(list()))), 0
	for _, word := range plainWords(typed) {
		count++
		digit, ok := position(word)
		if !ok {
			return nil, &WordError{Position: count}
		}
		n.Add(n.Mul(n, base), big.NewInt(int64(digit)))
	}
	if want := wordsFor(size); count != want {
		return nil, fmt.Errorf("%w: %d words, and there are %d", ErrMistyped, count, want)
	}
	if n.BitLen() > (size+1)*8 {
		return nil, ErrMistyped
	}
	b := n.FillBytes(make([]byte, size+1))
	if sum := sha256.Sum256(b[:size]); sum[0] != b[size] {
		return nil, ErrMistyped
	}
	return b[:size], nil
}

// plainWords are the words of what somebody typed from a numbered list.
func plainWords(typed []string) (words []string) {
	for _, word := range typed {
		if word = strings.Trim(word, "0123456789.,;:-–()"); word != "" {
			words = append(words, word)
		}
	}
	return words
}
