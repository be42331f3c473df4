package i18n

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestCheckFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	c, err := New(fstest.MapFS{
		"locales/en.json": {Data: []byte(`{"a.used": "x {{.name}}", "a.idle": "y", "a.made.one": "1", "a.only": "z", "a.many": {"one": "{{.count}} x", "other": "{{.count}} xs"}, "deed.a.b.done": "done"}`)},
		"locales/es.json": {Data: []byte(`{"a.used": "x {{.nombre}}", "a.idle": "y", "a.made.one": "1", "a.extra": "w", "a.many": "{{.count}} xs", "deed.a.b.done": "hecho"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := Check(c, fstest.MapFS{
		"a/a.go": {Data: []byte(`i18n.T(ctx, "a.used"); r.T("a.many"); "a.only"; "a.made." + x; i18n.T(ctx, "a.gone"); fault.Bad(op, "f", "a.wrong"); web.Nav{TitleKey: "a.nav"}
			trail.Deed{Action: "a.b.done"}; &trail.Deed{Kind: "x", Action: "a.b.undone"}`)},
		"a/a.templ":      {Data: []byte(`{ i18n.T(ctx, "a.shown", "name", x) }`)},
		"a/a_test.go":    {Data: []byte(`i18n.T(ctx, "a.idle")`)},
		".git/a.go":      {Data: []byte(`i18n.T(ctx, "a.hidden")`)},
		"a/a_templ.go":   {Data: []byte(`i18n.T(ctx, "a.generated")`)},
		"a/readme.md":    {Data: []byte(`i18n.T(ctx, "a.readme")`)},
		"internal/i18n/": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(complaints, "\n")
	for _, want := range []string{
		"nobody uses a.idle", "es: no a.only", "es: a.extra is not in en", "es: a.used: placeholders", "es: a.many has a plural in one locale only",
		"a/a.go: no message a.gone", "a/a.go: no message a.wrong", "a/a.go: no message a.nav", "a/a.templ: no message a.shown", "no message deed.a.b.undone",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("not found: %s", want)
		}
	}
	for _, wrong := range []string{"a.made.one", "a.hidden", "a.generated", "a.readme", "nobody uses deed", "nobody uses word", "nobody uses a.used"} {
		if strings.Contains(all, wrong) {
			t.Errorf("wrongly complained of %s", wrong)
		}
	}
}

// The words of this package are complete and all in use.
func TestOwnCatalogue(t *testing.T) {
	t.Parallel()
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := Check(c, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range complaints {
		t.Error(x)
	}
}
