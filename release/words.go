package release

import (
	"context"
	"embed"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
)

// Locales holds the words of the workings, of the dates, and of why nothing was
// calculated.
//
//go:embed locales/*.json
var Locales embed.FS

// Words say a step: "2/5 of 1,095 days are served, which is 438."
func (s Step) Words(ctx context.Context) string {
	args := make([]any, len(s.Args))
	for i, a := range s.Args {
		args[i] = said(ctx, a)
	}
	return i18n.T(ctx, s.Key, args...)
}

func said(ctx context.Context, a any) any {
	switch v := a.(type) {
	case civil.Day:
		return i18n.Day(ctx, string(v))
	case Length:
		return v.Words(ctx)
	case Fraction:
		return v.String()
	case []int:
		words := make([]string, len(v))
		for i, n := range v {
			words[i] = strconv.Itoa(n)
		}
		return i18n.List(ctx, words)
	}
	return a
}

// Words say a length: "2 years and 6 months".
func (l Length) Words(ctx context.Context) string {
	var words []string
	add := func(key string, n int) {
		if n > 0 {
			words = append(words, i18n.T(ctx, key, "count", n))
		}
	}
	add("release.length.years", l.Years)
	add("release.length.months", l.Months)
	add("release.length.weeks", l.Weeks)
	add("release.length.days", l.Days)
	return i18n.List(ctx, words)
}

// Workings say every step, in order.
func (e *Estimate) Workings(ctx context.Context) []string {
	words := make([]string, len(e.Steps))
	for i, s := range e.Steps {
		words[i] = s.Words(ctx)
	}
	return words
}

// Words say what a date is: "released on licence".
func (k Key) Words(ctx context.Context) string {
	return i18n.T(ctx, "release.date."+strings.ToLower(string(k)))
}
