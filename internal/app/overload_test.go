package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/web"
)

// load is what clients saw of a server that is asked for more than it can do.
type load struct {
	mu                sync.Mutex
	served, refused   []time.Duration
	door              []time.Duration // answers of the sign-in page
	wrong             map[int]int     // other answers, by status; 0 is none at all
	hasty             int             // refusals that do not say when to come back
	most              uint64          // bytes of the heap
	goroutines, after int
}

func (l *load) saw(status int, retry string, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case status == http.StatusOK:
		l.served = append(l.served, took)
	case status == http.StatusServiceUnavailable:
		l.refused = append(l.refused, took)
		if retry == "" {
			l.hasty++
		}
	default:
		l.wrong[status]++
	}
}

// Promise P11: ten times as many clients as there are places ask for Today without a
// pause, while others hold connections open and say nothing. Whoever is admitted gets
// the page, whoever is not is told when to come back, the door always answers, and
// nothing of it is left afterwards. How long it took is said and not judged: the
// clients want the same processors.
func TestOverloadDegradesAndNeverFalls(t *testing.T) {
	clients, slow, long := 100, 100, 2*time.Second
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		clients, slow, long = 640, 1000, time.Minute
	}
	rec := newRecord(t)
	link, err := demo.Fill(t.Context(), rec, 30)
	check(t, err)
	pages, err := app.Pages(rec, app.Served{})
	check(t, err)
	l := &load{wrong: map[int]int{}, goroutines: runtime.NumGoroutine()}
	l.press(t, pages, link, clients, slow, long)

	if len(l.served) < 100 || len(l.door) < 5 {
		t.Fatalf("%d pages and %d answers of the door: the test shows nothing", len(l.served), len(l.door))
	}
	if len(l.wrong) > 0 || l.hasty > 0 {
		t.Errorf("answers that are neither pages nor refusals: %v; %d refusals do not say when to come back", l.wrong, l.hasty)
	}
	if worst := slices.Max(l.door); worst > 10*time.Second {
		t.Errorf("the door took %v", worst)
	}
	if l.after > l.goroutines+20 {
		t.Errorf("%d goroutines before, %d after", l.goroutines, l.after)
	}
	t.Logf("measured P11: %d clients and %d silent connections for %v: %d pages, p99 %v; %d refused, p50 %v; the sign-in page answered %d times, at most after %v; at most %d MiB of heap, %d goroutines before and %d after",
		clients, slow, long, len(l.served), percent(l.served, 99), len(l.refused), percent(l.refused, 50), len(l.door), slices.Max(l.door).Round(time.Millisecond), l.most>>20, l.goroutines, l.after)
}

func percent(list []time.Duration, p int) time.Duration {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[min(len(list)-1, len(list)*p/100)].Round(time.Millisecond)
}

// press serves the pages, and lets clients ask for a while.
func (l *load) press(t *testing.T, pages http.Handler, link string, clients, slow int, long time.Duration) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	check(t, err)
	serving, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- web.Run(serving, web.Server(pages, slog.New(slog.DiscardHandler)), listener) }()
	base := "http://" + listener.Addr().String()
	jar, err := cookiejar.New(nil)
	check(t, err)
	transport := &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}
	asking := &http.Client{Jar: jar, Transport: transport, Timeout: 30 * time.Second}
	if status, _ := ask(t.Context(), asking, base+link); status != http.StatusOK {
		t.Fatalf("signing in: %d", status)
	}
	for range slow {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
		check(t, err)
		defer func() { _ = c.Close() }() // the server may have closed it
		_, err = io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n")
		check(t, err)
	}
	l.ask(t, asking, base, clients, long)
	transport.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for began := time.Now(); time.Since(began) < 5*time.Second; time.Sleep(50 * time.Millisecond) {
		if l.after = runtime.NumGoroutine(); l.after <= l.goroutines {
			break
		}
	}
}

// ask lets clients ask for Today without a pause, and a stranger for the door.
func (l *load) ask(t *testing.T, asking *http.Client, base string, clients int, long time.Duration) {
	t.Helper()
	ctx, enough := context.WithTimeout(t.Context(), long)
	defer enough()
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for ctx.Err() == nil {
				began := time.Now()
				status, retry := ask(t.Context(), asking, base+"/")
				l.saw(status, retry, time.Since(began))
			}
		})
	}
	for ctx.Err() == nil {
		stranger := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 30 * time.Second}
		began := time.Now()
		if status, _ := ask(t.Context(), stranger, base+web.SignInPath); status != http.StatusOK {
			t.Errorf("the door answers %d", status)
		}
		var heap runtime.MemStats
		runtime.ReadMemStats(&heap)
		l.door, l.most = append(l.door, time.Since(began)), max(l.most, heap.HeapInuse)
		time.Sleep(200 * time.Millisecond)
	}
	all.Wait()
}

// ask returns the status of an answer, 0 for none, and its Retry-After.
func ask(ctx context.Context, client *http.Client, address string) (status int, retry string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, ""
	}
	resp, err := client.Do(r)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return 0, ""
	}
	return resp.StatusCode, resp.Header.Get("Retry-After")
}
