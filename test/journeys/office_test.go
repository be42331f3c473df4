package journeys

import (
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/staff"
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

// opened opens an empty record.
func opened(t *testing.T) *app.Record {
	t.Helper()
	rec, err := app.OpenRecord(t.Context(), app.Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: demo.NewKeys(), Now: clock(), Log: slog.New(slog.DiscardHandler), Quick: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// served serves a record until the test is over.
func served(t *testing.T, v *visitor, rec *app.Record) {
	t.Helper()
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
}

// office serves the demo's organisation with so many cases, and signs the
// visitor in as its worker.
func office(t *testing.T, v *visitor, cases int) *app.Record {
	t.Helper()
	rec := opened(t)
	link, err := demo.Fill(t.Context(), rec, cases)
	if err != nil {
		t.Fatal(err)
	}
	served(t, v, rec)
	v.open(link)
	return rec
}

// fresh serves an organisation that has just been set up, and signs its only
// worker in.
func fresh(t *testing.T, v *visitor) *app.Record {
	t.Helper()
	rec := opened(t)
	hash, err := staff.HashPhrase(t.Context(), demo.Phrase)
	if err != nil {
		t.Fatal(err)
	}
	first, err := rec.Staff.First(t.Context(), staff.NewAccount{Name: "Ruth Adeyemi", SignIn: "ruth", Role: authz.Solo}, hash)
	if err != nil {
		t.Fatal(err)
	}
	choices := settings.Defaults("US")
	choices.Name, choices.SetUp, choices.OpenTeam = "Friends Inside", settings.Done, true
	if err := rec.Found(t.Context(), choices); err != nil {
		t.Fatal(err)
	}
	link, err := rec.Staff.EntryLink(t.Context(), first.ID)
	if err != nil {
		t.Fatal(err)
	}
	served(t, v, rec)
	v.open("/enter/" + link.Token)
	return rec
}
