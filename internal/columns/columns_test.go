package columns_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/columns"
)

var targets = []columns.Target{
	{Key: "name", Kind: columns.Name, Words: []string{"name"}},
	{Key: "given", Kind: columns.Name, Words: []string{"first name"}},
	{Key: "family", Kind: columns.Name, Words: []string{"last name"}},
	{Key: "alias", Kind: columns.Name, Words: []string{"alias"}, Many: true},
	{Key: "number", Kind: columns.Number, Words: []string{"prison number"}},
	{Key: "other-number", Kind: columns.Number, Words: []string{"other number"}, Many: true},
	{Key: "born", Kind: columns.Date, Words: []string{"born"}},
	{Key: "language", Kind: columns.Text, Words: []string{"language"}},
	{Key: "facility", Kind: columns.Facility, Words: []string{"facility"}},
	{Key: "unit", Kind: columns.Text, Words: []string{"unit"}},
	{Key: "release", Kind: columns.Date, Words: []string{"release date"}},
	{Key: "contact", Kind: columns.Date, Words: []string{"last contact"}},
	{Key: "channel", Kind: columns.Choice, Words: []string{"contact type"}},
	{Key: "interval", Kind: columns.Number, Words: []string{"contact interval"}},
	{Key: "next-on", Kind: columns.Date, Words: []string{"next contact"}},
	{Key: "next", Kind: columns.Text, Words: []string{"next step"}},
	{Key: "worker", Kind: columns.Text, Words: []string{"worker"}},
	{Key: "state", Kind: columns.Choice, Words: []string{"status"}},
	{Key: "kin", Kind: columns.Name, Words: []string{"next of kin"}},
	{Key: "phone", Kind: columns.Number, Words: []string{"phone"}},
	{Key: "note", Kind: columns.Text, Words: []string{"notes"}, Many: true},
}

// keys are the guesses for headings without cells.
func keys(headings ...string) string {
	var out []string
	for _, m := range columns.Guess(headings, nil, targets) {
		out = append(out, m.Key)
	}
	return strings.Join(out, " ")
}

func TestHeadings(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		"DOC #": "number", "Booking #": "number", "NOMS": "number", "prison number": "number", "Prison No.": "number", "Nº de interno": "number", "TDCJ#": "number", "doc_id": "number",
		"DOCNumber": "number", "Number": "number", "ID": "number", "Reg. No": "number", "Prisoner Number (current)": "number", "State ID": "other-number", "A-Number": "other-number",
		"DOB": "born", "D.O.B.": "born", "Date of Birth": "born", "date of birht": "born", "Fecha de nacimiento": "born", "FECHA NAC.": "born", "birthDate": "born",
		"last contact": "contact", "lastContact": "contact", "Last Contact Date": "contact", "Date of last letter": "contact", "Último contacto": "contact",
		"unit": "unit", "Cell": "unit", "Housing Unit": "unit", "Módulo": "unit", "Unit Name": "facility", "facility": "facility", "Facilty": "facility", "jail": "facility", "Current Prison": "facility", "Centro penitenciario": "facility",
		"release date": "release", "Rel. Date": "release", "EPRD": "release", "Earliest release date": "release", "Fecha de salida": "release", "CRD": "release",
		"next of kin": "kin", "NOK": "kin", "Emergency Contact": "kin", "Next Contact": "next-on", "Follow-up": "next-on", "Next steps": "next", "Contact type": "channel",
		"First": "given", "Surname": "family", "Apellidos": "family", "Name": "name", "Client Name": "name", "Nombre": "name", "A.K.A.": "alias", "Case manager": "worker", "Comments": "note", "Estado": "state", "Cell phone": "phone",
		"": "", "Shoe size": "", "Column1": "", "#": "number", "日付": "", "Every (days)": "interval",
	} {
		if got := keys(heading); got != want {
			t.Errorf("%q: %q, want %q", heading, got, want)
		}
	}
}

func TestAWholeFile(t *testing.T) {
	t.Parallel()
	got := keys("Last Name", "First Name", "DOC #", "SID", "Facility", "Unit", "Release Date", "Last Contact", "Comments", "Notes")
	if want := "family given number other-number facility unit release contact note note"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestCellsDecideBetweenColumns(t *testing.T) {
	t.Parallel()
	headings := []string{"Contact", "Contact date", "Release", "Release notes"}
	samples := [][]string{
		{"Maria", "3/4/2024", "Max out", "2027-01-01"},
		{"Ana", "14/5/2024", "Board", "Mar 2028"},
		{"Joan", "31/02/90", "Life", "about 2030"},
	}
	var got []string
	for _, m := range columns.Guess(headings, samples, targets) {
		got = append(got, m.Key)
	}
	if diff := cmp.Diff([]string{"", "contact", "", "release"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutHeadings(t *testing.T) {
	t.Parallel()
	samples := [][]string{
		{"Yusuf Karimi", "0418-OI-22", "Harrow Ridge Correctional Facility", "1988-05-01", "called twice, 2 letters"},
		{"Tomás Ibarra", "77-1A0-334", "HMP Pine Hollow", "1990", "?"},
		{"O'Neill, Rose", "A1234BC", "USP Granite", "", ""},
	}
	got := columns.Guess(nil, samples, targets)
	want := []columns.Match{
		{Column: 0, Key: "name", Score: 0.5, Content: true}, {Column: 1, Key: "number", Score: 0.5, Content: true},
		{Column: 2, Key: "facility", Score: 0.5, Content: true}, {Column: 3}, {Column: 4},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGuessGivesEveryTargetOnce(t *testing.T) {
	t.Parallel()
	many := map[string]bool{"alias": true, "other-number": true, "note": true, "": true}
	cell := rapid.OneOf(rapid.SampledFrom([]string{"Name", "DOC #", "dob", "Unit", "notes", "3/4/2024", "Harrow CF", "", "0418"}), rapid.String())
	row := rapid.SliceOfN(cell, 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		headings, samples := row.Draw(t, "headings"), rapid.SliceOfN(row, 0, 4).Draw(t, "samples")
		seen := map[string]bool{}
		for i, m := range columns.Guess(headings, samples, targets) {
			if m.Column != i || m.Score < 0 || m.Score > 1 || (m.Key == "") != (m.Score == 0) {
				t.Fatalf("column %d: %+v", i, m)
			}
			if seen[m.Key] && !many[m.Key] {
				t.Fatalf("%s was given twice", m.Key)
			}
			seen[m.Key] = true
		}
	})
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]bool{"D.O.B.": true, "Prison No": true, "Harrow Ridge": false, "": false, "Yusuf": false} {
		if got := columns.Known(heading); got != want {
			t.Errorf("Known(%q) = %v", heading, got)
		}
	}
}
