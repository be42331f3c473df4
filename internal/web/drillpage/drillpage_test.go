package drillpage_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/backup"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/drillpage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// place is the settings with nothing but the panel, for somebody.
func place(t *testing.T, db *database.DB, role authz.Role, drill func(context.Context) (backup.Drill, error)) (*webtest.App, *jobs.Runner) {
	t.Helper()
	runner, err := jobs.NewRunner(t.Context(), db, slog.New(slog.DiscardHandler), 1)
	if err != nil {
		t.Fatal(err)
	}
	pages, panels := &drillpage.Pages{DB: db, Jobs: runner, Drill: drill}, &web.Panels{}
	pages.Panels(panels)
	routes := append(pages.Routes(), web.Route{Pattern: "GET /settings", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error {
		shown, err := panels.OfSettings(r.Context(), r)
		if err != nil || len(shown) == 0 {
			return err
		}
		return r.Render(w, http.StatusOK, layout.Page{Title: "test"}, shown[0].Body)
	}})
	actor := authz.NewActor("bea", "Bea Olund", role, authz.SeesNone, settings.Bundle[role]...)
	now := func(c *web.Config) { c.Now = db.Now }
	return webtest.New(t, routes, webtest.As(actor), webtest.With(now), webtest.Words(drillpage.Locales)), runner
}

func TestThePanelSaysHowOldTheDrillIs(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		app, _ := place(t, db, authz.Administrator, nil)
		says := func(what string, words ...string) {
			t.Helper()
			text := app.Get("/settings").Text("main")
			for _, word := range words {
				if !strings.Contains(text, word) {
					t.Errorf("%s: no %q in %q", what, word, text)
				}
			}
		}
		note := func(d backup.Drill) {
			t.Helper()
			d.At = clock.Now()
			if err := backup.NoteDrill(t.Context(), db, authz.System("test"), d); err != nil {
				t.Fatal(err)
			}
		}
		says("before any", "There was no drill yet", "No person has restored", "It is time")
		note(backup.Drill{Rows: 1203, Files: 4})
		says("after one", "1,203 rows and 4 files")
		if text := app.Get("/settings").Text("main"); strings.Contains(text, "tried of late") {
			t.Error(text)
		}
		clock.Add(9 * 24 * time.Hour)
		says("nine days later", "tried of late")
		note(backup.Drill{Problem: "drill.room"})
		says("after one that went wrong", "tried of late", "went wrong", "not enough space")
	})
}

func TestByHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		if page := first(place(t, db, authz.Worker, nil)).Post("/settings/drill/by-hand"); page.Status != http.StatusForbidden {
			t.Errorf("a worker: %d", page.Status)
		}
		app := first(place(t, db, authz.Administrator, nil))
		app.Post("/settings/drill/by-hand")
		if text := app.Get("/settings").Text("main"); !strings.Contains(text, "A person restored") || strings.Contains(text, "It is time") {
			t.Error(text)
		}
		n, err := countOf(t.Context(), db, `SELECT count(*) FROM change WHERE action = 'drill.by-hand' AND actor_id = 'bea'`)
		if err != nil || n != 1 {
			t.Errorf("%d in the trail, %v", n, err)
		}
	})
}

func TestDrillNow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for _, problem := range []string{"", "drill.restore"} {
			app, runner := place(t, db, authz.Administrator, func(context.Context) (backup.Drill, error) { return backup.Drill{Problem: problem}, nil })
			page := app.Post("/settings/drill")
			runner.Wait()
			id := strings.TrimPrefix(page.Header.Get("Location"), "/jobs/")
			j, err := runner.Job(t.Context(), "bea", id)
			if err != nil || (j.State == jobs.Done) != (problem == "") || j.Message != problem {
				t.Errorf("%q: %+v, %v", problem, j, err)
			}
		}
	})
}

func first(app *webtest.App, _ *jobs.Runner) *webtest.App { return app }

func countOf(ctx context.Context, db *database.DB, query string) (n int, err error) {
	err = db.Read(ctx, func(tx *database.Tx) error {
		n, err = database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) }, query)
		return err
	})
	return n, err
}
