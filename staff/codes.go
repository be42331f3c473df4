package staff

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"image/png"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// One-time codes as in RFC 6238 with the values every authenticator app knows:
// SHA-1, six digits, a new code every thirty seconds.
const codeStep = 30 * time.Second

var codeOptions = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// stepOf finds the step whose code was given: the present one or a neighbour,
// for clocks that are a little off, and later than the last one used.
func stepOf(secret, code string, now time.Time, last int64) (step int64, ok bool) {
	present := now.Unix() / int64(codeStep/time.Second)
	for step := present - 1; step <= present+1; step++ {
		if step <= last || step < 0 {
			continue
		}
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), codeOptions)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// newSecret is 160 random bits in base32, as RFC 4226 asks.
func newSecret() string {
	raw := make([]byte, 20)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// Enrolment is a secret that waits to be confirmed with its first code.
type Enrolment struct {
	Secret string // in groups of four, to type by hand
	Image  string // a QR code as a data: URL of a PNG
	Sealed string // goes through the form; nothing is stored until it is confirmed
}

func (s *Service) enrolment(a Account, secret, organisation string) (Enrolment, error) {
	image, err := codeImage(organisation, a.SignIn, secret)
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Secret: groups(secret, " "), Image: image, Sealed: s.steps.seal(secret, "enrol "+a.ID)}, nil
}

// codeImage draws what an authenticator app reads.
func codeImage(organisation, name, secret string) (string, error) {
	label := url.PathEscape(organisation + ":" + name)
	query := url.Values{"secret": {secret}, "issuer": {organisation}}
	return Picture("otpauth://totp/" + label + "?" + strings.ReplaceAll(query.Encode(), "+", "%20"))
}

// Picture draws text as a QR code, four pixels to a module, as a data: URL of a
// PNG: it stands in the page itself and has no address of its own.
func Picture(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("staff: draw a code: %w", err)
	}
	side := code.Bounds().Dx() * 4
	if code, err = barcode.Scale(code, side, side); err != nil {
		return "", fmt.Errorf("staff: draw a code: %w", err)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, code); err != nil {
		return "", fmt.Errorf("staff: draw a code: %w", err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()), nil
}

// recoveryCodes is how many are given out at once.
const recoveryCodes = 10

// readable is an alphabet in which nothing is mistaken for something else.
var readable = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// newRecoveryCode is 80 random bits as four groups of four.
func newRecoveryCode() string {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	return groups(readable.EncodeToString(raw), "-")
}

// plainCode is a code as compared: people add spaces, hyphens and capitals.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		if notWord(r) {
			return -1
		}
		return r
	}, strings.ToLower(code))
}

func groups(s, between string) string {
	var parts []string
	for ; len(s) > 4; s = s[4:] {
		parts = append(parts, s[:4])
	}
	return strings.Join(append(parts, s), between)
}
