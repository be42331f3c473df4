package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// looked is a handler that reads about people in several places, as a page with
// panels does, and answers in the given way.
func looked(answer func(http.ResponseWriter, *web.Request) error) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		trail.Saw(r.Context(), trail.Page, "ida")
		trail.Saw(r.Context(), trail.Page, "ida", "bo")
		return answer(w, r)
	}
}

func shown(w http.ResponseWriter, r *web.Request) error {
	return r.Render(w, http.StatusOK, layout.Page{Title: "x"}, layout.PageHead(layout.Head{Title: "x"}))
}

// Whatever an answer shows is one reading; what it does not show is none.
func TestAnAnswerIsOneReading(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, *web.Request) error
		status int
		want   string // look and people of the one reading, "" for none
	}{
		"a page":     {shown, 200, "page ida bo"},
		"a fragment": {func(w http.ResponseWriter, r *web.Request) error { return r.Part(w, layout.PageHead(layout.Head{})) }, 200, "page ida bo"},
		"a file": {func(w http.ResponseWriter, r *web.Request) error {
			return r.Send(w, "x.csv", "text/csv", func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err })
		}, 200, "export ida bo"},
		"by hand":   {func(w http.ResponseWriter, _ *web.Request) error { _, err := io.WriteString(w, "x"); return err }, 200, "page ida bo"},
		"elsewhere": {func(w http.ResponseWriter, r *web.Request) error { return r.Go(w, "/") }, 303, ""},
		"missing":   {func(http.ResponseWriter, *web.Request) error { return fault.New(fault.NotFound, "x") }, 404, ""},
		"failed":    {func(http.ResponseWriter, *web.Request) error { return errors.New("x") }, 500, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := dbtest.SQLite(t, dbtest.NewClock().Now)
			routes := []web.Route{{Pattern: "GET /x", Needs: authz.SignedIn, Handle: looked(c.answer)}}
			app := webtest.New(t, routes, webtest.With(func(to *web.Config) { to.Readings = trail.NewWitness(db) }))
			if page := app.Get("/x"); page.Status != c.status {
				t.Fatalf("status %d", page.Status)
			}
			if got := strings.Join(readings(t, db), "; "); got != c.want {
				t.Errorf("recorded %q, want %q", got, c.want)
			}
		})
	}
}

func readings(t *testing.T, db *database.DB) (all []string) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *database.Tx) error {
		return database.Each(t.Context(), tx, func(scan database.Scan) error {
			var look, who, ida, bo string
			err := scan(&look, &who, &ida, &bo)
			if who != webtest.Ruth().ID {
				t.Errorf("read by %q", who)
			}
			all = append(all, strings.TrimSpace(look+" "+ida+" "+bo))
			return err
		}, `SELECT r.look, r.actor_id,
			COALESCE((SELECT s.subject FROM reading_subject s WHERE s.n = r.n AND s.subject = 'ida'), ''),
			COALESCE((SELECT s.subject FROM reading_subject s WHERE s.n = r.n AND s.subject = 'bo'), '') FROM reading r ORDER BY r.n`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

type noWitness struct{}

func (noWitness) Record(_ context.Context, _ authz.Actor, s *trail.Seen) error {
	s.Drop()
	return errors.New("no ink")
}

// What cannot be recorded is not shown.
func TestNothingIsShownWithoutAWitness(t *testing.T) {
	t.Parallel()
	routes := []web.Route{
		{Pattern: "GET /page", Needs: authz.SignedIn, Handle: looked(shown)},
		{Pattern: "GET /file", Needs: authz.SignedIn, Handle: looked(func(w http.ResponseWriter, r *web.Request) error {
			return r.Send(w, "x.csv", "text/csv", func(w io.Writer) error { _, err := io.WriteString(w, "secret"); return err })
		})},
	}
	app := webtest.New(t, routes, webtest.With(func(to *web.Config) { to.Readings = noWitness{} }))
	for _, path := range []string{"/page", "/file"} {
		page := app.Get(path)
		if page.Status != http.StatusInternalServerError || strings.Contains(page.Body, "secret") || page.Header.Get("Content-Disposition") != "" {
			t.Errorf("%s: status %d, %s", path, page.Status, page.Body)
		}
	}
}
