package staff

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/passkey"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/staff/onetime"
)

var site = passkey.Site{ID: "records.example.org", Origin: "https://records.example.org"}

// phone is a device with a passkey on it.
type phone struct {
	virtualwebauthn.Authenticator
	virtualwebauthn.Credential
}

func newPhone(owner authz.Actor) *phone {
	o := virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(owner.ID)}
	return &phone{virtualwebauthn.NewAuthenticatorWithOptions(o), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA)}
}

func (p *phone) at(s passkey.Site) virtualwebauthn.RelyingParty {
	return virtualwebauthn.RelyingParty{ID: s.ID, Name: s.ID, Origin: s.Origin}
}

// create answers a question to make a passkey.
func (p *phone) create(t *testing.T, question []byte) string {
	t.Helper()
	o, err := virtualwebauthn.ParseAttestationOptions(string(question))
	must(t, err)
	return virtualwebauthn.CreateAttestationResponse(p.at(site), p.Authenticator, p.Credential, *o)
}

// show answers a question to show it, on a page of a site.
func (p *phone) show(t *testing.T, question []byte, on passkey.Site) string {
	t.Helper()
	o, err := virtualwebauthn.ParseAssertionOptions(string(question))
	must(t, err)
	p.Counter++
	return virtualwebauthn.CreateAssertionResponse(p.at(on), p.Authenticator, p.Credential, *o)
}

// add gives somebody who is signed in a passkey, and their session as it then is.
func (h house) add(t *testing.T, p Present, name string) (*phone, Present, Changed) {
	t.Helper()
	ctx := t.Context()
	d := newPhone(authz.Actor{ID: p.Account.ID})
	question, err := h.AskPasskey(ctx, p.Actor, site, p.Session)
	must(t, err)
	done, err := h.AddPasskey(ctx, p.Actor, site, p.Session, name, d.create(t, question))
	must(t, err)
	now, err := h.Resume(ctx, done.Token)
	must(t, err)
	return d, now, done
}

var desk = Browser{Device: "the desk in the office, forty-three letters"}

// enterWith signs in with a passkey.
func (h house) enterWith(t *testing.T, d *phone, on passkey.Site, from Browser) (Entry, error) {
	t.Helper()
	question, err := h.AskEntry(site, from)
	must(t, err)
	return h.EnterWith(t.Context(), site, d.show(t, question, on), from)
}

func TestPasskeySignsIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		first, token := h.enter(t, "wim.boer", wimPhrase)
		d, now, done := h.add(t, first, " My   phone ")
		if len(done.Codes) != onetime.Recovery {
			t.Fatalf("%d recovery codes with the first passkey", len(done.Codes))
		}
		_, err := h.Resume(ctx, token)
		wants(t, err, fault.NotFound, "") // whoever copied the cookie is out
		_, now, again := h.add(t, h.proved(t, d, now), "Key in the safe")
		if len(again.Codes) != 0 {
			t.Fatal("recovery codes with the second passkey too")
		}
		h.clock.Add(time.Minute)
		e, err := h.enterWith(t, d, site, desk)
		must(t, err)
		p, err := h.Resume(ctx, e.Token)
		must(t, err)
		if p.Account.ID != h.wim.ID || !p.Actor.Proven || p.Account.Has.Passkeys != 2 {
			t.Fatalf("%+v", p.Account)
		}
		list, err := h.Passkeys(ctx, now.Actor)
		must(t, err)
		if len(list) != 2 || list[0].Name != "My phone" || !list[0].UsedAt.Equal(h.clock.Now()) || !list[1].UsedAt.IsZero() {
			t.Fatalf("%+v", list)
		}
	})
}

// Promise P34: a page that only looks like ours gets nothing.
func TestPasskeysElsewhere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		d, now, _ := h.add(t, h.in(t, "wim.boer", wimPhrase), "Phone")
		for _, on := range []passkey.Site{{ID: "records.example.net", Origin: "https://records.example.net"}, {ID: site.ID, Origin: "https://records.example.org.evil.example"}} {
			_, err := h.enterWith(t, d, on, desk)
			wants(t, err, fault.Invalid, "staff.passkey.wrong")
		}
		moved := passkey.Site{ID: "new.example.org", Origin: "https://new.example.org"}
		question, err := h.AskEntry(moved, desk)
		must(t, err)
		_, err = h.EnterWith(ctx, moved, d.show(t, question, moved), desk)
		wants(t, err, fault.Invalid, "staff.passkey.wrong") // it is bound to the old name
		must(t, h.Disable(ctx, h.ada, h.wim.ID))
		_, err = h.enterWith(t, d, site, desk)
		wants(t, err, fault.Invalid, "staff.passkey.wrong")
		if _, err := h.AskProof(ctx, site, now.Session); err != nil {
			t.Fatal(err)
		}
	})
}

func TestChallengesAreUsedOnceAndThere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		d, _, _ := h.add(t, h.in(t, "wim.boer", wimPhrase), "Phone")
		question, err := h.AskEntry(site, desk)
		must(t, err)
		answer := d.show(t, question, site)
		_, err = h.EnterWith(ctx, site, answer, Browser{Device: "another browser"})
		wants(t, err, fault.Invalid, "staff.passkey.late")
		var in atomic.Int32
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if e, err := h.EnterWith(ctx, site, answer, desk); err == nil && e.Token != "" {
					in.Add(1)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 {
			t.Fatalf("one answer opened %d sessions", in.Load())
		}
		for _, later := range []time.Duration{pendingLife, -2 * pendingLife} {
			question, err = h.AskEntry(site, desk)
			must(t, err)
			h.clock.Add(later)
			_, err = h.EnterWith(ctx, site, d.show(t, question, site), desk)
			wants(t, err, fault.Invalid, "staff.passkey.late")
		}
		e, err := h.enterWith(t, d, site, desk)
		must(t, err)
		p, err := h.Resume(ctx, e.Token)
		must(t, err)
		question, err = h.AskEntry(site, desk)
		must(t, err)
		_, err = h.ProveWith(ctx, site, p.Session, d.show(t, question, site)) // asked at the door, not here
		wants(t, err, fault.Invalid, "staff.passkey.late")
	})
}

func TestACopiedPasskeyIsStopped(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		d, now, _ := h.add(t, h.in(t, "wim.boer", wimPhrase), "Phone")
		copied := *d
		_, err := h.enterWith(t, d, site, desk)
		must(t, err)
		_, err = h.enterWith(t, &copied, site, desk)
		wants(t, err, fault.Invalid, "staff.passkey.copied")
		d.Counter = 40
		_, err = h.enterWith(t, d, site, desk)
		wants(t, err, fault.Invalid, "staff.passkey.wrong") // nobody knows which of the two is Wim's
		list, err := h.Passkeys(ctx, now.Actor)
		must(t, err)
		if list[0].StoppedAt.IsZero() {
			t.Fatalf("%+v", list)
		}
		if e, err := h.SignIn(ctx, "wim.boer", wimPhrase, Browser{}); err != nil || e.Token == "" {
			t.Fatalf("what opens nothing is asked for: %v", err)
		}
	})
}

// Whoever has a passkey shows it before what is powerful: a session that a pass
// phrase or a code opened is not enough (promise P34).
func TestPowerAsksForTheStrongest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		p := h.in(t, "wim.boer", wimPhrase)
		if !p.Actor.Proven {
			t.Fatal("a pass phrase is all there is, and is not enough")
		}
		secret, _ := enrolled(t, h)
		p = h.withCode(t, secret)
		if !p.Actor.Proven {
			t.Fatal("a code is not enough")
		}
		h.clock.Add(proofLife + time.Second)
		token, err := h.Unlock(ctx, p.Session, wimPhrase)
		must(t, err)
		if p, err = h.Resume(ctx, token); err != nil || p.Actor.Proven {
			t.Fatalf("no more than the pass phrase, with codes set up: %v", err)
		}
		_, err = h.StepUp(ctx, p.Session, wimPhrase, "000000")
		wants(t, err, fault.Invalid, "staff.code.wrong")
		token, err = h.StepUp(ctx, p.Session, wimPhrase, codeAt(t, secret, h.clock.Now()))
		must(t, err)
		p, err = h.Resume(ctx, token)
		must(t, err)
		if !p.Actor.Proven {
			t.Fatal("a code is not enough")
		}
		d, p, _ := h.add(t, p, "Phone")
		if p.Actor.Proven {
			t.Fatal("a code is enough, with a passkey")
		}
		h.clock.Add(onetime.Step)
		if p = h.withCode(t, secret); p.Actor.Proven {
			t.Fatal("a fresh sign-in with a code is enough, with a passkey")
		}
		if p = h.proved(t, d, p); !p.Actor.Proven {
			t.Fatal("the passkey is not enough")
		}
		h.clock.Add(proofLife + time.Second)
		if p.Session.Proved(h.clock.Now(), ByPhrase) {
			t.Fatal("the proof lasts")
		}
	})
}

// proved shows a passkey in an open session.
func (h house) proved(t *testing.T, d *phone, p Present) Present {
	t.Helper()
	question, err := h.AskProof(t.Context(), site, p.Session)
	must(t, err)
	token, err := h.ProveWith(t.Context(), site, p.Session, d.show(t, question, site))
	must(t, err)
	p, err = h.Resume(t.Context(), token)
	must(t, err)
	return p
}

// withCode signs Wim in with pass phrase and code.
func (h house) withCode(t *testing.T, secret string) Present {
	t.Helper()
	e, err := h.SignIn(t.Context(), "wim.boer", wimPhrase, Browser{})
	must(t, err)
	if e, err = h.Code(t.Context(), e.Pending, codeAt(t, secret, h.clock.Now()), Browser{}); err != nil {
		t.Fatal(err)
	}
	p, err := h.Resume(t.Context(), e.Token)
	must(t, err)
	return p
}

func TestSomebodyElsesPasskeyProvesNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		d, _, _ := h.add(t, h.in(t, "wim.boer", wimPhrase), "Phone")
		ada := h.in(t, "ada", adaPhrase)
		question, err := h.AskProof(t.Context(), site, ada.Session)
		must(t, err)
		_, err = h.ProveWith(t.Context(), site, ada.Session, d.show(t, question, site))
		wants(t, err, fault.Invalid, "staff.passkey.wrong")
	})
}

// Changing how one signs in asks for the strongest one has, or for a recovery
// code, which is there for whoever lost the rest.
func TestChangingFactorsAsksForTheStrongest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		p := h.in(t, "wim.boer", wimPhrase)
		h.clock.Add(proofLife + time.Second)
		_, err := h.AskPasskey(ctx, p.Actor, site, p.Session)
		wants(t, err, fault.Forbidden, "")
		_, now, done := h.add(t, h.in(t, "wim.boer", wimPhrase), "Phone")
		list, err := h.Passkeys(ctx, now.Actor)
		must(t, err)
		_, err = h.ChangePhrase(ctx, now.Actor, now.Session, wimPhrase, "nine lemons on a sill, drying")
		wants(t, err, fault.Forbidden, "")
		_, err = h.RemovePasskey(ctx, now.Actor, now.Session, list[0].ID)
		wants(t, err, fault.Forbidden, "")
		_, err = h.NewRecoveryCodes(ctx, now.Actor, now.Session, wimPhrase)
		wants(t, err, fault.Forbidden, "")

		e, err := h.SignIn(ctx, "wim.boer", wimPhrase, Browser{})
		must(t, err)
		if e, err = h.Code(ctx, e.Pending, done.Codes[0], Browser{}); err != nil {
			t.Fatal(err)
		}
		p, err = h.Resume(ctx, e.Token)
		must(t, err)
		if p.Actor.Proven {
			t.Fatal("a recovery code is a proof for anything powerful")
		}
		_, err = h.RemovePasskey(ctx, p.Actor, p.Session, list[0].ID)
		wants(t, err, fault.Invalid, "staff.passkey.last")
		_, _, _ = h.add(t, p, "New phone")
	})
}

func TestTheLastPasskey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		secret, _ := enrolled(t, h)
		d, p, _ := h.add(t, h.withCode(t, secret), "Phone")
		list, err := h.Passkeys(ctx, p.Actor)
		must(t, err)
		p = h.proved(t, d, p)
		must(t, h.settings.Change(ctx, h.ada, func(c *settings.Choices) { c.PasskeysForPower = true }))
		_, err = h.RemovePasskey(ctx, p.Actor, p.Session, list[0].ID)
		wants(t, err, fault.Invalid, "staff.passkey.last") // the organisation wants one of everybody
		must(t, h.settings.Change(ctx, h.ada, func(c *settings.Choices) { c.PasskeysForPower = false }))
		_, err = h.RemovePasskey(ctx, h.ada, p.Session, list[0].ID)
		wants(t, err, fault.NotFound, "") // not hers
		_, err = h.RemovePasskey(ctx, p.Actor, p.Session, list[0].ID)
		must(t, err) // there are codes
		_, err = h.enterWith(t, d, site, desk)
		wants(t, err, fault.Invalid, "staff.passkey.wrong")
	})
}

func TestPasskeysAreKeptInOrder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h house) {
		ctx := t.Context()
		p := h.in(t, "wim.boer", wimPhrase)
		d, p, _ := h.add(t, p, "Phone")
		p = h.proved(t, d, p)
		list, err := h.Passkeys(ctx, p.Actor)
		must(t, err)
		for name, key := range map[string]string{" ": "staff.passkey.nameless", "a\u202eb": "staff.name.signs"} {
			wants(t, h.RenamePasskey(ctx, p.Actor, list[0].ID, name), fault.Invalid, key)
		}
		wants(t, h.RenamePasskey(ctx, h.ada, list[0].ID, "Hers"), fault.NotFound, "")
		must(t, h.RenamePasskey(ctx, p.Actor, list[0].ID, "Old phone"))
		question, err := h.AskPasskey(ctx, p.Actor, site, p.Session)
		must(t, err)
		_, err = h.AddPasskey(ctx, p.Actor, site, p.Session, "Again", d.create(t, question))
		wants(t, err, fault.Invalid, "staff.passkey.wrong") // it is there already
		ada := h.in(t, "ada", adaPhrase)
		d.Options.UserHandle = []byte(h.ada.ID)
		question, err = h.AskPasskey(ctx, ada.Actor, site, ada.Session)
		must(t, err)
		_, err = h.AddPasskey(ctx, ada.Actor, site, ada.Session, "Wim's", d.create(t, question))
		wants(t, err, fault.Invalid, "staff.passkey.wrong")
		_, err = h.Reset(ctx, h.ada, h.wim.ID, true)
		must(t, err)
		if list, err = h.Passkeys(ctx, p.Actor); err != nil || len(list) != 0 {
			t.Fatalf("%d are left after a reset: %v", len(list), err)
		}
	})
}
