package disclosingweb

import (
	"context"
	"io"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// perPage is how many things one page of a review has.
const perPage = 40

// Which things a page of a review shows.
const (
	showFlagged = "flagged"
	showAll     = "all"
	showLeft    = "left"
)

// reviewing is a packet on its page.
type reviewing struct {
	disclosing.Review
	words disclosing.Words
	show  string
	page  int
	some  []disclosing.Thing // those of this page
	count map[string]int     // by what is shown
}

func (v reviewing) url(rest string) string { return "/packets/" + v.ID + rest }

// load reads a packet. Its words are those of the paper, so that what is
// reviewed is what leaves.
func (p *Pages) load(r *web.Request) (reviewing, error) {
	id, err := r.PathID("id")
	if err != nil {
		return reviewing{}, err
	}
	v := reviewing{show: r.Query("show"), page: r.Page(), words: i18n.From(r.Context())}
	if v.Review, err = p.Packets.Open(r.Context(), r.Actor, id, v.words); err != nil {
		return v, err
	}
	if words := p.printer(r.Context(), v.Lang); words.Locale() != i18n.From(r.Context()).Locale() {
		v.words = words
		if v.Review, err = p.Packets.Open(r.Context(), r.Actor, id, words); err != nil {
			return v, err
		}
	}
	v.choose()
	return v, nil
}

// choose picks what is shown: at first what names somebody else.
func (v *reviewing) choose() {
	v.count = map[string]int{showAll: len(v.Content)}
	var flagged, left []disclosing.Thing
	for _, t := range v.Content {
		if t.Others || t.Shut || t.Kind == "packet" { // an order may forbid to tell of it
			flagged = append(flagged, t)
		}
		if t.Act == disclosing.Leave {
			left = append(left, t)
		}
	}
	v.count[showFlagged], v.count[showLeft] = len(flagged), len(left)
	if !slices.Contains([]string{showFlagged, showAll, showLeft}, v.show) {
		v.show = showFlagged
	}
	v.some = map[string][]disclosing.Thing{showFlagged: flagged, showAll: v.Content, showLeft: left}[v.show]
	from := min((v.page-1)*perPage, len(v.some))
	v.some = v.some[from:min(from+perPage, len(v.some))]
}

func (v reviewing) pages() int { return max(1, (v.count[v.show]+perPage-1)/perPage) }

// here is the address of this part of the review.
func (v reviewing) here() string {
	to := v.url("?show=" + v.show)
	if v.page > 1 {
		to += "&page=" + itoa(v.page)
	}
	return to
}

func (v reviewing) tabs(ctx context.Context) (tabs []layout.Tab) {
	for _, show := range []string{showFlagged, showAll, showLeft} {
		tabs = append(tabs, layout.Tab{Text: i18n.T(ctx, "disclosing.show."+show), Href: v.url("?show=" + show), Count: i18n.Number(ctx, v.count[show]), Current: v.show == show})
	}
	return tabs
}

// names are whom the packet is about.
func (v reviewing) names(ctx context.Context) string {
	var list []string
	for _, card := range v.People {
		list = append(list, card.Name)
	}
	return i18n.List(ctx, list)
}

// thingTitle is what a thing is, and of when.
func thingTitle(ctx context.Context, t disclosing.Thing) string {
	title := i18n.T(ctx, "told.kind."+t.Kind)
	if t.On != "" {
		title += ", " + i18n.Day(ctx, t.On)
	}
	return title
}

func actOptions(ctx context.Context, t disclosing.Thing) []layout.Option {
	acts := disclosing.Acts()
	if !t.Flagged {
		acts = []disclosing.Act{disclosing.Include, disclosing.Leave}
	}
	return layout.Worded(ctx, "disclosing.act.", acts)
}

func (p *Pages) review(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, _, err := r.Draft(v.here())
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm()
	}
	return p.showReview(w, r, v, f)
}

func (p *Pages) showReview(w http.ResponseWriter, r *web.Request, v reviewing, f *form.Form) error {
	page := layout.Page{Title: r.T("disclosing.review.title"), Current: "packets", Form: f}
	return r.Render(w, f.Status(), page, reviewPage(v, f))
}

// decide keeps what was decided on one page of the review.
func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	var fields []string
	for _, t := range v.Content {
		fields = append(fields, "act-"+t.Key, "reason-"+t.Key)
	}
	f, err := r.ReadForm(append(fields, "show")...)
	if err != nil {
		return err
	}
	var choices []disclosing.Choice
	for _, t := range v.Content {
		act := disclosing.Act(f.Raw("act-" + t.Key))
		if act == "" || t.Shut || (act == t.Act && f.Lines("reason-"+t.Key) == t.Reason && !t.Flagged && t.Kind != "file") {
			continue
		}
		c := disclosing.Choice{Thing: t.Key, Act: act}
		if act == disclosing.Leave {
			c.Reason = f.Lines("reason-" + t.Key)
		}
		choices = append(choices, c)
	}
	err = p.Packets.Decide(r.Context(), r.Actor, v.ID, choices)
	switch {
	case f.Take(err):
		return p.showReview(w, r, v, f)
	case err != nil:
		return err
	}
	return r.Done(w, v.here())
}

// make makes the packet and gives it to the reader as one file.
func (p *Pages) make(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	out, err := p.Packets.Make(r.Context(), r.Actor, v.ID, p.printer(r.Context(), v.Lang).At(r.Now, r.Zone))
	f := web.NewForm()
	switch {
	case f.Take(err):
		return p.showReview(w, r, v, f)
	case err != nil:
		return err
	}
	defer func() { _ = out.Close() }() // its files were only read
	return r.Send(w, "record.zip", "application/zip", func(to io.Writer) error { return out.Zip(to) })
}

func (p *Pages) drop(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := p.Packets.Drop(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, "/packets")
}
