package main

import (
	"context"
	"fmt"
	"net/url"
	"runtime"
	"time"

	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/search/searchtest"
)

// Targets.
const (
	quickPage  = 10 * time.Millisecond
	quickFind  = 20 * time.Millisecond
	mustRecall = 0.95
)

// asks is how often each page is asked for, after a tenth as often without being
// measured.
const asks = 600

// measurePages measures the pages of every day in a record of 100,000 people
// and a million entries.
func measurePages(ctx context.Context, s setup) ([]line, error) {
	z := size{people: s.small, entries: 10, colleagues: 30, texts: true}
	rec, b, err := openBrowser(ctx, s, z)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rec.Close() }() // nothing of it is kept
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	targets := z.targets(s, s.asks)
	ask := searchtest.Questions(7, targets[:min(len(targets), 100)])
	of := fmt.Sprintf(", %s people and %s entries", thousands(z.people), thousands(z.people*z.entries))
	var lines []line
	for _, page := range []struct {
		what string
		get  func(i int) error
	}{
		{fmt.Sprintf("Today with %d cases", ownCases), func(int) error {
			_, err := b.get(ctx, "/")
			return err
		}},
		{"A person's page", func(i int) error {
			_, err := b.get(ctx, "/people/"+targets[i%len(targets)].Subject)
			return err
		}},
		{"Find: answers while typing", func(i int) error { return b.typed(ctx, ask[i%len(ask)].Text) }},
		{"Find: the page with all answers", func(i int) error { return b.asked(ctx, ask[i%len(ask)].Text) }},
	} {
		l, err := measurePage(page.what+of, s.asks, page.get)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func openBrowser(ctx context.Context, s setup, z size) (*app.Record, *browser, error) {
	path, err := made(ctx, s, z)
	if err != nil {
		return nil, nil, err
	}
	rec, err := open(ctx, path, 0)
	if err != nil {
		return nil, nil, err
	}
	b, err := signedIn(ctx, rec)
	return rec, b, err
}

func measurePage(what string, asks int, get func(i int) error) (line, error) {
	for i := range asks / 10 {
		if err := get(i); err != nil {
			return line{}, err
		}
	}
	var t times
	for i := range asks {
		if err := t.measure(func() error { return get(i) }); err != nil {
			return line{}, err
		}
	}
	return t.line(what, quickPage), nil
}

// typed asks as the script does in a pause of typing.
func (b *browser) typed(ctx context.Context, text string) error {
	_, err := b.post(ctx, "/find/now", url.Values{"q": {text}}, "HX-Request", "true")
	return err
}

// asked posts the form and reads the page it leads to.
func (b *browser) asked(ctx context.Context, text string) error {
	w, err := b.post(ctx, "/find", url.Values{"q": {text}})
	if err == nil {
		_, err = b.get(ctx, w.Header().Get("Location"))
	}
	return err
}

// measureFind asks damaged queries of 2,500,000 people.
func measureFind(ctx context.Context, s setup) ([]line, error) {
	z := size{people: s.large, entries: 0}
	rec, b, err := openBrowser(ctx, s, z)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rec.Close() }() // nothing of it is kept
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ask := searchtest.Questions(7, z.targets(s, s.asks/2))
	for _, q := range ask[:min(len(ask), s.asks/5)] {
		if err := b.typed(ctx, q.Text); err != nil {
			return nil, err
		}
	}
	var t times
	tally := searchtest.NewTally()
	for _, q := range ask {
		if err := t.measure(func() error { return b.typed(ctx, q.Text) }); err != nil {
			return nil, err
		}
		list, _, err := rec.Find.People(ctx, b.actor, q.Text, 10)
		if err != nil {
			return nil, err
		}
		tally.Count(q, hits(list))
	}
	note("recall by damage%s", tally)
	among := " among " + thousands(z.people) + " people"
	return []line{
		t.line(fmt.Sprintf("Find: %d damaged queries%s", len(ask), among), quickFind),
		{
			what: "Recall@10 of damaged queries" + among, target: "≥ 95 %", met: tally.Recall() >= mustRecall,
			measured: fmt.Sprintf("%.1f %%", 100*tally.Recall()),
		},
	}, nil
}

func hits(list []find.Person) []search.Hit {
	out := make([]search.Hit, len(list))
	for i, p := range list {
		out[i] = search.Hit{Subject: p.ID, Score: p.Score, Why: p.Why}
	}
	return out
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
