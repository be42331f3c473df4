package keys

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"filippo.io/age"
)

// SheetWords is the number of words on a recovery sheet: 256 bits and 8 of
// checksum, 11 to a word.
const SheetWords = 24

// ErrMistyped is a recovery sheet whose words are all on the list and yet do not
// belong together: two swapped, one mistaken for another.
var ErrMistyped = errors.New("the words of the recovery sheet do not fit together; one is wrong or two are swapped")

// WordError is a word that is on no recovery sheet.
type WordError struct {
	Position int // counted from 1
}

// Error names the position and not the word, which is part of a secret.
func (e *WordError) Error() string {
	return fmt.Sprintf("word %d is not a word of the list", e.Position)
}

// Sheet is what is printed for the safe, once.
type Sheet struct {
	Words    []string // 24 words, to be typed
	Identity string   // the same as one line, AGE-SECRET-KEY-PQ-1…, for a QR code; the age program takes it too
	Mark     string   // six characters that tell sheets apart and are no secret
}

// newSheet makes a recovery identity and locks the data key to it.
func (r *Ring) newSheet() (Sheet, error) {
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return Sheet{}, err
	}
	slot, err := lockWithSheet(r.key, identity)
	if err != nil {
		return Sheet{}, err
	}
	sheet, err := sheetOf(identity)
	if err == nil {
		r.file.Recovery = slot
	}
	return sheet, err
}

func sheetOf(identity *age.HybridIdentity) (Sheet, error) {
	seed, err := bech32Decode(identityPrefix, identity.String())
	if err != nil {
		return Sheet{}, err
	}
	return Sheet{Words: encodeWords(seed), Identity: identity.String(), Mark: Mark(identity.Recipient().String())}, nil
}

// Mark is the mark of the recovery sheet whose public half is recipient.
func Mark(recipient string) string {
	sum := sha256.Sum256([]byte(recipient))
	return strings.ToUpper(fmt.Sprintf("%x", sum[:3]))
}

// parseSheet reads what somebody typed or scanned from a sheet.
func parseSheet(text string) (*age.HybridIdentity, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(strings.ToUpper(text), identityPrefix) {
		identity, err := age.ParseHybridIdentity(strings.ToUpper(text))
		if err != nil { // its text could quote the secret
			return nil, ErrMistyped
		}
		return identity, nil
	}
	seed, err := decodeWords(strings.Fields(strings.ToLower(text)))
	if err != nil {
		return nil, err
	}
	identity, err := age.ParseHybridIdentity(bech32Encode(identityPrefix, seed))
	if err != nil {
		return nil, ErrMistyped
	}
	return identity, nil
}

// Identity is the private key behind a recovery sheet, from its words or its
// one-line form: what a backup made for the sheet is opened with. The errors
// are those of OpenWithRecovery.
func Identity(words string) (*age.HybridIdentity, error) {
	identity, err := parseSheet(words)
	if err != nil {
		return nil, fmt.Errorf("keys: recovery: %w", err)
	}
	return identity, nil
}

// encodeWords writes 32 bytes and the first byte of their SHA-256 as 24 words.
func encodeWords(seed []byte) []string {
	sum := sha256.Sum256(seed)
	n := new(big.Int).SetBytes(append(append([]byte{}, seed...), sum[0]))
	words, base, digit := make([]string, SheetWords), big.NewInt(int64(len(list()))), new(big.Int)
	for i := SheetWords - 1; i >= 0; i-- {
		n.DivMod(n, base, digit)
		words[i] = list()[digit.Int64()]
	}
	return words
}

// decodeWords reads 24 words. The first four letters of a word are enough.
// Punctuation and the numbers of a numbered list are passed over.
func decodeWords(typed []string) ([]byte, error) {
	n, base, count := new(big.Int), big.NewInt(int64(len(list()))), 0
	for _, word := range typed {
		word = strings.Trim(word, "0123456789.,;:-–()")
		if word == "" {
			continue
		}
		count++
		digit, ok := position(word)
		if !ok {
			return nil, &WordError{Position: count}
		}
		n.Add(n.Mul(n, base), big.NewInt(int64(digit)))
	}
	if count != SheetWords {
		return nil, fmt.Errorf("%w: %d words, and there are %d on a sheet", ErrMistyped, count, SheetWords)
	}
	b := n.FillBytes(make([]byte, 33))
	if sum := sha256.Sum256(b[:32]); sum[0] != b[32] {
		return nil, ErrMistyped
	}
	return b[:32], nil
}
