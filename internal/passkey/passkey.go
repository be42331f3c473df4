package passkey

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// User is whose passkey is made, as their device lists it.
type User struct {
	ID         string // opaque
	Name, Full string
}

// Key is what is kept of a passkey; none of it is secret.
type Key struct {
	ID     []byte // as the device names it
	Public []byte // COSE
	Count  uint32 // of its uses, as far as the device counts
	Synced bool   // it may be on several devices of one person
}

// Patience is how long somebody may look for their key, in milliseconds.
const Patience = 5 * 60 * 1000

var errNoSite = errors.New("passkey: no site")

// relying is the party that the library knows.
func (s Site) relying(name string) (*webauthn.WebAuthn, error) {
	if s == (Site{}) {
		return nil, errNoSite
	}
	return webauthn.New(&webauthn.Config{
		RPID: s.ID, RPDisplayName: name, RPOrigins: []string{s.Origin}, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
}

// Create is what a browser is asked to make a passkey, as JSON. have are the keys
// the user has already: a device makes no second one.
func (s Site) Create(organisation string, u User, have []Key, challenge []byte) ([]byte, error) {
	w, err := s.relying(organisation)
	if err != nil {
		return nil, err
	}
	options, _, err := w.BeginRegistration(&holder{u, have}, webauthn.WithExclusions(descriptors(have)), func(o *protocol.PublicKeyCredentialCreationOptions) error {
		o.Challenge, o.Timeout = challenge, Patience
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("passkey: create: %w", err)
	}
	return json.Marshal(options.Response)
}

// Ask is what a browser is asked to show a passkey, as JSON. Without have any
// passkey of this site will do, and no name is needed.
func (s Site) Ask(have []Key, challenge []byte) ([]byte, error) {
	w, err := s.relying(s.ID)
	if err != nil {
		return nil, err
	}
	options, _, err := w.BeginDiscoverableLogin(webauthn.WithChallenge(challenge), webauthn.WithAllowedCredentials(descriptors(have)),
		func(o *protocol.PublicKeyCredentialRequestOptions) error { o.Timeout = Patience; return nil })
	if err != nil {
		return nil, fmt.Errorf("passkey: ask: %w", err)
	}
	return json.Marshal(options.Response)
}

// Made is a browser's answer to Create, not judged yet.
type Made struct {
	Challenge string // as the browser was given it, base64url
	parsed    *protocol.ParsedCredentialCreationData
}

// ReadMade reads an answer to Create.
func ReadMade(answer []byte) (Made, error) {
	p, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Made{}, fmt.Errorf("passkey: read: %w", err)
	}
	return Made{p.Response.CollectedClientData.Challenge, p}, nil
}

// Keep judges an answer to Create and returns what to keep of the new key.
func (s Site) Keep(u User, m Made) (Key, error) {
	w, err := s.relying(s.ID)
	if err != nil {
		return Key{}, err
	}
	c, err := w.CreateCredential(&holder{u, nil}, webauthn.SessionData{
		Challenge: m.Challenge, RelyingPartyID: s.ID, UserID: []byte(u.ID), UserVerification: protocol.VerificationRequired,
		CredParams: webauthn.CredentialParametersDefault(),
	}, m.parsed)
	if err != nil {
		return Key{}, fmt.Errorf("passkey: keep: %w", err)
	}
	return Key{ID: c.ID, Public: c.PublicKey, Count: c.Authenticator.SignCount, Synced: c.Flags.BackupEligible}, nil
}

// Shown is a browser's answer to Ask, not judged yet.
type Shown struct {
	Challenge string // as the browser was given it, base64url
	ID        []byte // the key it is by
	parsed    *protocol.ParsedCredentialAssertionData
}

// ReadShown reads an answer to Ask.
func ReadShown(answer []byte) (Shown, error) {
	p, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Shown{}, fmt.Errorf("passkey: read: %w", err)
	}
	return Shown{p.Response.CollectedClientData.Challenge, p.RawID, p}, nil
}

// Check judges an answer to Ask by the key of that ID, and whose it is. It
// returns the key's count now; back is set when a count did not grow that should
// have: there are two of the key, and one of them is not the reader's.
func (s Site) Check(u User, k Key, a Shown) (count uint32, back bool, err error) {
	w, err := s.relying(s.ID)
	if err != nil {
		return 0, false, err
	}
	find := func([]byte, []byte) (webauthn.User, error) { return &holder{u, []Key{k}}, nil }
	_, c, err := w.ValidatePasskeyLogin(find, webauthn.SessionData{
		Challenge: a.Challenge, RelyingPartyID: s.ID, UserVerification: protocol.VerificationRequired,
	}, a.parsed)
	if err != nil {
		return 0, false, fmt.Errorf("passkey: check: %w", err)
	}
	return a.parsed.Response.AuthenticatorData.Counter, c.Authenticator.CloneWarning, nil
}

// holder is a user as the library wants to see them.
type holder struct {
	User
	keys []Key
}

func (h *holder) WebAuthnID() []byte          { return []byte(h.ID) }
func (h *holder) WebAuthnName() string        { return h.Name }
func (h *holder) WebAuthnDisplayName() string { return h.Full }

func (h *holder) WebAuthnCredentials() []webauthn.Credential {
	list := make([]webauthn.Credential, len(h.keys))
	for i, k := range h.keys {
		list[i] = webauthn.Credential{ID: k.ID, PublicKey: k.Public, Authenticator: webauthn.Authenticator{SignCount: k.Count}}
		list[i].Flags.BackupEligible = k.Synced
	}
	return list
}

func descriptors(keys []Key) []protocol.CredentialDescriptor {
	list := make([]protocol.CredentialDescriptor, len(keys))
	for i, k := range keys {
		list[i] = protocol.CredentialDescriptor{Type: protocol.PublicKeyCredentialType, CredentialID: k.ID}
	}
	return list
}
