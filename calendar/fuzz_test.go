package calendar_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/internal/civil"
)

var feedLine = regexp.MustCompile(`^([A-Z-]+[;:].*| .*)$`)

// No name and no word makes a line of its own in a feed, or an event.
func FuzzFeed(f *testing.F) {
	for _, s := range []string{"Yusuf Karimi", "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "x\nATTACH:http://x", ";,:\\", strings.Repeat("ü", 200), "\x00\xff", "\u2028x"} {
		f.Add(s, "Call", "09:00")
		f.Add("N", s, s)
	}
	f.Fuzz(func(t *testing.T, name, kind, at string) {
		words := calendar.Words{Name: name, Kind: func(calendar.Item) string { return kind }}
		item := calendar.Item{ID: "019a0000-0000-7000-8000-000000000000", On: civil.Day("2026-03-02"), At: at, Until: at, PersonName: name, Rev: "019a0000-0000-7000-8000-000000000000"}
		text := calendar.Write(words, []calendar.Item{item, item}, time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), time.UTC)
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
			if !feedLine.MatchString(line) || strings.ContainsAny(line, "\r\n\u2028\u2029") {
				t.Fatalf("%q, %q, %q make the line %q", name, kind, at, line)
			}
		}
		if n := strings.Count(text, "\r\nBEGIN:"); n != 2 {
			t.Fatalf("%q, %q, %q make %d events", name, kind, at, n)
		}
	})
}
