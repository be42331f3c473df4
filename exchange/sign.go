package exchange

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/keys"
)

// What a file is called and in which version it is written.
const (
	Format  = "throughcare-facility-rules"
	Version = 1
)

// Limits of a file. The longest directory of rules we know of, that of a hosted tool
// for books, is a few thousand places with a line or two each.
const (
	MaxFile   = 8 << 20 // bytes
	maxPlaces = 10_000
	maxOf     = 200 // rules, addresses, names, codes of one place
)

// envelope is a file as it lies on a disk.
type envelope struct {
	Format      string          `json:"format"`
	Version     int             `json:"version"`
	Fingerprint string          `json:"fingerprint"` // of the key, for people
	Content     json.RawMessage `json:"content"`
	Key         string          `json:"key"`       // Ed25519, base64
	Signature   string          `json:"signature"` // of signed(), base64
}

// signed is what the signature is of: the format, its version, and the content
// without the blanks between its parts, so that a file survives being laid out anew.
func signed(version int, content []byte) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%d\n", Format, version)
	err := json.Compact(&b, content)
	return b.Bytes(), err
}

// write makes a file of the content and signs it.
func write(c *Content, key ed25519.PrivateKey) ([]byte, error) {
	content, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	message, err := signed(Version, content)
	if err != nil {
		return nil, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	e := envelope{
		Format: Format, Version: Version, Fingerprint: Fingerprint(public), Content: content,
		Key: base64.StdEncoding.EncodeToString(public), Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, message)),
	}
	out, err := json.MarshalIndent(e, "", "  ")
	return append(out, '\n'), err
}

// Fingerprint is the short form of a key that two people compare on the telephone:
// six words, of which one guess in 2^66 is right.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	words := make([]string, 6)
	for i := range words {
		n := 0
		for bit := i * 11; bit < (i+1)*11; bit++ {
			n = n<<1 | int(sum[bit/8]>>(7-bit%8)&1)
		}
		words[i] = keys.Word(n)
	}
	return strings.Join(words, " ")
}

// File is a signed file that was read and whose signature is right.
type File struct {
	Content
	Key ed25519.PublicKey
}

// Fingerprint is that of its key.
func (f *File) Fingerprint() string { return Fingerprint(f.Key) }

func refused(key string, args ...any) error {
	return fault.Bad("exchange: read", "file", "exchange.file."+key, args...)
}

// Read reads a signed file. It returns Invalid, and says in which way, for one that is
// cut off, that is something else, that a newer version made, that is not signed, or
// that was changed after it was signed.
func Read(text []byte) (*File, error) {
	if len(text) > MaxFile {
		return nil, refused("large", "limit", MaxFile>>20)
	}
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	e, err := open(text)
	if err != nil {
		return nil, err
	}
	key, err := e.verified()
	if err != nil {
		return nil, err
	}
	f := &File{Key: key}
	if err := strictly(e.Content, &f.Content); err != nil {
		return nil, refused("foreign")
	}
	f.clean()
	return f, f.check()
}

// open reads the envelope and says what a file is that has none.
func open(text []byte) (envelope, error) {
	var e envelope
	if len(text) == 0 {
		return e, refused("empty")
	}
	if text[0] != '{' || !utf8.Valid(text) {
		return e, refused("foreign")
	}
	switch err := json.Unmarshal(text, &e); {
	case cutOff(err, text):
		return e, refused("cut")
	case e.Format == Format && e.Version > Version:
		return e, refused("newer")
	case err != nil, e.Format != Format, e.Version != Version:
		return e, refused("foreign")
	case e.Signature == "" || e.Key == "":
		return e, refused("unsigned")
	}
	return e, strictly(text, &e)
}

// cutOff reports whether a file ends before its end.
func cutOff(err error, text []byte) bool {
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	return errors.Is(err, io.ErrUnexpectedEOF) || ok && syntax.Offset >= int64(len(text))
}

// strictly reads what has a place in the type, and refuses anything else: what is in
// a file beside the signed words is somebody else's.
func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return refused("foreign")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return refused("foreign")
	}
	return nil
}

// verified gives the key of the signature, when it is right.
func (e envelope) verified() (ed25519.PublicKey, error) {
	key, err := base64.StdEncoding.DecodeString(e.Key)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, refused("altered")
	}
	signature, err := base64.StdEncoding.DecodeString(e.Signature)
	if err != nil {
		return nil, refused("altered")
	}
	message, err := signed(e.Version, e.Content)
	if err != nil || !ed25519.Verify(key, message, signature) || e.Fingerprint != Fingerprint(key) {
		return nil, refused("altered")
	}
	return key, nil
}

// check looks at what a file holds as a whole.
func (c *Content) check() error {
	switch {
	case c.Origin == "" || len(c.Origin) > 200:
		return refused("origin")
	case c.MadeOn != "" && !c.MadeOn.Valid():
		return refused("day")
	case len(c.Places) == 0:
		return refused("nothing")
	case len(c.Places) > maxPlaces:
		return refused("many", "limit", maxPlaces)
	}
	for i := range c.Places {
		p := &c.Places[i]
		if max(len(p.Rules), len(p.Addresses), len(p.Also), len(p.Codes)) > maxOf {
			return refused("many.of", "name", p.Name, "limit", maxOf)
		}
	}
	return nil
}
