package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// What is powerful asks first who it is, and keeps what was typed meanwhile.
func TestPowerfulAsksForProof(t *testing.T) {
	t.Parallel()
	done := 0
	routes := []web.Route{
		{Pattern: "POST /keys", Needs: authz.SignedIn, Powerful: true, Handle: func(w http.ResponseWriter, r *web.Request) error {
			done++
			return r.Go(w, "/")
		}},
		{Pattern: "GET /keys", Needs: authz.SignedIn, Powerful: true, Handle: func(w http.ResponseWriter, r *web.Request) error { done++; return r.Go(w, "/") }},
	}
	for _, proven := range []bool{false, true} {
		who := webtest.Ruth()
		who.Proven = proven
		app := webtest.New(t, routes, webtest.As(who))
		done = 0
		asked, sent := app.Get("/keys"), app.Post("/keys", "what", "all of them")
		if proven != (done == 2) {
			t.Errorf("proven %v: did it %d times", proven, done)
		}
		if proven {
			continue
		}
		if asked.To != web.ProvePath+"?to=%2Fkeys" || sent.To != web.ProvePath {
			t.Errorf("led to %q and %q", asked.To, sent.To)
		}
		if held := app.Get(web.HeldPath); !strings.Contains(held.Body, "all of them") {
			t.Error("what was typed is lost")
		}
	}
}
