package lettersweb

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/typeset"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/letters"
	"github.com/throughcare/throughcare/people"
)

// shown is what the page of a run shows.
type shown struct {
	letters.View
	first    label.Letter // of what goes out
	printers []printers.Printer
	rows     int // of those that go out, how many are listed
}

// plainLetter is a letter for the browser to print.
type plainLetter struct {
	letters.Piece
	Letter label.Letter
}

// reason is one thing that stands in the way, with whom it concerns.
type reason struct {
	Why    letters.Why
	Pieces []letters.Piece
}

// reasons are what stands in the way, what concerns most first.
func (s shown) reasons() (list []reason) {
	by := map[letters.Why][]letters.Piece{}
	for _, p := range s.Pieces {
		if p.Why != letters.Goes {
			by[p.Why] = append(by[p.Why], p)
		}
	}
	for _, why := range slices.Sorted(maps.Keys(by)) {
		list = append(list, reason{why, by[why]})
	}
	slices.SortStableFunc(list, func(a, b reason) int { return cmp.Compare(len(b.Pieces), len(a.Pieces)) })
	return list
}

// fits lists the printers in which the envelope of the run lies, or labels.
func (s shown) fits(kind string) (list []printers.Printer) {
	for _, p := range s.printers {
		if kind == "envelopes" && p.On().Name() == s.Sheet().Name() || kind == "labels" && p.HoldsLabels() {
			list = append(list, p)
		}
	}
	return list
}

func crumbs(ctx context.Context, more ...layout.Link) []layout.Link {
	return append([]layout.Link{{Text: i18n.T(ctx, "letters.mail"), Href: "/mail"}}, more...)
}

func runCrumbs(ctx context.Context) []layout.Link {
	return crumbs(ctx, layout.Link{Text: i18n.T(ctx, "letters.runs"), Href: runsPath})
}

func templateCrumbs(ctx context.Context) []layout.Link {
	return crumbs(ctx, layout.Link{Text: i18n.T(ctx, "letters.templates"), Href: templatesPath})
}

func languageOptions(ctx context.Context) []layout.Option {
	return layout.Options(tongues.Codes(), func(code string) string { return language(ctx, code) })
}

func language(ctx context.Context, code string) string {
	return i18n.Capital(tongues.Name(i18n.From(ctx).Locale(), code))
}

// languages names the languages of some words: "English, Farsi".
func languages(ctx context.Context, versions []letters.Version) string {
	var list []string
	for _, v := range versions {
		list = append(list, language(ctx, v.Lang))
	}
	return strings.Join(list, ", ")
}

func templateOptions(list []letters.Template) (out []layout.Option) {
	for _, t := range list {
		out = append(out, layout.Option{Value: t.ID, Label: t.Name})
	}
	return out
}

func placeOptions(ctx context.Context, list []letters.Place) (out []layout.Option) {
	for _, p := range list {
		out = append(out, layout.Option{Value: p.ID, Label: i18n.T(ctx, "letters.place", "name", p.Name, "count", p.People)})
	}
	return out
}

func envelopeOptions() (out []layout.Option) {
	for _, s := range letters.Envelopes() {
		out = append(out, layout.Option{Value: s.Name(), Label: s.Part})
	}
	return out
}

// fields are the words that may stand in a text: "{name} {number}".
func fields() string {
	var list []string
	for _, p := range letters.Placeholders() {
		list = append(list, "{"+p+"}")
	}
	return strings.Join(list, " ")
}

// money is hundredths as they are typed.
func money(hundredths int) string { return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100) }

func typedMoney(hundredths int) string {
	if hundredths == 0 {
		return ""
	}
	return money(hundredths)
}

// figures are the counts of a run.
func figures(ctx context.Context, s shown) []layout.Figure {
	going := len(s.Going())
	list := []layout.Figure{
		{N: i18n.Number(ctx, going), Label: i18n.T(ctx, "letters.figure.going", "count", going)},
		{N: i18n.Number(ctx, s.Pages()), Label: i18n.T(ctx, "letters.figure.pages", "count", s.Pages())},
	}
	if left := len(s.Pieces) - going; left > 0 {
		list = append(list, layout.Figure{N: i18n.Number(ctx, left), Label: i18n.T(ctx, "letters.figure.left", "count", left)})
	}
	if s.Postage > 0 {
		list = append(list, layout.Figure{N: money(s.Cost()), Label: i18n.T(ctx, "letters.figure.cost")})
	}
	return list
}

// about is a run in a line.
func about(ctx context.Context, r letters.Run) string {
	if r.State == letters.Posted {
		return i18n.T(ctx, "letters.run.posted", "day", i18n.Day(ctx, string(r.PostedOn)), "by", r.AuthorName)
	}
	return i18n.T(ctx, "letters.run.made", "day", i18n.DayOf(ctx, r.MadeAt), "by", r.AuthorName)
}

// warnings are what is to be looked at before a letter goes.
func warnings(ctx context.Context, p letters.Piece) string {
	var list []string
	for _, w := range p.Warns {
		list = append(list, i18n.T(ctx, "letters.warn."+w))
	}
	return strings.Join(list, " ")
}

// batchWords is a batch: "1 to 100"; of a run with one batch, nothing.
func batchWords(ctx context.Context, v letters.View, n int) string {
	if v.Batches() < 2 {
		return ""
	}
	first := (n-1)*letters.Batch + 1
	return i18n.T(ctx, "letters.batch", "from", strconv.Itoa(first), "to", strconv.Itoa(first+len(v.InBatch(n))-1))
}

func careLines(p *people.Full) (list []string) {
	for _, c := range p.TakeCare {
		list = append(list, c.Line)
	}
	return list
}

// runName is what a run is called; a letter to one person need not have a name.
func runName(ctx context.Context, r letters.Run) string {
	return cmp.Or(r.Name, i18n.T(ctx, "letters.letter"))
}

func wordsTitle(ctx context.Context, open letters.Version) string {
	if open.ID == "" {
		return i18n.T(ctx, "letters.words.new")
	}
	return i18n.T(ctx, "letters.words.of", "lang", language(ctx, open.Lang))
}

func tone(why letters.Why) layout.Tone {
	switch why {
	case letters.ByBrowser, letters.NotAgreed, letters.AtHome:
		return layout.Sky
	}
	return layout.Sun
}

func pagesOf(ctx context.Context, p letters.Piece) string {
	if p.Pages == 0 {
		return ""
	}
	return i18n.Number(ctx, p.Pages)
}

// dir is which way a language runs, for a page.
func dir(lang string) string {
	if typeset.RunsFromRight(lang) {
		return "rtl"
	}
	return "ltr"
}

// named are the people of a reason that are named; others are counted.
func (r reason) named() []letters.Piece { return r.Pieces[:min(len(r.Pieces), mostNamed)] }

// mostNamed is how many people a reason names.
const mostNamed = 20
