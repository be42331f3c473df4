package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// Pages are written to a buffer first: a reader gets the whole page or the
// page that says what went wrong, never a half.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, 4) // the level is valid
	return z
}}

// Small pages are not worth compressing; huge buffers are not worth keeping.
const (
	worthZipping = 1 << 10
	worthKeeping = 1 << 20
)

// send renders a component and sends it.
func (r *Request) send(w http.ResponseWriter, status int, body templ.Component) error {
	page := buffers.Get().(*bytes.Buffer)
	defer release(page)
	if err := body.Render(r.Context(), page); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "HX-Request, Accept-Encoding, Cookie")
	out := page
	if page.Len() > worthZipping && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		zipped := buffers.Get().(*bytes.Buffer)
		defer release(zipped)
		if err := zip(zipped, page.Bytes()); err != nil {
			return err
		}
		h.Set("Content-Encoding", "gzip")
		out = zipped
	}
	h.Set("Content-Length", strconv.Itoa(out.Len()))
	if err := r.witness(); err != nil {
		return err
	}
	w.WriteHeader(status)
	r.shown = true
	if r.Method != http.MethodHead {
		_, _ = w.Write(out.Bytes()) // the reader has gone; nobody is left to tell
	}
	return nil
}

func zip(to *bytes.Buffer, page []byte) error {
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(to)
	if _, err := z.Write(page); err != nil {
		return err
	}
	return z.Close()
}

func release(b *bytes.Buffer) {
	if b.Cap() <= worthKeeping {
		b.Reset()
		buffers.Put(b)
	}
}
