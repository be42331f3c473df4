package accessweb

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// reason says where a grant comes from; casework writes "case" and "cover …", and
// people "added" and "named".
func reason(ctx context.Context, why string) string {
	kind, _, _ := strings.Cut(why, " ")
	switch kind {
	case "case", "cover", "named", access.ByHand, access.ByGlass:
		return i18n.T(ctx, "access.reason."+kind)
	}
	return i18n.T(ctx, "access.reason.added")
}

// ending says when something ends.
func ending(ctx context.Context, until time.Time) string {
	if until.IsZero() {
		return i18n.T(ctx, "access.no-end")
	}
	return i18n.Instant(ctx, until)
}

func kinds(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "access.kind.", access.ConflictKinds())
}

// own is the id of a field that several forms of the page have by the same name.
// The form that failed has the plain ids, to which its summary leads.
func own(f *form.Form, id string) string {
	if f.Failed() {
		return ""
	}
	return id
}

// whoRemark says who sees the person without being named.
func whoRemark(ctx context.Context, v view) string {
	if v.Young != nil {
		return i18n.T(ctx, "access.young.remark")
	}
	return i18n.T(ctx, "access.who.remark")
}

// noneWords says who sees somebody for whom nobody is named.
func noneWords(ctx context.Context, v view) string {
	if v.Young != nil {
		return i18n.T(ctx, "access.young.none")
	}
	return i18n.T(ctx, "access.who.none")
}
