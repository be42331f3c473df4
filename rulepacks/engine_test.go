package rulepacks_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// limitOf writes a limit in short: "filing 20 calendar_day".
func limitOf(text string, more ...func(*rulepacks.Limit)) rulepacks.Limit {
	words := strings.Fields(text)
	l := rulepacks.Limit{For: rulepacks.For(words[0]), Unit: rulepacks.Unit(words[2]), StartsOn: []rulepacks.Event{rulepacks.Incident}}
	for _, c := range words[1] {
		l.N = l.N*10 + int(c-'0')
	}
	for _, change := range more {
		change(&l)
	}
	return l
}

func rolls(l *rulepacks.Limit)   { l.Roll = rulepacks.NextWorkingDay }
func sameDay(l *rulepacks.Limit) { l.CountFrom = rulepacks.SameDay }

func mail(n int) func(*rulepacks.Limit) { return func(l *rulepacks.Limit) { l.MailDays = n } }

func longer(n int, unit rulepacks.Unit, times int) func(*rulepacks.Limit) {
	return func(l *rulepacks.Limit) { l.Extension = &rulepacks.Extension{N: n, Unit: unit, Times: times} }
}

func reads(n int, unit rulepacks.Unit, starts ...rulepacks.Event) func(*rulepacks.Limit) {
	return func(l *rulepacks.Limit) {
		l.AlsoRead = append(l.AlsoRead, rulepacks.Reading{N: n, Unit: unit, StartsOn: starts})
	}
}

func still(from, to civil.Day) rulepacks.Span { return rulepacks.Span{From: from, To: to} }

// Counted by hand, by the calendar of the federal offices: 25 May 2026 is Memorial Day.
func TestCountedByHand(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		limit                      rulepacks.Limit
		day                        string
		stopped                    []rulepacks.Span
		from, legal, safe          civil.Day
		extended, rolledOff, clock civil.Day
		still, post                int
	}{
		{limit: limitOf("filing 5 working_day"), day: "2026-03-02", from: "2026-03-03", legal: "2026-03-09", safe: "2026-03-06"},
		{limit: limitOf("filing 5 working_day"), day: "2026-03-07", from: "2026-03-09", legal: "2026-03-13", safe: "2026-03-13"},
		{limit: limitOf("filing 5 working_day", sameDay), day: "2026-03-02", from: "2026-03-02", legal: "2026-03-06", safe: "2026-03-06"},
		{limit: limitOf("filing 5 working_day", sameDay), day: "2026-03-07", from: "2026-03-09", legal: "2026-03-13", safe: "2026-03-13"},
		{limit: limitOf("filing 1 working_day", sameDay), day: "2026-03-02", from: "2026-03-02", legal: "2026-03-02", safe: "2026-03-02"},
		{limit: limitOf("response 20 calendar_day", rolls), day: "2026-05-05", from: "2026-05-06", legal: "2026-05-26", safe: "2026-05-24", rolledOff: "2026-05-25"},
		{limit: limitOf("response 20 calendar_day"), day: "2026-05-05", from: "2026-05-06", legal: "2026-05-25", safe: "2026-05-24"},
		{limit: limitOf("filing 20 calendar_day", mail(3)), day: "2026-03-02", from: "2026-03-03", legal: "2026-03-22", safe: "2026-03-18", post: 3},
		{limit: limitOf("filing 3 calendar_day", mail(10)), day: "1980-01-02", from: "1980-01-03", legal: "1980-01-05", safe: "1979-12-25", post: 10},
		{limit: limitOf("response 20 calendar_day", mail(3)), day: "2026-03-02", from: "2026-03-03", legal: "2026-03-22", safe: "2026-03-21"},
		{limit: limitOf("filing 2 week", sameDay), day: "2026-03-02", from: "2026-03-02", legal: "2026-03-15", safe: "2026-03-13"},
		{limit: limitOf("response 1 month"), day: "2026-01-31", from: "2026-02-01", legal: "2026-02-28", safe: "2026-02-27"},
		{limit: limitOf("response 1 year"), day: "2024-02-29", from: "2024-03-01", legal: "2025-02-28", safe: "2025-02-27"},
		{limit: limitOf("response 24 hour"), day: "2026-03-05", from: "2026-03-06", legal: "2026-03-06", safe: "2026-03-05"},
		{limit: limitOf("response 25 hour"), day: "2026-03-05", from: "2026-03-06", legal: "2026-03-07", safe: "2026-03-06"},
		{limit: limitOf("response 20 calendar_day", longer(20, rulepacks.CalendarDay, 0)), day: "2026-03-24", from: "2026-03-25", legal: "2026-04-13", safe: "2026-04-12", extended: "2026-05-03"},
		{limit: limitOf("response 20 calendar_day", longer(20, rulepacks.CalendarDay, 2), rolls), day: "2026-03-24", from: "2026-03-25", legal: "2026-04-13", safe: "2026-04-12", extended: "2026-05-26"},
		{limit: limitOf("response 20 calendar_day", longer(20, rulepacks.CalendarDay, 1)), day: "2060-12-01", from: "2060-12-02", legal: "2060-12-21", safe: "2060-12-20"},
		{limit: limitOf("filing 20 calendar_day", reads(10, rulepacks.CalendarDay)), day: "2026-03-02", from: "2026-03-03", legal: "2026-03-22", safe: "2026-03-11"},
		{limit: limitOf("filing 20 calendar_day", reads(3, rulepacks.CalendarDay, rulepacks.Discovery)), day: "2026-03-02", from: "2026-03-03", legal: "2026-03-22", safe: "2026-03-20"},
		{limit: limitOf("response 10 calendar_day"), day: "2026-03-02", stopped: []rulepacks.Span{still("2026-03-04", "2026-03-06")}, from: "2026-03-03", legal: "2026-03-15", safe: "2026-03-11", still: 3},
		{limit: limitOf("response 10 calendar_day"), day: "2026-03-02", stopped: []rulepacks.Span{still("2026-03-12", "2026-03-12")}, from: "2026-03-03", legal: "2026-03-13", safe: "2026-03-11", still: 1},
		{limit: limitOf("response 10 calendar_day"), day: "2026-03-02", stopped: []rulepacks.Span{still("2026-02-01", "2026-03-02")}, from: "2026-03-03", legal: "2026-03-12", safe: "2026-03-11"},
		{limit: limitOf("response 10 calendar_day", sameDay), day: "2026-03-02", stopped: []rulepacks.Span{still("2026-02-01", "2026-03-02")}, from: "2026-03-02", legal: "2026-03-12", safe: "2026-03-11", still: 1},
		{limit: limitOf("response 10 calendar_day"), day: "2026-03-02", stopped: []rulepacks.Span{still("2026-03-04", "2026-03-05"), still("2026-03-05", "2026-03-06")}, from: "2026-03-03", legal: "2026-03-15", safe: "2026-03-11", still: 3},
		{limit: limitOf("response 5 working_day"), day: "2026-03-02", stopped: []rulepacks.Span{still("2026-03-04", "2026-03-08")}, from: "2026-03-03", legal: "2026-03-12", safe: "2026-03-06", still: 3},
		{limit: limitOf("response 5 working_day"), day: "2026-03-02", stopped: []rulepacks.Span{still("2026-03-09", "2026-03-13")}, from: "2026-03-03", legal: "2026-03-16", safe: "2026-03-06", still: 5},
	} {
		w := worldOf(b, c.limit, "us-federal", "")
		w.stopped = c.stopped
		got, err := b.Due(w.ask(rulepacks.When{Date: partialdate.Must(c.day)}))
		if err != nil {
			t.Errorf("%+v: %v", c.limit, err)
			continue
		}
		k := got[0]
		if k.From != c.from || k.Legal != c.legal || k.Safe != c.safe || k.Extended != c.extended || k.RolledOff != c.rolledOff || k.Stopped != c.still || k.MailDays != c.post {
			t.Errorf("%d %s from %s (%s, %s):\nfrom %s, by %s, safe %s, extended %s, rolled off %q, still %d, post %d; want\nfrom %s, by %s, safe %s, extended %s, rolled off %q, still %d, post %d", c.limit.N, c.limit.Unit, c.day, c.limit.CountFrom, c.limit.Roll,
				k.From, k.Legal, k.Safe, k.Extended, k.RolledOff, k.Stopped, k.MailDays, c.from, c.legal, c.safe, c.extended, c.rolledOff, c.still, c.post)
		}
	}
}

// The post that is asked for takes the place of that of the limit, and another reading
// starts on its own event where that is known: ours on the first day it may have been,
// theirs on the last.
func TestWhatIsAskedBesides(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		limit     rulepacks.Limit
		discovery string
		mail      int
		safe      civil.Day
	}{
		{limitOf("filing 20 calendar_day", mail(3)), "", 5, "2026-03-16"},
		{limitOf("filing 20 calendar_day", reads(3, rulepacks.CalendarDay, rulepacks.Discovery)), "2026-03-04", 0, "2026-03-06"},
		{limitOf("filing 20 calendar_day", reads(5, rulepacks.CalendarDay, rulepacks.Logged, rulepacks.Discovery)), "2026-03", 0, "2026-03-05"},
		{limitOf("response 60 calendar_day", reads(5, rulepacks.CalendarDay, rulepacks.Discovery)), "2026-03", 0, "2026-04-04"},
	} {
		w := worldOf(b, c.limit, "us-federal", "")
		ask := w.ask(rulepacks.When{Date: partialdate.Must("2026-03-02")})
		ask.MailDays = c.mail
		if c.discovery != "" {
			ask.Events[rulepacks.Discovery] = rulepacks.When{Date: partialdate.Must(c.discovery)}
		}
		got, err := b.Due(ask)
		if err != nil || got[0].Safe != c.safe {
			t.Errorf("%+v: %v, %v; want %s", c.limit, got, err, c.safe)
		}
	}
}

// Where an hour is known the clock ends at one, and the post is taken off its day.
func TestAnHourAndThePost(t *testing.T) {
	t.Parallel()
	b := book(t)
	w := worldOf(b, limitOf("filing 48 hour", mail(1)), "us-federal", "America/Chicago")
	got, err := b.Due(w.ask(rulepacks.When{Date: partialdate.Must("2026-03-02"), Time: "10:15"}))
	if err != nil || got[0].Legal != "2026-03-04" || got[0].LegalTime != "10:15" || got[0].Safe != "2026-03-03" || got[0].StartTime != "10:15" {
		t.Errorf("%+v, %v", got, err)
	}
	vague, err := b.Due(w.ask(rulepacks.When{Date: partialdate.Must("~2026-03-02"), Time: "10:15"}))
	if err != nil || vague[0].LegalTime != "" || vague[0].Legal != "2026-03-03" || vague[0].StartTime != "" {
		t.Errorf("an hour of a day that is only about right: %+v, %v", vague, err)
	}
}

// What silence means, and the day on which it opens the next step. Of a clock of ours it
// is what it will mean once the step is taken.
func TestSilence(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		silence rulepacks.Silence
		opens   civil.Day
	}{{rulepacks.Denial, "2026-03-13"}, {rulepacks.MayProceed, "2026-03-13"}, {rulepacks.Chase, ""}, {rulepacks.Nothing, ""}, {"", ""}} {
		answer := limitOf("response 10 calendar_day", func(l *rulepacks.Limit) { l.Silence = c.silence })
		w := worldOf(b, answer, "us-federal", "")
		w.version.Steps[0].Limits = append(w.version.Steps[0].Limits, limitOf("filing 5 calendar_day"), limitOf("acknowledgement 0 no_limit", func(l *rulepacks.Limit) { l.Silence = rulepacks.Denial }))
		got, err := b.Due(w.ask(rulepacks.When{Date: partialdate.Must("2026-03-02")}))
		if err != nil || len(got) != 3 {
			t.Fatalf("%v, %v", got, err)
		}
		filing, receipt, response := got[0], got[1], got[2]
		if filing.Silence() != c.silence || response.Silence() != c.silence || filing.Opens() != "" || response.Opens() != c.opens || !receipt.Unlimited || receipt.Opens() != "" || receipt.Silence() != rulepacks.Denial {
			t.Errorf("%q: %q, %q; opens %q, %q, %q", c.silence, filing.Silence(), response.Silence(), filing.Opens(), receipt.Opens(), response.Opens())
		}
	}
	both := worldOf(b, limitOf("filing 5 calendar_day", func(l *rulepacks.Limit) { l.Silence = rulepacks.Chase }), "us-federal", "")
	both.version.Steps[0].Limits = append(both.version.Steps[0].Limits, limitOf("response 5 calendar_day", func(l *rulepacks.Limit) { l.Silence = rulepacks.Denial }))
	if got, err := b.Due(both.ask(rulepacks.When{Date: partialdate.Must("2026-03-02")})); err != nil || got[0].Silence() != rulepacks.Chase {
		t.Errorf("what a limit of ours says itself: %v, %v", got, err)
	}
	alone := worldOf(b, limitOf("filing 5 calendar_day"), "us-federal", "")
	if got, err := b.Due(alone.ask(rulepacks.When{Date: partialdate.Must("2026-03-02")})); err != nil || got[0].Silence() != "" {
		t.Errorf("where nobody need answer: %v, %v", got, err)
	}
}

// refused says what a fault is about: "incident rulepacks.due.years".
func refused(err error) string {
	var list []string
	if f, ok := errors.AsType[*fault.Error](err); ok {
		for _, p := range f.Problems {
			list = append(list, p.Field+" "+p.Key)
		}
		if f.Kind == fault.NotFound {
			list = append(list, "not found")
		}
	}
	return strings.Join(list, ", ")
}

func TestAsksThatAreRefused(t *testing.T) {
	t.Parallel()
	b := book(t)
	const (
		signed, received, logged = rulepacks.AnswerSigned, rulepacks.AnswerReceived, rulepacks.Logged
		deposited, submitted     = rulepacks.Deposited, rulepacks.Submitted
	)
	type events = map[rulepacks.Event]string // the day, and perhaps the hour behind it
	for _, c := range []struct {
		what   string
		events events
		change func(*rulepacks.Ask)
		want   string
	}{
		{"nothing is wrong", events{received: "2026-03-02"}, nil, ""},
		{"no event", events{}, nil, "on rulepacks.due.nothing"},
		{"an event that starts nothing here", events{rulepacks.Incident: "2026-03-02"}, nil, "on rulepacks.due.nothing"},
		{"an event nobody knows", events{"birthday": "2026-03-02", received: "2026-03-02"}, nil, "on rulepacks.due.event"},
		{"before all days", events{received: "1979-12-31"}, nil, "previous_response_received rulepacks.due.years"},
		{"the first day", events{received: "1980-01-01"}, nil, ""},
		{"after all days", events{received: "2061-01-01"}, nil, "previous_response_received rulepacks.due.years"},
		{"a year that reaches beyond", events{received: "~2060"}, nil, "previous_response_received rulepacks.due.years"},
		{"an end that lies beyond", events{received: "2060-12-31"}, nil, "on rulepacks.due.years"},
		{"a day that is not known", events{received: ""}, nil, "previous_response_received rulepacks.due.years"},
		{"received before it was signed", events{signed: "2026-03-03", received: "2026-03-02"}, nil, "previous_response_received rulepacks.due.order"},
		{"received on the day it was signed", events{signed: "2026-03-02", received: "2026-03-02"}, nil, ""},
		{"an hour too early", events{signed: "2026-03-02 10:00", received: "2026-03-02 09:00"}, nil, "previous_response_received rulepacks.due.order"},
		{"at the same hour", events{signed: "2026-03-02 10:00", received: "2026-03-02 10:00"}, nil, ""},
		{"an hour of one only", events{signed: "2026-03-02 10:00", received: "2026-03-02"}, nil, ""},
		{"perhaps before it was signed", events{signed: "2026-03-31", received: "2026-03"}, nil, ""},
		{"surely before it was signed", events{signed: "2026-04", received: "2026-03"}, nil, "previous_response_received rulepacks.due.order"},
		{"about right is no contradiction", events{signed: "~2026-03-02", received: "2026-03-01"}, nil, ""},
		{"a box that is emptied later", events{deposited: "2026-03-05", submitted: "2026-03-02", received: "2026-03-01"}, nil, ""},
		{"an event after its own answer", events{received: "2026-03-01", submitted: "2026-03-09", logged: "2026-03-04"}, nil, "logged rulepacks.due.order"},
		{"two contradictions", events{signed: "2026-03-09", received: "2026-03-08", logged: "2026-03-04"}, nil, "previous_response_received rulepacks.due.order, logged rulepacks.due.order, logged rulepacks.due.order"},
		{"post that takes less than no time", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.MailDays = -1 }, "mail rulepacks.due.mail"},
		{"post that takes a season", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.MailDays = 91 }, "mail rulepacks.due.mail"},
		{"post that takes a quarter", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.MailDays = 90 }, ""},
		{"a stop that ends before it begins", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.Stopped = []rulepacks.Span{still("2026-03-05", "2026-03-04")} }, "stopped rulepacks.due.stopped"},
		{"a stop of one day", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.Stopped = []rulepacks.Span{still("2026-03-05", "2026-03-05")} }, ""},
		{"a stop without an end", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.Stopped = []rulepacks.Span{still("2026-03-05", "")} }, "stopped rulepacks.due.stopped"},
		{"a step there is not", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.Step = "nine" }, "not found"},
		{"a procedure there is not", events{received: "2026-03-02"}, func(a *rulepacks.Ask) { a.Procedure = "nobody" }, "not found"},
		{"a day before the rules", events{received: "2025-12-31"}, func(a *rulepacks.Ask) { a.Procedure = "blank" }, "on rulepacks.due.version"},
		{"a kind of matter without the step", events{received: "2026-03-02"}, func(a *rulepacks.Ask) {
			a.Version = &rulepacks.Version{Procedure: &rulepacks.Procedure{Steps: []rulepacks.Step{{ID: "appeal", Tracks: []rulepacks.Track{rulepacks.Medical}}}}}
		}, "track rulepacks.due.track"},
	} {
		ask := rulepacks.Ask{Procedure: "blank", Step: "appeal", Events: map[rulepacks.Event]rulepacks.When{}}
		v, _ := b.InForce("blank", "2026-03-02")
		ask.Version = &v
		for e, text := range c.events {
			day, hour, _ := strings.Cut(text, " ")
			ask.Events[e] = rulepacks.When{Date: partialdate.Must(day), Time: hour}
		}
		if c.change != nil {
			if ask.Procedure, ask.Version = "blank", &v; strings.Contains(c.what, "procedure") || strings.Contains(c.what, "before the rules") {
				ask.Version = nil
			}
			c.change(&ask)
		}
		if _, err := b.Due(ask); refused(err) != c.want {
			t.Errorf("%s: %q, want %q", c.what, refused(err), c.want)
		}
	}
}

// What would start a clock is named in the order in which it happens, once.
func TestWhatWouldStartAClock(t *testing.T) {
	t.Parallel()
	b := book(t)
	_, err := b.Due(rulepacks.Ask{Procedure: "blank", Step: "grievance", Events: on(rulepacks.AnswerSigned, "2026-03-02")})
	f, _ := errors.AsType[*fault.Error](err)
	if f == nil || len(f.Problems) != 1 || f.Problems[0].Args[3] != "incident, discovery, submitted, logged" {
		t.Errorf("%+v", f)
	}
}

// The day that chooses the version is the first that any event may have been.
func TestEventDay(t *testing.T) {
	t.Parallel()
	for want, events := range map[civil.Day][]string{"": nil, "2026-03-02": {"2026-03-02"}, "2026-03-01": {"2026-03-02", "2026-03"}, "2025-12-31": {"~2026-01-01", "2026-01-05"}} {
		a := rulepacks.Ask{Events: map[rulepacks.Event]rulepacks.When{}}
		for i, day := range events {
			a.Events[rulepacks.Events()[i]] = rulepacks.When{Date: partialdate.Must(day)}
		}
		if got := a.EventDay(); got != want {
			t.Errorf("%v: %q, want %q", events, got, want)
		}
	}
}

// A correction of the limit for every kind of matter holds where none has its own; one
// for a kind holds for that.
func TestWhichCorrectionHolds(t *testing.T) {
	t.Parallel()
	b := book(t)
	general := rulepacks.Correction{Step: "one", Limit: limitOf("filing 7 calendar_day")}
	medical := rulepacks.Correction{Step: "one", Limit: limitOf("filing 9 calendar_day", func(l *rulepacks.Limit) { l.Tracks = []rulepacks.Track{rulepacks.Medical} })}
	elsewhere := rulepacks.Correction{Step: "two", Limit: limitOf("filing 1 calendar_day")}
	answer := rulepacks.Correction{Step: "one", Limit: limitOf("response 2 calendar_day")}
	own := limitOf("filing 30 calendar_day", func(l *rulepacks.Limit) { l.Tracks = []rulepacks.Track{rulepacks.Medical} })
	for _, c := range []struct {
		what      string
		track     rulepacks.Track
		corrected []rulepacks.Correction
		n         int
		is        bool
	}{
		{"none", "", nil, 20, false},
		{"one of another step", "", []rulepacks.Correction{elsewhere}, 20, false},
		{"one of another limit", "", []rulepacks.Correction{answer}, 20, false},
		{"the general one", "", []rulepacks.Correction{elsewhere, general}, 7, true},
		{"the general one, on a track with its own limit", rulepacks.Medical, []rulepacks.Correction{general}, 30, false},
		{"that of the track", rulepacks.Medical, []rulepacks.Correction{general, medical}, 9, true},
		{"that of another track", rulepacks.Property, []rulepacks.Correction{medical}, 20, false},
	} {
		w := worldOf(b, limitOf("filing 20 calendar_day"), "us-federal", "")
		w.version.Steps[0].Limits = append(w.version.Steps[0].Limits, own)
		ask := w.ask(rulepacks.When{Date: partialdate.Must("2026-03-02")})
		ask.Track, ask.Corrected = c.track, c.corrected
		got, err := b.Due(ask)
		if err != nil || got[0].Limit.N != c.n || got[0].Corrected != c.is {
			t.Errorf("%s: %v, %v", c.what, got, err)
		}
	}
}

// The strip of days numbers those that count, up to the last.
func TestStrip(t *testing.T) {
	t.Parallel()
	b := book(t)
	draw := func(limit rulepacks.Limit, day string, stopped ...rulepacks.Span) string {
		w := worldOf(b, limit, "us-federal", "")
		w.stopped = stopped
		got, err := b.Due(w.ask(rulepacks.When{Date: partialdate.Must(day)}))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, d := range b.Strip(got[0], stopped) {
			mark := "."
			switch {
			case d.Number > 0:
				mark = string(rune('0' + d.Number))
			case d.Still:
				mark = "s"
			case d.Holiday != "":
				mark = "h"
			case d.Off:
				mark = "o"
			}
			if d.Due {
				mark += "!"
			}
			if d.Safe {
				mark += "?"
			}
			text += mark
		}
		return text
	}
	for want, got := range map[string]string{
		".1234?oo5!": draw(limitOf("filing 5 working_day"), "2026-03-02"),
		"1234?oo5!":  draw(limitOf("response 5 working_day", sameDay, reads(4, rulepacks.WorkingDay)), "2026-03-03"),
		".12?3!":     draw(limitOf("response 3 calendar_day"), "2026-03-02"),
		".1s?23!":    draw(limitOf("response 3 calendar_day", reads(4, rulepacks.CalendarDay)), "2026-03-02", still("2026-03-04", "2026-03-04")),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := draw(limitOf("response 1 week"), "2026-05-22"); strings.ContainsAny(got, "123456789") || !strings.Contains(got, "h") || !strings.HasSuffix(got, "!") {
		t.Errorf("a week has no numbers: %s", got)
	}
	if got := b.Strip(rulepacks.Clock{Unlimited: true}, nil); got != nil {
		t.Errorf("%d days of no limit", len(got))
	}
}
