package linkage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/linkage"
)

// What headings people write mean.
func TestGuessColumns(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]linkage.Kind{
		"Forename": linkage.Given, "Surname": linkage.Family, "apellidos": linkage.Family, "DOB": linkage.Born, "date_of_birth": linkage.Born,
		"Gender": linkage.Sex, "suburb": linkage.Place, "postcode_fake": linkage.Postcode, "ZIP": linkage.Postcode, "E-mail": linkage.Email,
		"address_2": linkage.Address, "street_number": linkage.Number, "soc_sec_id": linkage.Identifier, "NOMIS number": linkage.Identifier,
		"full_name": linkage.Full, "occupation": linkage.Text, "": linkage.Text,
	} {
		if got := linkage.GuessColumns([]string{heading}, nil); len(got) != 1 || got[0].Kind != want || got[0].Name != heading {
			t.Errorf("%q: %v, want %s", heading, got, want)
		}
	}
}

// A full name is halved where its halves are not there, and left out where they are.
func TestFullNames(t *testing.T) {
	t.Parallel()
	full := linkage.Column{Name: "name", Kind: linkage.Full}
	plan := linkage.PlanOne([]linkage.Column{full})
	for name, want := range map[string][]string{
		"Karimi, Yusuf Ali": {" Yusuf Ali", "Karimi"},
		"Yusuf Ali Karimi":  {"yusuf ali", "karimi"},
		"Karimi":            {"", "karimi"},
		"":                  {"", ""},
	} {
		if diff := cmp.Diff(want, plan.First([]string{name})); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
	plan = linkage.PlanOne([]linkage.Column{full, {Name: "first", Kind: linkage.Given}, {Name: "last", Kind: linkage.Family}})
	if got := plan.First([]string{"Yusuf Karimi", "Yusuf", "Karimi"}); len(got) != 2 {
		t.Errorf("compared: %q", got)
	}
}
