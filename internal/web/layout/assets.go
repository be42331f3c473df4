package layout

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:embed static
var static embed.FS

//go:embed static/icon.svg
var iconSVG []byte

// icon of the window, in the page itself: a request less on a first visit.
var icon = "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(bytes.TrimSpace(iconSVG))

// asset is a file sent beside pages: never changed under one address.
type asset struct {
	url     string
	kind    string // media type
	body    []byte
	gzipped []byte // nil when it does not get smaller
}

// assets holds every file by its name, prepared on first use. The address of a
// file holds a hash of its content, so that it can be kept for ever.
var assets = sync.OnceValue(func() map[string]*asset {
	files := map[string]*asset{}
	load := func(name string, text []byte) {
		files[name] = newAsset(name, text)
	}
	var sheets []string
	_ = fs.WalkDir(static, "static", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := static.ReadFile(file)
		name := strings.TrimPrefix(file, "static/")
		if path.Ext(name) == ".css" {
			sheets = append(sheets, name)
			return err
		}
		load(name, text)
		return err
	})
	for _, name := range sheets {
		text, _ := static.ReadFile("static/" + name)
		load(name, point(minify(text), files))
	}
	return files
})

// inSheet finds the files a style sheet refers to.
var inSheet = regexp.MustCompile(`url\(([a-z0-9./-]+)\)`)

// point replaces the names of files in a style sheet by their addresses.
func point(sheet []byte, files map[string]*asset) []byte {
	return inSheet.ReplaceAllFunc(sheet, func(m []byte) []byte {
		if a, ok := files[string(inSheet.FindSubmatch(m)[1])]; ok {
			return []byte("url(" + a.url + ")")
		}
		return m
	})
}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	indent  = regexp.MustCompile(`\s*\n\s*`)
)

// minify drops the comments and indentation of a style sheet.
func minify(sheet []byte) []byte {
	return indent.ReplaceAll(comment.ReplaceAll(sheet, nil), nil)
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	a := &asset{
		url:  "/static/" + strings.TrimSuffix(path.Base(name), ext) + "." + hex.EncodeToString(sum[:5]) + ext,
		kind: mime.TypeByExtension(ext),
		body: body,
	}
	switch ext {
	case ".woff2":
		a.kind = "font/woff2"
		return a
	case ".js":
		a.kind = "text/javascript; charset=utf-8"
	}
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression) // the level is valid
	_, _ = w.Write(body)                                  // memory does not fail
	_ = w.Close()
	if z.Len() < len(body) {
		a.gzipped = z.Bytes()
	}
	return a
}

// Asset gives the address of a file in static, "" when there is none.
func Asset(name string) string {
	if a, ok := assets()[name]; ok {
		return a.url
	}
	return ""
}

// byURL finds an asset by its address.
var byURL = sync.OnceValue(func() map[string]*asset {
	m := map[string]*asset{}
	for _, a := range assets() {
		m[a.url] = a
	}
	return m
})

// ServeAsset answers a request below /static/ and reports whether there is
// such a file. What it sends may be kept for a year by anybody.
func ServeAsset(w http.ResponseWriter, r *http.Request) bool {
	a, ok := byURL()[r.URL.Path]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := a.body
	if a.gzipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.gzipped
	}
	_, _ = w.Write(body) // the reader is gone when it fails
	return true
}
