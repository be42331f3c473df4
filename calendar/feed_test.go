package calendar_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/trail"
)

// words of a feed in tests.
func words(name string) calendar.Words {
	return calendar.Words{Name: name, Kind: func(it calendar.Item) string { return it.Kind }}
}

// read reads a feed as a calendar program does, by UID.
func read(t testing.TB, text string) map[string]*ics.VEvent {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatalf("not iCalendar: %v\n%s", err, text)
	}
	events := map[string]*ics.VEvent{}
	for _, e := range cal.Events() {
		if events[e.Id()] != nil {
			t.Fatalf("two events of UID %s", e.Id())
		}
		events[e.Id()] = e
	}
	return events
}

func value(e *ics.VEvent, p ics.ComponentProperty) string {
	if found := e.GetProperty(p); found != nil {
		return found.Value
	}
	return ""
}

// What is written can be read by an RFC 5545 reader, and means the same.
func TestFeedsAreReadBack(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	made := dbtest.Noon.Add(-time.Hour)
	items := []calendar.Item{
		{Source: calendar.FromTask, ID: "a", Kind: "Call", On: "2026-03-06", At: "13:15", PersonName: "Yusuf Karimi", Created: made},
		{Source: calendar.FromTask, ID: "b", Kind: "Visit; with, care", On: "2026-03-08", At: "10:30", Until: "11:30", PersonName: "Дмитрий Волков", Created: made},
		{Source: calendar.FromMilestone, ID: "c", Kind: "Hearing", On: "2026-03-31", PersonName: "Amparo", Created: made},
		{Source: calendar.FromTask, ID: "d", Kind: "To do", On: "2026-12-31", At: "23:30", Created: made},
	}
	events := read(t, calendar.Write(words("My phone"), items, dbtest.Noon, zone))
	for uid, want := range map[string][3]string{
		"a@throughcare": {"Call YK", "2026-03-06T18:15:00Z", "2026-03-06T19:15:00Z"},
		"b@throughcare": {`Visit; with, care ДВ`, "2026-03-08T14:30:00Z", "2026-03-08T15:30:00Z"}, // the night the clocks went forward
		"c@throughcare": {"Hearing A", "2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z"},
		"d@throughcare": {"To do", "2027-01-01T04:30:00Z", "2027-01-01T05:30:00Z"},
	} {
		e := events[uid]
		if e == nil {
			t.Errorf("no event %s", uid)
			continue
		}
		start, end := e.GetStartAt, e.GetEndAt
		if !strings.Contains(value(e, ics.ComponentPropertyDtStart), "T") {
			start, end = e.GetAllDayStartAt, e.GetAllDayEndAt
		}
		from, err := start()
		until, err2 := end()
		if err != nil || err2 != nil {
			t.Errorf("%s: %v %v", uid, err, err2)
		}
		got := [3]string{value(e, ics.ComponentPropertySummary), from.UTC().Format(time.RFC3339), until.UTC().Format(time.RFC3339)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", uid, diff)
		}
		if value(e, ics.ComponentPropertyClass) != "PRIVATE" || value(e, ics.ComponentPropertyDescription)+value(e, ics.ComponentPropertyLocation) != "" {
			t.Errorf("%s says more than it may: %v", uid, e.Properties)
		}
	}
	if len(events) != len(items) {
		t.Errorf("%d events of %d", len(events), len(items))
	}
}

// Lines are folded at 75 octets, between characters, and end as RFC 5545 says.
func TestFeedsFoldLongLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom([]rune("aé語🙂,;\\ ")), 1, 200, -1).Draw(t, "name")
		text := calendar.Write(words(name), []calendar.Item{{ID: "a", Kind: "Call", On: "2026-03-06", Created: dbtest.Noon}}, dbtest.Noon, time.UTC)
		if !strings.HasSuffix(text, "\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
			t.Fatal("a line does not end in CRLF")
		}
		for _, line := range strings.Split(text, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Fatalf("a line of %d octets: %q", len(line), line)
			}
		}
		cal, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range cal.CalendarProperties {
			if p.IANAToken == "X-WR-CALNAME" && p.Value != name {
				t.Fatalf("the name %q reads as %q", name, p.Value)
			}
		}
	})
}

// An event keeps its UID when it is changed, so that calendar programs move it
// instead of showing it twice.
func TestAChangedDateIsTheSameEvent(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		ctx := t.Context()
		plant(ctx, t, db)
		s := service(db)
		token, err := s.NewFeed(ctx, ruth, "My phone", "tasks")
		if err == nil {
			t.Fatal("a feed of no such kind was made")
		}
		token, err = s.NewFeed(ctx, ruth, "My phone", string(calendar.FromTask))
		if err != nil {
			t.Fatal(err)
		}
		fetch := func() map[string]*ics.VEvent {
			r, err := s.Open(ctx, token)
			if err != nil {
				t.Fatal(err)
			}
			return read(t, calendar.Write(words("x"), r.Items, r.Now, r.Zone))
		}
		before := fetch()
		clock.Add(3 * time.Hour)
		err = trail.Write(ctx, db, ruth, &trail.Deed{Action: "x"}, func(tx *trail.Tx) error {
			for uid := range before {
				if err := tx.Update(ctx, "task", strings.TrimSuffix(uid, "@throughcare"), "", trail.Set{"due_on": "2026-03-09"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		after := fetch()
		if len(before) != 2 || len(after) != 2 {
			t.Fatalf("%d events, then %d", len(before), len(after))
		}
		for uid, e := range after {
			was := before[uid]
			if was == nil {
				t.Errorf("%s has a new UID", uid)
				continue
			}
			if number(t, e) < number(t, was) || value(e, ics.ComponentPropertyDtStart) == value(was, ics.ComponentPropertyDtStart) {
				t.Errorf("%s: sequence %d after %d", uid, number(t, e), number(t, was))
			}
		}
	})
}

// Every later second of a change counts up.
func TestSequenceGrows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Int64Range(0, 60*365*24*3600).Draw(t, "first")
		later := rapid.Int64Range(first, first+60*365*24*3600).Draw(t, "later")
		at := func(seconds int64) int {
			return calendar.Item{Created: dbtest.Noon, Rev: revOf(dbtest.Noon.Add(time.Duration(seconds) * time.Second))}.Sequence()
		}
		a, b := at(first), at(later)
		if a < 0 || b-a != int(later-first) || b > 1<<32-1 {
			t.Fatalf("%d after %d", b, a)
		}
	})
}

// revOf is the id of a change made at a moment: a UUIDv7.
func revOf(at time.Time) string {
	var id uuid.UUID
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (8 * (5 - i)))
	}
	id[6], id[8] = 0x70, 0x80
	return id.String()
}

func number(t *testing.T, e *ics.VEvent) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(value(e, ics.ComponentPropertySequence), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Initials never hold more than three letters, whatever a name is.
func TestInitialsAreShort(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		if got := calendar.Initials(name); utf8.RuneCountInString(got) > 3 {
			t.Fatalf("%q gives %q", name, got)
		}
	})
}

// Weeks of any month are whole, in order and without a gap.
func TestWeeksAreWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := civil.Day("2026-01-01").Add(rapid.IntRange(-20_000, 20_000).Draw(t, "day"))
		last := civil.Day("")
		for _, week := range calendar.Weeks(day) {
			for _, d := range week {
				if last != "" && d != last.Add(1) {
					t.Fatalf("%s follows %s", d, last)
				}
				last = d
			}
		}
	})
}
