package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/mailroom"
)

// mailOffice is an office that sends books to a prison with rules.
func mailOffice(t *testing.T) (o *office, books string) {
	t.Helper()
	o = newOffice(t, "2026-03-04", facilities.Facility{Name: "Larch", Country: "US", Region: "TX", Kind: facilities.Prison}, facilities.Facility{Name: "Birch", Country: "US", Region: "TX", Kind: facilities.Prison})
	for name, id := range o.places {
		for _, purpose := range []facilities.Purpose{facilities.Letters, facilities.Books} {
			check(t, o.rec.Places.PutAddress(t.Context(), o.by, facilities.Address{
				FacilityID: id, Purpose: purpose, Lines: "PO Box 7", Town: name, Region: "TX", Postcode: "75001", Country: "US", Source: "Handbook", CheckedOn: partialdate.Must("2026-03-01"),
			}))
		}
	}
	id, err := o.rec.Mail.SaveOffer(t.Context(), o.by, mailroom.Usual("Books", "Letters")[0])
	check(t, err)
	return o, id
}

// A25 by the pages: a rule with what can be checked of it, a pack that is held against it,
// a parcel that goes, comes back "refused", and comes back for a reason.
func TestBooksByThePages(t *testing.T) {
	t.Parallel()
	o, books := mailOffice(t)
	for _, rule := range [][]string{{"binding:paperback", "", "", "Paperbacks only."}, {"count", "3", "", "Three books."}, {"weight", "3", "lb", "Three pounds."}} {
		to, status := o.post("/facilities/"+o.places["Larch"]+"/rule", "topic", "books", "says", rule[3], "source", "Handbook, p. 4", "checked", "2026-03-01", "mark", "verified",
			"test", rule[0], "n", rule[1], "unit", rule[2], "stops", "stop")
		if status != "200 OK" || strings.HasSuffix(to, "/rule") {
			t.Fatalf("the rule %s led to %s, %s", rule[0], to, status)
		}
	}
	if to, status := o.post("/facilities/"+o.places["Larch"]+"/rule", "topic", "books", "says", "So heavy.", "source", "x", "mark", "verified", "test", "weight", "n", "heavy"); status != "422 Unprocessable Entity" {
		t.Errorf("a weight in words led to %s, %s", to, status)
	}
	desk := "/mail/people/" + o.person
	o.says(desk, "OK to send: Books", "Only paperback", "Up to 3 pounds", "never had: Books")
	if to, status := o.post(desk, "kind", "ask:"+books, "received", "today", "asks", "Chess openings", "_way", "label"); to != "/mail" || status != "200 OK" {
		t.Fatalf("logging led to %s, %s", to, status)
	}
	if to, status := o.post(desk, "kind", "ask:"+books, "received", "tomorrow", "asks", "Chess", "_way", "label"); status != "422 Unprocessable Entity" {
		t.Errorf("a letter of tomorrow led to %s, %s", to, status)
	}
	pack := o.linked("/mail/pack", "/mail/pack/")
	o.says(pack, "Chess openings", "PO Box 7")
	items := func(send string, more ...string) []string {
		return append([]string{"unit", "lb", "sent", "today", "title.0", "Openings", "weight.0", "1.2", "title.1", "Endgames", "weight.1", "1.4", send, "1"}, more...)
	}
	if to, status := o.post(pack, items("_count")...); to != pack || status != "200 OK" {
		t.Errorf("2.6 pounds led to %s, %s", to, status)
	}
	for what, more := range map[string][]string{"3.2 pounds": {"title.2", "Traps", "weight.2", "0.6"}, "a hardcover": {"binding.1", "hardcover"}, "a weight in words": {"weight.2", "heavy"}} {
		if to, status := o.post(pack, items("_send", more...)...); to != pack || status != "422 Unprocessable Entity" {
			t.Errorf("%s led to %s, %s", what, to, status)
		}
	}
	if to, status := o.post(pack, items("_send", "checked", "Greta")...); to != "/mail/pack" || status != "200 OK" {
		t.Fatalf("posting led to %s, %s", to, status)
	}
	o.says(desk, "Books: wait until Monday, May 4")
	parcel := o.linked(desk+"/back", "/mail/parcels/")
	for what, pairs := range map[string][]string{"refused": {"reason", "refused"}, "nothing": {}, "something else, without words": {"reason", "other"}} {
		if to, status := o.post(parcel, append(pairs, "on", "today")...); to != parcel || status != "422 Unprocessable Entity" {
			t.Errorf("%s led to %s, %s", what, to, status)
		}
	}
	if to, status := o.post(parcel, "reason", "moved", "on", "today", "again", "1"); to != parcel || status != "200 OK" {
		t.Fatalf("coming back led to %s, %s", to, status)
	}
	o.says("/mail/held", "Chess openings", "where to now")
	o.says(desk, "OK to send: Books")
	o.move("Birch")
	o.says("/mail/labels", "Birch", "Dale Whitcomb", "23871-045")
	o.labelled()
}

// labelled prints the label that waits on a sheet that was begun, which goes on behind it.
func (o *office) labelled() {
	o.t.Helper()
	id, err := o.rec.Printers.Save(o.t.Context(), o.by, printers.Printer{Name: "Front desk", Sheet: "Avery 5160", Scale: 1000})
	check(o.t, err)
	o.says("/mail/labels", "This browser", "Front desk")
	o.says("/mail/labels?printer="+id, "Avery 5160, from label 1 of the sheet", "Dale Whitcomb")
	sheet := o.linked("/mail/labels?printer="+id, "/mail/labels/sheet")
	if status, body := o.get(sheet); status != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
		o.t.Errorf("the sheet: %d, %.40q", status, body)
	}
	for _, none := range []string{"/mail/labels/sheet", "/mail/labels/sheet?printer=x", "/mail/labels?printer=" + o.person} {
		if status, _ := o.get(none); status != http.StatusNotFound {
			o.t.Errorf("%s: %d", none, status)
		}
	}
	_, body := o.get("/mail/labels?printer=" + id)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	check(o.t, err)
	label, _ := doc.Find(`form[action="/mail/labels/printed"] [name="id"]`).Attr("value")
	next, _ := doc.Find(`form[action="/mail/labels/printed"] [name="next"]`).Attr("value")
	if _, status := o.post("/mail/labels/printed", "id", label, "printer", id, "next", "-3"); status != "422 Unprocessable Entity" {
		o.t.Errorf("a cell before the first: %s", status)
	}
	if _, status := o.post("/mail/labels/printed", "id", label, "printer", o.person, "next", next); status != "404 Not Found" {
		o.t.Errorf("a printer that is not there: %s", status)
	}
	if to, status := o.post("/mail/labels/printed", "id", label, "printer", id, "next", next); to != "/mail" || status != "200 OK" {
		o.t.Errorf("printed led to %s, %s", to, status)
	}
	if one, err := o.rec.Printers.One(o.t.Context(), o.by, id); err != nil || one.Next != 1 {
		o.t.Errorf("the sheet goes on at %d, %v", one.Next, err)
	}
	o.says("/mail/labels?printer="+id, "No labels wait")
}

// linked is the first link of a page that begins like that.
func (o *office) linked(path, begins string) string {
	o.t.Helper()
	status, body := o.get(path)
	if status != http.StatusOK {
		o.t.Fatalf("%s: %d", path, status)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	check(o.t, err)
	href, ok := doc.Find(`main a[href^="` + begins + `"]`).First().Attr("href")
	if !ok {
		o.t.Fatalf("%s leads to no %s", path, begins)
	}
	return href
}
