package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/authz"
)

// browser asks the application for pages, in its own process: what is measured
// is the server and neither the network nor a browser.
type browser struct {
	handler http.Handler
	rec     *app.Record
	actor   authz.Actor
	cookies map[string]string
}

// signedIn opens the application on a record as the demo's worker.
func signedIn(ctx context.Context, rec *app.Record) (*browser, error) {
	handler, err := app.Pages(rec, app.Served{})
	if err != nil {
		return nil, err
	}
	account, err := rec.Staff.ByName(ctx, authz.System("bench"), "ruth")
	if err != nil {
		return nil, err
	}
	link, err := rec.Staff.EntryLink(ctx, account.ID)
	if err != nil {
		return nil, err
	}
	b := &browser{handler: handler, rec: rec, cookies: map[string]string{}}
	if b.actor, err = rec.Staff.Actor(ctx, account.ID); err != nil {
		return nil, err
	}
	if _, err := b.get(ctx, "/enter/"+link.Token); err != nil {
		return nil, err
	}
	_, err = b.get(ctx, "/me")
	return b, err
}

func (b *browser) get(ctx context.Context, path string) (*httptest.ResponseRecorder, error) {
	return b.do(httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
}

func (b *browser) post(ctx context.Context, path string, form url.Values, headers ...string) (*httptest.ResponseRecorder, error) {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return b.do(r)
}

func (b *browser) do(r *http.Request) (*httptest.ResponseRecorder, error) {
	r.Header.Set("Accept-Encoding", "gzip")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name] = c.Value
	}
	if to := w.Header().Get("Location"); w.Code >= 400 || strings.HasPrefix(to, "/sign-in") {
		return nil, fmt.Errorf("%s %s: %d %s", r.Method, r.URL.Path, w.Code, to)
	}
	return w, nil
}
