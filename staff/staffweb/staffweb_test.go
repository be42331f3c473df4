package staffweb_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/pquerna/otp/totp"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/staffweb"
)

const (
	adaPhrase = "gray herons wade at low tide"
	newPhrase = "nine lemons on a sill, drying"
)

var secretWords = strings.Fields("amber birch candle drift ember falcon glade harbor island juniper kettle lantern")

// adaHash is dear, so it is made once.
var adaHash = sync.OnceValues(func() (string, error) { return staff.HashPhrase(context.Background(), adaPhrase) })

// office is the pages over a real record, with a browser nobody is signed in
// with, and Ada, who does everything.
type office struct {
	*webtest.App
	t        *testing.T
	clock    *dbtest.Clock
	staff    *staff.Service
	settings *settings.Store
	pages    *staffweb.Pages
	locked   int    // how often the record was locked
	phrase   string // the record's newest
}

func open(t *testing.T, options ...webtest.Option) *office {
	t.Helper()
	clock := dbtest.NewClock()
	db := dbtest.SQLite(t, clock.Now)
	choices, err := settings.Open(t.Context(), db)
	must(t, err)
	must(t, choices.Change(t.Context(), authz.System("test"), func(c *settings.Choices) { c.Name, c.SetUp = "Harrow Letters", settings.Done }))
	service, err := staff.NewService(staff.Config{DB: db, Settings: choices, Key: dbtest.Key(), Cost: staff.Cost{MemoryKiB: 64, Passes: 1},
		Bundle: authz.Merge(staff.Bundle, settings.Bundle, authz.Bundle{authz.Solo: {"import"}})})
	must(t, err)
	hash, err := adaHash()
	must(t, err)
	_, err = service.First(t.Context(), staff.NewAccount{Name: "Ada Okafor", SignIn: "ada", Role: authz.Solo}, hash)
	must(t, err)
	o := &office{t: t, clock: clock, staff: service, settings: choices}
	o.pages = &staffweb.Pages{Staff: service, Settings: choices,
		Capabilities: []staffweb.Capability{{Key: "calendar", TitleKey: "settings.words"}},
		Recovery: func(context.Context, authz.Actor) (keys.Sheet, error) {
			return keys.Sheet{Words: secretWords, Identity: "AGE-SECRET-KEY-PQ-1TEST", Mark: "A1B2C3"}, nil
		},
		RecordPhrase: func(_ context.Context, _ authz.Actor, phrase string) error { o.phrase = phrase; return nil },
		LockRecord:   func() { o.locked++ },
		LastBackup:   func(context.Context) (time.Time, error) { return clock.Now(), nil },
	}
	sessions := staffweb.Sessions{Service: service, Settings: choices}
	options = append(options, webtest.As(authz.Actor{}), webtest.Words(staffweb.Locales), webtest.With(func(c *web.Config) {
		c.Sessions, c.Held, c.Answered, c.Drafts, c.Now, c.Nav = sessions, sessions, sessions, sessions, clock.Now, o.pages.Nav()
		c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
			return trail.Undo(ctx, db, actor, change, choices.Undone)
		}
	}))
	o.App = webtest.New(t, o.pages.Routes(), options...)
	return o
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// in signs Ada in.
func in(t *testing.T, options ...webtest.Option) *office {
	t.Helper()
	o := open(t, options...)
	if page := o.Post("/sign-in", "name", "ada", "phrase", adaPhrase); page.To != "/" {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	return o
}

func TestSigningIn(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.Get("/me")
	if page.Status != 303 || page.To != "/sign-in?to=%2Fme" {
		t.Fatalf("%d to %q", page.Status, page.To)
	}
	page = page.Follow()
	page.Check()
	to := page.Attr(`input[name=to]`, "value")
	page = o.Post("/sign-in", "name", "ada", "phrase", "wrong", "to", to)
	page.Check()
	if page.Status != 422 || page.Attr(`input[name=name]`, "value") != "ada" || page.Attr(`input[name=phrase]`, "value") != "" {
		t.Fatalf("%d: the name is to stay, the pass phrase not", page.Status)
	}
	if unknown := o.Post("/sign-in", "name", "nobody", "phrase", "wrong", "to", to); strings.ReplaceAll(unknown.Body, "nobody", "ada") != page.Body {
		t.Fatal("the answer tells who has an account")
	}
	page = o.Post("/sign-in", "name", "ada", "phrase", adaPhrase, "to", to)
	if page.Status != 303 || page.To != "/me" {
		t.Fatalf("%d to %q", page.Status, page.To)
	}
	for _, c := range page.Header.Values("Set-Cookie") {
		if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") || !strings.Contains(c, "Path=/") {
			t.Errorf("cookie %q", c)
		}
	}
	page = page.Follow()
	page.Check()
	if page.Status != 200 || page.Text("h1") != "My settings" {
		t.Fatal(page.Status)
	}
	if page = o.Post("/sign-out"); page.To != "/sign-in" || !strings.Contains(page.Header.Get("Clear-Site-Data"), "storage") {
		t.Fatal(page.To)
	}
	if page = o.Get("/me"); page.Status != 303 {
		t.Fatal("still signed in")
	}
}

func TestSignInDoesNotLeadAway(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"https://example.org/", "//example.org", `/\example.org`} {
		o := open(t)
		if page := o.Post("/sign-in", "name", "ada", "phrase", adaPhrase, "to", to); page.To != "/" {
			t.Errorf("%q leads to %q", to, page.To)
		}
	}
}

func TestTooManyTries(t *testing.T) {
	t.Parallel()
	o := open(t)
	for range 6 {
		o.Post("/sign-in", "name", "ada", "phrase", "wrong")
	}
	page := o.Post("/sign-in", "name", "ada", "phrase", adaPhrase)
	page.Check()
	if page.Status != 429 || !strings.Contains(page.Text(".summary"), "Wait 1 minute") {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
}

func TestSetCookiesOnHTTPS(t *testing.T) {
	t.Parallel()
	o := open(t, webtest.With(func(c *web.Config) { c.Secure = true }))
	o.pages.Secure = true
	page := o.Post("/sign-in", "name", "ada", "phrase", adaPhrase)
	for _, c := range page.Header.Values("Set-Cookie") {
		if !strings.HasPrefix(c, "__Host-") || !strings.Contains(c, "Secure") {
			t.Errorf("cookie %q", c)
		}
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	o := in(t)
	page := o.Get("/me/codes")
	page.Check()
	secret := strings.ReplaceAll(page.Text(".hint .num"), " ", "")
	if !strings.HasPrefix(page.Attr("img.qr", "src"), "data:image/png;base64,") {
		t.Fatal("no picture")
	}
	sealed := page.Attr(`input[name=sealed]`, "value")
	page = o.Post("/me/codes", "sealed", sealed, "phrase", adaPhrase, "code", "000000")
	page.Check()
	if page.Status != 422 || strings.ReplaceAll(page.Text(".hint .num"), " ", "") != secret {
		t.Fatalf("%d: the secret is to stay the same", page.Status)
	}
	page = o.Post("/me/codes", "sealed", page.Attr(`input[name=sealed]`, "value"), "phrase", adaPhrase, "code", o.code(secret))
	page.Check()
	if page.Count(".sheet-words li") != 10 {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	recovery := page.Text(".sheet-words li")
	o.Post("/sign-out")
	o.clock.Add(30 * time.Second)

	page = o.Post("/sign-in", "name", "ada", "phrase", adaPhrase, "to", "/me")
	page.Check()
	pending := page.Attr(`input[name=pending]`, "value")
	if page.Status != 200 || pending == "" {
		t.Fatal("the code is not asked for")
	}
	page = o.Post("/sign-in/code", "pending", pending, "code", "123", "to", "/me")
	page.Check()
	if page.Status != 422 {
		t.Fatal(page.Status)
	}
	if page = o.Post("/sign-in/code", "pending", pending, "code", o.code(secret), "to", "/me"); page.To != "/me" {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	o.Post("/sign-out")
	page = o.Post("/sign-in", "name", "ada", "phrase", adaPhrase)
	if page = o.Post("/sign-in/code", "pending", page.Attr(`input[name=pending]`, "value"), "code", recovery); page.To != "/" {
		t.Fatalf("%d: the recovery code %q does not work", page.Status, recovery)
	}
	page = o.Get("/me")
	page.Check()
	if !strings.Contains(page.Text("#codes ~ form"), "9 recovery codes are left") && !strings.Contains(page.Body, "9 recovery codes are left") {
		t.Fatal("the spent code is still counted")
	}
	if page = o.Post("/me/codes/drop", "codes_phrase", "wrong"); page.Status != 422 {
		t.Fatal(page.Status)
	}
	page.Check()
	if page = o.Post("/me/codes/drop", "codes_phrase", adaPhrase); page.To != "/me" {
		t.Fatal(page.Status)
	}
}

func (o *office) code(secret string) string {
	code, err := totp.GenerateCode(secret, o.clock.Now())
	must(o.t, err)
	return code
}

// What was typed survives the lock, and is shown to be sent again.
func TestLockedScreenKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	o := in(t)
	o.clock.Add(16 * time.Minute)
	page := o.Post("/settings/organisation", "name", "Typed in the dark", "country", "US", "letter_days", "14", "quiet_days", "90", "lock_minutes", "15", "of_age", "18")
	if page.To != "/locked" {
		t.Fatalf("%d to %q", page.Status, page.To)
	}
	page = page.Follow()
	page.Check()
	if !strings.Contains(page.Text("main"), "Ada Okafor") {
		t.Fatal("the page does not say whose session it is")
	}
	if page = o.Get("/settings"); page.Status != 303 {
		t.Fatal("a locked session shows pages")
	}
	page = o.Post("/locked", "phrase", "wrong")
	page.Check()
	if page.Status != 422 {
		t.Fatal(page.Status)
	}
	page = o.Post("/locked", "phrase", adaPhrase)
	if page.To != "/held" {
		t.Fatalf("%d to %q", page.Status, page.To)
	}
	page = page.Follow()
	if !strings.Contains(page.Body, "Typed in the dark") {
		t.Fatal("what was typed is lost")
	}
	if o.settings.Current(t.Context()).Name != "Harrow Letters" {
		t.Fatal("saved without its author")
	}
	values := url.Values{}
	page.Doc.Find(`form[action="/settings/organisation"] input`).Each(func(_ int, s *goquery.Selection) {
		values.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	var pairs []string
	for name := range values {
		pairs = append(pairs, name, values.Get(name))
	}
	if page = o.Post("/settings/organisation", pairs...); page.To != "/settings" || o.settings.Current(t.Context()).Name != "Typed in the dark" {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
}

func TestLockByHand(t *testing.T) {
	t.Parallel()
	o := in(t)
	if page := o.Post("/lock"); page.To != "/locked" {
		t.Fatal(page.To)
	}
	if page := o.Get("/me"); page.To != "/locked?to=%2Fme" {
		t.Fatal(page.To)
	}
	if page := o.Post("/locked", "phrase", adaPhrase, "to", "/me"); page.To != "/me" {
		t.Fatal(page.Status)
	}
}

func TestLockRecord(t *testing.T) {
	t.Parallel()
	o := in(t)
	page := o.Get("/lock-record")
	page.Check()
	if o.locked != 0 {
		t.Fatal("looking locks")
	}
	page = o.Post("/lock-record")
	page.Check()
	if page.Status != 200 || o.locked != 1 {
		t.Fatal(page.Status, o.locked)
	}
}
