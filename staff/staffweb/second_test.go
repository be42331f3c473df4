package staffweb_test

import (
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/staff"
)

// hire gives somebody an account and a pass phrase.
func (o *office) hire(name, signIn string, role authz.Role) staff.Account {
	o.t.Helper()
	a, link, err := o.staff.Add(o.t.Context(), authz.System("test"), staff.NewAccount{Name: name, SignIn: signIn, Role: role})
	must(o.t, err)
	must(o.t, o.staff.Choose(o.t.Context(), link.Token, newPhrase))
	return a
}

// A role that sees more waits for a second person, who agrees on Today's word or
// in the list, and shows first who they are.
func TestASecondPersonIsAsked(t *testing.T) {
	t.Parallel()
	o := in(t)
	o.hire("Lena Lead", "lena", authz.Lead)
	vera := o.hire("Vera Volunteer", "vera", authz.Volunteer)
	page := o.Post("/settings/people-here/"+vera.ID+"/role", "role", "worker", "rev", "", "sure", "1")
	if page.To != "/settings/people-here" {
		t.Fatal(page.Status)
	}
	page = page.Follow()
	page.Check()
	if !strings.Contains(page.Text(".flash"), "second person") || page.Count(`form[action$="/agree"]`) != 0 || page.Count(`form[action$="/refuse"]`) != 1 {
		t.Fatal(page.Text("main"))
	}
	o.Post("/sign-out")
	o.Post("/sign-in", "name", "lena", "phrase", newPhrase)
	page = o.Get("/settings/people-here")
	page.Check()
	agree := page.Attr(`form[action$="/agree"]`, "action")
	o.clock.Add(6 * time.Minute)
	if page = o.Post(agree); page.To != "/prove" {
		t.Fatalf("agreed without a proof: %d", page.Status)
	}
	o.Post("/prove", "phrase", newPhrase)
	if page = o.Post(agree); page.To != "/settings/people-here" {
		t.Fatal(page.Status)
	}
	if page = page.Follow(); page.Count(`form[action$="/agree"]`) != 0 || !strings.Contains(page.Text("table"), "Caseworker") {
		t.Fatal(page.Text("main"))
	}
	if page = o.Post(agree); page.Status != 404 {
		t.Fatal("agreed twice")
	}
}

// Asking for passkeys before everything powerful is offered once all who need one
// have one.
func TestPasskeysForPowerAreOffered(t *testing.T) {
	t.Parallel()
	o := open(t, secure())
	atHome(o)
	o.Post("/sign-in", "name", "ada", "phrase", adaPhrase)
	page := o.Get("/settings")
	page.Check()
	if page.Count(`form[action="/settings/passkeys"] input[name=on]`) != 0 || !strings.Contains(page.Text(`form[action="/settings/passkeys"]`), "Ada Okafor") {
		t.Fatal("it is offered too early, or does not say who has none")
	}
	if page = o.Post("/settings/passkeys", "on", "1"); page.Status != 422 {
		t.Fatal(page.Status)
	}
	k := made(t, o)
	o.Post("/prove/passkey", "answer", k.answer(t, o, "/prove/passkey/ask"))
	if page = o.Post("/settings/passkeys", "on", "1"); page.To != "/settings" {
		t.Fatal(page.Status)
	}
	if !o.settings.Current(t.Context()).PasskeysForPower {
		t.Fatal("not kept")
	}
}

// What happened to the own account is told on the next page, once.
func TestNoticesAreShownOnce(t *testing.T) {
	t.Parallel()
	o := in(t)
	o.clock.Add(time.Second)
	_, err := o.staff.SignIn(t.Context(), "ada", adaPhrase, staff.Browser{Device: "elsewhere", Agent: "Mozilla/5.0 (Android) Firefox/140"})
	must(t, err)
	page := o.Get("/me")
	page.Check()
	if !strings.Contains(page.Text(".flash"), "Firefox, Android") {
		t.Fatal("a strange browser is not told")
	}
	if page = o.Get("/me"); page.Count(".flash") != 0 {
		t.Fatal("told twice")
	}
	if page.Count(`form[action="/me/sessions/end"]`) != 1 || page.Count(`form[action="/me/browsers/forget"]`) != 1 {
		t.Fatal("sessions cannot be ended together, or browsers not forgotten")
	}
	o.Post("/me/sessions/end")
	o.Post("/me/browsers/forget")
	if page = o.Get("/me"); page.Doc.Find("#sessions").Parent().Parent().Find("tbody tr").Length() != 1 || page.Count(`form[action="/me/browsers/forget"]`) != 0 {
		t.Fatal("others live on")
	}
}
