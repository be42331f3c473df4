package app_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/penpals"
)

// A26 by the pages: a first letter on 1 March and none by 30 April stands on Today twice,
// on the page of the person and of the pair; what is printed and what is told says nothing
// of where the writer lives.
func TestPenPalsByThePages(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "2026-04-30", facilities.Facility{Name: "Larch", Country: "US", Region: "TX", Kind: facilities.Prison})
	ctx, s := t.Context(), o.rec.Penpals
	check(t, o.rec.Places.PutAddress(ctx, o.by, facilities.Address{
		FacilityID: o.places["Larch"], Purpose: facilities.Letters, Lines: "PO Box 7", Town: "Larch", Region: "TX", Postcode: "75001", Country: "US", Source: "Handbook", CheckedOn: partialdate.Must("2026-03-01"),
	}))
	listing := "/penpals/people/" + o.person
	typed := []string{"called", "Dale", "languages", "English", "interests", "chess", "most", "1", "asked", "2026-01-10", "state", "waiting"}
	if to, status := o.post(listing, typed...); to != listing || status != "422 Unprocessable Entity" {
		t.Errorf("listing without consent led to %s, %s", to, status)
	}
	_, err := o.rec.Consent.Record(ctx, o.by, consent.Answer{PersonID: o.person, Act: consent.Give, Terms: consent.Terms{
		Purpose: penpals.Purpose, Classes: consent.Of(consent.C1, consent.C2), How: consent.ByLetter, Lang: "en", From: "2026-01-10", Until: "2026-12-31",
	}})
	check(t, err)
	if to, status := o.post(listing, typed...); to != "/penpals" || status != "200 OK" {
		t.Fatalf("listing led to %s, %s", to, status)
	}
	writer, err := s.SaveWriter(ctx, o.by, penpals.Writer{Name: "Olga N.", Way: "555-0134", Profile: penpals.Profile{Languages: []string{"en"}, Most: 1, AskedOn: "2026-02-01"}}, "7 Marigold Lane")
	check(t, err)
	id, err := s.Propose(ctx, o.by, o.person, writer, "2026-02-20")
	check(t, err)
	check(t, s.Accept(ctx, o.by, id, "", "2026-02-27"))
	pair := "/penpals/" + id
	if to, status := o.post(pair+"/letter", "way", "out", "came", "2026-03-01"); to != pair || status != "200 OK" {
		t.Fatalf("a letter led to %s, %s", to, status)
	}
	if to, status := o.post("/settings/penpals", "nudge", "30", "rematch", "60", "box", "PO Box 12"); to != "/settings/penpals" || status != "200 OK" {
		t.Fatalf("the box led to %s, %s", to, status)
	}
	o.says("/", "Ask how the writing goes: Dale Whitcomb, P-00001", "30 days without a letter", "Offer another pen pal: Dale Whitcomb, P-00001", "60 days without a letter")
	o.says(pair, "60 days without a letter", "Offer another pen pal", "Silent")
	o.says("/people/"+o.person, "Olga N.", "Silent", "The first letter between pen pals")
	front, err := o.rec.Printers.Save(ctx, o.by, printers.Printer{Name: "Front desk", Sheet: "Avery 5160", Scale: 1000})
	check(t, err)
	o.says("/penpals/post", "Labels on Front desk", "Dale Whitcomb #23871-045", "PO Box 7")
	if to, status := o.post("/penpals/post/printed", "printer", front); to != "/penpals/post" || status != "200 OK" {
		t.Errorf("labels led to %s, %s", to, status)
	}
	if one, err := o.rec.Printers.One(ctx, o.by, front); err != nil || one.Next != 1 {
		t.Errorf("the sheet goes on at %d, %v", one.Next, err)
	}
	sheet, status := o.post(pair + "/hand")
	if status != "200 OK" || !strings.HasPrefix(sheet, "/penpals/sheets/") {
		t.Fatalf("the sheet led to %s, %s", sheet, status)
	}
	for _, page := range []string{"/", "/day-sheet", "/handover", "/penpals", pair, sheet, "/penpals/post", "/people/" + o.person, "/people/" + o.person + "/consent", "/people/" + o.person + "/record", "/trail"} {
		if _, body := o.get(page); strings.Contains(body, "Marigold") {
			t.Errorf("%s tells where a writer lives", page)
		}
	}
	if text := o.says(sheet, "Writing to Dale", "PO Box 12"); strings.Contains(text, "23871") || strings.Contains(text, "Whitcomb") {
		t.Errorf("the writer is told too much: %s", text)
	}
	if to, status := o.post(pair+"/end", "reason", "silent", "again", "1"); to != listing+"/choose" || status != "200 OK" {
		t.Errorf("the re-match led to %s, %s", to, status)
	}
	if text := o.says("/"); strings.Contains(text, "P-00001") {
		t.Errorf("after the end there is to do: %s", text)
	}
}
