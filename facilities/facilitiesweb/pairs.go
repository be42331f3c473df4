package facilitiesweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"unicode"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// mostPairs is how many doubtful pairs stand on one page.
const mostPairs = 10

func (p *Pages) pairs(w http.ResponseWriter, r *web.Request) error {
	before := (r.Page() - 1) * mostPairs
	list, total, err := p.Facilities.Pairs(r.Context(), r.Actor, mostPairs, before)
	if err != nil {
		return err
	}
	next := ""
	if before+len(list) < total && len(list) > 0 {
		next = "/directories/pairs?page=" + strconv.Itoa(r.Page()+1)
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("facilities.pairs.title"), Current: current}, pairsPage(list, total, next))
}

func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("decision")
	if err != nil {
		return err
	}
	same := f.Text("decision") == facilities.SamePlace
	if !same && f.Text("decision") != facilities.ApartPlaces {
		return fault.Bad("facilitiesweb: decide", "decision", "facilities.pairs.choose")
	}
	if err := p.Facilities.Decide(r.Context(), r.Actor, id, f.Rev(), same); err != nil {
		return err
	}
	return r.Done(w, "/directories/pairs")
}

// compared is one fact of the two facilities of a pair.
type compared struct{ term, a, b string }

// alike reports whether both say the same, a telephone number in whatever
// spelling.
func (c compared) alike() bool { return strings.EqualFold(signs(c.a), signs(c.b)) }

// signs leaves the letters and figures of a text.
func signs(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// sideOf is what one of the two says, and whether the other says so too.
func (c compared) sideOf(second bool) string {
	if second {
		return c.b
	}
	return c.a
}

// compare lays two facilities side by side.
func compare(ctx context.Context, pair facilities.Pair) []compared {
	var out []compared
	add := func(key, a, b string) {
		if a != "" || b != "" {
			out = append(out, compared{i18n.T(ctx, key), a, b})
		}
	}
	a, b := pair.A, pair.B
	add("facilities.names", joinNames(a), joinNames(b))
	add("facilities.kind", kindName(ctx, a.Kind), kindName(ctx, b.Kind))
	add("facilities.fact.level", levelName(ctx, a.Level), levelName(ctx, b.Level))
	add("facilities.place", whereIs(a.Facility), whereIs(b.Facility))
	add("facilities.purpose.street", streetOf(a), streetOf(b))
	add("facilities.phone", a.Phone, b.Phone)
	add("facilities.capacity", countOrNothing(ctx, a.Capacity), countOrNothing(ctx, b.Capacity))
	add("facilities.status", statusName(ctx, a.Status), statusName(ctx, b.Status))
	add("facilities.codes", codesOf(ctx, a), codesOf(ctx, b))
	return out
}

func joinNames(f facilities.Full) string {
	var names []string
	for _, n := range f.Names {
		if n.Text != f.Name {
			names = append(names, n.Text)
		}
	}
	return joinLines(names)
}

func streetOf(f facilities.Full) string {
	a, _, ok := facilities.AddressFor(f.Addresses, facilities.Street)
	if !ok {
		return ""
	}
	return joinLines(a.PostalLines())
}

func codesOf(ctx context.Context, f facilities.Full) string {
	var codes []string
	for _, c := range f.Codes {
		codes = append(codes, sourceName(ctx, c.Source)+" "+c.Code)
	}
	return joinLines(codes)
}

func reasonTags(ctx context.Context, reasons []string) []layout.TagText {
	var out []layout.TagText
	for _, why := range reasons {
		tone := layout.OK
		if why == "far" || why == "other-sort" || why == "other-part" {
			tone = layout.Brick
		}
		out = append(out, layout.TagText{Text: i18n.T(ctx, "facilities.pair.reason."+why), Tone: tone})
	}
	return out
}

// pairsLead says how many pairs wait, when any do.
func pairsLead(ctx context.Context, total int) string {
	if total == 0 {
		return ""
	}
	return i18n.T(ctx, "facilities.pairs.lead", "count", total)
}
