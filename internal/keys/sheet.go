package keys

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"

	"filippo.io/age"
)

// SheetWords is the number of words on a recovery sheet: 256 bits and 8 of
// checksum, 11 to a word.
const SheetWords = 24

// seedBytes is the length of what the words stand for.
const seedBytes = 32

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
func newSheet(key []byte) (Sheet, ageSlot, error) {
	identity, err := age.GenerateHybridIdentity()
	if err != nil {
		return Sheet{}, ageSlot{}, err
	}
	slot, err := lockWith(key, identity.Recipient())
	if err != nil {
		return Sheet{}, ageSlot{}, err
	}
	sheet, err := sheetOf(identity)
	return sheet, slot, err
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
	seed, err := decodeWords(strings.Fields(strings.ToLower(text)), seedBytes)
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
