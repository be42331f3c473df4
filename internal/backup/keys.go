package backup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/keys"
)

// What can be wrong with the keys given for a backup.
var (
	ErrNoRecipient = errors.New("a backup needs at least one recipient: a public key (age1…) whose private half is kept somewhere else")
	ErrMixed       = errors.New("recipients of the post-quantum kind (age1pq1…) and of the classic kind (age1…) cannot share a file: the weaker would open it; use one kind")
	ErrPrivate     = errors.New("this is a private key; a backup is made to the public key (age1…), and the private one stays away from this machine")
)

// Recipients reads public keys, each as text or as the name of a file with one
// key a line.
func Recipients(texts ...string) ([]age.Recipient, error) {
	var all []age.Recipient
	for _, text := range texts {
		some, err := recipients(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return nil, ErrNoRecipient
	}
	return all, oneKind(all)
}

func recipients(text string) ([]age.Recipient, error) {
	switch {
	case strings.HasPrefix(strings.ToUpper(text), "AGE-SECRET-KEY-"):
		return nil, ErrPrivate
	case strings.HasPrefix(text, "age1"):
		found, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil {
			return nil, fmt.Errorf("the recipient %s is not a whole public key; copy it again", short(text))
		}
		return found, nil
	}
	f, err := os.Open(text)
	if err != nil {
		return nil, fmt.Errorf("%q is neither a public key (age1…) nor a file of them: %w", short(text), err)
	}
	defer func() { _ = f.Close() }() // only read
	found, err := age.ParseRecipients(f)
	if err != nil {
		return nil, fmt.Errorf("the recipients in %s: %w", text, err)
	}
	return found, nil
}

// short is the beginning of a key, enough to tell it from another.
func short(text string) string {
	if r := []rune(text); len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return text
}

// oneKind refuses a classic recipient beside a post-quantum one, in clearer
// words than age does.
func oneKind(all []age.Recipient) error {
	hybrid := 0
	for _, r := range all {
		if _, ok := r.(*age.HybridRecipient); ok {
			hybrid++
		}
	}
	if hybrid != 0 && hybrid != len(all) {
		return ErrMixed
	}
	return nil
}

// Identities reads the private keys of an identity file, as age-keygen writes
// them, or the words of a recovery sheet.
func Identities(r io.Reader) ([]age.Identity, error) {
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("the identity file: %w", err)
	}
	if words := strings.TrimSpace(string(text)); !strings.Contains(strings.ToUpper(words), "AGE-SECRET-KEY-") {
		identity, err := keys.Identity(words)
		if err != nil {
			return nil, fmt.Errorf("neither private keys nor the words of a recovery sheet: %w", err)
		}
		return []age.Identity{identity}, nil
	}
	found, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("the identity file: %w", err)
	}
	return found, nil
}
