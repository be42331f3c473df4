package journeys

import (
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/keys"
)

// clock stands at noon on a Monday and goes on from there.
func clock() func() time.Time {
	began := time.Now()
	return func() time.Time { return time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC).Add(time.Since(began)) }
}

// empty serves a folder in which there is nothing yet.
func empty(t *testing.T, v *visitor) {
	t.Helper()
	keys.DefaultCost = keys.LowCost
	s := &app.Server{Home: app.Home{Dir: filepath.Join(t.TempDir(), "record")}, Log: slog.New(slog.DiscardHandler), Now: clock(), Cost: keys.LowCost}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s)
	t.Cleanup(func() {
		web.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	v.base = web.URL
}

// office serves the demo's organisation with so many cases, and signs the
// visitor in as its worker.
func office(t *testing.T, v *visitor, cases int) *app.Record {
	t.Helper()
	rec, err := app.OpenRecord(t.Context(), app.Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: demo.NewKeys(), Now: clock(), Log: slog.New(slog.DiscardHandler), Quick: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	link, err := demo.Fill(t.Context(), rec, cases)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := app.Pages(rec, app.Served{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(pages)
	t.Cleanup(func() {
		web.Close()
		if err := rec.Close(); err != nil {
			t.Error(err)
		}
	})
	v.base = web.URL
	v.open(link)
	return rec
}
