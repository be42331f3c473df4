package journeys

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Every kind of page that links lead to can be read on the narrowest telephone
// in the dark, in the language with the longer words, and on a desk in daylight:
// nothing runs over the edge, everything has its words, and nothing is too pale.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	if chromium == nil {
		t.Skip("no Chromium here; make test installs it")
	}
	for _, screen := range []struct {
		name   string
		width  int64
		scheme string
		locale string
	}{{"telephone in the dark", 320, "dark", "es"}, {"desk in daylight", 1280, "light", "en"}} {
		t.Run(screen.name, func(t *testing.T) {
			t.Parallel()
			v := newVisitor(t, true)
			office(t, v, 20)
			v.do("look", chromedp.EmulateViewport(screen.width, 800), chromedp.Func(colours(screen.scheme)))
			v.speak(screen.locale)
			if pages := v.wander(); len(pages) < 30 {
				t.Errorf("only %d pages: %q", len(pages), pages)
			}
		})
	}
}

// speak chooses the language of the pages.
func (v *visitor) speak(locale string) {
	v.t.Helper()
	v.open("/me")
	v.tap(`main [name="locale"][value="` + locale + `"]`)
	v.arrive("save", chromedp.Click(chromedp.CSS(`form[action="/me"] button`)))
	if got := v.attr("html", "lang"); !strings.HasPrefix(got, locale) {
		v.t.Fatalf("the pages speak %q", got)
	}
}

// wander opens one page of each kind.
func (v *visitor) wander() (kinds []string) {
	v.t.Helper()
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		v.open(queue[0])
		for _, link := range ask[[]string](v, `[...document.querySelectorAll("a[href^='/']:not([download])")].map(a=>a.getAttribute("href").split("#")[0])`) {
			if kind := kindOf(link); !slices.Contains(kinds, kind) && !strings.Contains(link, "/file") && !strings.HasPrefix(link, "/clocks/packs/") && !strings.HasSuffix(kind, ".csv") && !strings.Contains(link, "csv=") {
				kinds, queue = append(kinds, kind), append(queue, link)
			}
		}
	}
	return kinds
}

// kindOf is an address without its ids and its questions.
func kindOf(link string) string {
	path, _, _ := strings.Cut(link, "?")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if len(part) > 30 || strings.HasPrefix(part, "20") {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

func colours(scheme string) func(context.Context, *chromedp.Target) error {
	return func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	}
}
