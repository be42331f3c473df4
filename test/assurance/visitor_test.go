package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// visitor is one of the cast at the real handler, in a browser of their own.
type visitor struct {
	*world
	key     string // of the account, "" for nobody
	handler http.Handler
	cookies map[string]string
	asked   int
}

// got is an answer.
type got struct {
	method, path string
	status       int
	header       http.Header
	body         []byte
}

// visit signs an account in. The link that does it proves who they are.
func (w *world) visit(handler http.Handler, key string) *visitor {
	w.t.Helper()
	v := &visitor{world: w, key: key, handler: handler, cookies: map[string]string{}}
	if key == "" {
		return v
	}
	link, err := w.rec.Staff.EntryLink(w.ctx(), w.accounts[key])
	w.must(err)
	if a := v.get("/enter/" + link.Token); a.status != http.StatusSeeOther || len(v.cookies) == 0 {
		w.t.Fatalf("%s cannot sign in: %d %s", key, a.status, a.body)
	}
	return v
}

func (v *visitor) get(path string) got { return v.send(http.MethodGet, path, nil, nil) }

// post sends a form as a page of ours does. pairs are name, value pairs.
func (v *visitor) post(path string, pairs ...string) got {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return v.form(path, values)
}

func (v *visitor) form(path string, values url.Values) got {
	return v.send(http.MethodPost, path, strings.NewReader(values.Encode()), map[string]string{
		"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
	})
}

func (v *visitor) send(method, path string, body io.Reader, headers map[string]string) got {
	v.asked++
	r := httptest.NewRequestWithContext(v.ctx(), method, "http://throughcare.example"+path, body)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	out := httptest.NewRecorder()
	v.handler.ServeHTTP(out, r)
	answer := out.Result()
	for _, c := range answer.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	return got{method: method, path: path, status: out.Code, header: answer.Header, body: bytes.Clone(out.Body.Bytes())}
}

// follow is get for whoever was led on.
func (v *visitor) follow(a got) got {
	if to := a.header.Get("Location"); to != "" {
		return v.get(to)
	}
	return a
}

// text is everything an answer says, its headers too.
func (a got) text() string {
	var all strings.Builder
	all.WriteString(plain(a.body))
	for name, values := range a.header {
		all.WriteString("\n" + name + ": " + strings.Join(values, ", "))
	}
	return all.String()
}
