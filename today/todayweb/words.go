package todayweb

import (
	"context"
	"net/url"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/today"
)

// worker is whose day is shown, for addresses: "" for one's own.
func (h homePage) worker() string {
	if h.other {
		return h.WorkerID
	}
	return ""
}

// list leads to one of the lists of people, of whom the day is.
func (h homePage) list(which casework.Which) string {
	return h.people(url.Values{"list": {string(which)}})
}

// band leads to the people whose last word is so old, the oldest first.
func (h homePage) band(days string) string {
	return h.people(url.Values{"quiet": {days}, "sort": {string(casework.SortLast)}})
}

func (h homePage) people(q url.Values) string {
	switch {
	case h.WorkerID == today.Team:
		q.Set("whose", "all")
	case h.other:
		q.Set("whose", h.WorkerID)
	}
	if q.Get("list") == "" {
		q.Del("list")
	}
	if len(q) == 0 {
		return "/people"
	}
	return "/people?" + q.Encode()
}

// quietLink leads to all whose cases could be set aside, of one's own people.
func (h homePage) quietLink(ctx context.Context) layout.Link {
	if h.other {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "today.unset.all"), Href: "/people/quiet"}
}

// allLink leads to the rows that are not shown: "All nine".
func (h homePage) allLink(ctx context.Context) layout.Link {
	if h.TodayAll <= len(h.now) {
		return layout.Link{}
	}
	link := layout.Link{Text: i18n.T(ctx, "today.now.all", "word", i18n.CountWord(ctx, h.TodayAll)), Href: "/today?all=1"}
	if h.other {
		link.Href += "&for=" + h.WorkerID
	}
	return link
}

func nowRemark(ctx context.Context, h homePage) string {
	if h.TodayAll <= len(h.now) {
		return ""
	}
	return i18n.T(ctx, "layout.shown", "shown", len(h.now), "all", h.TodayAll)
}

func (r shownRow) button(ctx context.Context) layout.Btn {
	b := layout.Btn{Text: r.do.text, Hidden: r.forWhom(ctx), Small: true, Attrs: layout.RowKey(r.do.key)}
	if r.Tier == today.CantWait {
		b.Kind = "go"
	}
	return b
}

// forWhom is added to buttons for those who hear them.
func (r shownRow) forWhom(ctx context.Context) string {
	if r.Person == "" {
		return i18n.T(ctx, "today.for", "name", r.line.Title)
	}
	return i18n.T(ctx, "today.for", "name", r.Person)
}

func lastNote(ctx context.Context, last civil.Day) string {
	if last == "" {
		return i18n.T(ctx, "today.unset.never")
	}
	return i18n.T(ctx, "today.unset.last", "day", i18n.Day(ctx, string(last)))
}

func dotWords(ctx context.Context, g today.Home) string {
	return i18n.T(ctx, "today.home.dot", "name", g.Name, "day", i18n.Day(ctx, g.On.String()), "claim", i18n.T(ctx, "today.home."+string(g.Claim)), "plan", i18n.T(ctx, planKey(g)))
}

// planKey says how the plan of somebody who goes home stands.
func planKey(g today.Home) string {
	switch {
	case g.Ready:
		return "today.home.ready"
	case g.Planned:
		return "today.home.unready"
	}
	return "today.home.unplanned"
}

// monthWord is the short name of a month.
func monthWord(ctx context.Context, d civil.Day) string {
	return strings.Fields(i18n.T(ctx, "day.months.short"))[d.Time().Month()-1]
}

func newsNote(ctx context.Context, n today.News) string {
	at := i18n.Instant(ctx, n.At)
	if n.Yours == 0 {
		return at
	}
	return i18n.T(ctx, "today.news.yours", "when", at, "count", n.Yours)
}

func turns(ctx context.Context, b today.Birthday) string {
	if b.About {
		return i18n.T(ctx, "today.turns.about", "age", b.Turns)
	}
	return i18n.Number(ctx, b.Turns)
}

func escape(path string) string { return url.QueryEscape(path) }

// packPlace says where somebody is held.
func packPlace(x today.Packed) string {
	if x.Unit == "" {
		return x.Facility
	}
	return x.Facility + " " + x.Unit
}

// forPerson says whom a new task is about.
func forPerson(ctx context.Context, name string) string {
	if name == "" {
		return ""
	}
	return i18n.T(ctx, "today.new.about", "name", name)
}

// whyAt is the reason of a row and, where it matters, where the person is held.
func (r shownRow) whyAt(places bool) string {
	parts := []string{r.line.Why}
	if places && r.Facility != "" {
		parts = append(parts, r.Facility)
	}
	return strings.TrimPrefix(strings.Join(parts, " · "), " · ")
}

// packWords says where somebody is held and what the last word was.
func packWords(ctx context.Context, x today.Packed) string {
	parts := []string{packPlace(x)}
	if x.LastOn != "" {
		parts = append(parts, i18n.T(ctx, "today.pack.last", "how", i18n.T(ctx, "today.how."+string(x.LastHow)), "day", i18n.Day(ctx, string(x.LastOn))))
	}
	return strings.TrimPrefix(strings.Join(parts, " · "), " · ")
}
