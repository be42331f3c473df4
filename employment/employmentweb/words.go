package employmentweb

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
)

func crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "employment.title"), Href: "/work"}}
}

func under(ctx context.Context, e employment.Employer) []layout.Link {
	return append(crumbs(ctx), layout.Link{Text: e.Name, Href: "/work/employers/" + e.ID})
}

func underPerson(ctx context.Context, o own) []layout.Link {
	return []layout.Link{{Text: o.Name, Href: "/people/" + o.ID}, {Text: i18n.T(ctx, "employment.title"), Href: o.path()}}
}

func vacancyNote(ctx context.Context, v employment.Vacancy) string {
	said := []string{i18n.T(ctx, "employment.hours.week", "count", v.Hours)}
	if v.Pay != "" {
		said = append(said, v.Pay)
	}
	if v.Closed {
		return strings.Join(append(said, i18n.T(ctx, "employment.closed")), " · ")
	}
	said = append(said, i18n.T(ctx, "employment.places.free", "free", v.Free(), "count", v.Places))
	if v.Put > 0 {
		said = append(said, i18n.T(ctx, "employment.put.count", "count", v.Put))
	}
	if v.Until != "" {
		said = append(said, i18n.T(ctx, "employment.until", "day", i18n.Day(ctx, string(v.Until))))
	}
	return strings.Join(said, " · ")
}

func jobNote(ctx context.Context, p employment.Placement) string {
	said := []string{p.Employer, i18n.T(ctx, "employment.since", "day", i18n.Day(ctx, string(p.Start)))}
	if p.End != "" {
		said = append(said, i18n.T(ctx, "employment.until", "day", i18n.Day(ctx, string(p.End))))
	}
	kept := 0
	for _, x := range p.Proofs {
		kept = max(kept, x.Days)
	}
	if kept > 0 {
		said = append(said, i18n.T(ctx, "employment.kept", "count", kept))
	}
	return strings.Join(said, " · ")
}

func keptWords(ctx context.Context, b employment.Board) []layout.Figure {
	var out []layout.Figure
	for _, days := range employment.Rules().Retention.Days {
		n := b.Kept[days]
		if n[1] > 0 {
			out = append(out, layout.Figure{N: i18n.T(ctx, "employment.of", "n", n[0], "count", n[1]), Label: i18n.T(ctx, "employment.kept", "count", days)})
		}
	}
	return out
}

func seekerNote(ctx context.Context, k employment.Seeker) string {
	said := []string{}
	for _, s := range []string{k.Wants, k.Can, k.Worker} {
		if s != "" {
			said = append(said, s)
		}
	}
	if k.From != "" {
		said = append(said, i18n.T(ctx, "employment.from", "day", i18n.Day(ctx, string(k.From))))
	}
	return strings.Join(said, " · ")
}

func reasonWords(ctx context.Context, r employment.Reason) string {
	args := []any{}
	for i := 0; i+1 < len(r.Args); i += 2 {
		name, value := r.Args[i].(string), r.Args[i+1]
		if key, text := strings.CutSuffix(name, "_key"); text {
			name, value = key, i18n.T(ctx, value.(string))
		} else if name == "day" {
			value = i18n.Day(ctx, value.(string))
		}
		args = append(args, name, value)
	}
	return i18n.T(ctx, "employment.why."+r.Key, args...)
}

func candidateNote(ctx context.Context, c employment.Candidate) string {
	said := i18n.T(ctx, "employment.state."+string(c.State)) + ", " + i18n.Day(ctx, string(c.StateOn))
	if c.MeetOn != "" {
		said = i18n.T(ctx, "employment.state.interview") + ", " + i18n.Day(ctx, string(c.MeetOn))
	}
	if c.Note != "" {
		said += " · " + c.Note
	}
	return said
}

// line are the points at which it is asked whether a job lasts, lying down.
func line(ctx context.Context, j job) []layout.Step {
	steps := []layout.Step{{Title: i18n.T(ctx, "employment.started"), Note: i18n.Day(ctx, string(j.Clock))}}
	now := true
	for _, k := range employment.Rules().Retention.Kept(j.Clock) {
		s := layout.Step{Title: i18n.T(ctx, "employment.days", "count", k.Days), Note: i18n.Day(ctx, string(k.On)), State: "to"}
		x, proved := j.Proved(k.Days)
		switch {
		case proved:
			s.State, s.Note = "", i18n.T(ctx, "employment.proof."+x.Kind)
		case j.End != "" && j.End < k.On:
			s.State = "bad"
		case now:
			s.State, now = "now", false
		}
		steps = append(steps, s)
	}
	return steps
}

func dayOptions(ctx context.Context, j job) (out []layout.Option) {
	for _, k := range employment.Rules().Retention.Kept(j.Clock) {
		if _, proved := j.Proved(k.Days); !proved {
			out = append(out, layout.Option{Value: strconv.Itoa(k.Days), Label: i18n.T(ctx, "employment.days", "count", k.Days) + ", " + i18n.Day(ctx, string(k.On))})
		}
	}
	return out
}

func paperOptions(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "employment.paper.", employment.Rules().Papers)
}

func barOptions(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "employment.bar.", employment.Rules().Bars)
}

func barWords(ctx context.Context, bars []string) string {
	out := make([]string, len(bars))
	for i, b := range bars {
		out[i] = i18n.T(ctx, "employment.bar."+b)
	}
	return strings.Join(out, ", ")
}

// creditFacts are what the tax credit may bring for a job.
func creditFacts(ctx context.Context, j job) []layout.Fact {
	wotc, ok := employment.Rules().Incentive("wotc")
	if !ok || !wotc.Eligible(j.Since, j.Start) {
		return nil
	}
	form := layout.Fact{Term: i18n.T(ctx, "employment.form"), Value: i18n.T(ctx, "employment.form.by", "day", i18n.LongDay(ctx, string(wotc.FileBy(j.Start))))}
	if j.FiledOn != "" {
		form.Value = i18n.T(ctx, "employment.form.filed", "day", i18n.LongDay(ctx, string(j.FiledOn)))
	}
	worth := layout.Fact{Term: i18n.T(ctx, "employment.worth"), Value: i18n.T(ctx, "employment.worth.none"), Unknown: true}
	if n := wotc.Worth(j.Hours, j.Wages); n > 0 {
		worth = layout.Fact{Term: worth.Term, Value: "$" + i18n.Number(ctx, n/100), Note: i18n.T(ctx, "employment.worth.note", "count", j.Hours, "wages", i18n.Number(ctx, j.Wages/100))}
	}
	return []layout.Fact{form, worth}
}

// held reports whether nothing is certified for the start of a job.
func held(j job) (civil.Day, bool) {
	wotc, _ := employment.Rules().Incentive("wotc")
	return wotc.LapsedFrom, wotc.Eligible(j.Since, j.Start) && wotc.Lapsed(j.Start)
}

func evidence(ctx context.Context, e rulepacks.Evidence) string {
	return e.Citation + " · " + e.Read(ctx)
}

func employerAction(e firm) string {
	if e.ID == "" {
		return "/work/employers/new"
	}
	return "/work/employers/" + e.ID + "/change"
}

func vacancyAction(e firm, v employment.Vacancy) string {
	to := "/work/employers/" + e.ID + "/vacancy"
	if v.ID != "" {
		to += "?row=" + v.ID
	}
	return to
}

func matchWhen(ctx context.Context, m employment.Match) layout.W {
	if m.Out {
		return layout.W{Words: i18n.T(ctx, "employment.fit.out"), Tone: layout.Late}
	}
	return layout.W{Words: i18n.T(ctx, "employment.fit.may")}
}

func reasonList(ctx context.Context, m employment.Match) string {
	out := make([]string, len(m.Reasons))
	for i, r := range m.Reasons {
		out[i] = reasonWords(ctx, r)
	}
	return strings.Join(out, " ")
}
