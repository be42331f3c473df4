package keys

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/shares"
)

// A council is for boards that trust no single member: a key of its own opens
// the record, and it is kept nowhere but split among three people, any two of
// whom can put it together.
const (
	councilNeeds = 2
	councilCount = 3
)

// ShareWords is the number of words on the share of one member.
const ShareWords = 32

// shareBytes is the length of what they stand for: the share and what tells it
// from others.
const shareBytes = 42

// CouncilShare is what one member keeps, on paper.
type CouncilShare struct {
	Words []string
	At    int    // 1, 2 or 3
	Mark  string // of the council; no secret
}

// NewCouncil makes the shares of a council and its public half. They are kept
// nowhere, and open nothing before UseCouncil: whoever makes them can first see
// that they are on paper.
func NewCouncil() (all []CouncilShare, recipient string, err error) {
	identity, err := age.GenerateHybridIdentity()
	if err == nil {
		all, err = split(identity)
	}
	if err != nil {
		return nil, "", fmt.Errorf("keys: make a council: %w", err)
	}
	return all, identity.Recipient().String(), nil
}

// UseCouncil lets the council of a public half open the record, in place of the
// council before.
func (r *Ring) UseCouncil(recipient string) error {
	return r.use("make a council", recipient, time.Time{}, func(f *file) **ageSlot { return &f.Council })
}

// MakeCouncil is NewCouncil and UseCouncil: the shares are to be printed now.
func (r *Ring) MakeCouncil() (all []CouncilShare, err error) {
	all, recipient, err := NewCouncil()
	if err == nil {
		err = r.UseCouncil(recipient)
	}
	return all, err
}

func split(identity *age.HybridIdentity) (all []CouncilShare, err error) {
	seed, err := bech32Decode(identityPrefix, identity.String())
	if err != nil {
		return nil, err
	}
	parts, err := shares.Split(seed, councilNeeds, councilCount)
	for _, s := range parts {
		all = append(all, CouncilShare{Words: encodeWords(s.Bytes()), At: s.At, Mark: Mark(identity.Recipient().String())})
	}
	return all, err
}

// DropCouncil ends the council: its shares open nothing any more, except copies
// of the key file made before.
func (r *Ring) DropCouncil() error {
	return r.drop("end the council", func(f *file) **ageSlot { return &f.Council })
}

// OpenWithCouncil unlocks the data key with the words of two shares or more, one
// after the other. The errors are those of OpenWithRecovery, ErrNoSlot, and those
// of package shares.
func OpenWithCouncil(dir, words string) (*Ring, error) {
	identity, err := joined(words)
	if err != nil {
		return nil, fmt.Errorf("keys: council: %w", err)
	}
	return open(dir, func(_ file, s slots) ([]byte, error) { return s.Council.opens(identity) })
}

// IsCouncil reports whether what somebody typed has as many words as some shares.
func IsCouncil(words string) bool {
	n := len(plainWords(strings.Fields(words)))
	return n >= ShareWords && n%ShareWords == 0
}

// joined puts the key of a council together.
func joined(words string) (*age.HybridIdentity, error) {
	typed := plainWords(strings.Fields(strings.ToLower(words)))
	var given []shares.Share
	for one := range slices.Chunk(typed, ShareWords) {
		b, err := decodeWords(one, shareBytes)
		if e, ok := errors.AsType[*WordError](err); ok {
			e.Position += len(given) * ShareWords
		}
		if err != nil {
			return nil, err
		}
		s, err := shares.Parse(b)
		if err != nil {
			return nil, err
		}
		given = append(given, s)
	}
	seed, err := shares.Combine(given)
	if err != nil {
		return nil, err
	}
	defer clear(seed)
	identity, err := age.ParseHybridIdentity(bech32Encode(identityPrefix, bytes.Clone(seed)))
	if err != nil {
		return nil, ErrMistyped
	}
	return identity, nil
}
