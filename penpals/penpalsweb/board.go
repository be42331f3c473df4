package penpalsweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/penpals"
)

// How many are shown before more is asked for.
const (
	fewMatches = 5
	fewWaiting = 15
)

// board is what the page of both lists shows.
type board struct {
	penpals.Board
	state penpals.State // of the pairs shown; "" for those that run
	whole string        // which list is shown whole: "matches", "inside", "writers"
	may   bool
	rules bool // the reader may change the days and the box
}

func (p *Pages) board(w http.ResponseWriter, r *web.Request) error {
	b, err := p.Penpals.Board(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	state := penpals.State(r.Query("state"))
	if !slices.Contains(penpals.States(), state) {
		state = ""
	}
	shown := board{b, state, r.Query("all"), r.Actor.May(penpals.MayWrite), r.Actor.May(penpals.MayManage)}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("penpals.title"), Current: "penpals"}, boardPage(shown))
}

// few is how many of a list are shown.
func (b board) few(list string, most, all int) int {
	if b.whole == list {
		return all
	}
	return min(most, all)
}

// moreLink leads to the whole of a list.
func (b board) moreLink(list string) string {
	if b.state != "" {
		return root + "?state=" + string(b.state) + "&all=" + list + "#" + list
	}
	return root + "?all=" + list + "#" + list
}

// inside are those who want to write with more people than they do.
func (b board) inside() (list []penpals.InsideRow) {
	for _, r := range b.Inside {
		if r.Writing < r.Most {
			list = append(list, r)
		}
	}
	return list
}

func (b board) writers() (list []penpals.WriterRow) {
	for _, r := range b.Writers {
		if r.Writing < r.Most {
			list = append(list, r)
		}
	}
	return list
}

// pairs are those of the tab that is open, first those that somebody should look at.
func (b board) pairs() (list []penpals.Row) {
	for _, r := range b.Pairs {
		if r.Stands == b.state || b.state == "" && r.State != penpals.Ended {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b penpals.Row) int { return cmp.Compare(heed(a), heed(b)) })
	return list
}

// heed orders pairs by whether they need somebody: paused, silent, all others.
func heed(r penpals.Row) int {
	switch {
	case r.State != penpals.Ended && r.PausedOn != "":
		return 0
	case r.Stands == penpals.Silent:
		return 1
	}
	return 2
}

func (b board) tabs(ctx context.Context) []layout.Tab {
	counts := map[penpals.State]int{}
	for _, r := range b.Pairs {
		counts[r.Stands]++
	}
	tabs := []layout.Tab{{Text: i18n.T(ctx, "penpals.running"), Href: root + "#pairs", Count: i18n.Number(ctx, len(b.Pairs)-counts[penpals.Ended]), Current: b.state == ""}}
	for _, s := range penpals.States() {
		if counts[s] > 0 || s == b.state {
			tabs = append(tabs, layout.Tab{Text: i18n.T(ctx, "penpals.state."+string(s)), Href: root + "?state=" + string(s) + "#pairs", Count: i18n.Number(ctx, counts[s]), Current: s == b.state})
		}
	}
	return tabs
}

func (b board) lead(ctx context.Context) string {
	inside, writers := 0, 0
	for _, r := range b.inside() {
		if r.State == penpals.Waiting {
			inside++
		}
	}
	for _, r := range b.writers() {
		if r.State == penpals.Waiting {
			writers++
		}
	}
	return i18n.T(ctx, "penpals.lead.inside", "count", inside) + " " + i18n.T(ctx, "penpals.lead.writers", "count", writers)
}

// menu is what stands behind More.
func (b board) menu(ctx context.Context) []layout.Item {
	items := []layout.Item{{Text: i18n.T(ctx, "penpals.blocks"), Href: blocksPath}}
	if b.rules {
		items = append(items, layout.Item{Text: i18n.T(ctx, "penpals.settings"), Href: settingsPath})
	}
	return items
}

// between names two people.
func between(ctx context.Context, person, writer string) string {
	return i18n.T(ctx, "penpals.between", "person", person, "who", writer)
}

// matchWhen says how long the one inside has waited.
func matchWhen(ctx context.Context, b penpals.Board, m penpals.Match) layout.W {
	return layout.W{Words: i18n.T(ctx, "penpals.days", "count", b.Today.Since(b.Person(m.Person).AskedOn)), Note: i18n.T(ctx, "penpals.waited"), Tone: layout.Quiet}
}

func pairWhen(ctx context.Context, r penpals.Row) layout.W {
	w := layout.W{Words: i18n.T(ctx, "penpals.state."+string(r.Stands)), Note: i18n.Day(ctx, string(r.Since)), Tone: layout.Quiet}
	switch {
	case r.PausedOn != "" && r.State != penpals.Ended:
		w = layout.W{Words: i18n.T(ctx, "penpals.paused"), Note: i18n.Day(ctx, string(r.PausedOn)), Tone: layout.Late}
	case r.Stands == penpals.Silent:
		w.Tone = layout.Soon
	}
	return w
}

func pairWhy(ctx context.Context, r penpals.Row) string {
	said := r.Code
	if r.Letters > 0 {
		said += " · " + i18n.T(ctx, "penpals.letters.count", "count", r.Letters)
	}
	if r.LastOn != "" {
		said += " · " + i18n.T(ctx, "penpals.last", "day", i18n.Day(ctx, string(r.LastOn)))
	}
	if r.State == penpals.Ended {
		said += " · " + i18n.T(ctx, "penpals.end."+string(r.EndReason))
	}
	return said
}

// tags say what keeps somebody on a list from being proposed.
func tags(ctx context.Context, p penpals.Profile, agreed, apart bool) (list []layout.TagText) {
	tag := func(on bool, key string, tone layout.Tone) {
		if on {
			list = append(list, layout.TagText{Text: i18n.T(ctx, key), Tone: tone})
		}
	}
	tag(p.State == penpals.Paused, "penpals.waits.paused", layout.Quiet)
	tag(!agreed, "penpals.not-agreed", layout.Sun)
	tag(apart, "penpals.kept-apart", layout.Brick)
	return list
}

func itoa(n int) string { return strconv.Itoa(n) }
