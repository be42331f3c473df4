package clockpage_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/clockpage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// It is said to those who run the record until one of them says that the clock
// is right; nobody else can say so.
func TestAClockThatWasSet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		store, err := settings.Open(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		c := settings.Defaults("US")
		c.Name, c.ClockSet = "Friends Inside", &settings.ClockSet{From: dbtest.Noon, To: dbtest.Noon.Add(-time.Hour)}
		if err := store.Change(t.Context(), authz.System("test"), func(now *settings.Choices) { *now = c }); err != nil {
			t.Fatal(err)
		}
		if page := place(t, store, authz.Worker).Post("/settings/clock"); page.Status != http.StatusForbidden || store.Current(t.Context()).ClockSet == nil {
			t.Errorf("a worker: %d", page.Status)
		}
		app := place(t, store, authz.Administrator)
		if text := app.Get("/settings").Text("main"); !strings.Contains(text, "The clock was set") || !strings.Contains(text, "12:00") || !strings.Contains(text, "11:00") {
			t.Error(text)
		}
		if page := app.Post("/settings/clock"); page.Status != http.StatusSeeOther {
			t.Errorf("%d", page.Status)
		}
		if set := store.Current(t.Context()).ClockSet; set != nil {
			t.Errorf("still %+v", set)
		}
		if text := app.Get("/settings").Text("main"); strings.Contains(text, "The clock was set") {
			t.Error(text)
		}
	})
}

// place is the settings with nothing but the panel, for somebody.
func place(t *testing.T, store *settings.Store, role authz.Role) *webtest.App {
	t.Helper()
	pages, panels := &clockpage.Pages{Settings: store}, &web.Panels{}
	pages.Panels(panels)
	routes := append(pages.Routes(), web.Route{Pattern: "GET /settings", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error {
		shown, err := panels.OfSettings(r.Context(), r)
		if err != nil || len(shown) == 0 {
			return err
		}
		return r.Render(w, http.StatusOK, layout.Page{Title: "test"}, shown[0].Body)
	}})
	actor := authz.NewActor("bea", "Bea Olund", role, authz.SeesNone, settings.Bundle[role]...)
	return webtest.New(t, routes, webtest.As(actor), webtest.Words(clockpage.Locales))
}
