package web_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// A whole page of the gallery: session, navigation, rendering, compression.
func BenchmarkPage(b *testing.B) {
	app := webtest.New(b, webtest.Gallery(), webtest.Words(webtest.GalleryWords), webtest.With(func(c *web.Config) { c.Nav = webtest.GalleryNav() }))
	for _, path := range []string{"/gallery/today", "/gallery/people"} {
		b.Run(path[len("/gallery/"):], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if p := app.Get(path, "Accept-Encoding", "gzip"); p.Status != 200 {
					b.Fatal(p.Status)
				}
			}
		})
	}
}
