package web_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// What belongs to a part that is not used is not there, by whatever way one
// asks for it.
func TestPartsThatAreNotUsed(t *testing.T) {
	t.Parallel()
	for _, used := range []bool{true, false} {
		const part web.Part = "houses"
		routes := part.Routes([]web.Route{{Pattern: "GET /houses", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error {
			return r.Render(w, http.StatusOK, layout.Page{Title: "Houses"}, text("<h1>Houses</h1>"))
		}}})
		app := webtest.New(t, routes, webtest.With(func(c *web.Config) {
			c.Uses = func(_ context.Context, p web.Part) bool { return p != part || used }
			c.Nav = []web.Nav{{ID: "houses", TitleKey: "web.menu.title", Href: "/houses", Needs: authz.SignedIn, Part: part}}
			c.Adds = []web.Add{{TitleKey: "web.menu.title", Href: "/houses/new", Needs: authz.SignedIn, Part: part}}
		}))
		want := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[used]
		if got := app.Get("/houses").Status; got != want {
			t.Errorf("used %v: status %d", used, got)
		}
		for page, link := range map[string]string{"/menu": "/houses", "/add": "/houses/new"} {
			if there := app.Get(page).Count(`a[href="`+link+`"]`) > 0; there != used {
				t.Errorf("used %v: %s offers it: %v", used, page, there)
			}
		}
	}
}
