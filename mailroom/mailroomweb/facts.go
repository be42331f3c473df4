package mailroomweb

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
)

func crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "mail.title"), Href: "/mail"}}
}

func statusOf(whole bool) string {
	if whole {
		return "status"
	}
	return "note"
}

func letterLead(ctx context.Context, o opened) string {
	return kindWords(ctx, o.Kind) + " · " + i18n.T(ctx, "mail.letter.state."+string(o.State)) + " · " + i18n.T(ctx, "mail.logged-by", "who", o.AuthorName)
}

// noWords says why a letter has no words.
func noWords(k mailroom.Kind) string {
	if k == mailroom.Legal {
		return "mail.words.privileged"
	}
	return "mail.words.none"
}

func letterFacts(ctx context.Context, o opened) []layout.Fact {
	list := []layout.Fact{{Term: i18n.T(ctx, "mail.received"), Value: i18n.Day(ctx, string(o.ReceivedOn))}}
	add := func(key, value string) {
		if value != "" {
			list = append(list, layout.Fact{Term: i18n.T(ctx, key), Value: value})
		}
	}
	if !o.Postmark.IsZero() {
		add("mail.postmark", i18n.Day(ctx, o.Postmark.String()))
	}
	add("mail.back", strings.TrimSpace(i18n.T(ctx, "mail.back."+string(o.Back))+" "+o.BackWords))
	add("mail.as-read", o.AsRead)
	return list
}

func parcelTitle(ctx context.Context, p mailroom.Parcel) string {
	return i18n.T(ctx, "mail.parcel.of", "day", i18n.Day(ctx, string(p.SentOn)), "items", i18n.List(ctx, p.Items))
}

func parcelNote(ctx context.Context, p mailroom.Parcel) string {
	if p.ReturnedOn == "" {
		return i18n.T(ctx, "mail.parcel.away")
	}
	return i18n.T(ctx, "mail.parcel.back", "day", i18n.Day(ctx, string(p.ReturnedOn)), "reason", i18n.T(ctx, "mail.reason."+string(p.Reason)))
}

func sentNote(ctx context.Context, s mailroom.ParcelRow) string { return parcelNote(ctx, s.Parcel) }

func parcelFacts(ctx context.Context, p mailroom.Parcel) []layout.Fact {
	list := []layout.Fact{{Term: i18n.T(ctx, "mail.column.sent"), Value: i18n.Day(ctx, string(p.SentOn))}}
	if p.Weight > 0 {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "mail.pack.weight"), Value: grams(ctx, strconv.Itoa(p.Weight))})
	}
	if p.Postage > 0 {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "mail.pack.postage"), Value: money(ctx, p.Postage)})
	}
	list = append(list, layout.Fact{Term: i18n.T(ctx, "mail.packed-by"), Value: p.PackedBy})
	if p.CheckedBy != "" {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "mail.pack.checked"), Value: p.CheckedBy})
	}
	return list
}

func careLines(t mailroom.Table) []string {
	var list []string
	for _, c := range t.Desk.Person.TakeCare {
		list = append(list, c.Line)
	}
	return list
}

func slipName(t mailroom.Table) string {
	return strings.Trim(t.Desk.Person.NameInside()+" "+t.Desk.Person.Number+", "+t.Desk.Reach.Name, ", ")
}

func offerHead(ctx context.Context, o mailroom.Offer) string {
	if o.ID == "" {
		return i18n.T(ctx, "mail.offer.new")
	}
	return o.Name
}

// offerWords is how often one person gets it.
func offerWords(ctx context.Context, o mailroom.Offer) string {
	var list []string
	if o.Ended {
		list = append(list, i18n.T(ctx, "mail.offer.ended"))
	}
	if o.Every.N > 0 {
		list = append(list, i18n.T(ctx, "mail.offer.every.words", "n", o.Every.N, "unit", i18n.T(ctx, "facilities.unit."+o.Every.Unit)))
	}
	if o.Every.AYear > 0 {
		list = append(list, i18n.T(ctx, "mail.offer.a-year.words", "count", o.Every.AYear))
	}
	if len(list) == 0 {
		list = append(list, i18n.T(ctx, "mail.offer.always"))
	}
	return strings.Join(list, " · ")
}

func zero(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// whose is who a letter is from, in a list.
func whose(ctx context.Context, r mailroom.LetterRow) string {
	if r.PersonID == "" {
		return i18n.T(ctx, "mail.nobody")
	}
	return r.Name
}
