package facilitiesweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

func TestARuleIsWrittenCheckedAndEnded(t *testing.T) {
	t.Parallel()
	d := open(t)
	old := d.full().Rules[0]
	bad := d.Post(d.at("/rule"), "topic", "", "says", "  ", "source", "", "mark", "sure", "checked", "31/31/31")
	bad.Check()
	if bad.Status != http.StatusUnprocessableEntity || bad.Count(".summary li") < 1 || bad.Attr(`[name=checked]`, "value") != "31/31/31" {
		t.Errorf("%d: %s", bad.Status, bad.Text(".summary"))
	}
	form := d.Get(d.at("/rule/" + old.ID))
	form.Check()
	if form.Text("textarea") != "Paperbacks only." || form.Attr(`[name=source]`, "value") != "Handbook, p. 4" {
		t.Error("the form does not begin with the rule as it stands")
	}
	page := d.Post(d.at("/rule/"+old.ID), "rev", old.Rev, "topic", "books", "says", "Five books.\nNew ones.", "source", "Notice", "checked", "yesterday", "mark", "verified").Follow()
	page.Check()
	f := d.full()
	if len(f.Rules) != 1 || f.Rules[0].Says != "Five books.\nNew ones." || f.Rules[0].CheckedOn.String() != "2026-03-01" || f.Rules[0].Follows != old.ID || len(f.Past) != 1 {
		t.Fatalf("rules %+v, past %+v", f.Rules, f.Past)
	}
	if !strings.Contains(page.Text(".q"), "Before: Paperbacks only.") {
		t.Errorf("the page does not show what it said before: %s", page.Text(".q"))
	}
	page = d.Post(d.at("/rule/"+f.Rules[0].ID+"/same"), "rev", f.Rules[0].Rev).Follow()
	if now := d.full().Rules[0]; now.CheckedOn.String() != "2026-03-02" || now.Says != f.Rules[0].Says || !strings.Contains(page.Text(".flash"), "still so") {
		t.Errorf("after a check: %+v, %s", now, page.Text(".flash"))
	}
	now := d.full().Rules[0]
	page = d.Post(d.at("/rule/"+now.ID+"/end"), "rev", now.Rev).Follow()
	if len(d.full().Rules) != 0 || !strings.Contains(page.Text("main"), "Rules that no longer hold") {
		t.Errorf("after the end: %s", page.Text("main"))
	}
	d.undo(page)
	if len(d.full().Rules) != 1 {
		t.Error("the end was not taken back")
	}
}

// Two people write to the same rule: the second is told, and keeps the words.
func TestTwoPeopleChangeOneRule(t *testing.T) {
	t.Parallel()
	d := open(t)
	old := d.full().Rules[0]
	send := func(says string) *webtest.Page {
		return d.Post(d.at("/rule/"+old.ID), "rev", old.Rev, "topic", "books", "says", says, "source", "Notice", "checked", "today", "mark", "verified")
	}
	if first := send("Three books."); first.Status != http.StatusSeeOther {
		t.Fatal(first.Status)
	}
	second := send("Four books.")
	second.Check()
	if second.Status != http.StatusConflict || !strings.Contains(second.Body, "Four books.") || !strings.Contains(second.Body, "Three books.") {
		t.Errorf("%d: %s", second.Status, second.Text("main"))
	}
	f := d.full()
	if len(f.Rules) != 1 || f.Rules[0].Says != "Three books." {
		t.Errorf("rules: %+v", f.Rules)
	}
	mine := second.Attr(`form[action*="/rule/"]`, "action")
	over := d.Post(mine, "rev", second.Attr(`form[action*="/rule/"] [name=rev]`, "value"), "topic", "books", "says", "Four books.", "source", "Notice", "checked", "today", "mark", "verified")
	if f = d.full(); over.Status != http.StatusSeeOther || f.Rules[0].Says != "Four books." || len(f.Past) != 2 {
		t.Errorf("their own text over it: %d, %+v", over.Status, f.Rules)
	}
}

func TestTwoPeopleChangeOneFacility(t *testing.T) {
	t.Parallel()
	d := open(t)
	rev := d.full().Rev
	send := func(name string) *webtest.Page {
		return d.Post(d.at("/edit"), "rev", rev, "name", name, "country", "us", "region", "Texas", "kind", "prison", "status", "open", "capacity", "12")
	}
	if first := send("Harrow Ridge CF"); first.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", first.Status, first.Text(".summary"))
	}
	f := d.full()
	if f.Name != "Harrow Ridge CF" || f.Region != "TX" || f.Capacity != 12 || f.TimeZone != "America/Chicago" && f.TimeZone != "" {
		t.Errorf("%+v", f.Facility)
	}
	second := send("Harrow Ridge Prison")
	if second.Status != http.StatusConflict || !strings.Contains(second.Body, "Harrow Ridge Prison") || !strings.Contains(second.Body, "Harrow Ridge CF") {
		t.Errorf("%d: %s", second.Status, second.Text("main"))
	}
}

func TestPostsAndTheirHolders(t *testing.T) {
	t.Parallel()
	d := open(t)
	if bad := d.Post(d.at("/post"), "title", "", "source", "phone"); bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("a post without a name: %d", bad.Status)
	}
	d.Post(d.at("/post"), "title", "Chaplain", "contact", "555 0150", "source", "phone", "checked", "today").Follow().Check()
	post := d.full().Posts[0]
	d.Get(d.at("/post/" + post.ID + "/holder")).Check()
	for _, h := range []string{"Rev. A", "Rev. B"} {
		page := d.Post(d.at("/post/"+post.ID+"/holder"), "name", h, "since", "march 2025", "contact", "", "source", "phone").Follow()
		page.Check()
	}
	post = d.full().Posts[0]
	if len(post.Holders) != 2 || post.Holders[0].Name != "Rev. B" || post.Holders[1].EndedAt.IsZero() {
		t.Fatalf("%+v", post.Holders)
	}
	if page := d.Get(d.at("")); !strings.Contains(page.Text("main"), "Rev. B, since March 2025") || !strings.Contains(page.Text("main"), "Before: Rev. A") {
		t.Errorf("posts: %s", page.Text(".side"))
	}
	d.Post(d.at("/holder/"+post.Holders[0].ID+"/end"), "rev", post.Holders[0].Rev)
	if page := d.Get(d.at("")); !strings.Contains(page.Text(".side"), "Nobody known") {
		t.Errorf("after the end: %s", page.Text(".side"))
	}
	d.Post(d.at("/post/"+post.ID+"/end"), "rev", post.Rev)
	if len(d.full().Posts) != 0 {
		t.Error("the post is still there")
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Get(d.at("/address?for=books")).Check()
	if bad := d.Post(d.at("/address"), "purpose", "moon", "lines", ""); bad.Status != http.StatusUnprocessableEntity || bad.Count(".summary li") != 2 {
		t.Errorf("%d: %s", bad.Status, bad.Text(".summary"))
	}
	page := d.Post(d.at("/address"), "purpose", "letters", "lines", "PO Box 77", "town", "Harrow", "region", "texas", "postcode", "75002", "country", "us", "source", "Notice", "checked", "today").Follow()
	page.Check()
	if !strings.Contains(page.Text("main"), "PO Box 77") || strings.Contains(page.Text("main"), "Use the address for") {
		t.Errorf("the address is not shown: %s", page.Text("main"))
	}
	a, _, _ := facilities.AddressFor(d.full().Addresses, facilities.Letters)
	send := func(lines string) *webtest.Page {
		return d.Post(d.at("/address/"+a.ID), "rev", a.Rev, "purpose", "letters", "lines", lines, "town", "Harrow", "source", "Notice", "checked", "today")
	}
	d.Get(d.at("/address/" + a.ID)).Check()
	if first := send("PO Box 78"); first.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", first.Status, first.Text(".summary"))
	}
	second := send("PO Box 79")
	second.Check()
	if second.Status != http.StatusConflict || !strings.Contains(second.Text("textarea"), "PO Box 79") || second.Count(`form[action="`+d.at("/address")+`"]`) != 1 {
		t.Errorf("the second of two: %d %s", second.Status, second.Text("main"))
	}
	a, _, _ = facilities.AddressFor(d.full().Addresses, facilities.Letters)
	d.Post(d.at("/address/"+a.ID+"/end"), "rev", a.Rev)
	if page := d.Get(d.at("")); !strings.Contains(page.Text("main"), "Addresses that no longer hold") {
		t.Errorf("the old address is gone: %s", page.Text("main"))
	}
}

func TestRulesToCheckAgain(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, ruth := t.Context(), actor("01", authz.Worker)
	empty, err := d.places.Add(ctx, ruth, facilities.Facility{Name: "Pine Hollow", Country: "US", Kind: facilities.Jail})
	must(t, err)
	for says, day := range map[string]string{"Very old.": "2019", "Fresh.": "2026-02-20", "About to turn.": "2025-12-02"} {
		must(t, d.places.PutRule(ctx, ruth, facilities.Rule{FacilityID: empty, Topic: "letters", Says: says, Source: "Notice", CheckedOn: partialdate.Must(day), Mark: facilities.Verified}))
	}
	if list := d.Get("/facilities"); !strings.Contains(list.Text("main"), "2 rules are older") {
		t.Errorf("the list does not say so: %s", list.Text("main"))
	}
	page := d.Get("/facilities/checks")
	page.Check()
	rows := page.Doc.Find(".q > li")
	if rows.Length() != 2 || !strings.Contains(rows.Eq(0).Text(), "Harrow Ridge") || !strings.Contains(rows.Eq(0).Text(), "2 people there") || !strings.Contains(rows.Eq(1).Text(), "Very old.") {
		t.Fatalf("%d rows: %s", rows.Length(), page.Text(".q"))
	}
	action := page.Attr(`.q form`, "action")
	done := d.Post(action, "rev", page.Attr(`.q form [name=rev]`, "value"), "_back", "/facilities/checks")
	if done.To != "/facilities/checks" {
		t.Errorf("leads to %q", done.To)
	}
	if left := done.Follow(); left.Count(".q > li") != 1 {
		t.Errorf("after the check: %s", left.Text("main"))
	}
	seen := open(t, webtest.As(actor("02", authz.Volunteer))).Get("/facilities/checks")
	seen.Check()
	if seen.Count(".q > li") != 1 || seen.Count(".q form") != 0 {
		t.Errorf("a volunteer: %s", seen.Text("main"))
	}
}
