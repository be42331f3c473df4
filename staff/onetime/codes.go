// Package onetime is one-time codes and recovery codes: how they are made, drawn
// and compared.
package onetime

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
	"unicode"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Step is how long a code is good for.
const Step = 30 * time.Second

// Options are those of RFC 6238 with the values every authenticator app knows:
// SHA-1, six digits, a new code every thirty seconds.
var Options = hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// StepOf finds the step whose code was given: the present one or a neighbour,
// for clocks that are a little off, and later than the last one used.
func StepOf(secret, code string, now time.Time, last int64) (step int64, ok bool) {
	present := now.Unix() / int64(Step/time.Second)
	for step := present - 1; step <= present+1; step++ {
		if step <= last || step < 0 {
			continue
		}
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), Options)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// NewSecret is 160 random bits in base32, as RFC 4226 asks.
func NewSecret() string {
	raw := make([]byte, 20)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// Image draws what an authenticator app reads, as Picture does.
func Image(organisation, name, secret string) (string, error) {
	label := url.PathEscape(organisation + ":" + name)
	query := url.Values{"secret": {secret}, "issuer": {organisation}}
	return Picture("otpauth://totp/" + label + "?" + strings.ReplaceAll(query.Encode(), "+", "%20"))
}

// Picture draws text as a QR code, four pixels to a module, as a data: URL of a
// PNG: it stands in the page itself and has no address of its own.
func Picture(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("onetime: draw a code: %w", err)
	}
	side := code.Bounds().Dx() * 4
	if code, err = barcode.Scale(code, side, side); err != nil {
		return "", fmt.Errorf("onetime: draw a code: %w", err)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, code); err != nil {
		return "", fmt.Errorf("onetime: draw a code: %w", err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()), nil
}

// Recovery is how many recovery codes are given out at once.
const Recovery = 10

// readable is an alphabet in which nothing is mistaken for something else.
var readable = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// RecoveryCodes are fresh ones.
func RecoveryCodes() []string {
	codes := make([]string, Recovery)
	for i := range codes {
		codes[i] = recoveryCode()
	}
	return codes
}

// recoveryCode is 80 random bits as four groups of four.
func recoveryCode() string {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	return Groups(readable.EncodeToString(raw), "-")
}

// Plain is a code as compared: people add spaces, hyphens and capitals.
func Plain(code string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, strings.ToLower(code))
}

// Groups cuts a text into fours, to be read and typed.
func Groups(s, between string) string {
	var parts []string
	for ; len(s) > 4; s = s[4:] {
		parts = append(parts, s[:4])
	}
	return strings.Join(append(parts, s), between)
}
