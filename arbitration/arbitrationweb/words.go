package arbitrationweb

import (
	"context"

	"github.com/throughcare/throughcare/arbitration"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// sideName is what a side is called in a matter.
func sideName(_ context.Context, v arbitration.View, s arbitration.Side) string {
	if s == arbitration.ThePerson {
		return v.Person
	}
	return v.Other
}

func sideOptions(ctx context.Context, v arbitration.View) []layout.Option {
	return layout.Options(arbitration.Sides(), func(s arbitration.Side) string { return sideName(ctx, v, s) })
}

func says(ctx context.Context, a arbitration.Answer) string {
	if a == arbitration.NotYet {
		return i18n.T(ctx, "arbitration.says.not-yet")
	}
	return i18n.T(ctx, "arbitration.says."+string(a))
}

func promiseWords(ctx context.Context, p arbitration.Promise) string {
	said := i18n.T(ctx, "arbitration.kept."+string(p.State))
	if p.State == arbitration.Awaited || p.State == arbitration.Changed {
		said += ", " + i18n.Day(ctx, string(p.FollowOn))
	}
	if p.Why != "" {
		said += ". " + p.Why
	}
	return said
}

func neutralLink(ctx context.Context, v arbitration.View, may bool) layout.Link {
	if !may || v.State != arbitration.Open || v.IsNeutral {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "arbitration.deed.neutral"), Href: "/arbitration/" + v.ID + "/neutral"}
}

func paperLink(ctx context.Context, v arbitration.View, may bool) layout.Link {
	if !may || v.State != arbitration.Open || v.IsNeutral || v.Neutral == "" {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "arbitration.deed.paper"), Href: "/arbitration/" + v.ID + "/paper"}
}

// deedAction is where the form of a deed goes, with the row it is about.
func deedAction(a asked) string {
	to := "/arbitration/" + a.ID + "/" + a.Deed
	switch {
	case a.Deed == "sitting" && a.Sitting.ID != "":
		to += "?row=" + a.Sitting.ID
	case a.Deed == "promise":
		to += "?row=" + a.Promise.ID
	}
	return to
}

func deedRev(a asked) string {
	if a.Deed == "promise" {
		return a.Promise.Rev
	}
	return a.Rev
}
