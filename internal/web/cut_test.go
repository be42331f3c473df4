package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// ending is sessions that end, or are locked, when told.
type ending struct {
	web.Sessions
	over, locked *atomic.Bool
}

func (e ending) Resume(ctx context.Context, token string) (*web.Session, error) {
	if e.over.Load() {
		return nil, fault.New(fault.NotFound, "test")
	}
	s, err := e.Sessions.Resume(ctx, token)
	if err == nil {
		s.Locked = e.locked.Load()
	}
	return s, err
}

// Promise P16: a download under way is cut within a second, whether its reader
// takes it or sits on it.
func TestADownloadIsCut(t *testing.T) {
	t.Parallel()
	for name, how := range map[string]int{"session over": 0, "locked": 1, "person taken away": 2, "nothing": 3} {
		for _, reads := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				var over, locked, taken atomic.Bool
				ended := make(chan time.Duration, 1)
				var since atomic.Int64
				route := web.Route{Pattern: "GET /file", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error {
					may := func(context.Context, authz.Actor) error {
						if taken.Load() {
							return fault.New(fault.NotFound, "test")
						}
						return nil
					}
					err := r.SendWhile(w, "file.bin", "application/octet-stream", may, func(out io.Writer) error {
						part := make([]byte, 64<<10)
						for range 1 << 14 { // a gigabyte, or three seconds
							if _, err := out.Write(part); err != nil {
								return err
							}
							if at := since.Load(); at != 0 && time.Since(time.UnixMicro(at)) > 3*time.Second {
								return nil
							}
							time.Sleep(time.Millisecond)
						}
						return nil
					})
					ended <- time.Since(time.UnixMicro(since.Load()))
					return err
				}}
				app := webtest.New(t, []web.Route{route}, webtest.As(webtest.Ruth()), webtest.With(func(c *web.Config) { c.Sessions = ending{c.Sessions, &over, &locked} }))
				server := httptest.NewServer(app.App)
				t.Cleanup(server.Close)
				req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/file", nil)
				if err != nil {
					t.Fatal(err)
				}
				req.AddCookie(&http.Cookie{Name: "throughcare", Value: "token"})
				res, err := server.Client().Do(req)
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = res.Body.Close() }()
				if reads {
					go func() { _, _ = io.Copy(io.Discard, res.Body) }()
				}
				time.Sleep(100 * time.Millisecond)
				since.Store(time.Now().UnixMicro())
				for i, f := range []*atomic.Bool{&over, &locked, &taken} {
					f.Store(i == how)
				}
				if how == 3 {
					if reads && <-ended < 2*time.Second {
						t.Error("cut for nothing")
					}
					return
				}
				select {
				case took := <-ended:
					if took > time.Second {
						t.Errorf("cut after %v", took)
					}
				case <-time.After(5 * time.Second):
					t.Error("not cut")
				}
			})
		}
	}
}
