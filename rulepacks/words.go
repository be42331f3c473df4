package rulepacks

import (
	"context"
	"embed"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
)

// Locales holds the words of clocks and of what is wrong with a pack.
//
//go:embed locales/*.json
var Locales embed.FS

// Whole reports whether a rule names who says so, one of the sources, when that was last
// read there, and how sure it is.
func (e Evidence) Whole(sources []Source) bool {
	named := slices.ContainsFunc(sources, func(s Source) bool { return s.ID == e.Source })
	return e.Citation != "" && e.VerifiedOn.Valid() && slices.Contains(Marks(), e.Mark) && named
}

// Read says how sure a rule is, and when somebody last read it: "Verified 20 Aug".
func (e Evidence) Read(ctx context.Context) string {
	return i18n.T(ctx, "rulepacks.evidence."+string(e.Mark), "day", i18n.Day(ctx, string(e.VerifiedOn)))
}

// Words say how a clock was counted: "20 calendar days after 10 Apr 2026, counting
// from 11 Apr." What was not known, moved or taken off follows, a sentence each.
func (c Clock) Words(ctx context.Context, b *Book) string {
	if c.Unlimited {
		return i18n.T(ctx, "rulepacks.words.no_limit")
	}
	said := []string{c.counted(ctx)}
	add := func(key string, args ...any) { said = append(said, i18n.T(ctx, key, args...)) }
	if c.Partial() {
		key := "rulepacks.words.bound.last"
		if c.For.Ours() {
			key = "rulepacks.words.bound.first"
		}
		add(key, "known", i18n.Day(ctx, c.Known.String()), "day", i18n.Day(ctx, string(c.Start)))
	}
	switch {
	case c.NoHour != "":
		add("rulepacks.words.hour.none", "time", c.NoHour)
	case c.Limit.Unit == Hour && c.StartTime == "":
		add("rulepacks.words.hour.unknown")
	case c.Twice && c.For.Ours():
		add("rulepacks.words.hour.first", "time", c.StartTime)
	case c.Twice:
		add("rulepacks.words.hour.second", "time", c.StartTime)
	}
	if c.Stopped > 0 {
		add("rulepacks.words.stopped", "count", c.Stopped)
	}
	if c.RolledOff != "" {
		add("rulepacks.words.rolled", "day", i18n.Day(ctx, string(c.RolledOff)), "why", b.whyOff(ctx, c), "to", i18n.Day(ctx, string(c.Legal)))
	}
	if c.MailDays > 0 {
		add("rulepacks.words.mail", "count", c.MailDays)
	}
	if c.Corrected {
		add("rulepacks.words.corrected")
	}
	if len(said) > 1 {
		said[0] += "."
	}
	return strings.Join(said, " ")
}

// counted is the first sentence, which ends without a full stop when it stands
// alone in a column.
func (c Clock) counted(ctx context.Context) string {
	args := []any{"count", c.Limit.N, "day", i18n.Day(ctx, string(c.Start)), "from", i18n.DayMonth(ctx, string(c.From)), "time", c.StartTime}
	switch c.Limit.Unit {
	case Hour:
		if c.StartTime != "" {
			return i18n.T(ctx, "rulepacks.words.hour.at", args...)
		}
		return i18n.T(ctx, "rulepacks.words.hour", args...)
	case CalendarDay:
		return i18n.T(ctx, "rulepacks.words.calendar_day", args...)
	case WorkingDay:
		return i18n.T(ctx, "rulepacks.words.working_day", args...)
	case Week:
		return i18n.T(ctx, "rulepacks.words.week", args...)
	case Month:
		return i18n.T(ctx, "rulepacks.words.month", args...)
	}
	return i18n.T(ctx, "rulepacks.words.year", args...)
}

// whyOff names the holiday the end was moved from, or says that it was a weekend.
func (b *Book) whyOff(ctx context.Context, c Clock) string {
	if name := b.Holiday(c.Calendar(), c.RolledOff); name != "" {
		return name
	}
	return i18n.T(ctx, "rulepacks.words.weekend")
}

// Amount says how long a limit is: "20 calendar days".
func (l Limit) Amount(ctx context.Context) string {
	return i18n.T(ctx, "rulepacks.amount."+string(l.Unit), "count", l.N)
}

// Starts says what starts a limit: "it happened or they learned of it".
func (l Limit) Starts(ctx context.Context) string {
	words := make([]string, len(l.StartsOn))
	for i, e := range l.StartsOn {
		words[i] = i18n.T(ctx, "rulepacks.event."+string(e))
	}
	return strings.Join(words, " / ")
}
