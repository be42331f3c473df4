package i18n

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"
)

// noon is the fixed moment of the tests: Monday 2 March 2026.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const sample = `{
	"a.plain": "Plain words",
	"a.hello": "Good morning, {{.name}}.",
	"a.wait": {"one": "One thing can’t wait", "other": "{{.words}} things can’t wait"},
	"a.add": "Add a {{.w_person}}. {{.Ws_person}} are listed."
}`

func catalogue(t testing.TB) *Catalogue {
	t.Helper()
	c, err := New(fstest.MapFS{
		"locales/en.json": {Data: []byte(sample)},
		"locales/es.json": {Data: []byte(`{"a.plain":"Palabras","a.hello":"Buenos días, {{.name}}.","a.wait":{"one":"Una cosa no puede esperar","other":"{{.words}} cosas no pueden esperar"},"a.add":"Añadir {{.w_person}}. {{.Ws_person}}."}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func in(t testing.TB, locale string) context.Context {
	return With(context.Background(), catalogue(t).Printer(locale).At(noon, time.UTC))
}

func TestT(t *testing.T) {
	t.Parallel()
	en, es := in(t, "en"), in(t, "es")
	for _, c := range []struct{ got, want string }{
		{T(en, "a.plain"), "Plain words"},
		{T(es, "a.plain"), "Palabras"},
		{T(en, "a.hello", "name", "Ruth"), "Good morning, Ruth."},
		{T(en, "a.hello"), "Good morning, ⟦name⟧."},
		{T(en, "a.wait", "count", 1), "One thing can’t wait"},
		{T(en, "a.wait", "count", 4, "words", Capital(CountWord(en, 4))), "Four things can’t wait"},
		{T(es, "a.wait", "count", 22, "words", Capital(CountWord(es, 22))), "Veintidós cosas no pueden esperar"},
		{T(en, "a.absent"), "⟦a.absent⟧"},
		{T(context.Background(), "a.plain"), "⟦a.plain⟧"},
		{T(en, "a.add"), "Add a person. People are listed."},
		{T(in(t, "en-GB"), "a.plain"), "Plain words"},
		{T(in(t, "fr"), "a.plain"), "Plain words"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestAnOrganisationRenamesNouns(t *testing.T) {
	t.Parallel()
	c, err := catalogue(t).Renamed(map[string]Noun{"person": {"member", "members"}, "case": {}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := With(context.Background(), c.Printer("en"))
	if got, want := T(ctx, "a.add"), "Add a member. Members are listed."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ date, en, gb, es string }{
		{"2026-03-05", "Thu Mar 5", "Thu 5 Mar", "jue 5 mar"},
		{"2026-02-16", "Mon Feb 16", "Mon 16 Feb", "lun 16 feb"},
		{"2026-06-12", "Jun 12", "12 Jun", "12 jun"},
		{"2027-06-12", "Jun 12, 2027", "12 Jun 2027", "12 jun 2027"},
		{"2024-03", "March 2024", "March 2024", "marzo de 2024"},
		{"2024", "2024", "2024", "2024"},
		{"~1960", "about 1960", "about 1960", "hacia 1960"},
		{"", "not known", "not known", "no se sabe"},
		{"next week", "next week", "next week", "next week"},
	} {
		for locale, want := range map[string]string{"en": c.en, "en-GB": c.gb, "es": c.es} {
			if got := Day(in(t, locale), c.date); got != want {
				t.Errorf("%s: Day(%q) = %q, want %q", locale, c.date, got, want)
			}
		}
	}
	if got, want := LongDay(in(t, "en-GB"), "2026-03-02"), "Monday 2 March"; got != want {
		t.Errorf("LongDay = %q, want %q", got, want)
	}
	for date, want := range map[string]string{"2026-03-05": "5 Mar 2026", "~2026-03": "about March 2026", "": "not known"} {
		if got := PaperDay(in(t, "en-GB"), date); got != want {
			t.Errorf("PaperDay(%q) = %q, want %q", date, got, want)
		}
	}
}

func TestDueAndAgo(t *testing.T) {
	t.Parallel()
	ctx := in(t, "en")
	for _, c := range []struct{ date, due, ago string }{
		{"2026-03-02", "Today", "today"},
		{"2026-03-03", "Tomorrow", "today"},
		{"2026-03-01", "1 day late", "yesterday"},
		{"2026-02-27", "3 days late", "3 days ago"},
		{"2026-03-07", "in 5 days", "today"},
		{"2026-03-16", "in 2 weeks", "today"},
		{"2026-02", "2 days late", "2 days ago"},
		{"2026-03", "Today", "today"},
		{"2026-01-20", "41 days late", "5 weeks ago"},
		{"2025-09-02", "181 days late", "5 months ago"},
		{"2020-03-02", "2,191 days late", "6 years ago"},
		{"", "", ""},
	} {
		if got := Due(ctx, c.date); got != c.due {
			t.Errorf("Due(%q) = %q, want %q", c.date, got, c.due)
		}
		if got := Ago(ctx, c.date); got != c.ago {
			t.Errorf("Ago(%q) = %q, want %q", c.date, got, c.ago)
		}
	}
}

func TestInstantUsesTheReadersZone(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", -6*3600)
	ctx := With(context.Background(), catalogue(t).Printer("en-GB").At(noon, zone))
	if got, want := Instant(ctx, time.Date(2026, 3, 2, 3, 4, 0, 0, time.UTC)), "Sun 1 Mar, 21:04"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNumbersAndLists(t *testing.T) {
	t.Parallel()
	en, es := in(t, "en"), in(t, "es")
	for _, c := range []struct{ got, want string }{
		{Number(en, 0), "0"}, {Number(en, 1904), "1,904"}, {Number(en, -1234567), "−1,234,567"},
		{Number(es, 1904), "1904"}, {Number(es, 19040), "19.040"},
		{List(en, nil), ""}, {List(en, []string{"a"}), "a"}, {List(en, []string{"a", "b", "c"}), "a, b and c"},
		{List(es, []string{"Ana", "Inés"}), "Ana e Inés"}, {List(es, []string{"agua", "hielo"}), "agua y hielo"},
		{List(es, []string{"padre", "hijos"}), "padre e hijos"},
		{CountWord(en, 24), "twenty-four"}, {CountWord(en, 25), "25"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestBest(t *testing.T) {
	t.Parallel()
	c := catalogue(t)
	for _, x := range []struct{ chosen, accept, want string }{
		{"es", "en", "es"}, {"", "es-MX,es;q=0.9,en;q=0.8", "es"}, {"", "en-GB", "en-GB"},
		{"", "fr, en;q=0.5", "en"}, {"xx", "", "en"}, {"", "; garbage", "en"},
	} {
		if got := c.Best(x.chosen, x.accept); got != x.want {
			t.Errorf("Best(%q, %q) = %q, want %q", x.chosen, x.accept, got, x.want)
		}
	}
}

// A partial date is never shown more exactly than it is known.
func TestDayNeverInventsPrecision(t *testing.T) {
	t.Parallel()
	p := catalogue(t).Printer("en-GB").At(noon, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		d := time.Date(rapid.IntRange(1900, 2100).Draw(t, "y"), time.Month(rapid.IntRange(1, 12).Draw(t, "m")), 1, 0, 0, 0, 0, time.UTC)
		if got, want := p.Day(d.Format("2006-01")), d.Format("January 2006"); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		if got := p.Day(d.Format("2006")); got != d.Format("2006") {
			t.Fatalf("year shown as %q", got)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a template":        `{"x.y": "{{if .a}}b{{end}}"}`,
		"an unknown noun":   `{"x.y": "{{.w_spaceship}}"}`,
		"an empty text":     `{"x.y": ""}`,
		"a key used before": `{"due.today": "Now"}`,
	} {
		if _, err := New(fstest.MapFS{"locales/en.json": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func BenchmarkT(b *testing.B) {
	type depth int // of a real request: its context holds other things too
	ctx := context.WithValue(context.WithValue(in(b, "en"), depth(1), 1), depth(2), 2)
	for b.Loop() {
		T(ctx, "a.plain")
	}
}
