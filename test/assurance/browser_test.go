package main

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// watcher is a browser that tells what ran on a page.
type watcher struct {
	ctx   context.Context
	base  string
	loads chan struct{}
}

// spy stands on every page before anything of its own does.
//
//go:embed testdata/spy.js
var spy string

// audit lists what ran, what the policy of content held back, and everything
// that could run once somebody points at it.
//
//go:embed testdata/audit.js
var audit string

// watch serves pages to a browser. Without the policy of content, nothing but
// the way texts are written keeps them from running.
func watch(t *testing.T, pages http.Handler, policy bool) *watcher {
	t.Helper()
	path := ""
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("no Chromium here; make test installs it")
	}
	served := httptest.NewServer(pages)
	t.Cleanup(served.Close)
	all, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(all)
	t.Cleanup(end)
	w := &watcher{ctx: ctx, base: served.URL, loads: make(chan struct{}, 64)}
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		if _, err := chromedp.Call(ctx, page.Enable, page.EnableParams{}); err != nil {
			return err
		}
		if _, err := chromedp.Call(ctx, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: !policy}); err != nil {
			return err
		}
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: spy})
		return err
	}))
	if err == nil {
		err = chromedp.Listen(ctx, func(event any) {
			if _, ok := event.(*page.EventLoadEventFired); ok {
				w.loads <- struct{}{}
			}
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// told is what the browser says of a page.
type told struct {
	Shown  int      // payloads that stand on it as text
	Faults []string // what ran or could
}

// open looks at a page as it stands half a moment after it was loaded.
func (w *watcher) open(path string) (told, error) {
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	for len(w.loads) > 0 {
		<-w.loads
	}
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: w.base + path})
		return err
	}))
	if err != nil {
		return told{}, fmt.Errorf("%s: %w", path, err)
	}
	select {
	case <-w.loads:
	case <-ctx.Done():
		return told{}, fmt.Errorf("%s does not load", path)
	}
	return chromedp.Run(ctx, chromedp.Evaluate[told](audit, chromedp.EvalAwaitPromise))
}
