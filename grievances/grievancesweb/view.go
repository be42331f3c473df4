package grievancesweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/draft"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/timeline"
)

// page is a grievance as its page shows it.
type page struct {
	grievances.View
	Write   bool
	Correct bool            // may say what a rule is at a facility
	Papers  []layout.Option // files of the person
	kinds   *timeline.Kinds
}

func (p *Pages) load(r *web.Request) (v page, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return v, err
	}
	v.kinds = p.Grievances.Kinds
	if v.View, err = p.Grievances.View(r.Context(), r.Actor, id); err != nil {
		return v, err
	}
	v.Correct = r.Actor.May(rulepacks.MayCorrect)
	v.Write = r.Actor.May(grievances.MayWrite) && !v.Shut
	if p.Files == nil || !v.Write {
		return v, nil
	}
	list, err := p.Files.List(r.Context(), r.Actor, v.PersonID)
	for _, f := range list {
		v.Papers = append(v.Papers, layout.Option{Value: f.ID, Label: f.Name})
	}
	return v, err
}

func (p *Pages) page(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: v.Code(), Current: "grievances"}, viewPage(v))
}

func crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "grievances.title"), Href: "/grievances"}}
}

func (v page) crumbs(ctx context.Context) []layout.Link {
	return append(crumbs(ctx), layout.Link{Text: v.Code(), Href: "/grievances/" + v.ID})
}

func (v page) title(ctx context.Context) string {
	if v.Shut {
		return i18n.T(ctx, "grievances.shut", "code", v.Code())
	}
	return v.Title
}

func (v page) lead(ctx context.Context) string {
	said := []string{i18n.T(ctx, "grievances.opened-by", "day", i18n.Day(ctx, string(v.OpenedOn)), "who", v.AuthorName), v.Version.Title}
	if v.Version.Mark == rulepacks.Unverified {
		said = append(said, i18n.T(ctx, "grievances.mark.unverified"))
	}
	if v.Answer != nil {
		said = append(said, v.Answer.Says)
	}
	if v.State != grievances.Open {
		said = append(said, i18n.T(ctx, "grievances.state."+string(v.State))+" "+i18n.Day(ctx, string(v.StateOn)), v.StateWhy)
	}
	return strings.Trim(strings.Join(said, " · "), " ·")
}

func (v page) cares() []string {
	var lines []string
	for _, c := range v.Person.TakeCare {
		lines = append(lines, c.Line)
	}
	return lines
}

// menu is what else can be done.
func (v page) menu(ctx context.Context) []layout.Item {
	at, step := "/grievances/"+v.ID, ""
	if now := v.Line.Current(); now != nil {
		step = "&step=" + now.ID
	}
	if v.State != grievances.Open {
		return []layout.Item{{Text: i18n.T(ctx, "grievances.reopen"), Href: at + "/reopen", Post: true}}
	}
	var items []layout.Item
	for _, k := range way.EventKinds() {
		items = append(items, layout.Item{Text: i18n.T(ctx, "grievances.event."+string(k)), Href: at + "/event?kind=" + string(k) + step})
	}
	if v.TwinID == "" {
		items = append(items, layout.Item{Text: i18n.T(ctx, "grievances.twin.open"), Href: "/grievances/new?person=" + v.PersonID + "&twin=" + v.ID})
	}
	return append(items, layout.Item{Text: i18n.T(ctx, "grievances.arbitrate"), Href: "/arbitration/new?person=" + v.PersonID + "&grievance=" + v.ID},
		layout.Item{Text: i18n.T(ctx, "grievances.end"), Href: at + "/end"})
}

func (v page) sayLink(ctx context.Context) layout.Link {
	if !v.Write {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "grievances.say"), Href: "/grievances/" + v.ID + "/say"}
}

// ring shows how much of the time is used.
func (v page) ring(c way.Clock) string {
	whole, used := c.By.Since(c.Start), v.Today.Since(c.Start)
	share := 100
	if whole > 0 {
		share = min(100, max(0, used*100/whole))
	}
	class := "ring p" + strconv.Itoa(share)
	if c.For.Ours() && c.LateOn(v.Today) {
		class += " late"
	}
	return class
}

func (v page) days(c way.Clock) int {
	if c.Limit.Unit == rulepacks.WorkingDay {
		return v.Book.Working(c.Calendar(), v.Today, c.By)
	}
	return c.By.Since(v.Today)
}

func (v page) left(ctx context.Context, c way.Clock) string {
	return i18n.Number(ctx, max(v.days(c), -v.days(c)))
}

func (v page) leftWords(ctx context.Context, c way.Clock) string {
	key, n := "grievances.left.", v.days(c)
	if c.LateOn(v.Today) {
		key, n = "grievances.late.", -n
	}
	if c.Limit.Unit == rulepacks.WorkingDay {
		return i18n.T(ctx, key+"working", "count", n)
	}
	return i18n.T(ctx, key+"days", "count", n)
}

func (v page) noClock(ctx context.Context) string {
	if now := v.Line.Current(); now != nil && now.Of(way.Submitted) != nil {
		return i18n.T(ctx, "grievances.noclock.theirs", "step", now.Title)
	} else if now != nil {
		if c, ok := now.Clock(rulepacks.Filing); ok && c.Unlimited {
			return i18n.T(ctx, "rulepacks.words.no_limit") + " " + evidence(ctx, c.Limit.Evidence)
		}
		return i18n.T(ctx, "grievances.noclock.ours", "step", now.Title)
	}
	return i18n.T(ctx, "grievances.noclock.end")
}

func noClockWords(ctx context.Context, p grievances.Preview) string {
	if now := p.Line.Current(); now != nil {
		if c, ok := now.Clock(rulepacks.Filing); ok && c.Unlimited {
			return i18n.T(ctx, "rulepacks.words.no_limit") + " " + evidence(ctx, c.Limit.Evidence)
		}
	}
	return i18n.T(ctx, "grievances.clock.none")
}

// ruleWords is where the rule stands, and how sure we are of it.
func ruleWords(ctx context.Context, c rulepacks.Clock) string { return evidence(ctx, c.Limit.Evidence) }

func evidence(ctx context.Context, e rulepacks.Evidence) string {
	said := e.Citation + " · " + i18n.T(ctx, "grievances.mark."+string(e.Mark))
	if e.VerifiedOn != "" {
		said += " · " + i18n.T(ctx, "grievances.checked", "day", i18n.Day(ctx, string(e.VerifiedOn)))
	}
	return said
}

func (v page) awayTitle(ctx context.Context) string {
	if v.Away.Place.ID == "" {
		return i18n.T(ctx, "grievances.away.nowhere")
	}
	return i18n.T(ctx, "grievances.away", "at", v.Away.Place.Name)
}

func (v page) awayWords(ctx context.Context) string {
	said := []string{i18n.T(ctx, "grievances.away.holds", "procedure", v.Version.Title, "at", v.Place.Name)}
	if now := v.Line.Current(); now != nil && now.SendTo != "" {
		said = append(said, i18n.T(ctx, "grievances.away.send", "step", now.Title, "to", now.SendTo))
	}
	if len(v.Away.There) > 0 && !v.Away.Same {
		var titles []string
		for _, t := range v.Away.There {
			titles = append(titles, t.Title)
		}
		said = append(said, i18n.T(ctx, "grievances.away.there", "procedures", i18n.List(ctx, titles)))
	}
	return strings.Join(said, " ")
}

func (v page) needCount(ctx context.Context) string {
	done := 0
	for _, n := range v.Needs {
		if n.Done() {
			done++
		}
	}
	return i18n.T(ctx, "grievances.exhaustion.count", "done", i18n.Number(ctx, done), "all", i18n.Number(ctx, len(v.Needs)))
}

func (v page) needLink(ctx context.Context) layout.Link {
	if !v.Write {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "grievances.need.add"), Href: "/grievances/" + v.ID + "/need?step=" + v.Line.Current().ID}
}

// needHref names the need by its place in the list: words do not stand in addresses.
func (v page) needHref(n way.Need) string {
	for i, o := range v.Needs {
		if o.Words == n.Words {
			return "/grievances/" + v.ID + "/need?" + url.Values{"step": {n.Step}, "n": {strconv.Itoa(i)}}.Encode()
		}
	}
	return "/grievances/" + v.ID
}

func needWords(ctx context.Context, n way.Need) string {
	said := i18n.T(ctx, "grievances.need.state."+string(n.State))
	if n.AskedOn != "" {
		said += ", " + i18n.Day(ctx, string(n.AskedOn))
	}
	if n.Why != "" {
		said += ". " + n.Why
	}
	return said
}

func levelWords(ctx context.Context, l way.Level) string {
	var said []string
	switch {
	case l.Left != nil:
		said = append(said, i18n.T(ctx, "grievances.event.left-out")+": "+l.Left.Words)
	case l.Sent == nil:
		said = append(said, i18n.T(ctx, "grievances.level.not"))
	default:
		said = append(said, i18n.T(ctx, "grievances.put-in", "day", i18n.Day(ctx, l.Sent.On.String())))
		if l.Proof() {
			said = append(said, i18n.T(ctx, "grievances.level.proof")+" "+l.Sent.Receipt)
		} else {
			said = append(said, i18n.T(ctx, "grievances.level.no-proof"))
		}
	}
	switch {
	case l.Answer != nil:
		said = append(said, i18n.T(ctx, "grievances.way."+string(l.Answer.Way))+" "+i18n.Day(ctx, l.Answer.On.String()))
	case l.Silent != "":
		said = append(said, i18n.T(ctx, "grievances.silent", "day", i18n.Day(ctx, string(l.Silent))))
	}
	if l.Late != "" {
		said = append(said, i18n.T(ctx, "grievances.level.late", "day", i18n.Day(ctx, string(l.Late))))
	}
	for _, e := range l.Barred {
		said = append(said, i18n.T(ctx, "grievances.way."+string(e.Way)))
	}
	return strings.Join(said, " · ")
}

// entries are what happened, the newest first.
func (v page) entries(ctx context.Context) []layout.Entry {
	list := []layout.Entry{{State: "now", Title: i18n.LongDay(ctx, string(v.Today))}}
	for _, e := range v.Entries {
		one := layout.Entry{
			Icon: v.kinds.Icon(e), Title: i18n.T(ctx, v.kinds.TitleKey(e), i18n.Kept(ctx, e.TitleArgs, "name", v.Person.Name)...),
			Date: i18n.Day(ctx, e.On.String()), By: strings.Trim(e.AuthorName+", "+e.Source, ", "), Body: e.Body,
		}
		if v.kinds.Kind(e.Kind).Bad {
			one.State = "bad"
		}
		if e.Direction == timeline.In {
			one.Quote, one.Body = e.Body, ""
		}
		if e.Stub {
			one.State = "shut"
		}
		v.tell(&one, e.ID)
		list = append(list, one)
	}
	return list
}

// tell adds to an entry of the timeline what its event says. On a special topic the
// words stand here alone.
func (v page) tell(one *layout.Entry, entryID string) {
	i := slices.IndexFunc(v.Events, func(e way.Event) bool { return e.EntryID == entryID })
	if i < 0 {
		return
	}
	if one.Body == "" && one.Quote == "" {
		one.Body = v.Events[i].Words
	}
	if v.Write {
		one.Href = "/grievances/" + v.ID + "/events/" + v.Events[i].ID
	}
}

func whoFiles(ctx context.Context, v rulepacks.Version) string {
	if v.WhoFiles != "" {
		return v.WhoFiles
	}
	return i18n.T(ctx, "grievances.who-files")
}

func boxLabel(ctx context.Context, b draft.Box) string {
	if b.Label != "" {
		return b.Label
	}
	return i18n.T(ctx, "grievances.box."+b.From)
}

func boxHint(ctx context.Context, b draft.Box) string {
	switch {
	case b.Chars > 0:
		return i18n.T(ctx, "grievances.box.chars", "count", b.Chars)
	case b.Lines > 0:
		return i18n.T(ctx, "grievances.box.lines", "count", b.Lines)
	}
	return ""
}

func boxRows(b draft.Box) int { return min(12, max(b.Lines, draft.Lines(b.Text, 80), 1)) }

func boxLines(b draft.Box) []string { return strings.Split(b.Text, "\n") }
