package app_test

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
)

// Promise P10: stopping under load is clean. A record is served while eight clients add
// people without a pause, and stopped at a random moment, again and again: whoever was
// told that somebody was added finds them when the record is opened again, every request
// ended, and stopping took less than ten seconds.
func TestStopsUnderLoad(t *testing.T) {
	t.Parallel()
	stops := 6
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		stops = 100
	}
	path := filepath.Join(t.TempDir(), "record.tcdb")
	ring, clock := demo.NewKeys(), dbtest.NewClock()
	open := func() *app.Record {
		rec, err := app.OpenRecord(t.Context(), app.Options{URL: "sqlite:" + path, Keys: ring, Now: clock.Now, Log: slog.New(slog.DiscardHandler), Quick: true})
		check(t, err)
		return rec
	}
	rng := rand.New(rand.NewPCG(10, 2026)) //nolint:gosec // a test that can be repeated
	var told []string
	var longest, ready time.Duration
	for range stops {
		began := time.Now()
		rec := open()
		ready = max(ready, time.Since(began))
		added, took := stopUnder(t, rec, adds, time.Duration(5+rng.IntN(60))*time.Millisecond)
		told, longest = append(told, added...), max(longest, took)
		check(t, rec.Close())
	}
	rec := open()
	defer func() { check(t, rec.Close()) }()
	for _, id := range told {
		if _, err := rec.People.Person(t.Context(), authz.System("test"), id); err != nil {
			t.Errorf("%s was acknowledged: %v", id, err)
		}
	}
	if len(told) < stops {
		t.Fatalf("only %d people were added in %d stops: the test shows nothing", len(told), stops)
	}
	if longest > 10*time.Second {
		t.Errorf("a stop took %v", longest)
	}
	t.Logf("%d stops under load: %d acknowledged, %d there; the longest stop %v, opened within %v", stops, len(told), len(told), longest.Round(time.Millisecond), ready.Round(time.Millisecond))
}

// adds adds somebody, and says so.
func adds(rec *app.Record) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		p, err := rec.People.Add(r.Context(), authz.System("test"), people.NewPerson{Name: "Somebody"})
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, p.ID)
		return err
	}
}

// The check notices a server that says that somebody was added before they are.
func TestAServerThatAnswersEarlyIsNoticed(t *testing.T) {
	t.Parallel()
	rec := newRecord(t)
	var late sync.WaitGroup
	told, _ := stopUnder(t, rec, func(*app.Record) web.Handler {
		return func(w http.ResponseWriter, _ *web.Request) error {
			id := ids.New()
			late.Go(func() { time.Sleep(50 * time.Millisecond) }) // and would add them then
			_, err := io.WriteString(w, id)
			return err
		}
	}, 20*time.Millisecond)
	late.Wait()
	for _, id := range told {
		if _, err := rec.People.Person(t.Context(), authz.System("test"), id); fault.Is(err, fault.NotFound) {
			return
		}
	}
	t.Errorf("%d people who were never added are all there", len(told))
}

// stopUnder serves a record to eight clients who add people, stops it after a while, and
// returns who was added, as the clients were told, and how long stopping took.
func stopUnder(t *testing.T, rec *app.Record, add func(*app.Record) web.Handler, after time.Duration) (told []string, took time.Duration) {
	t.Helper()
	handler := webtest.New(t, []web.Route{{Pattern: "POST /add", Needs: authz.Public, Handle: add(rec)}})
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	check(t, err)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- web.Run(ctx, web.Server(handler, slog.New(slog.DiscardHandler)), l) }()

	var mu sync.Mutex
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for ctx.Err() == nil {
				id, ok := asked(t, "http://"+l.Addr().String()+"/add")
				if !ok {
					return
				}
				mu.Lock()
				told = append(told, id)
				mu.Unlock()
			}
		})
	}
	time.Sleep(after)
	began := time.Now()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	took = time.Since(began)
	clients.Wait() // every request came to an end
	return told, took
}

// asked asks for somebody to be added, and returns the id when the server said so.
func asked(t *testing.T, url string) (id string, ok bool) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, nil)
	if err != nil {
		return "", false
	}
	answer, err := (&http.Client{Timeout: 12 * time.Second}).Do(r)
	if err != nil {
		return "", false // refused: the server has stopped
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	body, err := io.ReadAll(answer.Body)
	return string(body), err == nil && answer.StatusCode == http.StatusOK
}
