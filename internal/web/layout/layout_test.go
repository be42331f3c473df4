package layout

import (
	"strings"
	"testing"
)

// The weights of a first visit (UX design 5), gzip.
func TestWeights(t *testing.T) {
	t.Parallel()
	fonts := 0
	for name, a := range assets() {
		weight := len(a.gzipped)
		if a.gzipped == nil {
			weight = len(a.body)
		}
		limit := map[string]int{"throughcare.css": 11 << 10, "throughcare.js": 3500, "htmx.min.js": 17 << 10}[name]
		if limit > 0 && weight > limit {
			t.Errorf("%s weighs %d bytes, more than %d", name, weight, limit)
		}
		if strings.Contains(name, "latin-400") || strings.Contains(name, "latin-700") {
			fonts += weight
		}
	}
	if fonts == 0 || fonts > 25<<10 {
		t.Errorf("fonts weigh %d bytes", fonts)
	}
}

func TestTheStyleSheetPointsToFilesThatExist(t *testing.T) {
	t.Parallel()
	sheet := string(assets()["throughcare.css"].body)
	if strings.Contains(sheet, "url(fonts/") {
		t.Error("a font has no address")
	}
	for _, m := range inSheet.FindAllStringSubmatch(sheet, -1) {
		if byURL()[m[1]] == nil {
			t.Errorf("nothing at %s", m[1])
		}
	}
	if strings.Count(sheet, "{") != strings.Count(sheet, "}") {
		t.Error("the style sheet does not close what it opens")
	}
	for _, newer := range []string{"color-mix(", "oklch(", "light-dark(", ":has(", "&:"} {
		if strings.Contains(sheet, newer) {
			t.Errorf("%s is too new for the browsers we promise", newer)
		}
	}
}

func TestEveryIconIsDrawn(t *testing.T) {
	t.Parallel()
	if len(glyphs) < 30 {
		t.Errorf("only %d icons", len(glyphs))
	}
	for name, strokes := range glyphs {
		if !strings.HasPrefix(strokes, "<") || strings.Contains(strokes, "style") {
			t.Errorf("icon %s: %s", name, strokes)
		}
	}
}

func TestPercentClasses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		part, whole int
		want        string
	}{{0, 10, "p0"}, {3, 7, "p43"}, {7, 7, "p100"}, {9, 7, "p100"}, {1, 0, "p0"}, {-1, 5, "p0"}} {
		if got := percent(c.part, c.whole); got != c.want {
			t.Errorf("percent(%d, %d) = %s, want %s", c.part, c.whole, got, c.want)
		}
	}
}

func TestInitials(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"Ruth Adeyemi": "RA", "amparo": "A", "Nguyễn Thị Mai": "NT", "": "", "Élodie": "É"} {
		if got := (Frame{User: name}).initials(); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
