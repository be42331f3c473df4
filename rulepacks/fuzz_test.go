package rulepacks_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// words are the messages there are.
func words(t testing.TB) map[string]any {
	t.Helper()
	text, err := rulepacks.Locales.ReadFile("locales/en.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// FuzzRead holds that any bytes are either a pack or refused in words, each on a line
// there is, and that every pack can be counted by.
func FuzzRead(f *testing.F) {
	seeds, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range append(seeds, "testdata/full.yaml", "packs/blank.yaml") {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"pack":"x","version":1,"title":"x","jurisdiction":"US","calendars":[{"id":"x","title":"x","citation":"x","mark":"unverified"}]}`))
	known := words(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := rulepacks.Read(text)
		if err == nil {
			countable(t, p)
			return
		}
		wrong, ok := errors.AsType[*rulepacks.Wrong](err)
		if !ok || p != nil || len(wrong.Findings) == 0 || len(wrong.Findings) > 101 {
			t.Fatalf("%v with %v", err, p)
		}
		lines := bytes.Count(text, []byte("\n")) + bytes.Count(text, []byte("\r")) + bytes.Count(text, []byte("\u0085")) + bytes.Count(text, []byte("\u2028")) + bytes.Count(text, []byte("\u2029")) + 2
		for _, f := range wrong.Findings {
			if known[f.Key] == nil || f.Line < 0 || f.Line > lines || len(f.Args)%2 != 0 {
				t.Fatalf("%+v in %d lines", f, lines)
			}
		}
	})
}

// countable holds that every step of a pack can be counted from any event.
func countable(t *testing.T, p *rulepacks.Pack) {
	t.Helper()
	b := rulepacks.NewBook([]*rulepacks.Pack{p}, nil)
	for i := range p.Procedures {
		v := rulepacks.Version{Procedure: &p.Procedures[i], Pack: p}
		for _, step := range v.Steps {
			for _, e := range rulepacks.Events() {
				ask := rulepacks.Ask{Version: &v, Step: step.ID, Events: on(e, "2026-03-02")}
				clocks, err := b.Due(ask)
				if err != nil && !fault.Is(err, fault.Invalid) {
					t.Fatal(err)
				}
				for _, c := range clocks {
					ordered(t, b, c)
				}
			}
		}
	}
}

// ordered holds that the dates of a clock are in order, and that it can be shown.
func ordered(t *testing.T, b *rulepacks.Book, c rulepacks.Clock) {
	t.Helper()
	if c.Unlimited {
		if c.Legal != "" || c.Safe != "" {
			t.Fatalf("no limit, and by %s", c.Legal)
		}
		return
	}
	if c.Legal < c.Start || c.Safe > c.Legal || c.Extended != "" && c.Extended < c.Legal || !c.Legal.Valid() || !c.Safe.Valid() {
		t.Fatalf("from %s: safe %s, legal %s, extended %s\n%+v", c.Start, c.Safe, c.Legal, c.Extended, *c.Limit)
	}
	if c.Words(t.Context(), b) == "" || c.Opens() != "" && c.Opens() <= c.Legal {
		t.Fatalf("by %s, opens %s", c.Legal, c.Opens())
	}
	b.Strip(c, nil)
}

// FuzzDue holds that whatever is asked, a clock whose dates are in order or a fault
// comes back.
func FuzzDue(f *testing.F) {
	f.Add(uint8(0), uint8(1), 20, uint8(0), "2026-03-02", "", "", 0, "", "", uint8(0), "2026-03-24")
	f.Add(uint8(2), uint8(0), 24, uint8(1), "2026-11-01", "01:30", "America/New_York", 3, "2026-11-01", "2026-11-05", uint8(6), "2026-03")
	f.Add(uint8(1), uint8(5), 10_000, uint8(2), "~2059", "", "Africa/Casablanca", 90, "0001-01-01", "9999-12-31", uint8(3), "~2026-02")
	f.Add(uint8(3), uint8(6), 0, uint8(3), "2060-12-31", "24:00", "Local", -1, "x", "y", uint8(250), "")
	book := book(f)
	f.Fuzz(func(t *testing.T, what, unit uint8, n int, ways uint8, date, hour, zone string, mail int, from, to string, second uint8, other string) {
		limit := rulepacks.Limit{
			For: pick(rulepacks.Fors(), what), Unit: pick(rulepacks.Units(), unit), N: n, StartsOn: rulepacks.Events(),
			CountFrom: pick([]string{"", rulepacks.SameDay}, ways), Roll: pick([]string{"", rulepacks.NextWorkingDay}, ways/2),
			Extension: &rulepacks.Extension{N: 1 + int(ways), Unit: pick(rulepacks.Units()[:6], unit+ways), Times: int(ways % 21)},
			AlsoRead:  []rulepacks.Reading{{N: 5, Unit: rulepacks.WorkingDay, StartsOn: []rulepacks.Event{rulepacks.Logged}}},
		}
		if n < 0 || n > 10_000 || limit.Unit != rulepacks.NoLimit && n == 0 {
			return // no pack has it
		}
		first, err1 := partialdate.Parse(date)
		then, err2 := partialdate.Parse(other)
		if err1 != nil || err2 != nil {
			return // the door has refused it
		}
		events := map[rulepacks.Event]rulepacks.When{rulepacks.Incident: {Date: first, Time: hour}}
		if second > 0 {
			events[rulepacks.Event(append(rulepacks.Events(), "birthday")[int(second)%8])] = rulepacks.When{Date: then}
		}
		w := worldOf(book, limit, pick(calendarIDs, unit), zone)
		ask := rulepacks.Ask{Version: &w.version, Step: "one", Events: events, Zone: zone, MailDays: mail}
		if from != "" {
			ask.Stopped = []rulepacks.Span{{From: civil.Day(from), To: civil.Day(to)}}
		}
		clocks, err := book.Due(ask)
		if (err == nil) != (len(clocks) > 0) || err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatalf("%d clocks and %v", len(clocks), err)
		}
		for _, c := range clocks {
			ordered(t, book, c)
		}
	})
}

func pick[T any](list []T, i uint8) T { return list[int(i)%len(list)] }
