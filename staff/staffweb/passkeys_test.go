package staffweb_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// atHome serves the pages at the name they were told to have, by https.
func atHome(o *office) { o.pages.Site, o.pages.Secure = "example.com", true }

func secure() webtest.Option { return webtest.With(func(c *web.Config) { c.Secure = true }) }

var records = virtualwebauthn.RelyingParty{ID: "example.com", Name: "example.com", Origin: "https://example.com"}

// key is a device of Ada's.
type key struct {
	virtualwebauthn.Authenticator
	virtualwebauthn.Credential
}

// made goes through the page on which a passkey is added.
func made(t *testing.T, o *office) *key {
	t.Helper()
	page := o.Get("/me/passkeys/new")
	page.Check()
	if page.Attr(`form[data-passkey]`, "data-passkey") != "/me/passkeys/ask" {
		t.Fatalf("%d: no form that asks for a passkey", page.Status)
	}
	question := o.Post("/me/passkeys/ask").Body
	options, err := virtualwebauthn.ParseAttestationOptions(question)
	must(t, err)
	k := &key{virtualwebauthn.NewAuthenticator(), virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA)}
	k.Options.UserHandle = []byte(options.UserID)
	page = o.Post("/me/passkeys", "to", "", "name", "My phone", "answer", virtualwebauthn.CreateAttestationResponse(records, k.Authenticator, k.Credential, *options))
	page.Check()
	if page.Status != 200 || page.Doc.Find("ol li").Length() != 10 {
		t.Fatalf("%d: no recovery codes with the first passkey", page.Status)
	}
	return k
}

// answer asks at a path and answers.
func (k *key) answer(t *testing.T, o *office, ask string) string {
	t.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(o.Post(ask).Body)
	must(t, err)
	k.Counter++
	return virtualwebauthn.CreateAssertionResponse(records, k.Authenticator, k.Credential, *options)
}

func TestPasskeyPages(t *testing.T) {
	t.Parallel()
	o := open(t, secure())
	atHome(o)
	o.Post("/sign-in", "name", "ada", "phrase", adaPhrase)
	k := made(t, o)
	page := o.Get("/me")
	page.Check()
	if !strings.Contains(page.Text("main"), "My phone") || page.Doc.Find(`form[action="/me/phrase"]`).Length() != 0 {
		t.Fatal("the passkey is not listed, or the pass phrase can be changed without it")
	}
	o.Post("/sign-out")
	if page = o.Post("/sign-in/passkey", "to", "/me", "answer", k.answer(t, o, "/sign-in/passkey/ask")); page.To != "/me" {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	page = o.Get("/me")
	if page.Doc.Find(`form[action="/me/phrase"]`).Length() != 1 {
		t.Fatal("with the passkey just shown, the pass phrase cannot be changed")
	}
	mine := page.Attr(`a[href^="/me/passkeys/0"]`, "href")
	page = o.Post(mine + "/remove")
	if page.Status != 422 || !strings.Contains(page.Text(".summary"), "last thing") {
		t.Fatalf("%d: the last one can be removed", page.Status)
	}
	page.Check()
	if page = o.Post(mine+"/name", "name", "Old phone"); page.To != "/me" {
		t.Fatal(page.Status)
	}
	o.Post("/lock")
	page = o.Get("/locked")
	page.Check()
	if page = o.Post("/prove/passkey", "answer", k.answer(t, o, "/prove/passkey/ask")); page.To != "/" {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	o.clock.Add(6 * time.Minute)
	if page = o.Get("/me/codes"); page.To != "/prove?to=/me/codes" {
		t.Fatalf("codes without a fresh proof: %d", page.Status)
	}
	page = page.Follow()
	page.Check()
	if page.Doc.Find("input[name=phrase]").Length() != 0 {
		t.Fatal("the proof takes a pass phrase, with a passkey there")
	}
	page = o.Post("/prove/passkey", "to", "/me/codes", "answer", "{}")
	if page.Status != 422 {
		t.Fatal(page.Status)
	}
	page.Check()
}

// Nobody learns at the door who has a passkey: no name is asked for, and the
// question is the same but for its challenge (promise P32).
func TestTheQuestionAtTheDoorTellsNothing(t *testing.T) {
	t.Parallel()
	o := open(t, secure())
	atHome(o)
	ask := func() string {
		page := o.Post("/sign-in/passkey/ask")
		var q map[string]any
		must(t, json.Unmarshal([]byte(page.Body), &q))
		q["challenge"] = len(q["challenge"].(string))
		text, err := json.Marshal(q)
		must(t, err)
		return string(text)
	}
	before := ask()
	o.Post("/sign-in", "name", "ada", "phrase", adaPhrase)
	made(t, o)
	o.Post("/sign-out")
	if after := ask(); after != before || strings.Contains(after, "allowCredentials") {
		t.Errorf("%s\n%s", before, after)
	}
}

// Where passkeys cannot be, the page says why and offers codes (security design
// F12).
func TestWherePasskeysCannotBe(t *testing.T) {
	t.Parallel()
	o := in(t)
	page := o.Get("/me/passkeys/new")
	page.Check()
	if page.Doc.Find("form[data-passkey], script[src*=passkey]").Length() != 0 || page.Doc.Find(`main a[href="/me/codes"]`).Length() != 1 || page.Doc.Find(".note").Length() != 1 {
		t.Fatal(page.Text("main"))
	}
	for _, path := range []string{"/me/passkeys/ask", "/sign-in/passkey/ask", "/prove/passkey/ask"} {
		if page := o.Post(path); page.Status != 404 {
			t.Errorf("%s: %d", path, page.Status)
		}
	}
	o.Post("/sign-out")
	if page = o.Get("/sign-in"); page.Doc.Find("form[data-passkey]").Length() != 0 {
		t.Error("the door asks for what cannot be")
	}
}
