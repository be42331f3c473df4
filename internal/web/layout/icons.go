package layout

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// glyphs is the icon set: strokes on a grid of 20, own work. An icon never
// carries a meaning alone: it stands beside its word.
var glyphs = map[string]string{
	"add":        `<path d="M10 4v12M4 10h12"/>`,
	"arrow":      `<path d="M3 10h12M11 5.500L15.5 10 11 14.5"/>`,
	"book":       `<path d="M4 3.500h9.500A1.5 1.5 0 0115 5v12H5.500A1.5 1.5 0 014 15.500zM4 15.500A1.5 1.5 0 015.5 14H15"/>`,
	"bulletins":  `<path d="M3 8v4h3l6.5 4V4L6 8zM15 7.500c1.3 1.4 1.3 3.6 0 5"/>`,
	"calendar":   `<rect x="3" y="4.5" width="14" height="12.5" rx="1.5"/><path d="M3 8.500h14M7 2.800v3M13 2.800v3"/>`,
	"call":       `<path d="M6.2 3.500l1.7 3.7-1.7 1.500c.9 2 2.3 3.4 4.3 4.400l1.5-1.7 3.7 1.700c.3 1.6-.6 3-2.3 3C8.5 16.1 3.5 11 3.5 5.800c0-1.7 1.2-2.6 2.7-2.300z"/>`,
	"change":     `<path d="M3.5 16.500l.8-3.500L13.5 3.800l2.7 2.700L7 15.700z"/>`,
	"check":      `<path d="M4 10.500l4 4L16 6"/>`,
	"clock":      `<circle cx="10" cy="10" r="7"/><path d="M10 5.800V10l3 2"/>`,
	"download":   `<path d="M10 3v9.500M6 9l4 4 4-4M4 17h12"/>`,
	"facility":   `<path d="M10 17.500s5.5-4.7 5.5-9a5.5 5.5 0 10-11 0c0 4.3 5.5 9 5.5 9z"/><circle cx="10" cy="8.5" r="1.8"/>`,
	"file":       `<path d="M5 2.500h6.500L15.5 6.500V17.500H5zM11.5 2.500v4h4"/>`,
	"funds":      `<circle cx="10" cy="10" r="7"/><path d="M12.2 7.500c-.5-.7-1.3-1-2.2-1-1.3 0-2.2.7-2.2 1.7 0 2.5 4.5 1.2 4.5 3.6 0 1-1 1.7-2.3 1.7-1 0-1.9-.4-2.4-1.100M10 5.200v9.6"/>`,
	"house":      `<path d="M3 9.200L10 3l7 6.200V17H3zM8 17v-4.500h4V17"/>`,
	"key":        `<circle cx="7" cy="13" r="3.5"/><path d="M9.5 10.500L16.5 3.500M13.5 6.500l2.5 2.5"/>`,
	"letter-in":  `<path d="M10 2.500v8M6.8 7.500L10 10.700l3.2-3.200M3 11.500v4.500a1.2 1.2 0 001.2 1.200h11.600A1.2 1.2 0 0017 16v-4.5"/>`,
	"letter-out": `<path d="M10 10.500v-8M6.8 5.500L10 2.300l3.2 3.200M3 11.500v4.500a1.2 1.2 0 001.2 1.200h11.600A1.2 1.2 0 0017 16v-4.5"/>`,
	"list":       `<path d="M7.5 5h9.500M7.5 10h9.500M7.5 15h9.500M3.2 5h.6M3.2 10h.6M3.2 15h.6"/>`,
	"lock":       `<rect x="4.5" y="9" width="11" height="8" rx="1.5"/><path d="M7 9V6.500a3 3 0 016 0V9"/>`,
	"mail":       `<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/><path d="M3 5.500l7 5.5 7-5.5"/>`,
	"more":       `<path d="M4.5 10h.1M10 10h.1M15.5 10h.1"/>`,
	"note":       `<path d="M3.5 3.500h13v9l-4 4h-9zM12.5 16.500v-4h4M6.5 7.500h7M6.5 10.500h4"/>`,
	"people":     `<circle cx="7.5" cy="6.5" r="2.8"/><path d="M2.5 16.500c0-3 2.2-5 5-5s5 2 5 5M13 4a2.8 2.8 0 010 5.200M15 12c1.6.8 2.5 2.4 2.5 4.5"/>`,
	"person":     `<circle cx="10" cy="6.5" r="3"/><path d="M4 17c0-3.5 2.6-5.5 6-5.500s6 2 6 5.5"/>`,
	"print":      `<path d="M6 7V3h8v4M6 14H3.500V8.500A1.5 1.5 0 015 7h10a1.5 1.5 0 011.5 1.500V14H14M6 12h8v5H6z"/>`,
	"reports":    `<path d="M3 17h14M5.5 14v-4M10 14V5M14.5 14V8"/>`,
	"scales":     `<path d="M10 3v14M6.5 17h7M4 6h12M4 6l-2 5.500h4zM16 6l-2 5.500h4z"/>`,
	"search":     `<circle cx="8.8" cy="8.8" r="5.3"/><path d="M12.8 12.800L17 17"/>`,
	"settings":   `<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="2"/><circle cx="7" cy="14" r="2"/>`,
	"task":       `<rect x="3.5" y="3.5" width="13" height="13" rx="2"/><path d="M6.8 10.200l2.3 2.3 4.2-4.8"/>`,
	"today":      `<circle cx="10" cy="10" r="3.2"/><path d="M2 10h3.500M14.5 10H18"/>`,
	"undo":       `<path d="M4 8h8a4.5 4.5 0 010 9H8M7.5 4L3.5 8l4 4"/>`,
	"upload":     `<path d="M10 13V3.500M6 7.500l4-4 4 4M4 17h12"/>`,
	"visits":     `<circle cx="5" cy="6.5" r="2"/><circle cx="15" cy="6.5" r="2"/><path d="M2 15c0-2.5 1.2-4 3-4s3 1.5 3 4M12 15c0-2.5 1.2-4 3-4s3 1.5 3 4M10 3v14"/>`,
	"warning":    `<path d="M10 3.500L17.5 16.500H2.500zM10 8.500v3.500M10 14.300v.1"/>`,
	"work":       `<rect x="2.5" y="6.5" width="15" height="10" rx="1.5"/><path d="M7 6.500V4.800A1.3 1.3 0 018.3 3.500h3.400A1.3 1.3 0 0113 4.800v1.700M2.5 11h15"/>`,
}

// drawn is the markup of every glyph, made once.
var drawn = func() map[string][]byte {
	m := make(map[string][]byte, len(glyphs))
	for name, strokes := range glyphs {
		m[name] = []byte(`<svg class="i" viewBox="0 0 20 20" aria-hidden="true" focusable="false">` + strokes + `</svg>`)
	}
	return m
}()

// Icon draws a glyph of the set; an unknown or empty name draws nothing.
func Icon(name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := w.Write(drawn[name])
		return err
	})
}
