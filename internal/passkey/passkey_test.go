package passkey

import (
	"testing"

	"github.com/descope/virtualwebauthn"
)

func TestWherePasskeysHold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		named, host string
		secure      bool
		id, why     string
	}{
		{"", "localhost:8080", false, "localhost", ""},
		{"", "127.0.0.1:8080", false, "", IsNumber},
		{"", "[::1]:8080", false, "", IsNumber},
		{"", "10.0.0.4", true, "", IsNumber},
		{"office.local", "office.local", true, "", IsLocal},
		{"office", "office:443", true, "", IsLocal},
		{"", "records.example.org", true, "", Unnamed},
		{"records.example.org", "evil.example", true, "", Unnamed},
		{"records.example.org", "records.example.org", false, "", InClear},
		{"records.example.org", "Records.Example.org:8443", true, "records.example.org", ""},
	} {
		if s, why := At(c.named, c.host, c.secure); s.ID != c.id || why != c.why || (s == Site{}) != (c.why != "") {
			t.Errorf("%q named %q: %+v, %q", c.host, c.named, s, why)
		}
	}
}

var (
	here  = Site{ID: "records.example.org", Origin: "https://records.example.org"}
	ada   = User{ID: "0192f5c0-0000-7000-8000-000000000001", Name: "ada", Full: "Ada Okafor"}
	asked = []byte("a challenge of more than sixteen bytes")
)

// device is a phone with one key.
type device struct {
	virtualwebauthn.Authenticator
	virtualwebauthn.Credential
}

func newDevice(o virtualwebauthn.AuthenticatorOptions) *device {
	o.UserHandle = []byte(ada.ID)
	return &device{virtualwebauthn.NewAuthenticatorWithOptions(o), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)}
}

// rp is the site as a device is told by the page it is on.
func rp(s Site) virtualwebauthn.RelyingParty {
	return virtualwebauthn.RelyingParty{ID: s.ID, Name: s.ID, Origin: s.Origin}
}

func (d *device) make(t *testing.T, on Site) Made {
	t.Helper()
	options, err := here.Create("Harrow Letters", ada, nil, asked)
	must(t, err)
	o, err := virtualwebauthn.ParseAttestationOptions(string(options))
	must(t, err)
	m, err := ReadMade([]byte(virtualwebauthn.CreateAttestationResponse(rp(on), d.Authenticator, d.Credential, *o)))
	must(t, err)
	return m
}

func (d *device) show(t *testing.T, on Site) Shown {
	t.Helper()
	options, err := here.Ask(nil, asked)
	must(t, err)
	o, err := virtualwebauthn.ParseAssertionOptions(string(options))
	must(t, err)
	if len(o.AllowCredentials) != 0 {
		t.Fatal("the question names keys")
	}
	d.Counter++
	a, err := ReadShown([]byte(virtualwebauthn.CreateAssertionResponse(rp(on), d.Authenticator, d.Credential, *o)))
	must(t, err)
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPasskeyIsMadeAndShown(t *testing.T) {
	t.Parallel()
	for _, synced := range []bool{false, true} {
		d := newDevice(virtualwebauthn.AuthenticatorOptions{BackupEligible: synced, BackupState: synced})
		k, err := here.Keep(ada, d.make(t, here))
		must(t, err)
		if k.Synced != synced {
			t.Errorf("synced %v", k.Synced)
		}
		k.Count, _, err = here.Check(ada, k, d.show(t, here))
		must(t, err)
		d.Counter--
		if _, back, err := here.Check(ada, k, d.show(t, here)); err != nil || !back {
			t.Errorf("a count that does not grow: %v %v", back, err)
		}
	}
}

// Promise P34: what a page elsewhere makes a device say is worth nothing here.
func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	elsewhere := Site{ID: "records.example.net", Origin: "https://records.example.net"}
	lookalike := Site{ID: here.ID, Origin: "https://records.example.org.evil.example"}
	good := newDevice(virtualwebauthn.AuthenticatorOptions{})
	k, err := here.Keep(ada, good.make(t, here))
	must(t, err)
	for _, on := range []Site{elsewhere, lookalike} {
		if _, err := here.Keep(ada, good.make(t, on)); err == nil {
			t.Errorf("made at %s", on.Origin)
		}
		if _, _, err := here.Check(ada, k, good.show(t, on)); err == nil {
			t.Errorf("shown at %s", on.Origin)
		}
	}
	for name, o := range map[string]virtualwebauthn.AuthenticatorOptions{"nobody verified": {UserNotVerified: true}, "nobody there": {UserNotPresent: true}} {
		d := newDevice(o)
		if _, err := here.Keep(ada, d.make(t, here)); err == nil {
			t.Errorf("made, %s", name)
		}
		d.Credential = good.Credential
		if _, _, err := here.Check(ada, k, d.show(t, here)); err == nil {
			t.Errorf("shown, %s", name)
		}
	}
	other := newDevice(virtualwebauthn.AuthenticatorOptions{})
	other.ID = good.ID
	if _, _, err := here.Check(ada, k, other.show(t, here)); err == nil {
		t.Error("signed with another key")
	}
	wim := ada
	wim.ID = "0192f5c0-0000-7000-8000-000000000002"
	if _, _, err := here.Check(wim, k, good.show(t, here)); err == nil {
		t.Error("shown for somebody else")
	}
	if _, err := (Site{}).Ask(nil, asked); err == nil {
		t.Error("asked nowhere")
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{}", "[]", "null", `{"id":"a","type":"public-key"}`, "\xff", `{"response":{}}`} {
		if _, err := ReadMade([]byte(text)); err == nil {
			t.Errorf("made: %q", text)
		}
		if _, err := ReadShown([]byte(text)); err == nil {
			t.Errorf("shown: %q", text)
		}
	}
}
