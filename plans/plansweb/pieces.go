package plansweb

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

// rowOf is the last part of the address of a form: the row, or "new".
func rowOf(id string) string {
	if id == "" {
		return fresh
	}
	return id
}

func needTitle(ctx context.Context, n plans.Need) string {
	if n.ID == "" {
		return i18n.T(ctx, "plans.need.add")
	}
	return titleOf(ctx, n)
}

func onePaperTitle(ctx context.Context, one plans.Paper) string {
	if one.ID == "" {
		return i18n.T(ctx, "plans.paper.add")
	}
	return paperTitle(ctx, one)
}

func addLink(ctx context.Context, v page, what, key string) layout.Link {
	if !v.MayWrite {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, key), Href: v.path() + "/" + what + "/" + fresh}
}

func outlineTabs(ctx context.Context, v page, o plans.Outline) (tabs []layout.Tab) {
	for _, one := range plans.Outlines() {
		tabs = append(tabs, layout.Tab{Text: i18n.T(ctx, "plans.outline."+one.Key), Href: v.path() + "?outline=" + one.Key + "&new=1", Current: one.Key == o.Key})
	}
	return tabs
}

func kindOptions(ctx context.Context, h plans.Heading) (out []layout.Option) {
	for _, k := range h.Needs {
		out = append(out, layout.Option{Value: k.Key, Label: i18n.T(ctx, "plans.need."+k.Key), Hint: dueWords(ctx, k.Due)})
	}
	return out
}

func leftOptions(ctx context.Context, v page) (out []layout.Option) {
	for _, k := range v.Left() {
		out = append(out, layout.Option{Value: k.Key, Label: i18n.T(ctx, "plans.need."+k.Key)})
	}
	return out
}

func callOptions(ctx context.Context) []layout.Option {
	return layout.Options([]plans.CallState{plans.Reached, plans.Awaited, plans.NotReached}, func(s plans.CallState) string { return i18n.T(ctx, "plans.call.option."+string(s)) })
}

func holderOptions(ctx context.Context, one plans.Paper) []layout.Option {
	out := layout.Worded(ctx, "plans.holder.", plans.Holders())
	if one.ID != "" {
		out = append(out, layout.Option{Value: plans.Copying, Label: i18n.T(ctx, "plans.holder.copied")})
	}
	return out
}

func panelFacts(ctx context.Context, v plans.View) []layout.Fact {
	p := page{View: v}
	done, all := v.Done()
	state := i18n.T(ctx, "plans.settled.of", "done", done, "count", all)
	if v.State == plans.Closed {
		state = i18n.T(ctx, "plans.closed", "day", i18n.Day(ctx, string(v.ClosedOn)))
	}
	list := []layout.Fact{{Term: i18n.T(ctx, "plans.settled"), Value: state}}
	var lack []string
	for _, n := range v.Needs {
		if n.Must && n.State.Open() {
			lack = append(lack, titleOf(ctx, n))
		}
	}
	if len(lack) > 0 && v.State == plans.Open {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "plans.lacking"), Value: strings.Join(lack, ", ")})
	}
	if c, open := nextCall(p); open && v.Went && v.State == plans.Open {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "plans.call.next"), Value: momentWords(ctx, c.Due(v.Home))})
	}
	return list
}

func spanTabs(ctx context.Context, b plans.Board) (tabs []layout.Tab) {
	for _, s := range plans.Spans() {
		tabs = append(tabs, layout.Tab{Text: i18n.T(ctx, "plans.span."+string(s)), Href: "/going-home?span=" + string(s), Current: s == b.Span})
	}
	return tabs
}

// boardMark says what may hurt somebody, if anything.
func boardMark(ctx context.Context, b plans.Board) string {
	n := 0
	for _, r := range b.Rows {
		if r.Planned && r.Red(b.Now) > 0 || !r.Planned {
			n++
		}
	}
	if n == 0 || b.Span != plans.ThisWeek {
		return ""
	}
	return i18n.T(ctx, "plans.board.red", "count", n)
}

func boardLead(ctx context.Context, b plans.Board) string {
	if b.Duty == "" {
		return i18n.T(ctx, "plans.duty.nobody")
	}
	return i18n.T(ctx, "plans.duty.now", "name", b.Duty)
}

// tallyColumns are the columns of the outcomes.
var tallyColumns = []string{"asked", "said", "in-touch", "lost", "housed", "working", "inside"}

func tallyCounts(t plans.Tally) []int {
	return []int{t.Asked, t.Said, t.InTouch, t.Lost, t.Housed, t.Working, t.Inside}
}

// carried are the needs on the card: of those of the first 72 hours, and those without
// which nobody should go out, the ones there is something to say of.
func carried(v page) (list []plans.Need) {
	for _, n := range v.Needs {
		if (n.First || n.Must) && (n.State.Open() || n.State == plans.Met && (n.Note != "" || n.SupplyDays > 0)) {
			list = append(list, n)
		}
	}
	return list
}

// cardWords are what is known of a need, for whoever carries the card.
func cardWords(ctx context.Context, v page, n plans.Need) string {
	if n.Note != "" {
		return n.Note
	}
	return paperNeed(ctx, v, n)
}

// paperNeed says who sees to a need by when, or that it is there.
func paperNeed(ctx context.Context, v page, n plans.Need) string {
	owner := n.OwnerName
	if owner == "" {
		owner = v.Worker
	}
	switch {
	case n.State == plans.Met && n.SupplyDays > 0:
		return i18n.Capital(i18n.T(ctx, "plans.supply", "count", n.SupplyDays))
	case n.State == plans.Met:
		return i18n.T(ctx, "plans.state.need.met")
	}
	day := dueWords(ctx, n.Due)
	if due := v.Due(n.Due); due.On != "" {
		day = momentWords(ctx, due)
	}
	return strings.TrimPrefix(owner+", "+day, ", ")
}

func callDays(ctx context.Context, v page) string {
	var days []string
	for _, c := range v.Calls {
		days = append(days, momentWords(ctx, c.Due(v.Home)))
	}
	return strings.Join(days, "; ")
}

func until(ctx context.Context, c plans.Condition) string {
	if c.Until == "" {
		return ""
	}
	return "(" + i18n.T(ctx, "plans.condition.till", "day", i18n.Day(ctx, string(c.Until))) + ")"
}
