package exchange

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
)

func open4(t testing.TB, csv string) *sheet.Book {
	t.Helper()
	b, err := sheet.Open(strings.NewReader(csv), int64(len(csv)), "facilities.csv", sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readSheet(t testing.TB, csv string) *Content {
	t.Helper()
	c, err := FromSheet(open4(t, csv), "BTP Testament", "2026-02-01", "2026-03-02")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSheetsAreReadByWhatTheirHeadingsSay(t *testing.T) {
	t.Parallel()
	rule := func(topic, says, on string) Rule {
		return Rule{Topic: topic, Says: says, CheckedOn: partialdate.Must(on)}
	}
	books := func(lines, town, region, postcode, on string) []Address {
		return []Address{{Purpose: facilities.Books, Lines: lines, Town: town, Region: region, Postcode: postcode, Country: "US", CheckedOn: partialdate.Must(on)}}
	}
	for name, c := range map[string]struct {
		csv  string
		want []Place
	}{
		"one cell for the address": {
			"Facility Name,State,Address,Restrictions,Date Checked\n" +
				"\"Ellis Unit\",Texas,\"1697 FM 980, Huntsville, TX 77343\",\"No hardbacks; new books only\",03/14/2025\n" +
				"\"Ellis Unit\",Texas,,\"No used magazines\",\n" +
				",,,,\n",
			[]Place{{
				Name: "Ellis Unit", Country: "US", Region: "TX", Town: "Huntsville", Addresses: books("1697 FM 980", "Huntsville", "TX", "77343", "2025-03-14"),
				Rules: []Rule{rule("books", "No hardbacks; new books only", "2025-03-14"), rule("books", "No used magazines", "")},
			}},
		},
		"columns of their own, and other words": {
			"prison;street;city;state;zip;book policy;magazine policy;last verified\n" +
				"Attica;639 Exchange St;Attica;NY;14011;Paperbacks only;From the publisher;2025-11-30\n",
			[]Place{{
				Name: "Attica", Country: "US", Region: "NY", Town: "Attica", Addresses: books("639 Exchange St", "Attica", "NY", "14011", "2025-11-30"),
				Rules: []Rule{rule("books", "Paperbacks only", "2025-11-30"), rule("magazines", "From the publisher", "2025-11-30")},
			}},
		},
		"the least": {
			"Institution,Notes\nAttica,Call the mail room first\n",
			[]Place{{Name: "Attica", Rules: []Rule{rule("books", "Call the mail room first", "")}}},
		},
	} {
		if diff := cmp.Diff(c.want, readSheet(t, c.csv).Places, cmp.AllowUnexported(partialdate.Date{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for csv, want := range map[string]string{
		"colour,shape\nred,round\n":                  "exchange.sheet.no-name",
		"Facility Name,Phone\nEllis Unit,555-0100\n": "exchange.sheet.no-rule",
	} {
		if _, err := FromSheet(open4(t, csv), "x", "", "2026-03-02"); !fault.Is(err, fault.Invalid) || problem(err) != want {
			t.Errorf("%q: %v", csv, err)
		}
	}
}

func TestASheetIsLookedAtLikeAFile(t *testing.T) {
	t.Parallel()
	ours, _ := two(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	here := ours.place(t, "Ellis Unit", "TX")
	ours.rule(t, here, "books", "No hardbacks", "2025-06-01")
	csv := "Facility,State,Restrictions,Checked\nEllis Unit,TX,No hardbacks,2025-01-01\nEllis Unit,TX,No spirals,2025-01-01\n"
	if _, err := ours.ReadSheet(t.Context(), open4(t, csv), "f.csv", " ", ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("a sheet of nobody: %v", err)
	}
	a, err := ours.ReadSheet(t.Context(), open4(t, csv), "f.csv", "BTP Testament", "")
	if err != nil {
		t.Fatal(err)
	}
	id, err := ours.Receive(t.Context(), worker(), a)
	if err != nil {
		t.Fatal(err)
	}
	p := ours.look(t, id)
	if diff := cmp.Diff(map[string]State{"No hardbacks": Same, "No spirals": New}, states(p)); diff != "" || p.Print != "" {
		t.Fatal(diff, p.Print)
	}
	if n, err := ours.Accept(t.Context(), worker(), id, Taking{Items: p.Default()}); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	for _, r := range ours.full(t, here).Rules {
		if r.Says == "No spirals" && (r.Source != "from BTP Testament" || r.Mark != facilities.Reported || r.CheckedOn.String() != "2025-01-01") {
			t.Errorf("%+v", r)
		}
	}
}

func FuzzSheet(f *testing.F) {
	f.Add("Facility Name,State,Address,Restrictions,Date Checked\nEllis Unit,Texas,\"1 Road, Huntsville, TX 77343\",No hardbacks,03/14/2025\n")
	f.Add("name;rules\n;\nx;=1+1\n")
	f.Fuzz(func(t *testing.T, csv string) {
		b, err := sheet.Open(strings.NewReader(csv), int64(len(csv)), "f.csv", sheet.Limits{})
		if err != nil {
			return
		}
		c, err := FromSheet(b, "x", "", "2026-03-02")
		if err != nil {
			return
		}
		for _, p := range c.Places {
			if p.Name == "" || p.Name != line(p.Name) {
				t.Errorf("name %q", p.Name)
			}
			compareRules(p.Rules, held{}, "")
			compareAddresses(p.Addresses, held{}, "")
		}
	})
}
