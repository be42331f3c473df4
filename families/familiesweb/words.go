package familiesweb

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// course is a programme with the people in it.
type course struct {
	families.Programme
	List     []families.Enrolment
	Result   families.Result
	Today    civil.Day
	MayWrite bool
	Options  []layout.Option
}

// till is the counter of a visitor centre on a day.
type till struct {
	ID, Name string
	Part     families.Part
	Parts    map[families.Part]families.Counts
	Today    civil.Day
}

// all counts a kind over the day.
func (t till) all(kind families.TapKind) (n int) {
	for _, c := range t.Parts {
		n += c[kind]
	}
	return n
}

func tabs(ctx context.Context, current string) []layout.Tab {
	var out []layout.Tab
	for _, t := range [][2]string{{"households", "/family"}, {"calls", "/family/calls"}, {"trips", "/family/trips"}, {"programmes", "/family/programmes"}, {"caps", "/family/caps"}} {
		out = append(out, layout.Tab{Text: i18n.T(ctx, "families."+t[0]), Href: t[1], Current: t[0] == current})
	}
	return out
}

func crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "families.title"), Href: "/family"}}
}

func under(ctx context.Context, v page) []layout.Link {
	return append(crumbs(ctx), layout.Link{Text: v.Name, Href: v.path()})
}

func rowNote(ctx context.Context, r families.Row) string {
	said := []string{i18n.T(ctx, "families.members.count", "count", r.Members)}
	if r.Wanted > 0 {
		said = append(said, i18n.T(ctx, "families.needs.count", "count", r.Wanted))
	}
	return strings.Join(said, " · ")
}

func memberNote(ctx context.Context, m families.Member) string {
	var said []string
	if m.Relation != "" {
		said = append(said, m.Relation)
	}
	if m.Child {
		said = append(said, i18n.T(ctx, "families.child"))
	}
	if m.Born != "" {
		said = append(said, i18n.T(ctx, "families.born", "day", i18n.Day(ctx, m.Born)))
	}
	return strings.Join(said, " · ")
}

func insideNote(i families.Inside) string {
	return strings.Trim(i.Relation+" · "+i.Place, " ·")
}

func needNote(ctx context.Context, n families.Need) string {
	said := i18n.T(ctx, "families.need.state."+string(n.State)) + ", " + i18n.Day(ctx, string(n.StateOn))
	if n.Outcome != "" {
		said += ". " + n.Outcome
	}
	return said
}

func aidNote(ctx context.Context, a families.Aid) string {
	said := []string{i18n.Day(ctx, string(a.On))}
	for _, s := range []string{a.How, a.AuthorName} {
		if s != "" {
			said = append(said, s)
		}
	}
	if a.OverWhy != "" {
		said = append(said, i18n.T(ctx, "families.aid.beyond", "why", a.OverWhy))
	}
	return strings.Join(said, " · ")
}

func tellTitle(ctx context.Context, t families.Tell) string {
	key := "families.tell.must-not"
	if t.May {
		key = "families.tell.may"
	}
	return i18n.T(ctx, key, "whom", t.Whom, "what", t.What)
}

func tellNote(ctx context.Context, t families.Tell, today civil.Day) string {
	said := t.Person + " · " + i18n.Day(ctx, string(t.AgreedOn)) + ", " + t.AuthorName
	switch {
	case t.Until != "" && !t.Holds(today):
		said += " · " + i18n.T(ctx, "families.tell.over", "day", i18n.Day(ctx, string(t.Until)))
	case t.Until != "":
		said += " · " + i18n.T(ctx, "families.tell.until", "day", i18n.Day(ctx, string(t.Until)))
	}
	return said
}

func memberOptions(v page) []layout.Option {
	out := make([]layout.Option, len(v.Members))
	for i, m := range v.Members {
		out[i] = layout.Option{Value: m.PersonID, Label: m.Name}
	}
	return out
}

func capWords(ctx context.Context, c families.Cap) string {
	kind := i18n.T(ctx, "families.aid.all")
	if c.Kind != "" {
		kind = i18n.T(ctx, "families.aid."+string(c.Kind))
	}
	return i18n.T(ctx, "families.cap.words", "kind", kind, "amount", families.Money(c.Amount), "count", c.Days)
}

func callTitle(ctx context.Context, c families.Call) string {
	said := i18n.T(ctx, "families.about."+string(c.About))
	if c.Caller != "" {
		said += " · " + c.Caller
	}
	return said
}

func callNote(ctx context.Context, c families.Call) string {
	said := i18n.Instant(ctx, c.At) + ", " + c.AuthorName
	if c.FollowOn != "" {
		said += " · " + i18n.T(ctx, "families.call.back", "day", i18n.Day(ctx, string(c.FollowOn)))
	}
	return said
}

func tripTitle(ctx context.Context, t families.Trip) string {
	return strings.TrimSpace(i18n.LongDay(ctx, string(t.On))+" "+t.At) + ", " + t.Facility
}

func tripNote(ctx context.Context, t families.Trip) string {
	said := i18n.T(ctx, "families.trip.taken", "n", t.Taken, "count", t.Seats)
	if t.Waiting > 0 {
		said += " · " + i18n.T(ctx, "families.trip.waiting", "count", t.Waiting)
	}
	if t.Meet != "" {
		said += " · " + t.Meet
	}
	return said
}

func seatNote(ctx context.Context, s families.Seat) string {
	switch {
	case s.Waiting:
		return i18n.T(ctx, "families.seat.in-line")
	case s.Child:
		return i18n.T(ctx, "families.child")
	}
	return ""
}

func scoreText(n int) string {
	if n == families.NoScore {
		return "–"
	}
	return strconv.Itoa(n)
}

func changeText(e families.Enrolment) string {
	n, ok := e.Change()
	switch {
	case !ok:
		return "–"
	case n > 0:
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func endWords(ctx context.Context, e families.Enrolment, today civil.Day) string {
	switch {
	case e.LeftOn != "":
		return i18n.T(ctx, "families.left", "day", i18n.Day(ctx, string(e.LeftOn)), "why", e.LeftWhy)
	case e.Over(today):
		return i18n.T(ctx, "families.over", "day", i18n.Day(ctx, string(e.Exit)))
	}
	return i18n.T(ctx, "families.runs", "day", i18n.Day(ctx, string(e.Exit)))
}

func resultWords(ctx context.Context, r families.Result) string {
	return i18n.T(ctx, "families.result", "mean", strconv.FormatFloat(r.Mean(), 'f', 1, 64), "count", r.Scored)
}

func missingWords(ctx context.Context, m families.Missing) string {
	names := make([]string, len(m.Who))
	for i, e := range m.Who {
		names[i] = e.Person
	}
	worker := m.Worker
	if worker == "" {
		worker = i18n.T(ctx, "families.nobody")
	}
	return worker + ": " + strings.Join(names, ", ")
}

func partTabs(ctx context.Context, t till) (out []layout.Tab) {
	for _, p := range families.Parts() {
		n := 0
		for _, c := range t.Parts[p] {
			n += c
		}
		tab := layout.Tab{Text: i18n.T(ctx, "families.part."+string(p)), Href: "/family/counter/" + t.ID + "?part=" + string(p), Current: p == t.Part}
		if n > 0 {
			tab.Count = i18n.Number(ctx, n)
		}
		out = append(out, tab)
	}
	return out
}

// rev is that of the row a form is about.
func rev(v page) string {
	if v.Deed == "need" {
		return v.Need.Rev
	}
	return v.Rev
}

func action(v page) string {
	to := v.path() + "/" + v.Deed
	if v.Need.ID != "" {
		to += "?row=" + v.Need.ID
	}
	return to
}

func add(ctx context.Context, v page, deed string) layout.Link {
	if !v.MayWrite || v.State != families.Open {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "families.add"), Hidden: i18n.T(ctx, "families.deed."+deed), Href: v.path() + "/" + deed}
}
