package journeys

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"github.com/throughcare/throughcare/internal/demo"
)

// phone gives the browser a device with passkeys, whose owner is there.
func (v *visitor) phone() {
	v.t.Helper()
	v.do("bring a phone", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
		return err
	}))
}

// named serves the visitor under a name instead of a number.
func (v *visitor) named(t *testing.T) {
	t.Helper()
	u, err := url.Parse(v.base)
	if err != nil {
		t.Fatal(err)
	}
	v.base = "http://localhost:" + u.Port()
}

// Somebody makes a passkey, signs in with it, and shows it before what is
// powerful. Without script the pages say so, and the pass phrase works.
func TestPasskeyFromTheDoorToWhatIsPowerful(t *testing.T) {
	each(t, func(t *testing.T, v *visitor) {
		fresh(t, v)
		v.named(t)
		if !v.script {
			v.open("/sign-in")
			v.see("Passkeys need JavaScript")
			v.missing("Use a passkey")
			v.fill("name", "ruth", "phrase", demo.Phrase)
			v.press("Sign in")
			v.open("/me/passkeys/new")
			v.see("Passkeys need JavaScript")
			return
		}
		v.open("/sign-in")
		v.phone()
		v.fill("name", "ruth", "phrase", demo.Phrase)
		v.press("Sign in")
		v.open("/me")
		v.press("Add a passkey")
		v.fill("name", "My phone")
		v.press("Make the passkey")
		v.see("Your recovery codes")
		v.press("I have written them down")
		v.see("My phone")
		v.open("/break-glass")
		v.see("Is it you?")
		v.press("Use a passkey")
		v.see("Break the glass")
		v.lock()
		v.press("Use a passkey")
		v.see("Good afternoon")
		v.lock()
		v.press("Sign out")
		v.press("Use a passkey") // without a name
		v.open("/me")
		v.see("My phone")
	})
}

// The first page stays small, and asks for the script of passkeys only where
// one can be used.
func TestPasskeyScriptWhereItIsNeeded(t *testing.T) {
	each(t, func(t *testing.T, v *visitor) {
		fresh(t, v)
		scripts := func() string { return strings.Join(ask[[]string](v, `[...document.scripts].map(s=>s.src)`), " ") }
		v.open("/me")
		if strings.Contains(scripts(), "passkey") {
			t.Error("a page without a passkey loads its script")
		}
		v.open("/me/passkeys/new")
		v.see("address made of numbers")
		if strings.Contains(scripts(), "passkey") {
			t.Error("where no passkey can be used, its script is loaded")
		}
	})
}
