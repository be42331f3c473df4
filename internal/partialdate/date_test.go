package partialdate_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/partialdate"
)

// anyDate draws a date of any precision, about right or exact, or not known.
func anyDate(t *rapid.T, label string) partialdate.Date {
	s := rapid.StringMatching(`|~?(18[0-9]{2}|19[0-9]{2}|20[0-9]{2})(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?`).Draw(t, label)
	d, err := partialdate.Parse(s)
	if err != nil {
		t.Fatalf("Parse(%q): %v", s, err)
	}
	if d.String() != s {
		t.Fatalf("Parse(%q).String() = %q", s, d)
	}
	return d
}

func TestCompareIsAntisymmetricAndAgreesWithText(t *testing.T) {
	t.Parallel()
	mirror := map[partialdate.Relation]partialdate.Relation{
		partialdate.Before: partialdate.After, partialdate.After: partialdate.Before,
		partialdate.Same: partialdate.Same, partialdate.Unsure: partialdate.Unsure,
	}
	bare := func(d partialdate.Date) string { return strings.TrimPrefix(d.String(), "~") }
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate(t, "a"), anyDate(t, "b")
		got := a.Compare(b)
		if back := b.Compare(a); back != mirror[got] {
			t.Fatalf("%s to %s is %v but the reverse is %v", a, b, got, back)
		}
		if got == partialdate.Before && bare(a) >= bare(b) {
			t.Fatalf("%s is before %s but sorts after it", a, b)
		}
		if got == partialdate.Same && a != b {
			t.Fatalf("%s and %s are not the same", a, b)
		}
		if first, last := a.Bounds(); first > last || !first.Valid() || !last.Valid() {
			t.Fatalf("%s reaches from %s to %s", a, first, last)
		}
	})
}

func TestCompareTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want partialdate.Relation
	}{
		{"2024", "2025", partialdate.Before},
		{"~2024", "2025", partialdate.Unsure},
		{"~2024", "2026", partialdate.Before},
		{"2024-03", "2024", partialdate.Unsure},
		{"2024-03", "2024-04-01", partialdate.Before},
		{"~2024-03", "2024-04-30", partialdate.Unsure},
		{"~2024-03", "2024-05-01", partialdate.Before},
		{"2024-03-01", "2024-03-01", partialdate.Same},
		{"~2024-03-01", "2024-03-01", partialdate.Unsure},
		{"2024", "2024", partialdate.Unsure},
		{"", "2024", partialdate.Unsure},
	} {
		if got := partialdate.Must(c.a).Compare(partialdate.Must(c.b)); got != c.want {
			t.Errorf("%q to %q: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestStoring(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t, "d")
		v, err := d.Value()
		if _, text := v.(string); err != nil || !text {
			t.Fatalf("Value of %s: %v, %v", d, v, err)
		}
		var got partialdate.Date
		if err := got.Scan(v); err != nil || got != d {
			t.Fatalf("%s was stored as %v and read as %s: %v", d, v, got, err)
		}
	})
	var d partialdate.Date
	if d.Scan(nil) != nil || !d.IsZero() || d.Scan([]byte("2024-03")) != nil || d.Scan(7) == nil || d.Scan("soon") == nil {
		t.Error("Scan")
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"~", "24", "2024-13", "2024-02-30", "2024-3-1", "2024-03-1 ", "~~2024", "0000", "2024/03", " 2024"} {
		if d, err := partialdate.Parse(s); err == nil {
			t.Errorf("Parse(%q) = %s", s, d)
		}
	}
}

func TestFullDays(t *testing.T) {
	t.Parallel()
	d := partialdate.Must("2026-03-02")
	if w, ok := d.Weekday(); !ok || w != time.Monday {
		t.Errorf("%s is a %v", d, w)
	}
	if n, ok := d.DaysUntil("2026-02-20"); !ok || n != 10 {
		t.Errorf("%d days until %s", n, d)
	}
	if got := d.AddDays(-2); got.String() != "2026-02-28" {
		t.Errorf("two days before %s is %s", d, got)
	}
	if got := d.Roughly().AddDays(1).String(); got != "~2026-03-03" {
		t.Errorf("the day after about %s is %s", d, got)
	}
	for _, s := range []string{"", "2026", "~2026-03-02"} {
		if _, ok := partialdate.Must(s).Day(); ok {
			t.Errorf("%q is taken for a full day", s)
		}
	}
	if !partialdate.Must("2026-03").AddDays(1).IsZero() {
		t.Error("a month was moved by a day")
	}
	if _, ok := (partialdate.Date{}).DaysUntil("2026-03-02"); ok {
		t.Error("days were counted to a date that is not known")
	}
}
