package web_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// Every page reads dates the way the organisation writes them.
func TestDatesAreReadAsTheOrganisationWritesThem(t *testing.T) {
	t.Parallel()
	for order, want := range map[partialdate.Order]string{partialdate.DayFirst: "2025-11-03 1990-04", partialdate.MonthFirst: "2026-03-11 1990-04"} {
		got, failed := "", false
		routes := []web.Route{{Pattern: "POST /dates", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error {
			f, err := r.ReadForm("day", "date", "none")
			if err != nil {
				return err
			}
			got = string(r.Day(f, "day", partialdate.Nearest)) + " " + r.Date(f, "date", partialdate.Gone).String() + string(r.Day(f, "none", partialdate.Gone))
			failed = f.Failed()
			return r.Render(w, f.Status(), layout.Page{Title: "Dates", Form: f}, text("<h1>Dates</h1>"))
		}}}
		app := webtest.New(t, routes, webtest.With(func(c *web.Config) {
			c.Organisation = func(context.Context) web.Organisation {
				return web.Organisation{Name: "Tamarack", Zone: time.UTC, Order: order}
			}
		}))
		app.Post("/dates", "day", "3/11", "date", "april 1990", "none", "")
		if got != want || failed {
			t.Errorf("order %v: %q, failed %v; want %q", order, got, failed, want)
		}
		if page := app.Post("/dates", "day", "31/02/90", "date", "soonish", "none", ""); page.Status != http.StatusUnprocessableEntity || !failed {
			t.Errorf("order %v: what cannot be read is taken: %d", order, page.Status)
		}
	}
}
